"""What the files say beside what the database holds: new, changed, or a person's by now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models

from .building import Builder, Draft, values_of
from .models import LoadedRecord
from .reading import LoadingError, Row
from .shapes import shape, target_key

Registry = dict[tuple[type[models.Model], str], models.Model | None]


@dataclass
class Comparison:
    """Rows to add and to change, and why others are left alone.

    ``registry`` holds the record of every row: stored, to be stored, or None when a person deleted it.
    """

    registry: Registry
    loaded: dict[UUID, LoadedRecord]
    fresh: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)

    def leave(self, row: Row, reason: str) -> None:
        self.left_alone.append(f"{row.where}: {reason}")


def compare(rows: list[Row]) -> Comparison:
    """Say of every row what is to be done with it; a few questions to the database per model."""
    loaded = {entry.uuid: entry for entry in LoadedRecord.objects.all()}
    stored = _stored(rows)
    result = Comparison({(row.model, row.key): stored.get((row.model, row.uuid)) for row in rows}, loaded)
    unknown = [row for row in rows if row.uuid not in loaded and not result.registry[row.model, row.key]]
    taken = _taken(unknown, result.registry)
    for row in unknown:
        same = taken.get((row.model, row.key))
        result.registry[row.model, row.key] = same or row.model(uuid=row.uuid)
        if same:
            result.leave(row, "er is al een record met deze sleutel")
        else:
            result.fresh.append(row)
    for row in rows:
        entry = loaded.get(row.uuid)
        if entry and entry.fingerprint != row.fingerprint:
            reason = _untouchable(entry, result.registry[row.model, row.key])
            if reason:
                result.leave(row, reason)
            else:
                result.changed.append(row)
    return result


def build(found: Comparison) -> tuple[list[Draft], list[Draft]]:
    """Return drafts of what is to be added and changed; what cannot do without a deleted record is left alone.

    Raises:
        LoadingError: a row breaks a rule; all faults are named.
    """
    while True:
        builder = Builder(found.registry)
        added = [builder.build(row, found.registry[row.model, row.key], {}) for row in found.fresh]
        changed = [
            builder.build(row, found.registry[row.model, row.key], _stored_parts(found.loaded[row.uuid], row))
            for row in found.changed
        ]
        if builder.problems:
            raise LoadingError(builder.problems)
        stuck = [draft.row for draft in added + changed if draft.needs_what_is_gone()]
        if not stuck:
            return added, changed
        for row in stuck:
            found.leave(row, "verwijst naar iets dat is verwijderd")
            if row in found.fresh:
                found.registry[row.model, row.key] = None
        found.fresh = [row for row in found.fresh if row not in stuck]
        found.changed = [row for row in found.changed if row not in stuck]


def _stored(rows: Iterable[Row]) -> dict[tuple[type[models.Model], UUID], models.Model]:
    """Return the stored records of rows, by model and UUID."""
    wanted = defaultdict(list)
    for row in rows:
        wanted[row.model].append(row.uuid)
    return {
        (model, record.uuid): record
        for model, uuids in wanted.items()
        for record in model._base_manager.filter(uuid__in=uuids)
    }


def _taken(rows: Iterable[Row], registry: Registry) -> Registry:
    """Return records that someone else made under the keys of these rows, by model and key."""
    by_model = defaultdict(list)
    for row in rows:
        if shape(row.model).has_unique_key:
            by_model[row.model].append(row)
    found = {}
    for model, those in by_model.items():
        names = [model._meta.get_field(name).attname for name in shape(model).key_fields]
        stored = {tuple(values): pk for *values, pk in model._base_manager.values_list(*names, "pk")}
        keys = {row.key: stored.get(_key_values(row, registry)) for row in those} if stored else {}
        records = model._base_manager.in_bulk([pk for pk in keys.values() if pk])
        found |= {(model, key): records[pk] for key, pk in keys.items() if pk}
    return found


def _key_values(row: Row, registry: Registry) -> tuple:
    """Return the values of the key as they would be stored."""
    values = []
    for name in shape(row.model).key_fields:
        column = row.model._meta.get_field(name)
        if column.is_relation:
            target = registry.get((column.related_model, target_key(column, row.data[name])))
            values.append(target and target.pk)
        else:
            values.append(row.data[name])
    return tuple(values)


def _stored_parts(entry: LoadedRecord, row: Row) -> dict[UUID, models.Model]:
    """Return the stored parts of one row, by UUID."""
    kinds = {model for model, _ in shape(row.model).rows.values()}
    return {part.uuid: part for kind in kinds for part in kind._base_manager.filter(uuid__in=entry.parts)}


def _untouchable(entry: LoadedRecord, record: models.Model | None) -> str:
    """Say why a record is left as it is; empty when it is still as it was loaded."""
    if record is None:
        return "is verwijderd"
    if not entry.version:
        return "" if entry.values == values_of(record) else "is veranderd"
    if record.hidden_at is not None:
        return "is verborgen"
    return "" if record.version == entry.version else "is veranderd"
