"""Pages of ecosystems."""

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.details import (
    agenda_relation,
    chips_of,
    cited,
    concepts_relation,
    missing_parts,
    terms_by_list,
)
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import Relation, related_sections
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from partnerships.choices import Stage
from partnerships.filtersets import (
    EcosystemFilterSet,
)
from partnerships.forms.ecosystem import EcosystemSheet
from partnerships.models import Ecosystem

from .parts import CHIP_LISTS, place_markers


@login_not_required
@require_safe
def ecosystem_list(request):
    rows = Ecosystem.objects.visible_to(request.user).for_list().prefetch_related("concepts")
    context = {"crumbs": [(_("Ecosystemen"), "")]}
    response = list_page(
        request, "partnerships/ecosystem_list.html", rows, EcosystemFilterSet, context, table="ecosystems"
    )
    for ecosystem in response.context_data["page"]:
        ecosystem.chips = chips_of(ecosystem, request.user, CHIP_LISTS)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def ecosystem_add(request):
    return add_page(request, EcosystemSheet, [list_crumb()])


@require_http_methods(["GET", "HEAD", "POST"])
def ecosystem_edit(request, slug):
    return edit_page(request, EcosystemSheet, [list_crumb()], slug=slug)


def list_crumb() -> tuple[str, str]:
    return _("Ecosystemen"), reverse("partnerships:ecosystem_list")


@login_not_required
@require_safe
def ecosystem_detail(request, slug):
    user = request.user
    ecosystem = get_permitted(user, Ecosystem, "view", queryset=Ecosystem.objects.for_page(), slug=slug)
    facilities = list(ecosystem.facilities.visible_to(user).select_related("place").order_by("name", "pk"))
    sections = related_sections(ecosystem_relations(ecosystem, user))
    context = {
        "crumbs": [list_crumb(), (ecosystem.name, "")],
        "ecosystem": ecosystem,
        "facilities": facilities,
        "sections": sections,
        "terms": terms_by_list(sections["concepts"], dict(Scheme.choices)),
        "stages": stage_steps(ecosystem.stage),
        "markers": place_markers([ecosystem.place, *(facility.place for facility in facilities)], user),
        "missing": missing_parts(
            [
                (_("partners"), sections["partners"].rows),
                (_("faciliteiten"), facilities),
                (_("samenwerkingen"), sections["partnerships"].rows),
                (_("opleidingen"), sections["programmes"].rows),
                (_("agenda’s"), sections["agenda_items"].rows),
            ]
        ),
        "citations": Citation.objects.visible_to(request.user).of_page(
            cited(sections), [ecosystem, *facilities]
        ),
    }
    return TemplateResponse(request, "partnerships/ecosystem_detail.html", context)


def ecosystem_relations(ecosystem: Ecosystem, user) -> list[Relation]:
    """Return all sides of an ecosystem that are a name and an address."""
    return [
        concepts_relation(ecosystem, user),
        Relation(
            "partners",
            _("Partners"),
            ecosystem.partners.visible_to(user),
            "name",
            "regions:organisation_detail",
            note="kind__label",
        ),
        Relation(
            "partnerships",
            _("Samenwerkingen"),
            ecosystem.partnerships.visible_to(user),
            "name",
            "partnerships:partnership_detail",
            note="summary",
        ),
        Relation(
            "programmes",
            _("Opleidingen"),
            ecosystem.programmes.visible_to(user),
            "name",
            "programmes:programme_detail",
            note="summary",
        ),
        Relation(
            "parts",
            _("Onderdelen"),
            ecosystem.parts.visible_to(user),
            "name",
            "partnerships:ecosystem_detail",
            note="summary",
        ),
        agenda_relation(ecosystem, user),
    ]


def stage_steps(stage: str) -> list[dict]:
    """Return the way from CIV to CIB, with how far a centre is; all open when the source does not tell."""
    order = list(Stage.values)
    reached = order.index(stage) if stage else -1
    return [
        {"label": label, "is_reached": index <= reached, "is_current": index == reached}
        for index, label in enumerate(Stage.labels)
    ]
