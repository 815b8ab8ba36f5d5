"""Pages of partnerships."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.db.models.functions import Coalesce
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.details import (
    CERTAINTY,
    agenda_relation,
    are_short,
    chips_of,
    cited,
    concepts_relation,
    figures_of,
    missing_parts,
    terms_by_list,
)
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.quantities import in_words
from industriecoalitie.core.relations import Relation, named_to, related_sections
from industriecoalitie.editing.pages import add_page, edit_page
from industriecoalitie.sources.models import Citation
from partnerships.choices import HELIX_KINDS, HelixSide
from partnerships.filtersets import (
    DayForm,
    PartnershipFilterSet,
)
from partnerships.forms.partnership import PartnershipSheet
from partnerships.models import Partner, Partnership, Target

from .parts import CHIP_LISTS, place_markers, state_of


@login_not_required
@require_safe
def partnership_list(request):
    rows = Partnership.objects.visible_to(request.user).for_list().with_partners_shown_to(request.user)
    context = {"crumbs": [(_("Samenwerkingen"), "")]}
    response = list_page(
        request,
        "partnerships/partnership_list.html",
        rows,
        PartnershipFilterSet,
        context,
        table="partnerships",
    )
    for partnership in response.context_data["page"]:
        partnership.chips = chips_of(partnership, request.user, CHIP_LISTS)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_add(request):
    return add_page(request, PartnershipSheet, [list_crumb()])


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_edit(request, slug):
    return edit_page(request, PartnershipSheet, [list_crumb()], slug=slug)


def list_crumb() -> tuple[str, str]:
    return _("Samenwerkingen"), reverse("partnerships:partnership_list")


@login_not_required
@require_safe
def partnership_detail(request, slug):
    user = request.user
    partnership = get_permitted(user, Partnership, "view", queryset=Partnership.objects.for_page(), slug=slug)
    day_form = DayForm(request.GET)
    day = day_form.cleaned_data["validOn"] if day_form.is_valid() else None
    partners = list(partnership.partners.visible_to(user).for_list())
    shown = [partner for partner in partners if day is None or holds_on(partner, day)]
    sections = related_sections(partnership_relations(partnership, user))
    milestones = list(partnership.milestones.visible_to(user).for_list())
    targets = list(partnership.targets.visible_to(user).order_by("pk"))
    fundings = list(fundings_of(partnership, user))
    figures = figures_of(partnership, user)
    context = {
        "crumbs": [
            list_crumb(),
            (partnership.name, ""),
        ],
        "partnership": partnership,
        "day_form": day_form,
        "day": day,
        "partner_groups": partner_groups(shown),
        "partner_total": len(shown),
        "is_dated": any(partner.from_on or partner.until_on for partner in partners),
        "helix": helix_of(shown),
        "without_side": sum(1 for partner in shown if is_on_no_known_side(partner)),
        "sections": sections,
        "terms": terms_by_list(sections["concepts"], dict(Scheme.choices)),
        "milestones": [(milestone, *state_of(milestone)) for milestone in milestones],
        "targets": [(target, target_rows(target), growth_of(target)) for target in targets],
        "fundings": fundings,
        "figures": figures,
        "figures_are_short": are_short(figures),
        "markers": [
            *place_markers([partnership.place], user),
            *({**row.data, "label": row.label} for row in sections["places"].rows),
        ],
        "missing": missing_parts(
            [
                (_("partners"), partners),
                (_("inbreng"), sections["contributions"].rows),
                (_("doelen"), targets),
                (_("cijfers"), figures),
                (_("mijlpalen"), milestones),
                (_("financiering"), fundings),
                (_("opleidingen"), sections["programmes"].rows),
                (_("ecosystemen"), sections["ecosystems"].rows),
                (_("vragen van bedrijven"), sections["demands"].rows),
                (_("praktijkvoorbeelden"), sections["practices"].rows),
                (_("agenda’s"), sections["agenda_items"].rows),
            ]
        ),
        "citations": Citation.objects.visible_to(request.user).of_page(
            cited(sections),
            [partnership, *partners, *milestones, *targets, *fundings, *(row for row, _text in figures)],
        ),
    }
    status = 200 if day_form.is_valid() else 400
    return TemplateResponse(request, "partnerships/partnership_detail.html", context, status=status)


def partnership_relations(partnership: Partnership, user) -> list[Relation]:
    """Return all sides of a partnership that are a name and an address."""
    contributions = partnership.contributions.visible_to(user).annotate(
        who=Coalesce("organisation__name", "label")
    )
    return [
        Relation(
            "places",
            _("Plaatsen"),
            partnership.places.visible_to(user).exclude(pk=partnership.place_id),
            "name",
            "",
            slugs=(),
            data={"lat": "latitude", "lon": "longitude"},
        ),
        concepts_relation(partnership, user),
        Relation(
            "action_lines",
            _("Langs deze lijnen"),
            partnership.action_lines.visible_to(user),
            "title",
            "",
            slugs=(),
            note="summary",
            rank="order",
        ),
        Relation(
            "contributions",
            _("Inbreng"),
            contributions,
            "who",
            "regions:organisation_detail",
            slugs=("organisation__slug",),
            note="kind__label",
            data={"description": "description", **CERTAINTY},
        ),
        Relation(
            "regions",
            _("Ook actief in"),
            partnership.regions.visible_to(user).exclude(pk=partnership.region_id),
            "name",
            "regions:region_detail",
        ),
        Relation(
            "ecosystems",
            _("Ecosystemen"),
            partnership.ecosystems.visible_to(user),
            "name",
            "partnerships:ecosystem_detail",
            note="summary",
            data={"kind": "kind"},
        ),
        Relation(
            "programmes",
            _("Opleidingen"),
            partnership.programmes.visible_to(user),
            "name",
            "programmes:programme_detail",
            note="summary",
        ),
        Relation(
            "demands",
            _("Vragen die deze samenwerking beantwoordt"),
            partnership.demands.visible_to(user),
            "title",
            "programmes:demand_detail",
            note="summary",
        ),
        Relation(
            "practices",
            _("Praktijkvoorbeelden"),
            partnership.practices.visible_to(user).originals(),
            "title",
            "knowledgebank:practice_detail",
            note="summary",
        ),
        agenda_relation(partnership, user),
        Relation(
            "progress",
            _("In tussenstanden"),
            partnership.progress_entries.visible_to(user),
            "title",
            "knowledgebank:progress_report_detail",
            slugs=("report__slug",),
            note="report__title",
        ),
        Relation(
            "adoptions",
            _("Bouwt voort op"),
            partnership.adoptions.visible_to(user).annotate(where=named_to(user, "region__name")),
            "practice__title",
            "knowledgebank:practice_detail",
            slugs=("practice__slug",),
            note="where",
            period="",
        ),
    ]


def fundings_of(partnership: Partnership, user) -> Iterable:
    rows = partnership.fundings.visible_to(user).select_related("instrument", "organisation")
    return rows.order_by("first_year", "pk")


def holds_on(partner: Partner, day: datetime.date) -> bool:
    """Tell of one row what ``PeriodQuerySet.on`` tells of all; the rows are already here."""
    begun = partner.from_on is None or partner.from_on <= day
    return begun and (partner.until_on is None or partner.until_on >= day)


def partner_groups(partners: list[Partner]) -> list[dict]:
    """Return partners by role, roles in the order of their code list, those without a role last."""
    groups: dict[object, dict] = {}
    for partner in partners:
        group = groups.setdefault(partner.role_id, {"role": partner.role, "partners": []})
        group["partners"].append(partner)
    return sorted(
        groups.values(),
        key=lambda group: (group["role"] is None, group["role"].order if group["role"] else 0),
    )


def helix_of(partners: list[Partner]) -> list[dict]:
    """Return for each side of the triple helix how many partners stand on it."""
    sides = []
    for side in HelixSide:
        kinds = HELIX_KINDS[side]
        found = [partner for partner in partners if kind_of(partner) in kinds]
        sides.append({"label": side.label, "count": len(found)})
    return sides


def kind_of(partner: Partner) -> str:
    kind = partner.organisation.kind if partner.organisation else partner.kind
    return kind.notation if kind else ""


def is_on_no_known_side(partner: Partner) -> bool:
    """Tell whether a party that the source does not name may stand on any side of the triple helix."""
    return partner.organisation is None and all(
        kind_of(partner) not in kinds for kinds in HELIX_KINDS.values()
    )


def target_rows(target: Target) -> list[dict]:
    """Return the bars of a target: where it began, what came of it, and what is meant."""
    steps = [
        (_("Nulmeting"), target.baseline, ""),
        (_("Resultaat"), target.result, ""),
        (_("Doel"), target.value, f"{target.in_words} {target.unit}".strip()),
    ]
    return [
        {"label": label, "value": value, "text": text}
        for label, value, text in steps
        if value is not None or label != _("Resultaat")
    ]


def growth_of(target: Target) -> str:
    """Return how much more a target means than its baseline: ``+7, 1,875 keer zoveel``; empty without both."""
    if target.value is None or target.baseline is None:
        return ""
    more = target.value - target.baseline
    sign = "+" if more >= 0 else "−"
    if not target.baseline or not more:
        return f"{sign}{in_words(abs(more))}"
    times = in_words(round(target.value / target.baseline, 3))
    return _("%(more)s, %(times)s keer zoveel") % {"more": f"{sign}{in_words(abs(more))}", "times": times}
