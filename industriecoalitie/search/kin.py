"""Records that are like another, with the reason: the rare words and the terms they share."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, F, Func, QuerySet, Subquery, TextField, Value

from . import terms
from .choices import Facet
from .engine import Hit, searched
from .models import FacetSet, SearchDocument
from .query import any_of, quoted
from .querysets import Lexemes

MOST_WORDS = 24  # the rarest words of title, names and summary
MOST_COMPARED = 500
MOST_MATCHED = 2_000  # rows with one of the words that others are looked for by; the rarest words go first
COMMON = 5  # a word that more than one in so many records has, tells nothing
TELLING = (Facet.THEME, Facet.SECTOR, Facet.TARGET_GROUP, Facet.ROUTE)
SAME_TERM = 2.0
LEAST = 4.0  # less in common is chance

Found = tuple[float, UUID, list[str], dict[Facet, set[str]]]


@dataclass(frozen=True)
class Kin:
    """A record that is like another: ``lexemes`` (most telling first) and values of ``facets`` that they share."""

    hit: Hit
    lexemes: tuple[str, ...]
    facets: Mapping[Facet, tuple[str, ...]]
    score: float


def like(
    record: UUID,
    reader,
    *,
    kinds: Collection[str],
    most: int = 4,
    but: Collection[UUID] | QuerySet = (),
) -> list[Kin]:
    """Return the records of some kinds that are most like a record, as far as ``reader`` may find them.

    ``but`` are records to leave out, as keys or as a query of keys. Five queries, and two for who is signed in.
    """
    visible = SearchDocument.objects.visible_to(reader).order_by()
    own = _with_lexemes(visible.filter(record=record)).annotate(total=_total()).first()
    if own is None:
        return []
    rows = visible.filter(kind_name__in=kinds).exclude(record=record).exclude(record__in=but)
    return _nearest(own["lexemes"], own, rows, own["total"], most)


def like_text(
    text: str, reader, *, kinds: Collection[str], most: int = 4, but: Collection[UUID] | QuerySet = ()
) -> list[Kin]:
    """Return the records that are most like what somebody is typing."""
    lexemes = terms.lexemes_in(text)
    total = SearchDocument.objects.count() if lexemes else 0
    return _nearest(lexemes, None, searched(reader, kinds).exclude(record__in=but), total, most)


def _nearest(lexemes: Iterable[str], own: Mapping | None, rows: QuerySet, total: int, most: int) -> list[Kin]:
    used = terms.counts({lexeme for lexeme in lexemes if not lexeme.isdigit()})
    telling = sorted(
        (lexeme for lexeme in used if used[lexeme] * COMMON <= total), key=lambda each: (used[each], each)
    )
    weights = {lexeme: math.log(total / used[lexeme]) for lexeme in telling[:MOST_WORDS]}
    if not weights:
        return []
    match = any_of(map(quoted, _rarest(telling[:MOST_WORDS], used)))
    found = _scored(list(_with_lexemes(rows.filter(core=Lexemes(match)))[:MOST_COMPARED]), own, weights)
    return _told(sorted(found, key=lambda each: (-each[0], str(each[1])))[:most])


def _rarest(telling: Sequence[str], used: Mapping[str, int]) -> list[str]:
    """Return the first words that few enough records have together; always one."""
    sums = accumulate(used[lexeme] for lexeme in telling)
    return [
        lexeme
        for place, (lexeme, sum_) in enumerate(zip(telling, sums, strict=True))
        if not place or sum_ <= MOST_MATCHED
    ]


def _scored(rows: Sequence[Mapping], own: Mapping | None, weights: Mapping[str, float]) -> list[Found]:
    """Return what is enough like the own row: how much, which record, and the words and values they share."""
    sets = _set_values([*rows, *([own] if own else [])])
    shares = {facet: _shares(rows, facet, sets) for facet in TELLING}
    found = []
    for row in rows:
        words = sorted(weights.keys() & set(row["lexemes"]), key=lambda each: (-weights[each], each))
        shared = {
            facet: sets.get(own[facet.column], set()) & sets.get(row[facet.column], set()) if own else set()
            for facet in TELLING
        }
        score = sum(weights[word] for word in words)
        score += sum(
            SAME_TERM * (1.5 - shares[facet][value]) for facet, values in shared.items() for value in values
        )
        if score >= LEAST:
            found.append((score, row["record"], words, shared))
    return found


def _shares(rows: Sequence[Mapping], facet: Facet, sets: Mapping[int, set[str]]) -> dict[str, float]:
    """Return which part of the rows has each value, 0 to 1: what nearly all have in common tells little."""
    found = Counter(value for row in rows for value in sets.get(row[facet.column], ()))
    return {value: number / len(rows) for value, number in found.items()}


def _told(best: Sequence[Found]) -> list[Kin]:
    columns = ("record", "kind_name", "title", "address", "summary", "text")
    rows = SearchDocument.objects.filter(record__in=[record for _, record, *_ in best])
    hits = {values[0]: Hit(*values) for values in rows.values_list(*columns)}
    return [
        Kin(
            hits[record],
            tuple(words),
            {facet: tuple(sorted(values)) for facet, values in shared.items() if values},
            score,
        )
        for score, record, words, shared in best
        if record in hits
    ]


def _with_lexemes(rows: QuerySet) -> QuerySet:
    lexemes = Func(F("core"), function="tsvector_to_array", output_field=ArrayField(TextField()))
    return rows.annotate(lexemes=lexemes).values("record", "lexemes", *(facet.column for facet in TELLING))


def _total() -> Subquery:
    """Return how many rows there are, within another query."""
    every = SearchDocument.objects.order_by().annotate(all=Value(1)).values("all")
    return Subquery(every.annotate(total=Count("pk")).values("total"))


def _set_values(rows: Iterable[Mapping]) -> dict[int, set[str]]:
    ids = {row[facet.column] for row in rows for facet in TELLING} - {0}
    return {pk: set(values) for pk, values in FacetSet.objects.filter(pk__in=ids).values_list("pk", "values")}
