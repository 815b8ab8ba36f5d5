"""Drawings of more than one fact: when things happened, or are to happen."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .portal import reference

register = template.Library()

REACHED, LATE, PLANNED = "reached", "late", "planned"
WORDS = {
    REACHED: gettext_lazy("bereikt"),
    LATE: gettext_lazy("datum voorbij, niet bekend of het lukte"),
    PLANNED: gettext_lazy("gepland"),
}
# In parts of the width: room at both ends, and how close two marks may stand on one line.
MARGIN_PCT, NEAREST_PCT = 4.0, 8.0
LANE_PX, TOP_PX, FOOT_PX = 28, 20, 30
MOST_YEARS = 5


@dataclass
class Mark:
    """A moment on the line: places in percents of the width, its lane counted from the line upwards."""

    number: int
    state: str
    at: float
    begin: float
    width: float
    lane: int = 0
    y: int = 0


def state_of(milestone, today: datetime.date) -> str:
    """Return whether a milestone was reached, is to come, or has passed without a word."""
    if milestone.is_reached:
        return REACHED
    return PLANNED if milestone.due.last_day >= today else LATE


@register.simple_tag
def timeline(milestones: Iterable) -> SafeString:
    """Draw milestones on a line of years, each with its number in the list; nothing when fewer than two have a date.

    ``milestones`` are in the order of the list beside the drawing, each alone or first in a tuple; those without a
    date are counted, not drawn.
    """
    rows = [each[0] if isinstance(each, tuple) else each for each in milestones]
    dated = [(number, row) for number, row in enumerate(rows, 1) if row.due]
    if len(dated) < 2:
        return SafeString("")
    today = timezone.localdate()
    first = min(row.due.first_day for _number, row in dated).replace(month=1, day=1)
    last = max(row.due.last_day for _number, row in dated).replace(month=12, day=31)
    marks = [_mark(number, row, first, last, today) for number, row in dated]
    lanes = _set_lanes(marks)
    base = TOP_PX + lanes * LANE_PX
    for mark in marks:
        mark.y = base - LANE_PX // 2 - mark.lane * LANE_PX
    states = [state for state in WORDS if any(mark.state == state for mark in marks)]
    context = {
        "marks": marks,
        "base": base,
        "height": base + FOOT_PX,
        "years": [
            (year, _place(datetime.date(year, 1, 1), first, last)) for year in _years(first.year, last.year)
        ],
        "now": _place(today, first, last) if first <= today <= last else None,
        "legend": [(state, WORDS[state]) for state in states],
        "title": _in_words(first.year, last.year, marks, states),
        "undated": len(rows) - len(dated),
    }
    return render_to_string("components/timeline.html", context)


def _place(day: datetime.date, first: datetime.date, last: datetime.date) -> float:
    share = (day - first).days / max(1, (last - first).days)
    return round(MARGIN_PCT + share * (100 - 2 * MARGIN_PCT), 2)


def _mark(number: int, row, first: datetime.date, last: datetime.date, today: datetime.date) -> Mark:
    begin, end = _place(row.due.first_day, first, last), _place(row.due.last_day, first, last)
    return Mark(number, state_of(row, today), round((begin + end) / 2, 2), begin, round(end - begin, 2))


def _set_lanes(marks: list[Mark]) -> int:
    """Put marks that would stand on each other in lanes above each other; return the number of lanes."""
    ends: list[float] = []
    for mark in sorted(marks, key=lambda each: (each.at, each.number)):
        free = [lane for lane, end in enumerate(ends) if mark.at - end >= NEAREST_PCT]
        mark.lane = free[0] if free else len(ends)
        ends[mark.lane : mark.lane + 1] = [mark.at]
    return len(ends)


def _years(first: int, last: int) -> list[int]:
    """Return at most five years at equal steps, to write under the line."""
    step = -(-(last - first + 1) // MOST_YEARS)
    return list(range(first, last + 1, step))


def _in_words(first: int, last: int, marks: list[Mark], states: list[str]) -> str:
    counts = [(sum(mark.state == state for mark in marks), WORDS[state]) for state in states]
    found = ", ".join(f"{count} {word}" for count, word in counts)
    years = (
        str(first) if first == last else _("%(first)s tot en met %(last)s") % {"first": first, "last": last}
    )
    total = ngettext("%(count)d moment", "%(count)d momenten", len(marks)) % {"count": len(marks)}
    return _("%(total)s in %(years)s: %(found)s.") % {"total": total, "years": years, "found": found}


@register.simple_tag(takes_context=True)
def paper_sources(context: template.Context) -> list[object]:
    """Return the documents that a page rests on, each once, for a list on paper."""
    found = (citation for citations in (context.get("citations") or {}).values() for citation in citations)
    documents = {citation.document_id: citation.document for citation in found}
    return sorted(documents.values(), key=str)


@register.simple_tag(takes_context=True)
def family(context: template.Context, nodes: Iterable) -> SafeString:
    """Write what came of something as a family tree, at any depth.

    ``nodes`` are in the order of the page, each with ``title``, ``url``, ``record``, ``is_practice``, ``status``, ``tone``,
    ``facts`` (pairs of label and text), ``opens`` (others stand below it) and ``closes`` (a range: how many levels end).
    """
    rows = [(node, reference(context, node.record)) for node in nodes]
    return render_to_string("components/family.html", {"rows": rows}) if rows else SafeString("")
