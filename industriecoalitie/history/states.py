"""A record as it is, as it was at a version and as it was at a moment: its values, its links and its rows."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import models

from industriecoalitie.core.models import Record

from .comparing import Difference, label_of, link_difference, row_differences, value_differences
from .events import OWN, Kept, events_of, rows_now, values_from
from .recording import Change
from .tables import Links, Rows, links_of, rows_of
from .wording import Worded, worded

__all__ = [
    "Difference", "Mark", "NoSuchVersion", "Past", "State", "Step", "Worded", "differences", "label_of", "state_at", "state_of",
    "state_on", "steps_of", "with_change", "worded",
]  # fmt: skip


class NoSuchVersion(LookupError):
    """History does not know this version of the record, or the record did not exist yet."""


@dataclass(frozen=True)
class State:
    """A record at one moment.

    ``values``: value by attribute (``region_id``); ``links``: keys by many-to-many field; ``rows``: values by
    attribute, by the UUID of the row, by the name of the relation. A many-to-many field of a row stands among its
    values, as a frozenset of keys.
    """

    model: type[Record]
    values: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, frozenset] = field(default_factory=dict)
    rows: Mapping[str, Mapping[UUID, Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """That a change set did something to a record, and when.

    ``version`` is the version that the record got; None when only its rows were touched, by another way than an edit.
    """

    key: UUID | None
    at: datetime.datetime
    version: int | None


@dataclass(frozen=True)
class Step(Mark):
    """What one change set did to a record: the state before and after it."""

    before: State | None
    after: State


def state_of(record: Record) -> State:
    """Return a record with its rows and its links as they are stored now, in one query."""
    story = _Story(type(record), record.pk)
    for kept in rows_now(record):
        story.take(kept)
    return story.state()


def state_at(record: Record, version: int) -> State:
    """Return the record as it was while it had that version, rows and links included.

    Raises:
        NoSuchVersion: history does not know that version.
    """
    return Past(record).state_at(version)


def state_on(record: Record, moment: datetime.datetime) -> State:
    """Return the record as the portal knew it at a moment.

    Raises:
        NoSuchVersion: it was not there yet.
    """
    story = _Story(type(record), record.pk)
    for kept in events_of(record):
        if kept.at <= moment:
            story.take(kept)
    if story.values is None:
        raise NoSuchVersion(moment)
    return story.state()


class Past:
    """All that happened to a record, read once, in one query; ``marks`` are its steps, oldest first."""

    def __init__(self, record: Record):
        self.record = record
        self._groups = list(_groups(events_of(record)))
        while self._groups and not any(kept.place == (OWN,) for kept in self._groups[0]):
            self._groups.pop(0)  # rows of a record that is older than its history
        self.marks = [_mark(group) for group in self._groups]

    def state_at(self, version: int) -> State:
        """Return the record as it was while it had that version.

        Raises:
            NoSuchVersion: history does not know that version.
        """
        current, found = None, None
        for place, mark in enumerate(self.marks):
            current = mark.version or current
            if current == version:
                found = place
            elif found is not None:
                break
        if found is None:
            raise NoSuchVersion(version)
        return self.steps(found, found + 1)[0].after

    def steps(self, first: int = 0, last: int | None = None) -> list[Step]:
        """Return the steps from place ``first`` up to ``last``, each with the state before and after it."""
        story, steps = _Story(type(self.record), self.record.pk), []
        before = None
        for place, (group, mark) in enumerate(zip(self._groups[:last], self.marks, strict=False)):
            if place == first and place:
                before = story.state()
            for kept in group:
                story.take(kept)
            if place >= first:
                after = story.state()
                steps.append(Step(mark.key, mark.at, mark.version, before, after))
                before = after
        return steps


def steps_of(record: Record) -> list[Step]:
    """Return all that happened to a record, one step for each change set and version, oldest first."""
    return Past(record).steps()


def _mark(group: Sequence[Kept]) -> Mark:
    own = [kept.data["version"] for kept in group if kept.place == (OWN,)]
    return Mark(group[-1].change_set, group[-1].at, own[-1] if own else None)


def differences(before: State | None, after: State | None) -> list[Difference]:
    """Return what differs between two states of records of one kind: fields, then links, then rows.

    None stands for a record that is not there.
    """
    model = (after or before).model
    before, after = before or State(model), after or State(model)
    found = value_differences(model, before.values, after.values)
    for links in links_of(model):
        found += link_difference(model, links.field, before.links, after.links)
    for rows in rows_of(model):
        was, now = before.rows.get(rows.name, {}), after.rows.get(rows.name, {})
        found += row_differences(rows.model, rows.name, was, now)
    return found


def with_change(state: State, change: Change) -> State:
    """Return the state as it would be after a change; a new row gets a key that is used nowhere else."""
    rows = {name: dict(stored) for name, stored in state.rows.items()}
    for name, changes in change.rows.items():
        model = next(each.model for each in rows_of(state.model) if each.name == name)
        stored = rows.setdefault(name, {})
        for row in changes:
            if row.is_removed:
                stored.pop(row.uuid, None)
            else:
                key = row.uuid or uuid4()
                stored[key] = {**_blank(model), **stored.get(key, {}), **_raw(model, row.values)}
    links = {name: frozenset(each.pk for each in records) for name, records in change.links.items()}
    values = {**state.values, **_raw(state.model, change.values)}
    return State(state.model, values, {**state.links, **links}, rows)


def _blank(model: type[models.Model]) -> dict[str, Any]:
    return {each.attname: each.get_default() for each in model._meta.concrete_fields if not each.primary_key}


def _raw(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in values.items():
        each = model._meta.get_field(name)
        found[each.attname] = getattr(value, "pk", value) if each.is_relation else each.to_python(value)
    return found


def _groups(events: Iterable[Kept]) -> Iterator[list[Kept]]:
    """Yield what belongs together: one change set, and within it one version of the record."""
    group: list[Kept] = []
    for kept in events:
        is_own = kept.place == (OWN,)
        has_own = any(each.place == (OWN,) for each in group)
        if group and (kept.change_set != group[-1].change_set or (is_own and has_own)):
            yield group
            group = []
        group.append(kept)
    if group:
        yield group


class _Story:
    """A record as its history tells it, event by event."""

    def __init__(self, model: type[Record], pk: int):
        self.model, self.pk = model, pk
        # As they are kept; values of the model are made of them when a state is asked for.
        self.values: Mapping[str, Any] | None = None
        self.rows: dict[str, dict[int, Mapping[str, Any]]] = {rows.name: {} for rows in rows_of(model)}
        self.links: dict[tuple[str, ...], set[tuple[int, int]]] = {}
        self.tables: dict[tuple[str, ...], Rows | Links] = {}
        for links in links_of(model):
            self.tables["links", links.field.name] = links
        for rows in rows_of(model):
            self.tables["rows", rows.name] = rows
            for links in links_of(rows.model):
                self.tables["rowlinks", rows.name, links.field.name] = links

    def take(self, kept: Kept) -> None:
        """Take in one event."""
        is_gone = kept.label == "delete"
        if kept.place == (OWN,):
            self.values = None if is_gone else kept.data
            return
        table = self.tables[kept.place]
        if isinstance(table, Rows):
            stored = self.rows[table.name]
            if not is_gone and kept.data[table.parent] == self.pk:
                stored[kept.data["id"]] = kept.data
            else:
                stored.pop(kept.data["id"], None)
            return
        pair = (kept.data[table.source], kept.data[table.target])
        pairs = self.links.setdefault(kept.place, set())
        pairs.discard(pair) if is_gone else pairs.add(pair)

    def state(self) -> State:
        """Return the record as it is at this point of the story."""
        return State(
            self.model,
            values_from(self.model, self.values) if self.values else {},
            {
                links.field.name: frozenset(
                    target for _source, target in self.links.get(("links", links.field.name), ())
                )
                for links in links_of(self.model)
            },
            {rows.name: self._rows_of(rows) for rows in rows_of(self.model)},
        )

    def _rows_of(self, rows: Rows) -> dict[UUID, dict[str, Any]]:
        fields = links_of(rows.model)
        found = {}
        for pk, data in self.rows[rows.name].items():
            values = values_from(rows.model, data)
            linked = {
                links.field.name: frozenset(
                    target
                    for source, target in self.links.get(("rowlinks", rows.name, links.field.name), ())
                    if source == pk
                )
                for links in fields
            }
            found[values["uuid"]] = {**values, **linked}
        return found
