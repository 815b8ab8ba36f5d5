"""Pages of teaching materials: what is shared, in which versions, and who uses it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.pages import list_page
from industriecoalitie.sources.models import Citation
from knowledgebank.filtersets import LearningResourceFilterSet
from knowledgebank.models import LearningResource


@login_not_required
@require_safe
def learning_resource_list(request) -> HttpResponse:
    resources = LearningResource.objects.visible_to(request.user).for_list()
    crumbs = [(_("Kennisbank"), reverse("knowledgebank:practice_list")), (_("Leermiddelen"), "")]
    return list_page(
        request,
        "knowledgebank/learning_resource_list.html",
        resources,
        LearningResourceFilterSet,
        {"crumbs": crumbs},
    )


@login_not_required
@require_safe
def learning_resource_detail(request, slug: str) -> HttpResponse:
    resource = get_permitted(
        request.user,
        LearningResource,
        "view",
        queryset=LearningResource.objects.for_detail().select_related("practice", "programme", "module"),
        slug=slug,
    )
    return TemplateResponse(
        request,
        "knowledgebank/learning_resource_detail.html",
        {
            "resource": resource,
            "citations": Citation.objects.visible_to(request.user).by_subject({resource.uuid}),
            "crumbs": [
                (_("Kennisbank"), reverse("knowledgebank:practice_list")),
                (_("Leermiddelen"), reverse("knowledgebank:learning_resource_list")),
                (resource.title, ""),
            ],
        },
    )
