"""Which teaching materials a harvester may know of: what is shared now, and what was shared once and is not any more.

A material is shared when it is public and has a licence. What was shared is read from the history: a material that
never was leaves no trace here.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.utils import timezone

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.choices import Visibility
from industriecoalitie.history.tables import links_of
from industriecoalitie.standards.answers import VISITOR
from knowledgebank.models import LearningResource, ResourceVersion

from .errors import NoSuchRecord
from .questions import Listing, moments

PAGE_SIZE = 100
# The code lists of which each term is a set.
SET_SCHEMES = (Scheme.THEME, Scheme.SECTOR, Scheme.LEVEL)
EVENTS = LearningResource.pgh_event_model
(LINKS,) = links_of(LearningResource)
SHARED = Q(visibility=Visibility.PUBLIC, hidden_at=None) & ~Q(licence="")


@dataclass
class Harvested:
    """One row for a harvester: ``resource`` is None when it is shared no more. ``at`` is when that came to be, in UTC."""

    uuid: UUID
    at: datetime.datetime
    resource: LearningResource | None = None
    set_specs: list[str] = field(default_factory=list)


def shared() -> QuerySet:
    """Return the materials that are shared now."""
    return LearningResource.objects.visible_to(VISITOR).filter(SHARED)


def withdrawn() -> QuerySet:
    """Return the last row of history in which each material that is shared no more was shared, with ``at``.

    What came and went within one change was never seen by anybody.
    """
    own = Q(pgh_obj=OuterRef("pgh_obj"))
    within = EVENTS.objects.filter(own, pgh_context=OuterRef("pgh_context"), pgh_id__gt=OuterRef("pgh_id"))
    seen = EVENTS.objects.filter(SHARED).exclude(pgh_label="delete").exclude(Exists(within))
    again = seen.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__gt=OuterRef("pgh_id"))
    ended = EVENTS.objects.filter(own, pgh_id__gt=OuterRef("pgh_id")).order_by().values("pgh_obj")
    return (
        seen.exclude(Exists(again))
        .exclude(Exists(shared().filter(pk=OuterRef("pgh_obj"))))
        .annotate(at=Subquery(ended.annotate(first=Min("pgh_created_at")).values("first")))
        .filter(at__isnull=False)
    )


def listed(listing: Listing) -> tuple[list[Harvested], Listing | None]:
    """Return the next rows of a list, oldest first, and where it goes on; None when this was the last page."""
    rows = list(_rows(listing)[: PAGE_SIZE + 1])
    page = rows[:PAGE_SIZE]
    found = _filled(page, with_metadata=listing.verb == "ListRecords")
    if len(rows) <= PAGE_SIZE:
        return found, None
    at, uuid = page[-1][:2]
    return found, Listing(
        **{**vars(listing), "after": (at.isoformat(), str(uuid)), "given": listing.given + len(page)}
    )


def one(uuid: UUID) -> Harvested:
    """Return one material.

    Raises:
        NoSuchRecord: it is not shared and never was.
    """
    rows = _shaped(shared().filter(uuid=uuid), F("updated_at"), F("pk"), is_gone=False)
    gone = _shaped(withdrawn().filter(uuid=uuid), F("at"), F("pgh_obj_id"), is_gone=True)
    found = _filled(list(rows.union(gone, all=True)), with_metadata=True)
    if not found:
        raise NoSuchRecord("There is no such record.")
    return found[0]


def earliest() -> datetime.datetime:
    """Return a moment that no row lies before."""
    first = _rows(Listing("ListIdentifiers", "oai_dc")).first()
    return first[0] if first else timezone.now()


def settled_at() -> datetime.datetime:
    """Return the moment until which this answer is complete: a change that is under way counts from its beginning.

    A harvester asks on from here; with the time of its question it would miss what was changed before it and stored
    after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def sets() -> list[tuple[str, str]]:
    """Return the sets there are as word and name: three code lists, and each of their terms."""
    terms = (
        Concept.objects.visible_to(VISITOR).filter(scheme__in=SET_SCHEMES).order_by("scheme", "order", "pk")
    )
    found = [(scheme.value, str(scheme.label)) for scheme in SET_SCHEMES]
    found += [(f"{term.scheme}:{term.notation}", term.label) for term in terms]
    return sorted(found)


def _rows(listing: Listing) -> QuerySet:
    """Return moment, UUID, key, and whether it is gone, of all rows of a list that were not given yet."""
    begin, end, after = moments((listing.begin, listing.end, listing.after[0]))
    now, gone = shared(), withdrawn()
    if listing.set_spec:
        terms = _terms_of(listing.set_spec)
        now = now.filter(Exists(LearningResource.concepts.through.objects.filter(
            learningresource=OuterRef("pk"), concept__in=terms)))  # fmt: skip
        then = LINKS.events.objects.filter(pgh_created_at__lt=OuterRef("at"), pgh_label="insert")
        gone = gone.filter(Exists(then.filter(learningresource=OuterRef("pgh_obj_id"), concept__in=terms)))
    arms = []
    for rows, moment, key, is_gone in ((now, "updated_at", "pk", False), (gone, "at", "pgh_obj_id", True)):
        if begin:
            rows = rows.filter(**{f"{moment}__gte": begin})
        if end:
            rows = rows.filter(**{f"{moment}__lt": end})
        if after:
            later = Q(**{f"{moment}__gt": after}) | Q(**{moment: after, "uuid__gt": listing.after[1]})
            rows = rows.filter(later)
        arms.append(_shaped(rows, F(moment), F(key), is_gone=is_gone))
    return arms[0].union(arms[1], all=True).order_by("stamp", "uuid")


def _shaped(rows: QuerySet, moment: F, key: F, *, is_gone: bool) -> QuerySet:
    flag = Value(is_gone, BooleanField())
    rows = rows.order_by().annotate(stamp=moment, key=key, is_gone=flag)
    return rows.values_list("stamp", "uuid", "key", "is_gone")


def _terms_of(set_spec: str) -> QuerySet:
    scheme, _, notation = set_spec.partition(":")
    terms = Concept.objects.visible_to(VISITOR).filter(scheme__in=SET_SCHEMES).filter(scheme=scheme)
    return terms.filter(notation=notation) if ":" in set_spec else terms


def _filled(rows: Iterable[tuple[Any, ...]], *, with_metadata: bool) -> list[Harvested]:
    """Return rows with what they tell. What was withdrawn since it was listed is left out: it comes again, later."""
    rows = list(rows)
    keys = [key for _at, _uuid, key, is_gone in rows if not is_gone]
    resources = shared().filter(pk__in=keys)
    terms = Concept.objects.visible_to(VISITOR).order_by("scheme", "order", "pk")
    resources = resources.prefetch_related(Prefetch("concepts", terms))
    if with_metadata:
        versions = ResourceVersion.objects.visible_to(VISITOR).newest_first()
        resources = resources.select_related("owner", "practice", "programme", "module")
        resources = resources.prefetch_related(Prefetch("versions", versions))
    by_key = {resource.pk: resource for resource in resources}
    once = _sets_once([(key, at) for at, _uuid, key, is_gone in rows if is_gone])
    found = []
    for at, uuid, key, is_gone in rows:
        if is_gone:
            found.append(Harvested(uuid, at, None, once[key]))
        elif key in by_key:
            found.append(Harvested(uuid, at, by_key[key], specs_of(by_key[key].concepts.all())))
    return found


def specs_of(terms: Iterable[Concept]) -> list[str]:
    """Return the sets that these terms stand for."""
    return sorted(f"{term.scheme}:{term.notation}" for term in terms if term.scheme in SET_SCHEMES)


def _sets_once(gone: list[tuple[int, datetime.datetime]]) -> dict[int, list[str]]:
    """Return in which sets each material was that is shared no more, as far as their terms are public."""
    found: dict[int, list[str]] = defaultdict(list)
    if not gone:
        return found
    ended = dict(gone)
    links = LINKS.events.objects.filter(learningresource__in=ended, pgh_label="insert").order_by()
    links = list(links.values_list("learningresource_id", "concept_id", "pgh_created_at"))
    terms = Concept.objects.visible_to(VISITOR).in_bulk({term for _key, term, _at in links})
    told: dict[int, set[Concept]] = defaultdict(set)
    for key, term, at in links:
        if at < ended[key] and term in terms:
            told[key].add(terms[term])
    for key, each in told.items():
        found[key] = specs_of(each)
    return found
