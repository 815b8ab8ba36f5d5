"""Rows of several kinds in one query, for a page that shows a little of each; and many keys, a batch at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db.models import IntegerField, Model, QuerySet, Value
from django.db.models.functions import JSONObject


@dataclass(frozen=True)
class Kind:
    """Rows of one kind, in the ``order`` of these attributes.

    ``beside`` names the records that a row points at, each with the fields that come along; None for all of them.
    """

    rows: QuerySet
    order: tuple[str, ...] = ("order", "pk")
    beside: Mapping[str, Sequence[str] | None] = field(default_factory=dict)


def gathered(kinds: Mapping[str, Kind]) -> dict[str, list[Any]]:
    """Return the rows of each kind as objects of their models, in one query.

    They are for reading: of a record beside a row only the fields asked for are known.
    """
    names = list(kinds)
    first, *others = (_values(place, kind) for place, kind in enumerate(kinds.values()))
    found: dict[str, list[Any]] = {name: [] for name in names}
    for place, data in first.union(*others, all=True):
        found[names[place]].append(_row(kinds[names[place]], data))
    return {name: sorted(rows, key=attrgetter(*kinds[name].order)) for name, rows in found.items()}


def _values(place: int, kind: Kind) -> QuerySet:
    parts = {"row": JSONObject(**{name: name for name in _names(kind.rows.model)})}
    for name, fields in kind.beside.items():
        related = kind.rows.model._meta.get_field(name).related_model
        parts[name] = JSONObject(**{each: f"{name}__{each}" for each in fields or _names(related)})
    rows = kind.rows.order_by().annotate(g_kind=Value(place, IntegerField()), g_data=JSONObject(**parts))
    return rows.values_list("g_kind", "g_data")


def _row(kind: Kind, data: Mapping[str, Mapping[str, Any]]) -> Model:
    row = _object(kind.rows.model, data["row"])
    for name in kind.beside:
        foreign = row._meta.get_field(name)
        if getattr(row, foreign.attname) is not None:
            key = {foreign.related_model._meta.pk.attname: getattr(row, foreign.attname)}
            setattr(row, name, _object(foreign.related_model, {**data[name], **key}))
    return row


def _object(model: type[Model], data: Mapping[str, Any]) -> Model:
    values = {name: model._meta.get_field(name).to_python(value) for name, value in data.items()}
    found = model(**values)
    found._state.adding = False
    return found


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def batches(values: Iterable[int], size: int) -> Iterator[list[int]]:
    """Yield values in lists of at most ``size``, read as they are asked for."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
