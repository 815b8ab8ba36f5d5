"""Which lines of the change feed a webhook gets: what its owner or token may see, and what it asked for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import QueryDict

from industriecoalitie.api import feed
from industriecoalitie.api.addresses import collections
from industriecoalitie.api.callers import WEBHOOKS
from industriecoalitie.api.exceptions import InvalidQuery
from industriecoalitie.api.filters import Reader, read_filters
from industriecoalitie.api.models import FeedEvent
from industriecoalitie.core.actors import memberships_of
from industriecoalitie.core.choices import Audience
from industriecoalitie.core.filters import SavedFilterFilter, SearchFilter
from industriecoalitie.tokens.models import ApiToken

from .models import Delivery, Endpoint

REGIONS = "regions"
REGION = "region"
# A token is replaced once a year.
MOST_REPLACED = 20


def line_of(token: ApiToken) -> list[int]:
    """Return the keys of a token and of those it took the place of."""
    found = [token.pk]
    while token.replaces_id and len(found) <= MOST_REPLACED:
        token = token.replaces
        found.append(token.pk)
    return found


def heir_of(token: ApiToken) -> ApiToken | None:
    """Return the token, or else what took its place, that may have webhooks now; None when none works."""
    line = [token]
    while line and len(line) < MOST_REPLACED:
        each = line.pop(0)
        if each.is_live and each.allows(WEBHOOKS):
            return each
        line += each.successors.select_related("owner").order_by("pk")
    return None


def reader_for(endpoint: Endpoint) -> Any:
    """Return the user for ``visible_to``: whose eyes a webhook has; None when its token works no more.

    A token hears of what it may read without writing. On a page it is made by a person: who has no role anywhere
    reads as a visitor does.
    """
    if endpoint.token is not None:
        heir = heir_of(endpoint.token)
        return heir.reader("") if heir is not None else None
    owner = endpoint.owner
    has_role = owner.is_superuser or memberships_of(owner) or owner.partnership_contacts.exists()
    return owner if has_role else AnonymousUser()


def lines_for(endpoint: Endpoint, reader: Any, events: Iterable[FeedEvent]) -> list[feed.Line]:
    """Return the lines that a webhook gets, as its reader is told them."""
    if feed.audience_of(reader) == Audience.PUBLIC:
        events = [event for event in events if event.is_public]
    asked = [
        event for event in events if not endpoint.collections or event.collection in endpoint.collections
    ]
    found = [line for line in feed.lines(asked, reader) if not endpoint.verbs or line.verb in endpoint.verbs]
    return list(_fitting(endpoint, reader, found))


def is_still_told(delivery: Delivery, reader: Any) -> bool:
    """Tell whether the reader of a webhook may still know of what a message is about."""
    if delivery.is_public or delivery.event is None:
        return True
    event = FeedEvent.objects.filter(place=delivery.event).first()
    return event is not None and any(feed.lines([event], reader))


def _fitting(endpoint: Endpoint, reader: Any, lines: list[feed.Line]) -> Iterator[feed.Line]:
    """Yield the lines that fit the conditions, and those about what is gone or was told of before.

    So a copy also learns of what does not fit any more.
    """
    if not endpoint.regions and not endpoint.filters:
        yield from lines
        return
    here: dict[str, set[UUID]] = defaultdict(set)
    for line in lines:
        if not line.is_gone:
            here[line.event.collection].add(line.event.record)
    fit: set[UUID] = set()
    for name, records in here.items():
        fit.update(matching(endpoint, reader, name, records))
    told = Delivery.objects.filter(endpoint=endpoint, record__in={line.event.record for line in lines})
    known = fit | set(told.values_list("record", flat=True))
    yield from (line for line in lines if line.is_gone or line.event.record in known)


def matching(endpoint: Endpoint, reader: Any, name: str, records: Iterable[UUID]) -> Iterable[UUID]:
    """Return which records of a collection fit the conditions of a webhook now."""
    rows = collections()[name].seen_by(reader).filter(uuid__in=list(records))
    query = endpoint.filters.get(name, "")
    if endpoint.regions:
        narrowed = in_regions(name, rows, reader, endpoint.regions)
        if narrowed is None:
            return ()
        rows = narrowed
    if query:
        rows = filtered(name, rows, reader, query)
    return rows.order_by().values_list("uuid", flat=True)


def in_regions(name: str, rows: QuerySet, reader: Any, regions: list[str]) -> QuerySet | None:
    """Return the rows of some regions; None for a collection that has nothing to do with regions."""
    if name == REGIONS:
        return rows.filter(slug__in=regions)
    if REGION not in filters_of(name):
        return None
    query = QueryDict(mutable=True)
    query.setlist(REGION, regions)
    return filtered(name, rows, reader, query.urlencode())


def filtered(name: str, rows: QuerySet, reader: Any, query: str) -> QuerySet:
    """Return the rows that a query string of the list leaves; all of a condition that stopped making sense is no row."""
    asked = Reader(QueryDict(query))
    found = _bound(name, rows, reader, asked)
    return rows.none() if asked.errors else found.qs


def check_filter(name: str, query: str, reader: Any) -> None:
    """Refuse a query string that the list of a collection would refuse.

    Raises:
        InvalidQuery: with all that is wrong.
    """
    asked = Reader(QueryDict(query))
    asked.known(filters_of(name))
    _bound(name, collections()[name].seen_by(reader), reader, asked)
    asked.finish()


def filters_of(name: str) -> dict[str, Any]:
    """Return the filters of a collection that a webhook may have: those that say something of a record by itself."""
    kind = collections()[name].filterset_class
    found = kind.base_filters if kind else {}
    return {k: each for k, each in found.items() if not isinstance(each, SearchFilter | SavedFilterFilter)}


def _bound(name: str, rows: QuerySet, reader: Any, asked: Reader) -> Any:
    viewset = collections()[name]
    if viewset.filterset_class is None:
        raise InvalidQuery([{"name": "filters", "reason": name}])
    request = SimpleNamespace(user=reader, query_params=asked.query)
    return read_filters(asked, request, viewset, rows)
