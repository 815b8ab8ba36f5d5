"""Pages of demands."""

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.details import (
    CERTAINTY,
    agenda_relation,
    chips_of,
    cited,
    concepts_relation,
    missing_parts,
    terms_by_list,
)
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import (
    Relation,
    related_sections,
)
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from programmes.choices import DemandStage
from programmes.filtersets import DemandFilterSet
from programmes.forms.demand import DemandSheet
from programmes.models import Demand

from .related import CHIP_LISTS, names_shown_to, partnerships_relation


@login_not_required
@require_safe
def demand_list(request):
    rows = Demand.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Vragen"), "")]}
    response = list_page(
        request, "programmes/demand_list.html", rows, DemandFilterSet, context, table="demands"
    )
    for demand in response.context_data["page"]:
        parties = demand.parties.all()
        demand.chips = chips_of(demand, request.user, CHIP_LISTS)
        demand.asked_by = names_shown_to(request.user, (party.organisation for party in parties))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def demand_add(request):
    return add_page(request, DemandSheet, [list_crumb()])


@require_http_methods(["GET", "HEAD", "POST"])
def demand_edit(request, slug):
    return edit_page(request, DemandSheet, [list_crumb()], slug=slug)


def list_crumb() -> tuple[str, str]:
    return _("Vragen"), reverse("programmes:demand_list")


@login_not_required
@require_safe
def demand_detail(request, slug):
    user = request.user
    demand = get_permitted(user, Demand, "view", queryset=Demand.objects.for_page(), slug=slug)
    sections = related_sections(
        [
            concepts_relation(demand, user),
            Relation(
                "parties",
                _("Wie vraagt dit?"),
                demand.parties.visible_to(user),
                "organisation__name",
                "regions:organisation_detail",
                slugs=("organisation__slug",),
                note="organisation__kind__label",
                rank="order",
                data=CERTAINTY,
            ),
            partnerships_relation(demand, user),
            Relation(
                "programmes",
                _("Opleidingen"),
                demand.programmes.visible_to(user),
                "name",
                "programmes:programme_detail",
                note="summary",
            ),
            agenda_relation(demand, user),
        ]
    )
    context = {
        "crumbs": [list_crumb(), (demand.title, "")],
        "demand": demand,
        "steps": funnel_steps(demand.stage),
        "sections": sections,
        "terms": terms_by_list(sections["concepts"], dict(Scheme.choices)),
        "missing": missing_parts(
            [
                (_("wie het vraagt"), sections["parties"].rows),
                (_("samenwerkingen die antwoord geven"), sections["partnerships"].rows),
                (_("opleidingen die antwoord geven"), sections["programmes"].rows),
            ]
        ),
        "citations": Citation.objects.visible_to(request.user).of_page(cited(sections), [demand]),
    }
    return TemplateResponse(request, "programmes/demand_detail.html", context)


def funnel_steps(stage: str) -> list[dict]:
    """Return the funnel from signal to delivery, with how far a demand is."""
    reached = list(DemandStage.values).index(stage)
    return [
        {"label": label, "is_reached": index <= reached, "is_current": index == reached}
        for index, label in enumerate(DemandStage.labels)
    ]
