"""Pages of schemes, and the timeline of all moments."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.details import (
    are_short,
    cited,
    figures_of,
    missing_parts,
)
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import Relation, related_sections
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from partnerships.filtersets import (
    InstrumentFilterSet,
    MilestoneFilterSet,
)
from partnerships.forms.instrument import InstrumentSheet
from partnerships.models import Instrument, Milestone

from .parts import state_of


@login_not_required
@require_safe
def instrument_list(request):
    rows = Instrument.objects.visible_to(request.user).for_list()
    context = {"crumbs": [(_("Regelingen"), "")]}
    return list_page(
        request, "partnerships/instrument_list.html", rows, InstrumentFilterSet, context, table="instruments"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def instrument_add(request):
    return add_page(request, InstrumentSheet, [list_crumb()])


@require_http_methods(["GET", "HEAD", "POST"])
def instrument_edit(request, slug):
    return edit_page(request, InstrumentSheet, [list_crumb()], slug=slug)


def list_crumb() -> tuple[str, str]:
    return _("Regelingen"), reverse("partnerships:instrument_list")


@login_not_required
@require_safe
def instrument_detail(request, slug):
    user = request.user
    instrument = get_permitted(user, Instrument, "view", queryset=Instrument.objects.for_page(), slug=slug)
    milestones = list(instrument.milestones.visible_to(user).for_list())
    figures = figures_of(instrument, user)
    users = Relation(
        "partnerships",
        _("Wie maakt er gebruik van?"),
        instrument.fundings.visible_to(user),
        "partnership__name",
        "partnerships:partnership_detail",
        slugs=("partnership__slug",),
        note="partnership__summary",
    )
    sections = related_sections([users])
    context = {
        "crumbs": [list_crumb(), (instrument.name, "")],
        "instrument": instrument,
        "sections": sections,
        "milestones": [(milestone, *state_of(milestone)) for milestone in milestones],
        "figures": figures,
        "figures_are_short": are_short(figures),
        "missing": missing_parts(
            [
                (_("gebruik door samenwerkingen"), sections["partnerships"].rows),
                (_("mijlpalen"), milestones),
                (_("cijfers"), figures),
            ]
        ),
        "citations": Citation.objects.visible_to(request.user).of_page(
            cited(sections), [instrument, *milestones, *(row for row, _text in figures)]
        ),
    }
    return TemplateResponse(request, "partnerships/instrument_detail.html", context)


@login_not_required
@require_safe
def timeline(request):
    rows = Milestone.objects.visible_to(request.user).for_list()
    response = list_page(
        request,
        "partnerships/timeline.html",
        rows,
        MilestoneFilterSet,
        {"crumbs": [(_("Tijdlijn"), "")], "search": False},
        page_size=TIMELINE_LENGTH,
        table="milestones",
    )
    milestones = list(response.context_data["page"])
    response.context_data["years"] = [
        (year, [(milestone, *state_of(milestone)) for milestone in group])
        for year, group in groupby(milestones, key=lambda each: each.due_on.year if each.due_on else None)
    ]
    response.context_data["citations"] = Citation.objects.visible_to(request.user).of_page({}, milestones)
    return response


# All moments stand on one line; more than this would be another page.
TIMELINE_LENGTH = 500
