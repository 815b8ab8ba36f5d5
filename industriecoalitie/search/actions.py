"""Writing the index: of what changed, of everything, and the words in it."""

import hashlib
import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from typing import Any

import django
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from industriecoalitie.core.choices import Audience
from industriecoalitie.core.gathering import batches
from industriecoalitie.core.models import Record
from industriecoalitie.notifications.waking import wake

from . import analysis
from .choices import Facet
from .feeds import Document, Feed, all_feeds, dependents, owners
from .models import FacetSet, SearchDocument, SearchTerm

BATCH = 250
# A change that reaches more records than this leaves the rest to the worker; the rows say that they are behind.
MOST_AT_ONCE = 1_000
BEHIND = 0
COLUMNS = [field.name for field in SearchDocument._meta.concrete_fields if not field.primary_key]
# One rebuild at a time, whoever asks for it.
REBUILDING = 7_305_501
FOLDING = 7_305_502

Count = dict[tuple[str, str], int]


@transaction.atomic(savepoint=False)
def refresh(
    touched: Mapping[type[Model], Collection[int]],
    named: Mapping[tuple[type[Model], str], Collection[int]] | None = None,
) -> int:
    """Bring the rows up to date of the records that were touched, and of those that read them; return how many.

    ``named`` are records that a written row names, or named before, by model and column of that row.
    """
    now: dict[Feed, set[int]] = defaultdict(set)
    wide: dict[Feed, set[int]] = defaultdict(set)
    for place, pks in (named or {}).items():
        for feed in owners()[place]:
            now[feed].update(pks)
    for model, pks in touched.items():
        # What disappears from sight is taken out of every text at once; a new name may follow.
        may_wait = issubclass(model, Record) and len(_visible(model, pks)) == len(pks)
        for feed, path in dependents().get(model, ()):
            if path:
                found = QuerySet(feed.model).filter(**{f"{path}__in": pks}).order_by()
                (wide if may_wait else now)[feed].update(found.values_list("pk", flat=True))
            else:
                now[feed].update(pks)
    room = MOST_AT_ONCE
    for feed, pks in wide.items():
        rest = sorted(pks - now[feed])
        now[feed].update(rest[:room])
        _leave_for_later(feed, rest[room:])
        room = max(0, room - len(rest))
    _lock(now)
    return sum(index(feed, sorted(pks)) for feed, pks in now.items())


def _visible(model: type[Record], pks: Collection[int]) -> set[int]:
    return set(model.objects.visible_to(AnonymousUser()).filter(pk__in=pks).values_list("pk", flat=True))


def _lock(keys: Mapping[Feed, Collection[int]]) -> None:
    """Wait for who writes the same rows, and keep others waiting until the end of the transaction.

    Everybody takes the rows in one order and reads the records after that: so nobody waits for each other, and the
    last to write has read what the others wrote. What has no row yet is known to nobody else.
    """
    wanted = Q(pk__in=[])
    for feed, pks in keys.items():
        if pks:
            wanted |= Q(kind_name=feed.kind, object_id__in=pks)
    list(SearchDocument.objects.filter(wanted).order_by("record").select_for_update().values_list("record"))


def _leave_for_later(feed: Feed, pks: Sequence[int]) -> None:
    if pks:
        SearchDocument.objects.filter(kind_name=feed.kind, object_id__in=pks).update(analysis=BEHIND)
        wake("search.catch_up")


def index(feed: Feed, pks: Sequence[int]) -> int:
    """Write the rows of these records, and take away those that cannot be found any more; return how many."""
    written = 0
    for some in batches(pks, BATCH):
        documents = list(feed.documents(some))
        gone = set(some) - {document.object_id for document in documents}
        _take_away(SearchDocument.objects.filter(kind_name=feed.kind, object_id__in=gone) if gone else None)
        write(documents)
        written += len(some)
    return written


def write(documents: Sequence[Document], *, counts_terms: bool = True) -> Count:
    """Write rows; those that would stay as they are, are left alone. Return the words that came and went."""
    stored = dict(
        SearchDocument.objects.filter(record__in=[document.record for document in documents])
        .exclude(analysis=BEHIND)
        .values_list("record", "fingerprint")
    )
    new = [document for document in documents if stored.get(document.record) != document.fingerprint]
    if not new:
        return {}
    before = _lexemes_of(SearchDocument.objects.filter(record__in=[document.record for document in new]))
    sets = _facet_sets(new)
    rows, came = [], Counter()
    for document in new:
        found = analysis.analyse(document.pieces)
        rows.append(_row(document, found, sets))
        if document.audience == Audience.PUBLIC:
            came.update(found.words.items())
    SearchDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["record"], update_fields=COLUMNS
    )
    if counts_terms:
        _count_terms(came, before)
    return came


def _row(document: Document, found: analysis.Analysed, sets: Mapping[tuple, int]) -> SearchDocument:
    facets = {facet.column: sets[facet, values] for facet, values in document.facets.items()}
    return SearchDocument(
        record=document.record,
        kind_name=document.kind,
        object_id=document.object_id,
        audience=document.audience,
        title=document.title,
        address=document.address,
        summary=document.summary,
        text=document.text,
        names=list(document.names),
        vector=found.vector,
        core=found.core,
        worth=document.worth,
        analysis=analysis.VERSION,
        fingerprint=document.fingerprint,
        **facets,
    )


def _take_away(rows: QuerySet | None) -> None:
    if rows is not None:
        _count_terms(Counter(), _lexemes_of(rows))
        rows.delete()


def _facet_sets(documents: Iterable[Document]) -> dict[tuple[Facet, tuple[str, ...]], int]:
    """Return the numbers of the sets of values that occur; new ones are added."""
    wanted = {(facet, values) for document in documents for facet, values in document.facets.items()}
    known = _known_sets(wanted)
    new = sorted(wanted - known.keys())
    if new:
        rows = [FacetSet(facet=facet, values=list(values), digest=_digest(values)) for facet, values in new]
        FacetSet.objects.bulk_create(rows, ignore_conflicts=True)
        known |= _known_sets(new)
    return known


def _known_sets(wanted: Iterable[tuple[Facet, tuple[str, ...]]]) -> dict[tuple[Facet, tuple[str, ...]], int]:
    by_facet = defaultdict(list)
    for facet, values in wanted:
        by_facet[facet].append(_digest(values))
    asked = Q()
    for facet, digests in by_facet.items():
        asked |= Q(facet=facet, digest__in=digests)
    rows = FacetSet.objects.filter(asked).values_list("facet", "values", "pk") if by_facet else ()
    return {(Facet(facet), tuple(values)): pk for facet, values, pk in rows}


def _digest(values: Iterable[str]) -> str:
    return hashlib.blake2b("\x1f".join(values).encode(), digest_size=16).hexdigest()


def _lexemes_of(rows: QuerySet) -> Counter:
    """Return in how many public rows each lexeme is."""
    inner, params = rows.filter(audience=Audience.PUBLIC).order_by().values("vector").query.sql_with_params()
    with connection.cursor() as cursor:
        # SQL that Django made, around which nothing from outside comes.
        cursor.execute(
            f"SELECT lexeme, count(*) FROM ({inner}) AS gone, unnest(tsvector_to_array(gone.vector)) AS lexeme"  # noqa: S608
            " GROUP BY lexeme",
            params,
        )
        return Counter(dict(cursor.fetchall()))


def _count_terms(came: Counter, gone: Counter) -> None:
    """Note which words came and went; of a lexeme of which as many came as went nothing is noted."""
    by_lexeme: Counter = Counter()
    for (lexeme, _word), number in came.items():
        by_lexeme[lexeme] += number
    rows = [
        SearchTerm(lexeme=lexeme, word=word, count=number)
        for (lexeme, word), number in came.items()
        if by_lexeme[lexeme] != gone[lexeme]
    ]
    rows += [
        SearchTerm(lexeme=lexeme, word="", count=-number)
        for lexeme, number in gone.items()
        if by_lexeme[lexeme] != number
    ]
    SearchTerm.objects.bulk_create(rows, batch_size=5_000)


def rebuild(
    *,
    only_behind: bool = False,
    workers: int = 1,
    tell: Callable[[str, int], Any] = lambda kind, done: None,
) -> int:
    """Write every row again, while the index is in use; return how many records were looked at.

    Each batch is a transaction of its own, so that nobody waits for long. ``only_behind`` leaves alone what this version of
    the analyser wrote, and does nothing while another rebuild is at work; a whole one waits for that.
    More than one of the ``workers`` are processes of their own. ``tell`` hears the kind and how many of it are done.
    """
    done = 0
    with _pool(workers) as each, connection.cursor() as cursor:
        if not _take_turn(cursor, waits=not only_behind):
            return 0
        try:
            for feed in all_feeds():
                done += _rebuild_kind(feed, each, tell, only_behind=only_behind)
            kinds = [feed.kind for feed in all_feeds()]
            _take_away(SearchDocument.objects.exclude(kind_name__in=kinds))
            if not only_behind:
                fold_terms(exactly=True)
                # The planner knows a table that was just filled as an empty one.
                cursor.execute("ANALYZE search_searchdocument, search_searchterm, search_facetset")
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [REBUILDING])
    return done


def _take_turn(cursor: Any, *, waits: bool) -> bool:
    if not waits:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [REBUILDING])
        return cursor.fetchone()[0]
    cursor.execute("SET lock_timeout = 0")
    cursor.execute("SELECT pg_advisory_lock(%s)", [REBUILDING])
    cursor.execute("RESET lock_timeout")
    return True


@contextmanager
def _pool(workers: int) -> Iterator[Callable[..., Iterable[int]]]:
    """Yield what calls a function for each of its arguments: ``map``, or the same among processes."""
    if workers == 1:
        yield map
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=django.setup) as pool:
        yield pool.map


def _rebuild_kind(
    feed: Feed, each: Callable[..., Iterable[int]], tell: Callable[[str, int], Any], *, only_behind: bool
) -> int:
    done = 0
    for number in each(
        rebuild_some, repeat(feed.kind), batches(_keys_of(feed, only_behind=only_behind), BATCH)
    ):
        done += number
        tell(feed.kind, done)
    return done


def rebuild_some(kind: str, pks: Sequence[int]) -> int:
    """Write the rows of these records of a kind again, in a transaction; return how many were looked at."""
    feed = next(feed for feed in all_feeds() if feed.kind == kind)
    with transaction.atomic():
        _lock({feed: pks})
        return index(feed, pks)


def _keys_of(feed: Feed, *, only_behind: bool) -> Iterator[int]:
    """Yield the keys of records, and of rows without a record; of those that are behind when asked so."""
    rows = SearchDocument.objects.filter(kind_name=feed.kind)
    records = QuerySet(feed.model).filter(hidden_at=None).order_by("pk")
    records = feed.rows(records) if feed.rows else records
    if only_behind:
        written = rows.filter(object_id=OuterRef("pk"), analysis=analysis.VERSION)
        records = records.filter(~Exists(written))
    yield from records.values_list("pk", flat=True).iterator(5_000)
    known = QuerySet(feed.model).filter(pk=OuterRef("object_id"), hidden_at=None)
    left = rows.filter(~Exists(known)).order_by("object_id")
    yield from left.values_list("object_id", flat=True)


def differences() -> Iterator[str]:
    """Yield in words each row that is missing, left over, or not what its record gives now."""
    for feed in all_feeds():
        for pks in batches(_keys_of(feed, only_behind=False), BATCH):
            rows = SearchDocument.objects.filter(kind_name=feed.kind, object_id__in=pks)
            stored = dict(rows.values_list("object_id", "fingerprint"))
            for document in feed.documents(pks):
                fingerprint = stored.pop(document.object_id, None)
                if fingerprint is None:
                    yield f"{feed.kind} {document.object_id}: ontbreekt in de index"
                elif fingerprint != document.fingerprint:
                    yield f"{feed.kind} {document.object_id}: de index is niet wat het record geeft"
            yield from (f"{feed.kind} {pk}: staat in de index zonder record" for pk in stored)
    yield from _term_differences()


def _term_differences() -> Iterator[str]:
    """Yield each lexeme whose number of records is not what the index holds."""
    public = f"SELECT vector FROM search_searchdocument WHERE audience = {Audience.PUBLIC:d}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexeme, told, found FROM"  # noqa: S608 - constants of ours
            " (SELECT lexeme, sum(count) AS told FROM search_searchterm GROUP BY lexeme) AS terms"
            f" FULL JOIN (SELECT word AS lexeme, ndoc AS found FROM ts_stat('{public}')) AS counted USING (lexeme)"
            " WHERE coalesce(told, 0) <> coalesce(found, 0) ORDER BY lexeme"
        )
        for lexeme, told, found in cursor.fetchall():
            yield f"woord {lexeme}: geteld {told or 0}, in de index {found or 0}"


def fold_terms(*, exactly: bool = False) -> None:
    """Add up the rows of each word; ``exactly`` counts the lexemes in the index again.

    It is one statement, and so has one view of the table: what is added meanwhile stays beside it.
    """
    public = f"SELECT vector FROM search_searchdocument WHERE audience = {Audience.PUBLIC:d}"  # noqa: S608
    counted = f"SELECT word AS lexeme, ndoc AS total FROM ts_stat('{public}')"  # noqa: S608
    known = "SELECT lexeme, sum(count) AS total FROM gone GROUP BY lexeme"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDING])
        cursor.execute(
            "WITH gone AS (DELETE FROM search_searchterm RETURNING lexeme, word, count),"  # noqa: S608 - constants of ours
            f" totals AS ({counted if exactly else known}),"
            " words AS (SELECT lexeme, word, row_number() OVER (PARTITION BY lexeme ORDER BY sum(count) DESC, word) AS place"
            " FROM gone WHERE word <> '' GROUP BY lexeme, word)"
            " INSERT INTO search_searchterm (lexeme, word, count)"
            " SELECT lexeme, coalesce(word, lexeme), CASE WHEN coalesce(place, 1) = 1 THEN total ELSE 0 END"
            " FROM totals LEFT JOIN words USING (lexeme) WHERE total > 0"
        )
