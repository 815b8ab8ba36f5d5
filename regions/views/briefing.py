"""What a successor has to know of a region: computed when it is read, of what the reader may see."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Field, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import camel_case_to_spaces

from industriecoalitie.core.models import Period
from industriecoalitie.core.relations import RelatedRow, RelatedSection, Relation, related_sections
from industriecoalitie.notifications.models import Event
from regions.models import Handover, Membership, Owned, Region, Task

LOOK_BACK = datetime.timedelta(days=90)
LOOK_AHEAD = datetime.timedelta(days=180)
DECIDED = ("decided", "delivered")


@dataclass
class Changed:
    """What happened to one record in the last months."""

    row: RelatedRow
    kind: str
    count: int
    last_at: datetime.datetime
    is_new: bool


@dataclass
class Briefing:
    """How a region stands."""

    since: datetime.date
    changes: list[Changed] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    overdue: list = field(default_factory=list)
    ahead: list = field(default_factory=list)
    demands: list = field(default_factory=list)
    ending: list[RelatedSection] = field(default_factory=list)
    team: list[Membership] = field(default_factory=list)


def briefing_of(handover: Handover, user) -> Briefing:
    """Return the briefing of a handover: the 90 days before its day until now, and the half year to come."""
    region, today = handover.region, timezone.localdate()
    since = handover.day - LOOK_BACK
    records = related_sections(_kept(region, user))
    milestones = _milestones(region, user, today)
    return Briefing(
        since=since,
        changes=_changes(records, since),
        tasks=list(region.tasks.visible_to(user).open().for_list()),
        overdue=[each for each in milestones if each.due_on < today],
        ahead=[each for each in milestones if each.due_on >= today],
        demands=list(_demands(region, user)),
        ending=[section for section in _ending(records, today) if section.rows],
        team=list(region.memberships.not_ended().for_list()),
    )


def _owned(region: Region) -> list[Field]:
    """Return the relations from a region to all that it keeps, whatever app it lives in."""
    return [
        each
        for each in region._meta.related_objects
        if issubclass(each.related_model, Owned) and each.field.name == "owner"
    ]


def _kept(region: Region, user) -> list[Relation]:
    relations = []
    for each in _owned(region):
        model = each.related_model
        names = {each.name for each in model._meta.get_fields()}
        label = next((name for name in ("name", "title") if name in names), "uuid")
        relations.append(
            Relation(
                model.__name__,
                str(model._meta.verbose_name_plural),
                model.objects.filter(owner=region).visible_to(user),
                label,
                _url_name(model),
                slugs=("slug",) if "slug" in names else (),
                period="" if issubclass(model, Period) else None,
            )
        )
    return relations


def _url_name(model: type[Owned]) -> str:
    """Return the name of the page of a kind of record; empty when it has none of its own."""
    name = f"{model._meta.app_label}:{camel_case_to_spaces(model.__name__).replace(' ', '_')}_detail"
    try:
        reverse(name, args=["x"])
    except NoReverseMatch:
        return ""
    return name


def _changes(records: dict[str, RelatedSection], since: datetime.date) -> list[Changed]:
    """Return the records that changed, the last changed first."""
    rows: dict[UUID, tuple[RelatedRow, str]] = {
        row.uuid: (row, section.title) for section in records.values() for row in section.rows
    }
    start = timezone.make_aware(datetime.datetime.combine(since, datetime.time.min))
    events = Event.objects.filter(record__in=rows, happened_at__gte=start).order_by("happened_at", "pk")
    found: dict[UUID, list[Event]] = defaultdict(list)
    for event in events:
        found[event.record].append(event)
    changes = [
        Changed(
            row=rows[key][0],
            kind=rows[key][1],
            count=len(events),
            last_at=events[-1].happened_at,
            is_new=any(event.kind.endswith(".added") for event in events),
        )
        for key, events in found.items()
    ]
    return sorted(changes, key=lambda each: each.last_at, reverse=True)


def _milestones(region: Region, user, today: datetime.date) -> list:
    """Return the moments of the region's partnerships that were not reached, from early to late."""
    milestone = region.owned_partnerships.model.milestones.rel.related_model
    rows = milestone.objects.visible_to(user).filter(
        partnership__owner=region,
        partnership__hidden_at=None,
        is_reached=False,
        reached_on=None,
        due_on__lte=today + LOOK_AHEAD,
    )
    return list(rows.for_list())


def _demands(region: Region, user):
    model = region.owned_demands.model
    mine = model.objects.filter(Q(owner=region) | Q(region=region)).exclude(stage__in=DECIDED)
    return mine.filter(decision="").visible_to(user).order_by("title", "pk")


def _ending(records: dict[str, RelatedSection], today: datetime.date) -> list[RelatedSection]:
    """Return what ends in the half year to come."""
    return [
        RelatedSection(
            section.key,
            section.title,
            [row for row in section.rows if row.ends and today <= row.ends.first_day <= today + LOOK_AHEAD],
        )
        for section in records.values()
    ]
