"""Which other practices may tell the same story."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from industriecoalitie.core.naming import folded
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice

# Titles that are this much alike, 0–100, mean the same; in one region or of one partnership less is enough.
ALIKE, ALIKE_NEARBY = 85, 65
MOST_COMPARED, MOST_SHOWN = 5_000, 5


@dataclass(frozen=True)
class Alike:
    """Another practice, and why it may be the same; ``score`` 0–100."""

    title: str
    url: str
    state: str
    score: float
    reasons: list[str]


def alike_of(practice: Practice, user) -> list[Alike]:
    """Return the practices that look like this one, the surest first, at most five, in one query."""
    own = {practice.pk, practice.draft_of_id}
    others = Practice.objects.visible_to(user).originals().exclude(pk__in=own - {None}).order_by("-pk")
    rows = others.values("slug", "title", "state", "partnership_id", "programme_id", "region_id")
    found = list(_compared(practice, rows[:MOST_COMPARED]))
    return sorted(found, key=lambda each: (-each.score, each.title))[:MOST_SHOWN]


def _compared(practice: Practice, rows: Iterable[dict]) -> Iterable[Alike]:
    own = folded(practice.title)
    for row in rows:
        is_near, reasons = _nearness(practice, row)
        lowest = ALIKE_NEARBY if is_near else ALIKE
        likeness = fuzz.token_sort_ratio(own, folded(row["title"]), score_cutoff=lowest)
        is_same_work = row["partnership_id"] and row["partnership_id"] == practice.partnership_id
        if not likeness and not is_same_work:
            continue
        if likeness:
            reasons = [_("De titels lijken op elkaar."), *reasons]
        url = reverse("knowledgebank:practice_detail", args=[row["slug"]])
        state = str(PracticeState(row["state"]).label)
        yield Alike(row["title"], url, state, likeness + 20 * is_near + 30 * bool(is_same_work), reasons)


def _nearness(practice: Practice, row: dict) -> tuple[bool, list[str]]:
    reasons = []
    for name, sentence in (
        ("partnership_id", _("Ze gaan over dezelfde samenwerking.")),
        ("programme_id", _("Ze gaan over dezelfde opleiding.")),
        ("region_id", _("Ze komen uit dezelfde regio.")),
    ):
        if row[name] and row[name] == getattr(practice, name):
            reasons.append(sentence)
    return bool(reasons), reasons
