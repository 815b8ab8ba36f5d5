"""Records that are like another, with the reason: the rare words and the terms they share."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField

from . import terms
from .choices import Facet
from .engine import Hit, searched
from .models import FacetSet, SearchDocument
from .query import any_of, quoted
from .querysets import Lexemes

MOST_WORDS = 24  # the rarest words of title, names and summary
MOST_COMPARED = 400
COMMON = 5  # a word that more than one in so many records has, tells nothing
TELLING = (Facet.THEME, Facet.SECTOR, Facet.TARGET_GROUP, Facet.ROUTE)
SAME_TERM = 2.0
LEAST = 4.0  # less in common is chance
WORDS_TOLD = 4


@dataclass(frozen=True)
class Kin:
    """A record that is like another: ``words`` and values of ``facets`` that they share, most telling first."""

    hit: Hit
    words: tuple[str, ...]
    facets: Mapping[Facet, tuple[str, ...]]
    score: float


def like(record: UUID, reader, *, kinds: Collection[str], most: int = 4) -> list[Kin]:
    """Return the records of some kinds that are most like a record, as far as ``reader`` may find them; 6 queries."""
    own = _with_lexemes(searched(reader, _kinds_of(record))).filter(record=record).first()
    if own is None:
        return []
    return _nearest(own["lexemes"], _values(own), searched(reader, kinds).exclude(record=record), most)


def like_text(text: str, reader, *, kinds: Collection[str], most: int = 4) -> list[Kin]:
    """Return the records that are most like what somebody is typing."""
    return _nearest(terms.lexemes_in(text), {}, searched(reader, kinds), most)


def _kinds_of(record: UUID) -> list[str]:
    return list(SearchDocument.objects.filter(record=record).values_list("kind_name", flat=True)) or [""]


def _nearest(lexemes: Iterable[str], values: Mapping[Facet, set[str]], rows, most: int) -> list[Kin]:
    used = terms.counts({lexeme for lexeme in lexemes if not lexeme.isdigit()})
    total = max(1, SearchDocument.objects.count())
    telling = sorted(
        (lexeme for lexeme in used if used[lexeme] * COMMON <= total), key=lambda each: (used[each], each)
    )
    weights = {lexeme: math.log(total / used[lexeme]) for lexeme in telling[:MOST_WORDS]}
    if not weights:
        return []
    match = any_of(map(quoted, weights))
    rest = list(_with_lexemes(rows.filter(core=Lexemes(match)))[:MOST_COMPARED])
    sets = _set_values(rest)
    found = []
    for row in rest:
        words = sorted(weights.keys() & set(row["lexemes"]), key=lambda each: (-weights[each], each))
        shared = {facet: values.get(facet, set()) & sets.get(row[facet.column], set()) for facet in TELLING}
        score = sum(weights[word] for word in words) + SAME_TERM * sum(map(len, shared.values()))
        if score >= LEAST:
            found.append((score, row["record"], words, shared))
    best = sorted(found, key=lambda each: (-each[0], str(each[1])))[:most]
    return _told(best)


def _told(best: Sequence[tuple]) -> list[Kin]:
    columns = ("record", "kind_name", "title", "address", "summary", "text")
    rows = SearchDocument.objects.filter(record__in=[record for _, record, *_ in best])
    hits = {values[0]: Hit(*values) for values in rows.values_list(*columns)}
    names = terms.words_of({word for *_, words, _ in best for word in words[:WORDS_TOLD]})
    return [
        Kin(
            hits[record],
            tuple(names[word] for word in words[:WORDS_TOLD] if word in names),
            {facet: tuple(sorted(values)) for facet, values in shared.items() if values},
            score,
        )
        for score, record, words, shared in best
    ]


def _with_lexemes(rows):
    lexemes = Func(F("core"), function="tsvector_to_array", output_field=ArrayField(TextField()))
    return rows.annotate(lexemes=lexemes).values("record", "lexemes", *(facet.column for facet in TELLING))


def _values(row: Mapping) -> dict[Facet, set[str]]:
    sets = _set_values([row])
    return {facet: sets.get(row[facet.column], set()) for facet in TELLING}


def _set_values(rows: Iterable[Mapping]) -> dict[int, set[str]]:
    ids = {row[facet.column] for row in rows for facet in TELLING} - {0}
    return {pk: set(values) for pk, values in FacetSet.objects.filter(pk__in=ids).values_list("pk", "values")}
