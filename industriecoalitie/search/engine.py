"""Answering a question: which records, in which order, how many, and how many of each value of a facet.

Whatever is asked, at most some thousands of rows are ranked. Rights are part of every query here; this is the only place
with SQL that reads the index.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from . import feeds, query
from .choices import Facet
from .models import FacetSet, Promotion, SearchDocument
from .querysets import Lexemes

PAGE_SIZE = 20
ENOUGH = 10  # fewer results, and the question is read more widely
MOST_COUNTED = 1_000
MOST_IN_FACETS = 20_000
# Up to so many records the whole text is ranked; beyond, as many by title, names and summary.
MOST_TEXTS, MOST_CORES = 2_000, 2_000
# How much counts for a result, beside its text (0 to 1): being called exactly what was asked, having it in its name
# or summary, and how good it is.
EXACT, IN_CORE = 2.0, 0.3

NO_SET = -1
MOST_SETS = 100_000
_values: dict[int, Sequence[str]] = {}
Chosen = Mapping[Facet, Sequence[str]]
Sets = Mapping[Facet, Sequence[int]]


@dataclass(frozen=True)
class Hit:
    """One result; ``why`` tells what its place is made of, ``is_promoted`` that a curator put it first."""

    record: UUID
    kind: str
    title: str
    address: str
    summary: str
    text: str
    why: Mapping[str, float] = field(default_factory=dict)
    is_promoted: bool = False


@dataclass(frozen=True)
class Result:
    """Results of one page. ``total`` counts to a thousand; ``is_exact`` is false when there are more.

    ``step`` is 0 when all words occur as they were asked, higher the more widely they were read. ``facets`` holds for each
    facet its values with counts, most first, without regard to what is chosen in that same facet.
    """

    question: query.Question
    hits: list[Hit]
    total: int
    is_exact: bool
    step: int = 0
    facets: Mapping[Facet, dict[str, int]] = field(default_factory=dict)


def search(
    text: str,
    reader,
    *,
    kinds: Collection[str] = (),
    chosen: Chosen | None = None,
    first: int = 0,
    size: int = PAGE_SIZE,
    with_facets: bool = False,
) -> Result:
    """Return what ``reader`` finds with a question, best first; everything, the best records first, without words.

    ``kinds`` narrows to these kinds of record, also for facets; ``chosen`` are values of facets: several of one facet widen,
    facets narrow.
    """
    question = query.read(text)
    rows = searched(reader, kinds)
    match, step = answered(question, rows)
    sets = sets_of(chosen or {})
    promoted = _promoted(question, rows) if not sets else []
    narrowed = chosen_from(matching(rows, match), sets)
    if promoted:
        narrowed = narrowed.exclude(record__in=[hit.record for hit in promoted])
    # Those that curators put first take the first places of the first page.
    start, room = max(0, first - len(promoted)), size - len(promoted[first : first + size])
    hits, counted = _page(narrowed, question, match, step, start, room)
    counted += len(promoted)
    return Result(
        question,
        [*promoted[first : first + size], *hits],
        min(counted, MOST_COUNTED),
        counted <= MOST_COUNTED,
        step,
        facets(matching(rows, match), sets) if with_facets else {},
    )


def searched(reader, kinds: Collection[str] = ()) -> QuerySet:
    """Return the rows that a reader may find, of these kinds; without kinds of all that is searched together."""
    return (
        SearchDocument.objects.visible_to(reader).filter(kind_name__in=kinds or kinds_together()).order_by()
    )


@cache
def kinds_together() -> tuple[str, ...]:
    """Return the kinds of record that are searched together."""
    return tuple(feed.kind for feed in feeds.all_feeds() if not feed.is_apart)


def matching(rows: QuerySet, match: str) -> QuerySet:
    return rows.matching(match) if match else rows


def answered(question: query.Question, rows: QuerySet, enough: int = ENOUGH) -> tuple[str, int]:
    """Return the narrowest reading of a question that gives enough, as the text form of a ``tsquery``, and its step."""
    if question.is_empty:
        return ("", 0) if not question.exact and not question.text else ("'\x01'", 0)
    steps = question.steps()
    found = _numbers(rows, steps[:1], enough)
    if found[0] < enough:
        found += _numbers(rows, steps[1:], enough)
    # The narrowest that gives enough; else the narrowest of those that give most.
    step = next((place for place, number in enumerate(found) if number >= enough), found.index(max(found)))
    return steps[step], step


def _numbers(rows: QuerySet, matches: Sequence[str], most: int) -> list[int]:
    """Return how many rows answer each of some readings, counted to ``most``, in one query."""
    if not matches:
        return []
    arms = [_sql(rows.matching(match).values("pk")[:most]) for match in matches]
    counted = ", ".join(f"(SELECT count(*) FROM ({sql}) AS found)" for sql, _ in arms)  # noqa: S608 - SQL that Django made
    ((*numbers,),) = _rows(f"SELECT {counted}", [param for _, params in arms for param in params])
    return numbers


def count(rows: QuerySet) -> int:
    """Return how many rows there are; one more than a thousand when there are more."""
    return rows.values("pk")[: MOST_COUNTED + 1].count()


def sets_of(chosen: Chosen) -> Sets:
    """Return for each facet that is chosen from, the numbers of the sets with one of the values, in one query."""
    asked = Q()
    for facet, values in chosen.items():
        if values:
            known = [value for value in values if value.isprintable()]
            asked |= Q(facet=facet, values__overlap=known)
    found: dict[Facet, list[int]] = {facet: [] for facet, values in chosen.items() if values}
    for facet, key in FacetSet.objects.filter(asked).values_list("facet", "pk") if found else ():
        found[Facet(facet)].append(key)
    return found


def chosen_from(rows: QuerySet, sets: Sets, *, but: Facet | None = None) -> QuerySet:
    """Narrow rows to the chosen values of each facet ``but`` one."""
    for facet, keys in sets.items():
        if facet != but:
            # As numbers: an index finds few rows among many, which a query within the query would not.
            rows = rows.filter(**{f"{facet.column}__in": keys or [NO_SET]})
    return rows


def facets(rows: QuerySet, sets: Sets) -> dict[Facet, dict[str, int]]:
    """Return the values of each facet with their counts, of the first 20,000 rows."""
    counted = _sets_in(chosen_from(rows, sets), [facet for facet in Facet if facet not in sets])
    for facet in sets:
        counted |= _sets_in(chosen_from(rows, sets, but=facet), [facet])
    values = _values_of({key for sets in counted.values() for key in sets})
    found: dict[Facet, dict[str, int]] = {}
    for facet in Facet:
        totals: dict[str, int] = {}
        for key, number in counted[facet].items():
            for value in values.get(key, ()):
                totals[value] = totals.get(value, 0) + number
        ordered = sorted(totals, key=lambda value: (-totals[value], value))
        found[facet] = {value: totals[value] for value in ordered}
    return found


def _values_of(keys: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Return the values of sets. A set never changes, so what was read once stays in the process."""
    new = [key for key in keys if key and key not in _values]
    if len(_values) + len(new) > MOST_SETS:
        _values.clear()
        new = [key for key in keys if key]
    if new:
        _values.update(FacetSet.objects.filter(pk__in=new).values_list("pk", "values"))
    return _values


def _sets_in(rows: QuerySet, wanted: Sequence[Facet]) -> dict[Facet, dict[int, int]]:
    """Return for each facet how often each set of values occurs, in one pass."""
    if not wanted:
        return {}
    columns = [facet.column for facet in wanted]
    inner, params = rows.values(*columns)[:MOST_IN_FACETS].query.sql_with_params()
    quoted = [connection.ops.quote_name(column) for column in columns]
    sets = ", ".join(f"({column})" for column in quoted)
    # Names of our own columns around SQL that Django made.
    sql = (
        f"SELECT GROUPING({', '.join(quoted)}), coalesce({', '.join(quoted)}), count(*)"  # noqa: S608
        f" FROM ({inner}) AS found GROUP BY GROUPING SETS ({sets})"
    )
    found: dict[Facet, dict[int, int]] = {facet: {} for facet in wanted}
    every = (1 << len(wanted)) - 1
    places = {every ^ (1 << (len(wanted) - 1 - place)): facet for place, facet in enumerate(wanted)}
    for mask, key, number in _rows(sql, params):
        found[places[mask]][key] = number
    return found


def _page(
    rows: QuerySet, question: query.Question, match: str, step: int, first: int, size: int
) -> tuple[list[Hit], int]:
    """Return one page of results, ranked, and how many there are in all; one more than a thousand when there are more."""
    if not match:
        found = (
            rows.order_by("-worth", "record")[first : first + size] if first < MOST_COUNTED else rows.none()
        )
        return _hits(found), count(rows)
    why, counted = _ranked(rows, question, match, step, first, size) if first < MOST_COUNTED else ({}, None)
    if counted is None:
        counted = count(matching(rows, match))
    hits = {hit.record: hit for hit in _hits(SearchDocument.objects.filter(record__in=why))}
    page = [Hit(**(vars(hits[record]) | {"why": parts})) for record, parts in why.items() if record in hits]
    return page, min(counted, MOST_COUNTED + 1)


def ranked(
    rows: QuerySet, question: query.Question, match: str, step: int, first: int, size: int
) -> dict[UUID, dict[str, float]]:
    """Return records that answer, best first, each with what its place is made of."""
    return _ranked(rows, question, match, step, first, size)[0]


def _ranked(
    rows: QuerySet, question: query.Question, match: str, step: int, first: int, size: int
) -> tuple[dict[UUID, dict[str, float]], int | None]:
    """Return one page of the records that were ranked, and how many were; None when the page has none.

    When fewer than a thousand were ranked, there are no others.
    """
    rarest = min((group.count for group in question.groups), default=0)
    is_broad = step == 0 and rarest > MOST_TEXTS
    columns = rows.values("record", "worth", "names", "core", *([] if is_broad else ["vector"]))
    exactly, exactly_params = _sql(columns.filter(names__contains=[question.exact])[:ENOUGH])
    if is_broad and len(question.groups) == 1 and rarest > _fifth_of_all():
        some, params = _sql(columns.order_by("-worth", "record")[: MOST_COUNTED + 1])
    elif is_broad:
        # The second part is not begun when the first gives enough: most answers have it in their title or summary.
        both, params = _either(columns.filter(core=Lexemes(match))[:MOST_CORES], columns[: MOST_COUNTED + 1])
        some = f"SELECT * FROM ({both}) AS both_ LIMIT {max(MOST_CORES, MOST_COUNTED + 1)}"  # noqa: S608 - SQL that Django made
    else:
        # What answers a narrower reading is ranked whatever else is.
        narrower = (columns.filter(vector=Lexemes(each))[:MOST_TEXTS] for each in question.steps()[:step])
        some, params = _either(*narrower, columns[:MOST_TEXTS])
    text, text_params = _text_rank(question, match, step, "core" if is_broad else "vector")
    wanted = question.steps()[0]
    # Ranking functions of PostgreSQL around SQL that Django made; every value is a parameter.
    sql = (
        f"SELECT record, text, exact, in_core, worth, count(*) OVER () FROM (SELECT record, max({text}) AS text,"  # noqa: S608
        f" max((names @> ARRAY[%s])::int) AS exact, max((core @@ %s::tsquery)::int) AS in_core, max(worth) AS worth"
        f" FROM (({some}) UNION ALL ({exactly})) AS found GROUP BY record) AS ranked"
        f" ORDER BY text + {EXACT} * exact + {IN_CORE} * in_core + worth DESC, record LIMIT %s OFFSET %s"
    )
    found = _rows(sql, (*text_params, question.exact, wanted, *params, *exactly_params, size, first))
    why = {
        record: {"text": text, "exact": exact * EXACT, "core": in_core * IN_CORE, "worth": worth}
        for record, text, exact, in_core, worth, _ in found
    }
    return why, found[0][-1] if found else None


def _text_rank(question: query.Question, match: str, step: int, column: str) -> tuple[str, tuple]:
    """Return SQL that ranks a text, 0 to 1 and more: how close together the words stand, or how many of them there are."""
    if step == 0:
        return f"ts_rank_cd({column}, %s::tsquery, 32)", (match,)
    weights = question.weights(_all())
    whole = sum(weight for _, weight in weights) or 1
    parts = " + ".join(f"%s * least(1, 2 * ts_rank({column}, %s::tsquery))" for _ in weights)
    strict = f"({column} @@ %s::tsquery)::int"
    params = [value for group, weight in weights for value in (weight / whole, group)]
    return f"({parts} + {strict})", (*params, question.steps()[0])


def _hits(rows: QuerySet) -> list[Hit]:
    columns = ("record", "kind_name", "title", "address", "summary", "text")
    return [Hit(*values) for values in rows.values_list(*columns)]


def _promoted(question: query.Question, rows: QuerySet) -> list[Hit]:
    """Return what curators put first for exactly this question, as far as the reader may find it."""
    if not question.exact:
        return []
    keys = list(
        Promotion.objects.standing()
        .filter(query=question.exact)
        .order_by("order", "pk")
        .values_list("subject", flat=True)
    )
    found = {hit.record: hit for hit in _hits(rows.filter(record__in=keys))} if keys else {}
    return [Hit(**(vars(found[key]) | {"is_promoted": True})) for key in keys if key in found]


def _all() -> int:
    """Return how many rows there are; of a large index about how many, as the planner knows."""
    ((number,),) = _rows(
        "SELECT CASE WHEN reltuples > 5000 THEN reltuples ELSE (SELECT count(*) FROM search_searchdocument) END"
        " FROM pg_class WHERE oid = 'search_searchdocument'::regclass",
        (),
    )
    return max(1, int(number))


def _fifth_of_all() -> float:
    return _all() / 5


def _either(*some: QuerySet) -> tuple[str, tuple]:
    """Return SQL for the rows of some queries; a row may be there more than once."""
    parts = [_sql(rows) for rows in some]
    return " UNION ALL ".join(f"({sql})" for sql, _ in parts), tuple(
        param for _, params in parts for param in params
    )


def _sql(rows: QuerySet) -> tuple[str, tuple]:
    return rows.query.sql_with_params()


def _rows(sql: str, params: Iterable) -> list[tuple]:
    """Return the rows of a query, planned without reading whole tables.

    The planner takes "has these words" for as cheap as comparing numbers, and would rather unpack every text than ask
    the index: 20,000 rows took 540 ms, and take 30.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_seqscan = off; {sql}", list(params))
        return cursor.fetchall()
