"""A change set as people see it: who, when, how, and what it did to which records; and undoing it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from pghistory.models import Context

from industriecoalitie.core.catalogue import is_kept, words_of
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.core.models import Part, Record

from .access import history_shown_to
from .comparing import LINK, Difference, label_of, value_differences
from .nets import Key, LinkNet, Net, Nets, nets_of
from .origins import Origin, origins_of
from .states import State, differences
from .tables import links_of, rows_of
from .undoing import AlreadyUndone, Clash, UndoConflict, UndoRefused, check_rights, undo

__all__ = [
    "AlreadyUndone", "ChangeSet", "Clash", "RecordChange", "UndoConflict", "UndoRefused", "changes_of", "check_rights",
    "shown_to", "undo", "undone_by",
]  # fmt: skip


@dataclass(frozen=True)
class RecordChange:
    """What a change set did to one record, its rows and its links; or to one row that belongs to no record."""

    model: type[Model]
    pk: int
    found: tuple[Net | LinkNet, ...]

    @property
    def own(self) -> Net | None:
        rows = (net for net in self.found if isinstance(net, Net))
        return next((net for net in rows if (net.model, net.pk) == (self.model, self.pk)), None)

    @property
    def is_record(self) -> bool:
        return issubclass(self.model, Record)

    @property
    def is_added(self) -> bool:
        return self.own is not None and self.own.is_added

    @property
    def kind(self) -> str:
        """Return the kind of record as in an address; empty for what is no record."""
        return kind_of(self.model) if self.is_record else ""

    @property
    def differences(self) -> list[Difference]:
        """Return what is not the same, with links as what came and went only."""
        if not self.is_record:
            before, after = (self.own.before or {}, self.own.after or {}) if self.own else ({}, {})
            return value_differences(self.model, before, after)
        before, after = self._state("before"), self._state("after")
        found = differences(None if self.is_added else before, after)
        return found + self._links_of_rows()

    def _state(self, side: str) -> State:
        values = getattr(self.own, side, None) or {}
        links: dict[str, set[int]] = defaultdict(set)
        rows: dict[str, dict[UUID, dict[str, Any]]] = {each.name: {} for each in rows_of(self.model)}
        for net in self.found:
            if isinstance(net, LinkNet):
                if net.links.field.model is self.model and net.is_added == (side == "after"):
                    links[net.links.field.name].add(net.target)
                continue
            stored = getattr(net, side)
            for each in rows_of(self.model):
                if each.model is net.model and stored is not None and stored[each.parent] == self.pk:
                    rows[each.name][stored["uuid"]] = dict(stored)
        names = {each.field.name for each in links_of(self.model)}
        return State(self.model, values, {name: frozenset(links[name]) for name in names}, rows)

    def _links_of_rows(self) -> list[Difference]:
        gone: dict[Any, dict[bool, set[int]]] = defaultdict(lambda: {True: set(), False: set()})
        for net in self.found:
            if isinstance(net, LinkNet) and net.links.field.model is not self.model:
                gone[net.links, net.source][net.is_added].add(net.target)
        return [
            Difference(
                links.field.model,
                LINK,
                links.field.name,
                label_of(links.field),
                frozenset(sides[False]),
                frozenset(sides[True]),
            )
            for (links, _source), sides in gone.items()
        ]


@dataclass(frozen=True)
class ChangeSet:
    """One change: where it came from and what it did, record by record."""

    key: UUID
    origin: Origin
    nets: Nets
    records: list[RecordChange] = field(default_factory=list)


def changes_of(key: UUID) -> ChangeSet | None:
    """Return a change set with all that it did, whoever reads it; None when there is none.

    What a reader may see of it is told by ``shown_to``.
    """
    nets = nets_of(key)
    origin = origins_of([key]).get(key)
    if origin is None:
        return None
    owners = nets.owners()
    shown = {owner: found for owner, found in owners.items() if is_kept(owner[0])} or owners
    records = [RecordChange(model, pk, tuple(found)) for (model, pk), found in shown.items()]
    records.sort(key=lambda each: (not each.is_record, each.model._meta.label, each.pk))
    return ChangeSet(key, origin, nets, records)


def shown_to(user, records: Iterable[RecordChange]) -> list[tuple[RecordChange, Model]]:
    """Return the records whose history a person may read, each with the record as it is now."""
    records = list(records)
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for each in records:
        keys[each.model].add(each.pk)
    rows: dict[Key, Model] = {}
    for model, found in keys.items():
        if issubclass(model, Record):
            readable = history_shown_to(model, user)
        elif hasattr(model._default_manager, "editable_by") and not issubclass(model, Part):
            readable = model._default_manager.editable_by(user)
        else:
            continue
        rows |= {(model, row.pk): row for row in readable.filter(pk__in=found)}
    return [(each, rows[each.model, each.pk]) for each in records if (each.model, each.pk) in rows]


def undone_by(key: UUID, record: Record) -> UUID | None:
    """Return the change set that took this one back and holds; ``record`` is one that both changed."""
    events = type(record).pgh_event_model.objects.filter(pgh_obj_id=record.pk)
    undoing = Context.objects.filter(
        Q(pk__in=events.values("pgh_context_id")), metadata__has_key="undoes"
    ).values_list("pk", "metadata__undoes")
    by_undone: dict[str, list[UUID]] = defaultdict(list)
    for pk, undone in undoing:
        by_undone[undone].append(pk)

    def holds(candidate: UUID) -> bool:
        return not any(holds(later) for later in by_undone[str(candidate)])

    return next((found for found in by_undone[str(key)] if holds(found)), None)


def title_of_row(row: Model) -> str:
    """Return the name of a record or a row by its own words; of one without, its kind."""
    own = words_of(type(row))
    is_word = own != "uuid" and not row._meta.get_field(own).choices
    name = str(row._meta.verbose_name)
    return str(getattr(row, own)) if is_word and getattr(row, own) else f"{name[:1].upper()}{name[1:]}"
