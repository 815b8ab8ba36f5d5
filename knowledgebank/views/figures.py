"""Pages of figures: what was counted or meant, and whether parts add up to their whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core import quantities
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import Relation, related_sections, subjects_of
from industriecoalitie.core.texts import joined
from industriecoalitie.sources.models import Citation
from knowledgebank.choices import MeasurementKind
from knowledgebank.filtersets import IndicatorFilterSet
from knowledgebank.models import Indicator, Measurement, ProgressEntry

ABOUT = ("partnership", "programme", "instrument", "organisation", "agenda_item", "agenda", "concept")


@login_not_required
@require_safe
def indicator_list(request) -> HttpResponse:
    indicators = Indicator.objects.visible_to(request.user).for_list().with_value()
    page = list_page(
        request,
        "knowledgebank/indicator_list.html",
        indicators,
        IndicatorFilterSet,
        {"crumbs": [(_("Cijfers"), "")]},
        table="indicators",
    )
    chosen = page.context_data["filterset"].form.cleaned_data
    page.context_data["rows"] = [
        (indicator, shown_value(indicator, chosen), about_of(indicator, request.user))
        for indicator in page.context_data["page"]
    ]
    return page


@login_not_required
@require_safe
def indicator_detail(request, slug: str) -> HttpResponse:
    user = request.user
    indicator = get_permitted(user, Indicator, "view", slug=slug)
    kin = kin_of(indicator, user)
    parts = list(Indicator.objects.visible_to(user).filter(part_of__in=[indicator, *kin]).for_list())
    own_parts = [part for part in parts if part.part_of_id == indicator.pk]
    measurements = sorted(indicator.measurements.all(), key=by_time)
    alike = sorted((row for each in kin for row in each.measurements.all()), key=by_time)
    sections = related_sections([entries_of(indicator, user)])
    facts = {fact.uuid for fact in (indicator, *measurements, *alike)}
    facts |= {row.uuid for part in parts for row in (part, *part.measurements.all())}
    return TemplateResponse(
        request,
        "knowledgebank/indicator_detail.html",
        {
            "indicator": indicator,
            "newest": shown_value(indicator, {}),
            "about": about_of(indicator, user),
            "whole": indicator.part_of if indicator.part_of and indicator.part_of.is_shown_to(user) else None,
            "rows": [(row, when_of(row), share_of(row)) for row in measurements],
            "alike": [(row, when_of(row)) for row in alike],
            "bars": bars_of(measurements, alike, user),
            "growth": growth_of([*measurements, *alike]),
            "table": parts_table([indicator, *kin], parts) if own_parts else None,
            "checks": sum_checks(measurements, own_parts),
            "sections": sections,
            "citations": Citation.objects.visible_to(request.user).by_subject(facts | subjects_of(sections)),
            "crumbs": [(_("Cijfers"), reverse("knowledgebank:indicator_list")), (indicator.name, "")],
        },
    )


def entries_of(indicator: Indicator, user) -> Relation:
    """Return the texts of progress reports that name a figure."""
    return Relation(
        "entries",
        _("In tussenstanden"),
        ProgressEntry.objects.visible_to(user).filter(indicators=indicator),
        "title",
        "knowledgebank:progress_report_detail",
        slugs=("report__slug",),
        note="report__title",
    )


def subject_of(indicator: Indicator) -> tuple:
    """Return what an indicator is about, as primary keys in the order of ``ABOUT``."""
    return tuple(getattr(indicator, f"{name}_id") for name in ABOUT)


def kin_of(indicator: Indicator, user) -> list[Indicator]:
    """Return the other indicators about the same thing in the same unit: a target beside its baseline."""
    subject = dict(zip((f"{name}_id" for name in ABOUT), subject_of(indicator), strict=True))
    if not any(subject.values()):
        return []
    others = Indicator.objects.visible_to(user).filter(**subject, unit=indicator.unit)
    others = others.filter(part_of__isnull=indicator.part_of_id is None)
    return list(others.exclude(pk=indicator.pk).for_list())


def about_of(indicator: Indicator, user) -> Model | None:
    """Return the first thing of ``ABOUT`` that an indicator is about, when it may be named."""
    for name in ABOUT:
        thing = getattr(indicator, name)
        if thing is not None:
            return thing if thing.is_shown_to(user) else None
    return None


def shown_value(indicator: Indicator, chosen: dict) -> Measurement | None:
    """Return the newest value that answers the chosen year, kind and region; else the newest."""
    rows = list(indicator.measurements.all())
    fitting = [
        row
        for row in rows
        if (not chosen.get("year") or str(row.year) in chosen["year"])
        and (not chosen.get("kind") or row.kind in chosen["kind"])
        and (not chosen.get("region") or (row.region and row.region.slug in chosen["region"]))
    ]
    return next(iter(fitting or rows), None)


def by_time(row: Measurement) -> tuple:
    return (row.year is None, row.year or 0, row.relative_year or 0, row.pk)


def when_of(row: Measurement) -> str:
    """Return the year, span of years or moment after the start of a value; empty when the source has none."""
    if row.year and row.until_year:
        return _("%(first)s tot en met %(last)s") % {"first": row.year, "last": row.until_year}
    if row.relative_year is not None:
        return _("jaar %(number)s") % {"number": row.relative_year}
    return str(row.year) if row.year else ""


def share_of(row: Measurement) -> str:
    """Return a part of a whole as a sum: ``14 van 23 = 61%``; empty when the whole is unknown."""
    if row.value is None or not row.out_of:
        return ""
    share = (row.value / row.out_of * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return _("%(part)s van %(whole)s = %(share)s%%") % {
        "part": row.in_words,
        "whole": quantities.in_words(row.out_of),
        "share": share,
    }


def bars_of(measurements: list[Measurement], alike: list[Measurement], user) -> list[dict[str, object]]:
    """Return the values as bars, each with when, what sort of value and where; those of other figures by name."""
    rows = []
    for row in (*measurements, *alike):
        name = row.indicator.name if row in alike else ""
        words = [
            name,
            when_of(row),
            row.get_kind_display(),
            row.region.name if row.region and row.region.is_shown_to(user) else "",
        ]
        label = ", ".join(word for word in words if word)
        rows.append({"label": label, "value": row.value, "text": row.in_words})
    return rows


def growth_of(measurements: Iterable[Measurement]) -> list[str]:
    """Return how far each target lies from its baseline, and from an earlier target, in words."""
    rows = [row for row in measurements if row.value is not None]
    starts = {row.region_id: row for row in rows if row.kind == MeasurementKind.BASELINE}
    targets = [row for row in rows if row.kind == MeasurementKind.TARGET]
    sentences = [step_between(starts[row.region_id], row) for row in targets if row.region_id in starts]
    counted = sorted((row for row in targets if row.relative_year is not None), key=by_time)
    if len(counted) > 1:
        sentences.append(step_between(counted[0], counted[-1]))
    return sentences


def step_between(start: Measurement, goal: Measurement) -> str:
    """Return a step as a sentence: ``Van 8 naar 15 is +7: 1,875 keer zo veel.``"""
    words = {"start": start.in_words, "goal": goal.in_words, "step": with_sign(goal.value - start.value)}
    if start.relative_year is not None and goal.relative_year is not None:
        words |= {"first": when_of(start), "last": when_of(goal)}
        sentence = _("Van %(start)s in %(first)s naar %(goal)s in %(last)s is %(step)s") % words
    else:
        sentence = _("Van %(start)s naar %(goal)s is %(step)s") % words
    if not start.value or goal.value == start.value:
        return f"{sentence}."
    factor = quantities.in_words((goal.value / start.value).quantize(Decimal("0.001")))
    return _("%(sentence)s: %(factor)s keer zo veel.") % {"sentence": sentence, "factor": factor}


def with_sign(step: Decimal) -> str:
    sign = "−" if step < 0 else "+"
    return f"{sign}{quantities.in_words(abs(step))}"


def moment_of(row: Measurement) -> tuple:
    return (row.kind, row.year, row.relative_year)


@dataclass(frozen=True)
class PartsRow:
    """A whole or a part, its values at the moments of the table, and the step from baseline to target."""

    indicator: Indicator
    values: list[Measurement | None]
    step: str


@dataclass(frozen=True)
class PartsTable:
    """A whole and its parts side by side: a column for each moment, a row for each part."""

    heads: list[str]
    rows: list[PartsRow]
    has_steps: bool


def parts_table(wholes: list[Indicator], parts: list[Indicator]) -> PartsTable:
    """Return the values of a whole and its parts at the same moments.

    ``wholes`` are the indicator and its kin; parts about the same thing share a row.
    """
    grouped: dict[object, list[Indicator]] = {"whole": wholes}
    for part in parts:
        subject = subject_of(part)
        grouped.setdefault(subject if any(subject) else part.pk, []).append(part)
    values = {
        key: {moment_of(row): row for each in group for row in each.measurements.all()}
        for key, group in grouped.items()
    }
    moments = {
        moment: moment_in_words(row)
        for rows in values.values()
        for moment, row in sorted(rows.items(), key=lambda pair: by_time(pair[1]))
    }
    rows = [
        PartsRow(group[0], [values[key].get(moment) for moment in moments], step_in(values[key].values()))
        for key, group in grouped.items()
    ]
    return PartsTable(list(moments.values()), rows, any(row.step for row in rows))


def moment_in_words(row: Measurement) -> str:
    when, kind = when_of(row), row.get_kind_display()
    return f"{when}, {kind}" if when else kind


def step_in(rows: Iterable[Measurement]) -> str:
    """Return the step from baseline to target with its sign; empty when one of them is unknown."""
    values = {row.kind: row.value for row in rows if row.value is not None}
    if MeasurementKind.BASELINE not in values or MeasurementKind.TARGET not in values:
        return ""
    return with_sign(values[MeasurementKind.TARGET] - values[MeasurementKind.BASELINE])


@dataclass(frozen=True)
class SumCheck:
    """Whether parts add up to their whole, in words."""

    sentence: str
    fits: bool


def sum_checks(measurements: Iterable[Measurement], parts: list[Indicator]) -> list[SumCheck]:
    """Return one check for each value of the whole of which every part has a value at the same moment."""
    checks = []
    for whole in measurements:
        own = [
            next((row for row in part.measurements.all() if moment_of(row) == moment_of(whole)), None)
            for part in parts
        ]
        if whole.value is None or not own or any(row is None or row.value is None for row in own):
            continue
        checks.append(sum_check(whole, own))
    return checks


def sum_check(whole: Measurement, parts: list[Measurement]) -> SumCheck:
    total = sum(row.value for row in parts)
    fits = quantities.fits(whole.value, whole.qualifier, [(row.value, row.qualifier) for row in parts])
    largest_first = sorted(parts, key=lambda row: -row.value)
    words = {
        "parts": joined(row.in_words for row in largest_first),
        "total": quantities.in_words(total),
        "whole": whole.in_words,
    }
    if fits:
        return SumCheck(_("%(parts)s is samen %(total)s: past bij %(whole)s.") % words, True)
    return SumCheck(_("%(parts)s is samen %(total)s: past niet bij %(whole)s.") % words, False)
