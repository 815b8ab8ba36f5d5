"""Reading the history tables: rows of many tables in one query, with values as the models have them."""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    DateTimeField,
    F,
    Field,
    Func,
    JSONField,
    Model,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from industriecoalitie.core.models import Record

from .tables import links_of, rows_of

OWN = "own"
Place = tuple[str, ...]  # ("own",), ("rows", relation), ("links", field) or ("rowlinks", relation, field)


class ExactDecoder(json.JSONDecoder):
    """Reads numbers without rounding them."""

    def __init__(self, **options):
        super().__init__(parse_float=Decimal, **options)


class RowAsJson(Func):
    """A whole row of the table that is asked."""

    output_field = JSONField(decoder=ExactDecoder)

    def __init__(self, table: str = ""):
        super().__init__()
        self.table = table

    def as_sql(self, compiler, connection, **extra):
        return f"to_jsonb({connection.ops.quote_name(self.table)}.*)", []


@dataclass(frozen=True)
class Kept:
    """One row of a history table: what happened to which row, when, in which change set."""

    place: Place
    id: int
    at: datetime.datetime
    label: str
    change_set: UUID | None
    data: Mapping[str, Any]


def arm(events: type[Model], place: Place, condition: Q) -> QuerySet:
    """Return rows of one history table in the shape that all tables share, to join in a union."""
    return _shaped(QuerySet(events).filter(condition), place, F("pgh_id"), F("pgh_created_at"), "pgh_label")


def live_arm(model: type[Model], place: Place, condition: Q) -> QuerySet:
    """Return rows of a table as they are now, in the same shape."""
    none = Cast(Value(None), DateTimeField())
    return _shaped(QuerySet(model).filter(condition), place, F("pk"), none, "")


def _shaped(rows: QuerySet, place: Place, key, at, label: str) -> QuerySet:
    context = F("pgh_context_id") if label else Cast(Value(None), UUIDField())
    return (
        rows.order_by()
        .annotate(
            e_place=Value("/".join(place), TextField()),
            e_id=key,
            e_at=at,
            e_label=F(label) if label else Value("insert", TextField()),
            e_context=context,
            e_data=RowAsJson(rows.model._meta.db_table),
        )
        .values_list("e_place", "e_id", "e_at", "e_label", "e_context", "e_data")
    )


def fetched(arms: Iterable[QuerySet]) -> list[Kept]:
    """Return the rows of all arms, oldest first, in one query."""
    first, *others = arms
    rows = first.union(*others, all=True) if others else first
    found = [Kept(tuple(place.split("/")), *rest) for place, *rest in rows]
    return sorted(found, key=lambda kept: (kept.at or datetime.datetime.min, kept.id))


def events_of(record: Record) -> list[Kept]:
    """Return all that ever happened to a record, its rows and its links, oldest first, in one query."""
    model, pk = type(record), record.pk
    arms = [arm(model.pgh_event_model, (OWN,), Q(pgh_obj_id=pk))]
    for links in links_of(model):
        arms.append(arm(links.events, ("links", links.field.name), Q(**{links.source: pk})))
    for rows in rows_of(model):
        # A row that went on to another record left this one: its later events count too.
        ever = QuerySet(rows.events).filter(**{rows.parent: pk}).values("pgh_obj_id")
        arms.append(arm(rows.events, ("rows", rows.name), Q(pgh_obj_id__in=ever)))
        for links in links_of(rows.model):
            place = ("rowlinks", rows.name, links.field.name)
            arms.append(arm(links.events, place, Q(**{f"{links.source}__in": ever})))
    return fetched(arms)


def rows_now(record: Record) -> list[Kept]:
    """Return a record with its rows and its links as they are stored now, in one query."""
    model, pk = type(record), record.pk
    arms = [live_arm(model, (OWN,), Q(pk=pk))]
    for links in links_of(model):
        arms.append(live_arm(links.through, ("links", links.field.name), Q(**{links.source: pk})))
    for rows in rows_of(model):
        arms.append(live_arm(rows.model, ("rows", rows.name), Q(**{rows.parent: pk})))
        own = QuerySet(rows.model).filter(**{rows.parent: pk}).values("pk")
        for links in links_of(rows.model):
            place = ("rowlinks", rows.name, links.field.name)
            arms.append(live_arm(links.through, place, Q(**{f"{links.source}__in": own})))
    return fetched(arms)


def values_from(model: type[Model], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored values of a row by attribute, as the model has them; what history may not hold is left out."""
    return {
        field.attname: _value(field, data[field.column])
        for field in model._meta.concrete_fields
        if field.column in data
    }


def _value(field: Field, value: Any) -> Any:
    target = field.target_field if field.is_relation else field
    if isinstance(target, JSONField):
        return _as_json(value)
    found = target.to_python(value)
    return found.astimezone(datetime.UTC) if isinstance(found, datetime.datetime) else found


def _as_json(value: Any) -> Any:
    """Return a value of a JSON column as Django reads it, with floats."""
    if isinstance(value, dict):
        return {key: _as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value
