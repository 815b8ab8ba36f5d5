"""Bringing back an earlier version of a record as a new version, with its rows and its links."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Record

from .comparing import TECHNICAL, label_of
from .recording import Change, Row, change_record, change_set
from .states import State, state_at, state_of
from .tables import Rows, links_of, rows_of

# Who may read a record and who keeps it: for those who may publish it.
GUARDED = {"visibility", "hidden_at", "owner"}
NOWHERE = object()


@dataclass
class Plan:
    """What bringing back a version comes down to.

    ``row_links`` are the many-to-many fields of rows that come back; ``left_out`` says in Dutch what cannot come back.
    """

    change: Change
    row_links: Mapping[tuple[str, UUID], Mapping[str, frozenset]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def revert_record(
    record: Record, version: int, *, by: Actor, seen: int | None, kept: Set[str] = frozenset()
) -> Record:
    """Bring back an earlier version as a new one; return the fresh record.

    ``fresh.change_set`` is None when the record was already so. ``kept`` names fields and relations that stay as they are.

    Raises:
        NoSuchVersion: history does not know that version.
        Conflict: the record is no longer at ``seen``.
        ValidationError: a value breaks a rule that holds today.
    """
    with change_set(by, f"{record._meta.model_name}.reverted"):
        plan = revert_plan(record, state_at(record, version), kept=kept)
        fresh = change_record(record, plan.change, by=by, seen=seen, verb="reverted")
        for (name, uuid), links in plan.row_links.items():
            row = getattr(fresh, name).get(uuid=uuid)
            for field_name, keys in links.items():
                getattr(row, field_name).set(keys)
    return fresh


def revert_plan(record: Record, then: State, *, kept: Set[str] = frozenset()) -> Plan:
    """Return what has to change to make a record as it was then."""
    now = state_of(record)
    model = type(record)
    left_out: list[str] = []
    values = _back(model, then.values, now.values, set(kept))
    for name in _dangling(model, [values]):
        values.pop(name)
        left_out.append(_("%(field)s: wat daar stond, bestaat niet meer.") % {"field": _label(model, name)})
    links = {}
    for each in links_of(model):
        keys = then.links[each.field.name]
        if keys != now.links[each.field.name]:
            links[each.field.name] = list(each.field.remote_field.model._base_manager.filter(pk__in=keys))
    rows, row_links = {}, {}
    for each in rows_of(model):
        if each.name in kept:
            continue
        changes, linked = _row_changes(each, then.rows[each.name], now.rows[each.name], left_out)
        if changes:
            rows[each.name] = changes
        row_links |= {(each.name, uuid): found for uuid, found in linked.items()}
    return Plan(Change(values, links, rows), row_links, left_out)


def _back(
    model: type[models.Model], then: Mapping[str, Any], now: Mapping[str, Any], kept: set[str]
) -> dict[str, Any]:
    return {
        each.attname: then[each.attname]
        for each in model._meta.concrete_fields
        if each.name not in TECHNICAL | kept
        and each.attname in then
        and then[each.attname] != now.get(each.attname, NOWHERE)
    }


def _row_changes(
    rows: Rows, then: Mapping[UUID, Mapping], now: Mapping[UUID, Mapping], left_out: list[str]
) -> tuple[list[Row], dict[UUID, dict[str, frozenset]]]:
    """Return the changes to the rows of one relation, and the links of those that come back or differ."""
    missing = {uuid: values for uuid, values in then.items() if uuid not in now}
    elsewhere = (
        set(rows.model._base_manager.filter(uuid__in=missing).values_list("uuid", flat=True))
        if missing
        else ()
    )
    gone = _dangling_rows(rows, list(missing.values())) if missing else set()
    changes = [Row(uuid, is_removed=True) for uuid in now if uuid not in then]
    linked: dict[UUID, dict[str, frozenset]] = {}
    names = [each.field.name for each in links_of(rows.model)]
    for uuid, values in then.items():
        if uuid in elsewhere or uuid in gone:
            why = (
                _("hoort nu bij een ander record")
                if uuid in elsewhere
                else _("noemt een record dat niet meer bestaat")
            )
            left_out.append(f"{rows.model._meta.verbose_name}: {why}.")
            continue
        fields = _back(rows.model, values, now.get(uuid, {}), set())
        fields.pop(rows.parent, None)
        if uuid not in now:
            changes.append(Row(None, {**fields, "uuid": uuid}))
        elif fields:
            changes.append(Row(uuid, fields))
        links = {
            name: values[name] for name in names if values[name] != now.get(uuid, {}).get(name, frozenset())
        }
        if links:
            linked[uuid] = links
    return changes, linked


def _dangling_rows(rows: Rows, values: list[Mapping[str, Any]]) -> set[UUID]:
    fields = [{key: each for key, each in row.items() if key != rows.parent} for row in values]
    return {row["uuid"] for row, own in zip(values, fields, strict=True) if _dangling(rows.model, [own])}


def _dangling(model: type[models.Model], all_values: list[Mapping[str, Any]]) -> list[str]:
    """Return the columns that name something that is no longer there."""
    found = []
    for each in model._meta.concrete_fields:
        if not each.is_relation:
            continue
        keys = {values[each.attname] for values in all_values if values.get(each.attname) is not None}
        if keys and each.remote_field.model._base_manager.filter(pk__in=keys).count() < len(keys):
            found.append(each.attname)
    return found


def _label(model: type[models.Model], attname: str) -> str:
    return label_of(model._meta.get_field(attname))
