"""What is searched in the portal, for curators: what is asked most, what is not found, what is opened, what could be better."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from industriecoalitie.core.choices import Audience
from industriecoalitie.search.asked import KEPT_DAYS
from industriecoalitie.search.models import SearchDay, SearchDocument, SearchOpening, SearchSlip
from industriecoalitie.search.terms import lexemes_in, synonyms
from industriecoalitie.sources.models import Term

SHOWN = 20
RESULTS_SHOWN = 3
PROPOSED = 20


@dataclass(frozen=True)
class Asked:
    """A question in ninety days: how often, on which day last, how many records had all of it then, how often one was opened."""

    query: str
    times: int
    last: datetime.date
    opened: int
    found: int


@dataclass(frozen=True)
class Place:
    """A record by its name."""

    title: str
    address: str


@dataclass(frozen=True)
class Slip:
    """A word that is probably a typing error, and the records that hold it."""

    word: str
    meant: str
    places: Sequence[Place]


@dataclass(frozen=True)
class Searches:
    """All that curators see of what is searched; ``results`` are the records opened most, with how often, by question."""

    most: list[Asked]
    not_found: list[Asked]
    unopened: list[Asked]
    results: dict[str, list[tuple[Place, int]]] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)


def searches() -> Searches:
    """Return what was searched in ninety days, in six queries."""
    asked = _asked()
    most = _first(asked.order_by("-times", "query"))
    not_found = _first(asked.filter(founds__0=0).order_by("-times", "-last", "query"))
    unopened = _first(asked.filter(founds__0__gt=0, times_opened=0).order_by("-times", "query"))
    opened = _opened([each.query for each in most])
    slips = list(SearchSlip.objects.order_by("word")[:SHOWN])
    keys = {record for rows in opened.values() for record, _ in rows}
    places = _places(keys.union(*(slip.records for slip in slips)))
    results = {
        text: [(places[record], times) for record, times in rows if record in places][:RESULTS_SHOWN]
        for text, rows in opened.items()
    }
    named = [
        Slip(slip.word, slip.meant, [places[key] for key in slip.records if key in places]) for slip in slips
    ]
    return Searches(most, not_found, unopened, results, [slip for slip in named if slip.places])


def _since() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=KEPT_DAYS)


def _asked() -> QuerySet:
    """Return one row for each question; ``founds`` begins with how many were found on the last day that it was asked."""
    founds = ArrayAgg("found", filter=Q(asked__gt=0), order_by="-day")
    rows = SearchDay.objects.filter(day__gte=_since()).order_by().values("query")
    return rows.annotate(
        times=Sum("asked"), last=Max("day"), times_opened=Sum("opened"), founds=founds
    ).filter(times__gt=0)


def _first(rows: QuerySet) -> list[Asked]:
    found = rows.values_list("query", "times", "last", "times_opened", "founds")[:SHOWN]
    return [Asked(*values, founds[0]) for *values, founds in found]


def _opened(texts: Sequence[str]) -> dict[str, list[tuple[UUID, int]]]:
    """Return which records were opened from these questions, most opened first."""
    rows = SearchOpening.objects.filter(searched__query__in=texts, searched__day__gte=_since()).order_by()
    counted = rows.values("searched__query", "record").annotate(times=Sum("opened"))
    found: dict[str, list[tuple[UUID, int]]] = defaultdict(list)
    for text, record, times in counted.order_by("-times", "record").values_list(
        "searched__query", "record", "times"
    ):
        found[text].append((record, times))
    return found


def _places(records: Iterable[UUID]) -> dict[UUID, Place]:
    """Return the records that everyone, or the whole network, may find."""
    rows = SearchDocument.objects.filter(record__in=set(records), audience__lt=Audience.KEPT)
    return {
        record: Place(title, address)
        for record, title, address in rows.values_list("record", "title", "address")
    }


def proposed() -> list[Term]:
    """Return the abbreviations that the sources explain and that no synonym joins to their full form. Two queries."""
    known = synonyms()
    terms = Term.objects.order_by("short").select_related(None)
    missing = [
        term
        for term in terms
        if lexemes_in(term.short) != lexemes_in(term.full)
        and lexemes_in(term.full) not in known.get(lexemes_in(term.short), ())
    ]
    return missing[:PROPOSED]
