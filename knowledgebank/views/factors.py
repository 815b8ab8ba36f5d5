"""Pages of success factors: what makes practices work, across the whole bank."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted, leads_to
from industriecoalitie.core.pages import list_page
from industriecoalitie.sources.models import Citation
from knowledgebank.filtersets import SuccessFactorFilterSet
from knowledgebank.models import PracticeFactor, SuccessFactor


@login_not_required
@require_safe
def success_factor_list(request) -> HttpResponse:
    factors = SuccessFactor.objects.visible_to(request.user).for_list()
    crumbs = [(_("Kennisbank"), reverse("knowledgebank:practice_list")), (_("Succesfactoren"), "")]
    return list_page(
        request,
        "knowledgebank/success_factor_list.html",
        factors,
        SuccessFactorFilterSet,
        {"crumbs": crumbs},
    )


@login_not_required
@require_safe
def success_factor_detail(request, slug: str) -> HttpResponse:
    """Show one success factor with its practices; one that was merged leads to the one it became."""
    try:
        factor = get_permitted(request.user, SuccessFactor, "view", slug=slug)
    except Http404:
        if elsewhere := leads_to(request.user, SuccessFactor, slug=slug):
            return elsewhere
        raise
    links = PracticeFactor.objects.visible_to(request.user).filter(factor=factor)
    links = list(links.select_related("practice__region").order_by("practice__title", "pk"))
    return TemplateResponse(
        request,
        "knowledgebank/success_factor_detail.html",
        {
            "factor": factor,
            "links": links,
            "citations": Citation.objects.visible_to(request.user).by_subject(
                {factor.uuid, *(link.uuid for link in links)}
            ),
            "crumbs": [
                (_("Kennisbank"), reverse("knowledgebank:practice_list")),
                (_("Succesfactoren"), reverse("knowledgebank:success_factor_list")),
                (factor.label, ""),
            ],
        },
    )
