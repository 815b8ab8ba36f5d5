"""What one change set did to each row: the values before it and after it, read set by set and not row by row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet, TextField, Value

from industriecoalitie.core.models import Part, Record

from .events import Kept, arm, fetched, values_from
from .tables import Links, all_links, parent_field, tracked_models

Key = tuple[type[Model], int]


@dataclass(frozen=True)
class Net:
    """One row: its values before and after, by attribute; None when it was not there.

    ``is_known`` is False when the row is older than its history, so that nobody knows what it was.
    """

    model: type[Model]
    pk: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    is_known: bool = True

    @property
    def is_added(self) -> bool:
        return self.before is None and self.is_known

    @property
    def is_removed(self) -> bool:
        return self.after is None


@dataclass(frozen=True)
class LinkNet:
    """One link of a many-to-many field that came (``is_added``) or went."""

    links: Links
    source: int
    target: int
    is_added: bool


@dataclass
class Nets:
    """All that a change set did."""

    key: UUID
    rows: list[Net] = field(default_factory=list)
    links: list[LinkNet] = field(default_factory=list)

    def owners(self) -> dict[Key, list[Net | LinkNet]]:
        """Return what happened by the record that it happened to; what belongs to no record under its own key."""
        found: dict[Key, list[Net | LinkNet]] = defaultdict(list)
        for net in self.rows:
            for owner in owners_of(net):
                found[owner].append(net)
        parents = self._parents()
        for link in self.links:
            model = link.links.field.model
            for owner in [(model, link.source)] if issubclass(model, Record) else parents[model, link.source]:
                found[owner].append(link)
        return dict(found)

    def _parents(self) -> Mapping[Key, set[Key]]:
        """Return the records of the rows whose links changed, by row."""
        rows = {(net.model, net.pk): set(owners_of(net)) for net in self.rows}
        missing: dict[type[Model], set[int]] = defaultdict(set)
        for link in self.links:
            model = link.links.field.model
            if issubclass(model, Part) and (model, link.source) not in rows:
                missing[model].add(link.source)
        for model, keys in missing.items():
            parent = parent_field(model)
            for pk, owner in model._base_manager.filter(pk__in=keys).values_list("pk", parent.attname):
                rows[model, pk] = {(parent.related_model, owner)}
        return defaultdict(set, rows)


def owners_of(net: Net) -> list[Key]:
    """Return the record that a row is, or belongs to; both when it went from one to another."""
    parent = parent_field(net.model)
    if parent is None:
        return [(net.model, net.pk)]
    keys = {values[parent.attname] for values in (net.before, net.after) if values is not None} - {None}
    return [(parent.related_model, key) for key in sorted(keys)] or [(net.model, net.pk)]


def nets_of(key: UUID) -> Nets:
    """Return what a change set did, in at most three queries; empty when there is no such change set."""
    models = {model._meta.label: model for model in tracked_models()}
    links = {f"{each.field.model._meta.label}.{each.field.name}": each for each in all_links()}
    in_set = Q(pgh_context_id=key)
    arms = [arm(model.pgh_event_model, (label,), in_set) for label, model in models.items()]
    arms += [arm(each.events, (label,), in_set) for label, each in links.items()]
    by_table: dict[str, list[Kept]] = defaultdict(list)
    for kept in fetched(arms):
        by_table[kept.place[0]].append(kept)
    nets = Nets(key)
    touched = {label: models[label] for label in by_table if label in models}
    before = _before(touched, by_table)
    for label, model in touched.items():
        nets.rows += _row_nets(model, by_table[label], before.get(label, {}))
    for label in by_table.keys() & links.keys():
        nets.links += _link_nets(links[label], by_table[label])
    return nets


def _before(
    touched: Mapping[str, type[Model]], by_table: Mapping[str, Sequence[Kept]]
) -> dict[str, dict[int, Kept]]:
    """Return the last event before the change set of each row that was there, by table and key, in two queries.

    The keys are looked up first and chosen here: asked for the last event of each row, PostgreSQL may read a whole
    table for every row that is new.
    """
    first: dict[str, dict[int, int]] = defaultdict(dict)
    for label in touched:
        added: set[int] = set()
        for kept in sorted(by_table[label], key=lambda each: each.id):
            pk = kept.data["id"]
            if kept.label == "insert" and pk not in first[label]:
                added.add(pk)
            if pk not in added:
                first[label].setdefault(pk, kept.id)
    first = {label: keys for label, keys in first.items() if keys}
    if not first:
        return {}
    earlier = [
        QuerySet(touched[label].pgh_event_model)
        .filter(pgh_obj_id__in=list(keys), pgh_id__lt=max(keys.values()))
        .order_by()
        .annotate(e_place=Value(label, TextField()))
        .values_list("e_place", "pgh_obj_id", "pgh_id")
        for label, keys in first.items()
    ]
    last: dict[str, dict[int, int]] = defaultdict(dict)
    for label, pk, number in earlier[0].union(*earlier[1:], all=True):
        if last[label].get(pk, 0) < number < first[label][pk]:
            last[label][pk] = number
    arms = [
        arm(touched[label].pgh_event_model, (label,), Q(pgh_id__in=list(keys.values())))
        for label, keys in last.items()
    ]
    found: dict[str, dict[int, Kept]] = defaultdict(dict)
    for kept in fetched(arms) if arms else []:
        found[kept.place[0]][kept.data["id"]] = kept
    return found


def _row_nets(model: type[Model], events: Sequence[Kept], before: Mapping[int, Kept]) -> list[Net]:
    by_row: dict[int, list[Kept]] = defaultdict(list)
    for kept in sorted(events, key=lambda each: each.id):
        by_row[kept.data["id"]].append(kept)
    nets = []
    for pk, (first, *rest) in by_row.items():
        last = rest[-1] if rest else first
        is_new = first.label == "insert"
        earlier = before.get(pk) or (first if first.label == "delete" else None)
        was = values_from(model, earlier.data) if earlier is not None and not is_new else None
        now = values_from(model, last.data) if last.label != "delete" else None
        if was != now:
            nets.append(Net(model, pk, was, now, is_new or was is not None))
    return nets


def _link_nets(links: Links, events: Sequence[Kept]) -> list[LinkNet]:
    by_pair: dict[tuple[int, int], list[Kept]] = defaultdict(list)
    for kept in sorted(events, key=lambda each: each.id):
        by_pair[kept.data[links.source], kept.data[links.target]].append(kept)
    return [
        LinkNet(links, source, target, group[0].label == "insert")
        for (source, target), group in by_pair.items()
        if group[0].label == group[-1].label
    ]
