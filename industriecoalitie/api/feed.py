"""The change feed: in the order of the commits, with a place for each line that never comes before one that was read.

A line is written in the transaction of its change and has no place until that is committed and somebody settles the feed,
one at a time. What is committed late gets a later place, whatever its number: so a reader who continues after the last
place it read misses nothing. Source: docs/adr/0019-a-feed-that-skips-nothing.md.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, Min

from industriecoalitie.core.choices import Audience

from .addresses import collections, href
from .choices import Verb
from .models import FeedEvent

ReaderFor = Callable[[str], Any]


class Forgotten(Exception):
    """The lines after a place are not kept any more, or that place was never given: begin anew."""


@dataclass(frozen=True)
class Line:
    """A line of the feed as one reader gets it; ``is_gone`` when the reader cannot see the record any more."""

    event: FeedEvent
    verb: Verb
    successor: UUID | None = None

    @property
    def is_gone(self) -> bool:
        return self.verb in (Verb.DELETED, Verb.MERGED)


def last_place() -> int:
    """Return the place of the last line; 0 when there is none."""
    return FeedEvent.objects.aggregate(last=Max("place"))["last"] or 0


def check_place(place: int) -> None:
    """Refuse a place from which nothing can be continued.

    Raises:
        Forgotten: lines after it were forgotten, or it lies beyond the end, as after a backup was put back.
    """
    ends = FeedEvent.objects.aggregate(first=Min("place"), last=Max("place"))
    first, last = ends["first"], ends["last"]
    if place > (last or 0) or (place and first is not None and place < first - 1):
        raise Forgotten(place)


def read(
    reader_for: ReaderFor, place: int, limit: int, names: Collection[str] = ()
) -> tuple[list[Line], int, bool]:
    """Return the lines after a place that a reader gets, the place to continue after, and whether there is more.

    ``reader_for`` returns for a collection the user as ``visible_to`` takes it: a token may see more of what it may write.
    ``names`` narrow to some collections.
    """
    rows = FeedEvent.objects.settled().filter(place__gt=place)
    audience = max(audience_of(reader_for(name)) for name in names or collections())
    if audience != Audience.KEPT:
        rows = rows.open_to(audience)
    if names:
        rows = rows.filter(collection__in=names)
    # Where the feed ends is asked first: what is added meanwhile is for the next time.
    last = last_place()
    found = list(rows.filter(place__lte=last)[: limit + 1])
    page, has_more = found[:limit], len(found) > limit
    end = page[-1].place if has_more else max(place, last)
    by_reader: dict[int, list[FeedEvent]] = {}
    readers = {}
    for event in page:
        reader = reader_for(event.collection)
        readers[id(reader)] = reader
        by_reader.setdefault(id(reader), []).append(event)
    told = {line.event.pk: line for key, some in by_reader.items() for line in lines(some, readers[key])}
    return [told[event.pk] for event in page if event.pk in told], end, has_more


def audience_of(reader: Any) -> Audience:
    """Return what a reader is to the feed: a visitor, somebody of the network, or somebody with roles."""
    if not reader.is_authenticated:
        return Audience.PUBLIC
    return Audience.KEPT if reader.pk else Audience.NETWORK


def lines(events: Iterable[FeedEvent], reader: Any) -> Iterator[Line]:
    """Yield the lines as this reader gets them; those about records that it never saw are left out."""
    events = list(events)
    audience = audience_of(reader)
    known, shown = _own_rule(events, reader) if audience == Audience.KEPT else (set(), set())
    successors = _successors(events, reader)
    for event in events:
        if audience == Audience.KEPT:
            by_rule = (event.collection, event.object_id)
            sees = event.after is not None and (event.after <= Audience.NETWORK or by_rule in shown)
            saw = event.before is not None and (event.before <= Audience.NETWORK or by_rule in known)
        else:
            sees = event.after is not None and event.after <= audience
            saw = event.before is not None and event.before <= audience
        if sees or saw:
            yield Line(event, _verb(event, saw=saw, sees=sees), successors.get(event.successor))


def _verb(event: FeedEvent, *, saw: bool, sees: bool) -> Verb:
    """Return what happened for somebody who saw the record before, and sees it after, or not.

    What became a concept again and what was taken away look the same to who cannot see it any more.
    """
    if not sees:
        return Verb.MERGED if event.verb == Verb.MERGED else Verb.DELETED
    if not saw:
        return Verb(event.verb) if event.verb in (Verb.RESTORED, Verb.PUBLISHED) else Verb.CREATED
    return Verb.CHANGED


def _own_rule(events: list[FeedEvent], reader: Any) -> tuple[set, set]:
    """Return which records of the lines the reader may know of, and which it sees now, by each record's own rule."""
    known, shown = set(), set()
    kept = {event.collection for event in events if Audience.KEPT in (event.before, event.after)}
    for name in kept:
        model = collections()[name].queryset.model
        pks = {event.object_id for event in events if event.collection == name}
        known |= {(name, pk) for pk in _keys(model.objects.known_to(reader), pks)}
        shown |= {(name, pk) for pk in _keys(model.objects.visible_to(reader), pks)}
    return known, shown


def _keys(rows: Any, pks: set[int]) -> Iterable[int]:
    return rows.filter(pk__in=pks).order_by().values_list("pk", flat=True)


def _successors(events: list[FeedEvent], reader: Any) -> dict[UUID, UUID]:
    """Return the records that others were merged into, as far as the reader sees them."""
    found = {}
    for name in {event.collection for event in events if event.successor}:
        wanted = [event.successor for event in events if event.collection == name and event.successor]
        rows = collections()[name].queryset.model.objects.visible_to(reader).filter(uuid__in=wanted)
        found |= {uuid: uuid for uuid in rows.values_list("uuid", flat=True)}
    return found


def as_json(line: Line) -> dict[str, Any]:
    """Return a line as the API and the webhooks tell it."""
    event = line.event
    return {
        "id": str(event.place),
        "type": str(line.verb),
        "collection": event.collection,
        "record": str(event.record),
        "href": href(event.collection, event.key),
        "version": event.version,
        "isGone": line.is_gone,
        "successor": str(line.successor) if line.successor else None,
        "happenedAt": event.happened_at.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z"),
    }
