"""What the national team looks after: where regions have gaps, and where no region is yet."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, TextField, Value
from django.urls import reverse
from django.utils.http import urlencode

from partnerships.models import Partnership
from regions.models import Coverage, LabourMarketRegion

from .arms import SHOWN
from .gaps import ASKED, lacks


@dataclass
class RegionGaps:
    """How much lacks in the partnerships of one region."""

    name: str
    total: int
    counts: list[tuple[str, str]]


def regions_with_gaps(user) -> list[RegionGaps]:
    """Return the regions in whose partnerships the most lacks, the most first, in one query."""
    arms = [
        Partnership.objects.visible_to(user).filter(owner__isnull=False, owner__hidden_at=None)
        .with_gap(gap, user).order_by().annotate(gap=Value(str(gap), TextField()))
        .values("gap", "owner__slug", "owner__name").annotate(total=Count("pk"))
        .values_list("gap", "owner__slug", "owner__name", "total")
        for gap in ASKED
    ]  # fmt: skip
    totals: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str], dict[str, int]] = {}
    for gap, slug, name, total in arms[0].union(*arms[1:], all=True):
        totals[slug, name] += total
        found.setdefault((slug, name), {})[gap] = total
    first = sorted(totals, key=lambda region: (-totals[region], region[1]))[:SHOWN]
    return [RegionGaps(name, totals[slug, name], _counts(slug, found[slug, name])) for slug, name in first]


def _counts(slug: str, found: dict[str, int]) -> list[tuple[str, str]]:
    page = reverse("partnerships:partnership_list")
    words = lacks()
    return [
        (
            f"{found[gap]} {words[gap].one if found[gap] == 1 else words[gap].many}",
            f"{page}?{urlencode({'owner': slug, 'gap': gap})}",
        )
        for gap in ASKED
        if gap in found
    ]


def white_spots(user) -> int:
    """Return how many labour market regions no region covers today."""
    covered = Coverage.objects.visible_to(user).current().values("labour_market_region")
    return LabourMarketRegion.objects.visible_to(user).exclude(pk__in=covered).count()
