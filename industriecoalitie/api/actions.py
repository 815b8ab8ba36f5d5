"""Keeping the documents: with each change, by the worker, and all anew; every difference becomes a line of the feed."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Collate
from django.utils import timezone

from industriecoalitie.core.choices import Audience
from industriecoalitie.core.gathering import batches
from industriecoalitie.core.models import Record
from industriecoalitie.notifications.waking import wake

from .addresses import collections
from .choices import Verb
from .documents import Document, collection_at, documents_of, form, readers
from .feed import last_place
from .models import ApiDocument, FeedEvent

BATCH = 250
# A change that reaches more documents than this leaves the rest to the worker; until then they are made for who asks.
MOST_AT_ONCE = 1_000
COLUMNS = [field.name for field in ApiDocument._meta.concrete_fields if not field.primary_key]
CATCH_UP = "api.catch_up"
KEEP = datetime.timedelta(days=400)
SETTLING = 7_305_601

Touched = Mapping[type[Model], Collection[int]]


def refresh(
    touched: Touched,
    noticed: Touched | None = None,
    *,
    change_set: UUID | None = None,
    facts: Collection[UUID] = (),
) -> int:
    """Bring the documents up to date of the records that were touched and of those that show them; return how many.

    ``noticed`` are the rows of which the name, a relation or what decides who sees them is another, all when left out: of
    the rest nothing changes in documents that only name them. ``facts`` are identifiers of records or rows of which
    something else changed, as where they come from. It must run in the transaction of the change.
    """
    noticed = touched if noticed is None else noticed
    own = {name: set(pks) for model, pks in touched.items() if (name := collection_at(model))}
    others = _readers_of(touched, noticed, facts)
    for name, pks in own.items():
        others[name] -= pks
    later = _beyond(others, MOST_AT_ONCE)
    _lock(own, others, later)
    _leave_for_later(later)
    is_quiet = not any(others.values()) or _are_public(noticed)
    written = 0
    # In one order, whatever was changed: two who make documents that are not there yet do not wait for each other.
    for name in sorted({*own, *others}):
        changed, reached = own.get(name, set()), others.get(name, set())
        for some in batches(sorted(changed | reached), BATCH):
            written += _keep(name, some, change_set, told=changed if is_quiet else changed | reached)
    return written


def _readers_of(touched: Touched, noticed: Touched, facts: Collection[UUID]) -> dict[str, set[int]]:
    """Return the documents that show a touched row now, or that named it when they were made."""
    found: dict[str, set[int]] = defaultdict(set)
    named = set(facts)
    for model, pks in touched.items():
        for name, path, is_whole in readers().get(model, ()):
            some = pks if is_whole else noticed.get(model)
            if path and some:
                rows = QuerySet(collections()[name].queryset.model).filter(**{f"{path}__in": some})
                found[name].update(rows.order_by().values_list("pk", flat=True))
        if issubclass(model, Record) and noticed.get(model):
            named.update(_identifiers(model, noticed[model]))
    if named:
        rows = ApiDocument.objects.filter(mentions__overlap=list(named))
        for name, pk in rows.values_list("collection", "object_id"):
            found[name].add(pk)
    return found


def _identifiers(model: type[Record], pks: Collection[int]) -> set[UUID]:
    """Return the identifiers of records, also of those that are gone: the history still knows them."""
    known = dict(model._base_manager.filter(pk__in=pks).values_list("pk", "uuid"))
    gone = set(pks) - known.keys()
    past = model.pgh_event_model.objects.filter(pgh_obj_id__in=gone) if gone else ()
    return {*known.values(), *(past and past.values_list("uuid", flat=True))}


def _beyond(kinds: dict[str, set[int]], room: int) -> dict[str, set[int]]:
    """Take out of ``kinds`` what is more than ``room`` in all, and return that."""
    later = {}
    for name, pks in kinds.items():
        if len(pks) > room:
            later[name] = set(sorted(pks)[room:])
            pks -= later[name]
        room = max(0, room - len(pks))
    return later


def _are_public(touched: Touched) -> bool:
    """Tell whether a visitor sees all records that were touched: then who reads more has the same differences."""
    visitor = AnonymousUser()
    return all(
        model.objects.visible_to(visitor).filter(pk__in=pks).count() == len(pks)
        for model, pks in touched.items()
        if issubclass(model, Record)
    )


def _rows_of(*kinds: Mapping[str, Collection[int]]) -> QuerySet:
    wanted = Q(pk__in=[])
    for each in kinds:
        for name, pks in each.items():
            if pks:
                wanted |= Q(collection=name, object_id__in=pks)
    return ApiDocument.objects.filter(wanted)


def _lock(*kinds: Mapping[str, Collection[int]]) -> None:
    """Wait for who writes the same documents, in the order in which they are written; the records are read after that.

    So the last to write has read what the others wrote. What has no document yet is known to nobody else.
    """
    in_order = Collate("collection", "C"), "object_id"
    list(_rows_of(*kinds).order_by(*in_order).select_for_update().values_list("record"))


def _leave_for_later(later: Mapping[str, Collection[int]]) -> None:
    if later:
        _rows_of(later).update(form="")
        wake(CATCH_UP)


def _keep(collection: str, pks: Sequence[int], change_set: UUID | None, told: Collection[int] = ()) -> int:
    """Write the documents of these records, and what became another in the feed; return how many were written.

    Of ``told`` the feed also tells, to who may see more, what stayed the same for a visitor.
    """
    stored = {
        row.object_id: row for row in ApiDocument.objects.filter(collection=collection, object_id__in=pks)
    }
    rows, events, known = [], [], set()
    for document in documents_of(collection, pks):
        known.add(document.object_id)
        old = stored.get(document.object_id)
        row = _row(document)
        if old is None or any(getattr(old, name) != getattr(row, name) for name in COLUMNS):
            rows.append(row)
        is_told = document.object_id in told
        if is_told or old is None or (old.etag, old.audience) != (row.etag, row.audience):
            events.append(_event(document, old, change_set))
    gone = [row for pk, row in stored.items() if pk not in known and row.audience is not None]
    events += [_farewell(row, change_set) for row in gone]
    ApiDocument.objects.filter(pk__in=[row.pk for row in gone]).delete()
    ApiDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["record"], update_fields=COLUMNS
    )
    FeedEvent.objects.bulk_create(event for event in events if event is not None)
    return len(rows)


def _row(document: Document) -> ApiDocument:
    return ApiDocument(
        record=document.record,
        collection=document.collection,
        object_id=document.object_id,
        audience=document.audience,
        version=document.version,
        etag=document.etag,
        body=document.body,
        mentions=list(document.mentions),
        form=form(),
    )


def _event(document: Document, old: ApiDocument | None, change_set: UUID | None) -> FeedEvent | None:
    """Return the line of the feed about a document, None when nobody could see it and nobody can."""
    is_known = old is not None or document.version > 1
    before = old.audience if old is not None else document.audience if is_known else None
    after = document.audience
    if before is None and after is None:
        return None
    was_public, is_public = before == Audience.PUBLIC, after == Audience.PUBLIC
    return FeedEvent(
        verb=_verb(before, after, is_known=is_known, is_merged=document.successor is not None),
        collection=document.collection,
        record=document.record,
        object_id=document.object_id,
        key=document.key,
        version=document.version,
        before=before,
        after=after,
        is_public=was_public != is_public or (is_public and (old is None or old.etag != document.etag)),
        successor=document.successor,
        change_set=change_set,
    )


def _verb(before: int | None, after: int | None, *, is_known: bool, is_merged: bool) -> Verb:
    if after is None:
        return Verb.MERGED if is_merged else Verb.DELETED
    if before is None:
        return Verb.RESTORED if is_known else Verb.CREATED
    if before == after:
        return Verb.CHANGED
    return Verb.PUBLISHED if after < before else Verb.WITHDRAWN


def _farewell(row: ApiDocument, change_set: UUID | None) -> FeedEvent:
    """Return the line about a record that does not exist any more."""
    return FeedEvent(
        verb=Verb.DELETED,
        collection=row.collection,
        record=row.record,
        object_id=row.object_id,
        key=str(row.record),
        version=row.version + 1,
        before=row.audience,
        after=None,
        is_public=row.audience == Audience.PUBLIC,
        change_set=change_set,
    )


def rebuild(*, only_behind: bool = False, tell: Callable[[str, int], Any] = lambda name, done: None) -> int:
    """Make every document again while they are in use; return how many were written.

    Each batch is a transaction of its own. ``only_behind`` leaves alone what this code made. What turns out to be another
    than was kept goes into the feed; what was not kept yet does not: who copies records begins with all of them.
    """
    written = 0
    for name in collections():
        done = 0
        for some in batches(_keys_of(name, only_behind=only_behind), BATCH):
            with transaction.atomic():
                _lock({name: some})
                known = _rows_of({name: some}).values_list("object_id", flat=True)
                new = set(some) - set(known)
                written += _keep(name, sorted(set(some) - new), None)
                written += _add(name, sorted(new))
            done += len(some)
            tell(name, done)
    return written


def _add(collection: str, pks: Sequence[int]) -> int:
    rows = [_row(document) for document in documents_of(collection, pks)] if pks else []
    return len(ApiDocument.objects.bulk_create(rows, ignore_conflicts=True))


def _keys_of(collection: str, *, only_behind: bool) -> Iterator[int]:
    rows = ApiDocument.objects.filter(collection=collection)
    records = collections()[collection].queryset.model._base_manager.order_by("pk")
    if only_behind:
        made = rows.filter(form=form()).values("object_id")
        records = records.exclude(pk__in=made)
    yield from records.values_list("pk", flat=True).iterator(5_000)
    if not only_behind:
        left = rows.exclude(object_id__in=collections()[collection].queryset.model._base_manager.values("pk"))
        yield from left.values_list("object_id", flat=True)


def differences() -> Iterator[str]:
    """Yield in words each document that is missing, left over, or not what its record gives now."""
    for name, viewset in collections().items():
        if viewset.changes_by_use:
            continue
        for some in batches(_keys_of(name, only_behind=False), BATCH):
            stored = {row.object_id: row for row in _rows_of({name: some})}
            for document in documents_of(name, some):
                row = stored.pop(document.object_id, None)
                if row is None:
                    yield f"{name} {document.key}: heeft geen document"
                elif (row.etag, row.audience) != (document.etag, document.audience):
                    yield f"{name} {document.key}: het document is niet wat het record geeft"
                elif row.form != form():
                    yield f"{name} {document.key}: het document is van een andere versie van het portaal"
            yield from (f"{name} {row.record}: er is een document zonder record" for row in stored.values())


def settle() -> None:
    """Give every committed line of the feed a place, in the order in which they were written, after all places given before."""
    if not FeedEvent.objects.filter(place__isnull=True).exists():
        return
    table = connection.ops.quote_name(FeedEvent._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SETTLING])
        cursor.execute(
            f"UPDATE {table} SET place = waiting.place FROM ("  # noqa: S608 - a table of ours
            f" SELECT id, row_number() OVER (ORDER BY id) + (SELECT coalesce(max(place), 0) FROM {table}) AS place"
            f" FROM {table} WHERE place IS NULL) AS waiting WHERE {table}.id = waiting.id"
        )


def forget_events(now: datetime.datetime | None = None) -> int:
    """Remove the lines of the feed that are older than 400 days, the last one excepted; return how many."""
    old = FeedEvent.objects.filter(happened_at__lt=(now or timezone.now()) - KEEP, place__lt=last_place())
    return old.delete()[0]
