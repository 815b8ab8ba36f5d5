"""What differs between two sets of values of one model, in the order of its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from industriecoalitie.core import dates

from .tables import links_of, parent_field

FIELD, LINK = "field", "link"
ROW_ADDED, ROW_REMOVED, ROW_CHANGED = "row_added", "row_removed", "row_changed"
# What the portal counts for itself, and what an address is made of.
UNSHOWN = {"slug"}
TECHNICAL = {"id", "uuid", "version", "created_at", "updated_at"}


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: a field, the links of a field, or a row.

    ``name`` is the field, or the relation of a row. ``was`` and ``now`` are raw: of a field its value (a
    ``PartialDate`` for a date with its precision, a key for a foreign key), of links a frozenset of keys, of a row
    its values by attribute (None when there is no row). ``parts`` are the fields of a changed row; ``uuid`` its key.
    """

    model: type[models.Model]
    kind: str
    name: str
    label: str
    was: Any
    now: Any
    uuid: UUID | None = None
    parts: Sequence["Difference"] = field(default=())


def value_differences(
    model: type[models.Model], was: Mapping[str, Any], now: Mapping[str, Any]
) -> list[Difference]:
    """Return the fields and links of one row whose values differ; a date and its precision are one."""
    found = [
        Difference(model, FIELD, each.name, label_of(each), old, new)
        for each in shown_fields(model)
        if (old := value_of(each, was)) != (new := value_of(each, now))
    ]
    return found + [
        difference
        for links in links_of(model)
        for difference in link_difference(model, links.field, was, now)
    ]


def link_difference(
    model: type[models.Model], each: models.ManyToManyField, was: Mapping[str, Any], now: Mapping[str, Any]
) -> list[Difference]:
    """Return the difference between the links of one field, when there is one."""
    old, new = was.get(each.name, frozenset()), now.get(each.name, frozenset())
    return [Difference(model, LINK, each.name, label_of(each), old, new)] if old != new else []


def row_differences(
    model: type[models.Model], name: str, was: Mapping[UUID, Mapping], now: Mapping[UUID, Mapping]
) -> list[Difference]:
    """Return the rows of one relation that were added, removed and changed."""
    label = str(model._meta.verbose_name)
    found = [
        Difference(model, ROW_REMOVED, name, label, values, None, uuid)
        for uuid, values in was.items()
        if uuid not in now
    ]
    for uuid, values in now.items():
        if uuid not in was:
            found.append(Difference(model, ROW_ADDED, name, label, None, values, uuid))
        elif parts := value_differences(model, was[uuid], values):
            found.append(Difference(model, ROW_CHANGED, name, label, was[uuid], values, uuid, tuple(parts)))
    return found


def shown_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a model that mean something to a reader, in its own order."""
    parent = parent_field(model)
    return [
        each
        for each in model._meta.concrete_fields
        if each.name not in TECHNICAL | UNSHOWN
        and not each.name.endswith("_precision")
        and not (parent is not None and (each == parent or _is_mere_order(model, each)))
    ]


def _is_mere_order(model: type[models.Model], each: models.Field) -> bool:
    """Tell whether a field of a row only says where the row stands on the page; a step of a path has its number."""
    in_rule = any(
        each.name in constraint.fields
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    )
    return each.name in ("order", "list_order") and not in_rule


def value_of(each: models.Field, values: Mapping[str, Any]) -> Any:
    """Return the value of a field; a date with the precision that stands beside it as one."""
    value = values.get(each.attname)
    precision = values.get(f"{each.name.removesuffix('_on')}_precision")
    if each.name.endswith("_on") and precision is not None:
        return dates.partial(value, precision)
    return value


def label_of(each: models.Field) -> str:
    """Return the name of a field on screen, beginning with a capital."""
    label = str(each.verbose_name)
    return label[:1].upper() + label[1:]
