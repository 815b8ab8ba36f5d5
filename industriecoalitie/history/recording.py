"""The one way to change a record with its links and rows, whatever its kind, and to make several changes one.

Every change belongs to a change set: one transaction, one context of the history, undone as a whole.
Source: docs/adr/0009-one-way-to-change-a-record.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Part, Record
from industriecoalitie.notifications.models import Event

from .following import followed

R = TypeVar("R", bound=Record)


class Conflict(Exception):
    """Someone changed the record after the version that was seen.

    ``current`` is the record as it is now.
    """

    def __init__(self, current: Record):
        super().__init__(f"{current} is at version {current.version}")
        self.current = current


@dataclass(frozen=True)
class Row:
    """What happens to one row of a record: ``uuid`` None adds it, ``is_removed`` takes it away.

    ``values`` are fields of the row with clean values, ``links`` all records that a many-to-many field of it names;
    a field left out keeps its value.
    """

    uuid: UUID | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    is_removed: bool = False
    links: Mapping[str, Sequence[models.Model]] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """New values of a record; what is left out stays as it is.

    ``values``: fields; ``links``: all records a many-to-many field names from now on; ``rows``: changes to rows
    (``Part``), by the name of the reverse relation.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, Sequence[models.Model]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


@contextmanager
def change_set(by: Actor, event: str, **more: Any) -> Iterator[UUID]:
    """Make all that is written inside one change: one transaction, one context, one undo. Yields its key.

    Inside another change set it joins that one; the outermost names the event.
    """
    with transaction.atomic(), pghistory.context() as context:
        for key, value in (by.as_context() | {"event": event} | more).items():
            context.metadata.setdefault(key, value)
        with followed(context.id):
            yield context.id


@contextmanager
def recorded(kind: str, record: R, *, by: Actor, seen: int | None = None) -> Iterator[R]:
    """Change one record under a lock, as one transaction with one entry in the history and one ``Event``.

    Yields a fresh row; what is set on it is validated and saved on the way out. ``seen`` is the version the
    actor looked at; None means that nothing was looked at (a clock, a command). A record without a key is added.

    Raises:
        Conflict: the record is no longer at ``seen``.
        ValidationError: a value breaks a rule of the model, keyed by field name.
    """
    with change_set(by, kind) as key:
        fresh = record if record.pk is None else locked(record, seen)
        yield fresh
        _save(kind, fresh, is_new=record.pk is None)
        fresh.change_set = key


def locked(record: R, seen: int | None = None) -> R:
    """Return a fresh row of a record, locked until the end of the transaction.

    Raises:
        Conflict: the record is no longer at ``seen``.
    """
    fresh = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if seen is not None and fresh.version != seen:
        raise Conflict(fresh)
    return fresh


def add_record(record: R, change: Change, *, by: Actor) -> R:
    """Add a record with its links and rows; return it.

    Raises:
        ValidationError: a value breaks a rule, keyed by field name; of a row by the name of the relation.
    """
    kind = f"{record._meta.model_name}.added"
    with change_set(by, kind) as key:
        _set_values(record, change.values)
        _save(kind, record, is_new=True)
        _set_links(record, change.links)
        _set_rows(record, change.rows)
        _check_whole(record)
    record.change_set = key
    return record


def change_record(
    record: R, change: Change, *, by: Actor, seen: int | None = None, verb: str = "changed"
) -> R:
    """Change a record with its links and rows under a lock; return the fresh row.

    ``fresh.change_set`` is the key of the change, None when nothing was different and so nothing was written.

    Raises:
        Conflict: the record is no longer at ``seen``.
        ValidationError: a value breaks a rule, keyed by field name; of a row by the name of the relation.
    """
    kind = f"{record._meta.model_name}.{verb}"
    with change_set(by, kind) as key:
        fresh = locked(record, seen)
        fresh.change_set = None
        if not differs(fresh, change):
            return fresh
        _set_values(fresh, change.values)
        _save(kind, fresh)
        _set_links(fresh, change.links)
        _set_rows(fresh, change.rows)
        _check_whole(fresh)
        fresh.change_set = key
    return fresh


def hide_record(record: R, *, by: Actor, seen: int | None = None) -> R:
    """Take a record out of every page, list and answer; ``restore_record`` or an undo brings it back."""
    return change_record(record, Change({"hidden_at": timezone.now()}), by=by, seen=seen, verb="hidden")


def restore_record(record: R, *, by: Actor) -> R:
    """Show a hidden record again, as visible as it was."""
    return change_record(record, Change({"hidden_at": None}), by=by, verb="restored")


def confirm_record(record: R, *, by: Actor, seen: int | None = None) -> R:
    """Say that a record is still right today."""
    return change_record(
        record, Change({"confirmed_on": timezone.localdate()}), by=by, seen=seen, verb="confirmed"
    )


def differs(record: Record, change: Change) -> bool:
    """Tell whether a change would alter anything of a record as it is now."""
    return (
        any(_changed(record, name, value) for name, value in change.values.items())
        or any(_links_differ(record, name, records) for name, records in change.links.items())
        or any(_rows_differ(record, name, rows) for name, rows in change.rows.items())
    )


def _rows_differ(record: Record, name: str, rows: Sequence[Row]) -> bool:
    stored = {row.uuid: row for row in getattr(record, name).all()}
    for row in rows:
        old = stored.get(row.uuid)
        if row.is_removed:
            if old is not None:
                return True
        elif old is None or _row_differs(old, row):
            return True
    return False


def _row_differs(old: Part, row: Row) -> bool:
    return any(_changed(old, key, value) for key, value in row.values.items()) or any(
        _links_differ(old, key, records) for key, records in row.links.items()
    )


def _links_differ(row: models.Model, name: str, records: Sequence[models.Model]) -> bool:
    return {each.pk for each in records} != set(getattr(row, name).values_list("pk", flat=True))


def _changed(row: models.Model, name: str, value: Any) -> bool:
    field_ = row._meta.get_field(name)
    new = getattr(value, "pk", value) if field_.is_relation else field_.to_python(value)
    return getattr(row, field_.attname) != new


def _set_values(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _save(kind: str, record: Record, *, is_new: bool = False) -> None:
    if not is_new:
        record.version += 1
    record.updated_at = timezone.now()
    record.full_clean()
    record.save()
    Event.objects.create(kind=kind, record=record.uuid, version=record.version)


def _set_links(record: models.Model, links: Mapping[str, Sequence[models.Model]]) -> None:
    for name, records in links.items():
        getattr(record, name).set(records)


def _set_rows(record: Record, rows: Mapping[str, Sequence[Row]]) -> None:
    for name, changes in rows.items():
        _set_rows_of(record, name, changes)


def _set_rows_of(record: Record, name: str, changes: Sequence[Row]) -> None:
    """Take rows away first, so that a new one may take the place of an old one."""
    manager = getattr(record, name)
    parent = manager.field.name
    stored: dict[UUID, Part] = {row.uuid: row for row in manager.all()}
    gone = [stored[row.uuid] for row in changes if row.is_removed and row.uuid in stored]
    for row in gone:
        try:
            row.clean_removal()
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from error
    manager.filter(pk__in=[row.pk for row in gone]).delete()
    try:
        with transaction.atomic():
            for row in changes:
                if row.is_removed:
                    continue
                if row.uuid is not None and row.uuid not in stored:
                    raise ValidationError({name: _("Een van de regels is intussen verwijderd.")})
                saved = stored.get(row.uuid) or manager.model(**{parent: record})
                _save_row(saved, row.values, name)
                _set_links(saved, row.links)
            if any(getattr(rule, "deferrable", None) for rule in manager.model._meta.constraints):
                connection.check_constraints()  # now, while the sentence can still be given
    except IntegrityError as error:
        raise ValidationError({name: _message_of(manager.model, error)}) from error


def _save_row(row: Part, values: Mapping[str, Any], name: str) -> None:
    before = {key: getattr(row, row._meta.get_field(key).attname) for key in values} if row.pk else None
    _set_values(row, values)
    if before is not None and all(
        getattr(row, row._meta.get_field(key).attname) == old for key, old in before.items()
    ):
        return
    try:
        # Uniqueness is asked of the database when all rows stand: two rows may change places.
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error
    row.save()


def _message_of(model: type[models.Model], error: IntegrityError) -> str:
    """Return the sentence of the rule that the database refused."""
    for constraint in model._meta.constraints:
        if constraint.name in str(error):
            if constraint.violation_error_message != constraint.default_violation_error_message:
                return str(constraint.violation_error_message)
            return _("Twee regels zijn hetzelfde. Haal er een weg of verander er een.")
    raise error


def _check_whole(record: Record) -> None:
    """Ask rules that look at a record with its rows: ``clean_whole`` of the model, when it has one."""
    check = getattr(record, "clean_whole", None)
    if check is not None:
        check()
