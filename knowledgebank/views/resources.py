"""Pages of teaching materials: what is shared, in which versions, and who uses it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.predicates import keeps_records
from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.pages import list_page
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from knowledgebank.actions import resources
from knowledgebank.filtersets import LearningResourceFilterSet
from knowledgebank.forms.resource import LearningResourceSheet
from knowledgebank.forms.reuse import ReuseForm
from knowledgebank.models import LearningResource, Practice, ResourceVersion, Reuse
from programmes.models import Module, Programme
from regions.forms.owned import owners_of

# What the address of a new one may name, and the field that it fills in.
BEGUN_WITH = {
    "voorbeeld": ("practice", Practice),
    "opleiding": ("programme", Programme),
    "module": ("module", Module),
}


def crumbs() -> list[tuple[str, str]]:
    return [
        (_("Kennisbank"), reverse("knowledgebank:practice_list")),
        (_("Leermiddelen"), reverse("knowledgebank:learning_resource_list")),
    ]


@login_not_required
@require_safe
def learning_resource_list(request) -> HttpResponse:
    rows = LearningResource.objects.visible_to(request.user).for_list()
    return list_page(
        request,
        "knowledgebank/learning_resource_list.html",
        rows,
        LearningResourceFilterSet,
        {"crumbs": [crumbs()[0], (_("Leermiddelen"), "")]},
        table="learning-resources",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def learning_resource_add(request) -> HttpResponse:
    return add_page(request, LearningResourceSheet, crumbs(), initial=begun_with(request))


def begun_with(request) -> dict[str, Any]:
    """Return what a new material begins with: the practice, programme or module that the address names.

    Raises:
        Http404: there is none of that name, or the person may not see it.
    """
    initial: dict[str, Any] = {}
    for name, (field, model) in BEGUN_WITH.items():
        if slug := request.GET.get(name, ""):
            record = get_permitted(request.user, model, "view", queryset=model.objects.all(), slug=slug)
            record = getattr(record, "draft_of", None) or record
            terms = record.concepts.visible_to(request.user)
            initial |= {field: record, "owner": record.owner_id, "concepts": list(terms)}
    return initial


@require_http_methods(["GET", "HEAD", "POST"])
def learning_resource_edit(request, slug: str) -> HttpResponse:
    return edit_page(request, LearningResourceSheet, crumbs(), slug=slug)


@login_not_required
@require_safe
def learning_resource_detail(request, slug: str) -> HttpResponse:
    return _page(request, _seen_by(request.user, slug))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def resource_version(request, slug: str, uuid) -> HttpResponse:
    """Lead to the file or the link of a version; the button on the page (POST) counts it.

    Following a link counts nothing, so that reading changes nothing and programs that follow links do not count.
    """
    rows = ResourceVersion.objects.visible_to(request.user).select_related("resource", "file")
    version = get_object_or_404(rows, resource__slug=slug, uuid=uuid)
    if not version.is_ready:
        raise Http404
    if request.method == "POST":
        resources.count_download(version)
        response = _fetched(request, version)
    else:
        response = HttpResponseRedirect(version.target)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _fetched(request, version: ResourceVersion) -> HttpResponse:
    if version.file:
        return HttpResponseRedirect(version.target, status=303)
    # A form of ours may not lead to another site (form-action), so a page does.
    context = {
        "version": version,
        "crumbs": [
            *crumbs(),
            (version.resource.title, version.resource.get_absolute_url()),
            (version.label, ""),
        ],
    }
    response = TemplateResponse(request, "knowledgebank/resource_leave.html", context)
    response["Refresh"] = f"0; url={version.url}"
    return response


@require_POST
def reuse_add(request, slug: str) -> HttpResponse:
    """Say that an own region uses a material, and what for."""
    resource = _reusable_by(request.user, slug)
    form = ReuseForm(request.POST, reusing(request.user, resource))
    if form.is_valid():
        region = form.cleaned_data["region"]
        try:
            resources.reuse(resource, region, note=form.cleaned_data["note"], by=actor_of(request))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, _("Genoteerd: %(region)s gebruikt dit leermiddel.") % {"region": region}
            )
            return redirect(resource)
    return _page(request, resource, form, status=422)


@require_POST
def reuse_end(request, slug: str) -> HttpResponse:
    """Take back that an own region uses a material."""
    resource = _reusable_by(request.user, slug)
    rows = Reuse.objects.editable_by(request.user).filter(resource=resource)
    found = rows.filter(region__slug=request.POST.get("region", "")).select_related("region").first()
    if found is None:
        messages.info(request, _("Dit stond al niet meer op de lijst."))
    else:
        name = found.region.name
        resources.end_reuse(found, by=actor_of(request))
        messages.success(request, _("%(region)s staat niet meer op de lijst.") % {"region": name})
    return redirect(resource)


def _reusable_by(user, slug: str) -> LearningResource:
    resource = _seen_by(user, slug)
    if not keeps_records(user):
        raise PermissionDenied
    return resource


def reusing(user, resource: LearningResource) -> list:
    """Return the own regions of ``user`` that may use a material: not the one that keeps it."""
    return [region for region in owners_of(user) if region.pk != resource.owner_id]


def _seen_by(user, slug: str) -> LearningResource:
    rows = LearningResource.objects.for_detail().select_related("practice", "programme", "module", "owner")
    return get_permitted(user, LearningResource, "view", queryset=rows, slug=slug)


def _page(
    request, resource: LearningResource, form: ReuseForm | None = None, *, status: int = 200
) -> HttpResponse:
    user = request.user
    versions = ResourceVersion.objects.visible_to(user).filter(resource=resource)
    versions = list(versions.with_downloads().newest_first())
    for version in versions:
        version.resource = resource
    reuses = list(
        Reuse.objects.visible_to(user)
        .filter(resource=resource)
        .select_related("region")
        .order_by("region__name")
    )
    mine = reusing(user, resource) if resource.is_shared and user.is_authenticated else []
    using = {each.region_id for each in reuses}
    others = [region for region in mine if region.pk not in using]
    context = {
        "resource": resource,
        "newest": versions[0] if versions else None,
        "older": versions[1:],
        "reuses": reuses,
        "own": {region.pk for region in mine},
        "form": form or (ReuseForm(None, others) if others else None),
        "citations": Citation.objects.visible_to(user).by_subject({resource.uuid}),
        "crumbs": [*crumbs(), (resource.title, "")],
    }
    return TemplateResponse(request, "knowledgebank/learning_resource_detail.html", context, status=status)
