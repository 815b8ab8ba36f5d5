"""How a record is written as JSON, in one place for all: its attributes, its nested rows, what they rest on."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Model, Prefetch, QuerySet
from rest_framework import serializers

from industriecoalitie.core.models import Period, Record

from .fields import (
    HrefField,
    MomentField,
    NumberField,
    PageField,
    PartialDateField,
    PrecisionField,
    SourcesField,
    camel,
)
from .references import Link, Named, Reference, References, Visible

PERIOD_KEYS = {"from_on": "from", "until_on": "until"}
PERIOD_NAMES = ("from_on", "until_on")


class FactSerializer(serializers.ModelSerializer):
    """Any row as JSON: lowerCamelCase, no empty text, partial dates, all fields for reading only.

    ``Meta.fields`` are names of the model in the order of the answer; ``Meta.select`` the related rows read along;
    ``Meta.order`` the order of nested rows, ``Meta.where`` which of them are shown; ``Meta.reads`` what a number counts.
    """

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.DateTimeField: MomentField,
        models.DecimalField: NumberField,
    }
    id = serializers.UUIDField(source="uuid", read_only=True, help_text="Blijvend kenmerk (UUID).")
    sources = SourcesField(help_text="Waar dit gegeven vandaan komt: document, onderdeel en regel.")

    first: tuple[str, ...] = ("id",)
    last: tuple[str, ...] = ("remark", "is_inferred", "basis", "sources")

    def get_field_names(self, declared_fields, info) -> list[str]:
        period = PERIOD_NAMES if issubclass(self.Meta.model, Period) else ()
        names = (*self.first, *self.Meta.fields, *period, *self.last)
        return [name for name in dict.fromkeys(names) if name != "slug" or has_field(self.Meta.model, "slug")]

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = {}
        for name, field in super().get_fields().items():
            fields |= self.as_json(name, field)
        only = self._context.get("only")  # a nested serializer has no context of its own
        return {key: field for key, field in fields.items() if only is None or key in only}

    def as_json(self, name: str, field: serializers.Field) -> dict[str, serializers.Field]:
        """Return one field of the model as the attributes it becomes."""
        stem = name.removesuffix("_on")
        precision = f"{stem}_precision"
        if stem != name and has_field(self.Meta.model, precision):
            label = str(field.label or "")
            key = PERIOD_KEYS.get(name, camel(name))
            about = f"{label}: jaar, maand of dag, zo ver als bekend (ISO 8601)."
            return {
                key: PartialDateField(name, precision, help_text=about[:1].upper() + about[1:]),
                f"{camel(stem)}Precision": PrecisionField(
                    name, precision, help_text=f"Hoeveel van {key} bekend is."
                ),
            }
        key = camel(name)
        if key != name and field.source is None:
            field.source = name
        described(field, self.Meta.model, name)
        return {key: field}

    def to_representation(self, instance: Model) -> dict[str, Any]:
        data = super().to_representation(instance)
        return {key: None if value == "" else value for key, value in data.items()}


class PartSerializer(FactSerializer):
    """A row of a record, or one other record written out in it; nothing when the reader may not see that one."""

    def to_representation(self, instance: Model) -> dict[str, Any] | None:
        is_one = not isinstance(self.parent, serializers.ListSerializer)
        if is_one and isinstance(instance, Record) and not instance.is_shown_to(self.context["user"]):
            return None
        return super().to_representation(instance)


class RecordSerializer(FactSerializer):
    """A record with an address of its own. ``Meta.collection`` is its collection."""

    href = HrefField(help_text="Adres in de API.")
    url = PageField(help_text="Adres van de pagina.")

    first = ("id", "slug", "href", "url")
    last = (
        *FactSerializer.last,
        "visibility",
        "version",
        "created_at",
        "updated_at",
        "confirmed_on",
    )

    @staticmethod
    def key_of(record: Model) -> str:
        """Return the key of a record in its address."""
        return getattr(record, "slug", "") or str(record.uuid)


def has_field(model: type[Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def described(field: serializers.Field, model: type[Model], name: str) -> None:
    """Make a field one for reading: nothing in place of an empty text, and the Dutch name as description."""
    field.read_only = True
    field.required = False
    if getattr(field, "allow_blank", False):
        field.allow_blank, field.allow_null = False, True
    if isinstance(field, serializers.ChoiceField) and "" in field.choices:
        field.choices = {key: label for key, label in field.choices.items() if key != ""}
    label = str(field.label or "")
    if not label and has_field(model, name):
        label = str(getattr(model._meta.get_field(name), "verbose_name", ""))
    field.help_text = field.help_text or f"{label[:1].upper()}{label[1:]}"


def nested(serializer: FactSerializer) -> dict[str, FactSerializer]:
    """Return the nested serializers of a serializer by attribute, those of lists too."""
    found = {}
    for key, field in serializer.fields.items():
        child = getattr(field, "child", field)
        if isinstance(child, FactSerializer):
            found[key] = child
    return found


@cache
def attributes(serializer_class: type[FactSerializer]) -> tuple[str, ...]:
    """Return the attributes of a record, in order."""
    return tuple(serializer_class().fields)


@cache
def expandable(serializer_class: type[FactSerializer]) -> dict[str, str]:
    """Return the references that can be opened, with the collection that each leads to."""
    serializer = serializer_class()
    own = {key: field.collection for key, field in serializer.fields.items() if is_mention(field)}
    inside = {
        f"{key}.{name}": field.collection
        for key, child in nested(serializer).items()
        for name, field in child.fields.items()
        if is_mention(field)
    }
    return own | inside


def is_mention(field: serializers.Field) -> bool:
    return isinstance(field, Reference | References | Named)


class _Ready(threading.local):
    """Serializers with their fields made: that takes longer than to write a record with them."""

    def __init__(self):
        self.made: dict[type[FactSerializer], FactSerializer] = {}


_ready = _Ready()


def ready(serializer_class: type[FactSerializer], context: dict[str, Any]) -> FactSerializer:
    """Return a serializer for one answer. The one that writes whole records is kept, for each thread, for the next."""
    if context["only"] is not None:
        return serializer_class(context=context)
    if serializer_class not in _ready.made:
        _ready.made[serializer_class] = serializer_class(context=context)
    serializer = _ready.made[serializer_class]
    serializer._context = context
    return serializer


def prepared(
    serializer_class: type[FactSerializer], queryset: QuerySet, user, only: frozenset[str] | None = None
) -> QuerySet:
    """Return a queryset with the rows that an answer nests, each relation in one query."""
    serializer = ready(serializer_class, {"only": only, "user": user})
    queryset = queryset.select_related(None).prefetch_related(None)
    select = getattr(serializer.Meta, "select", ())
    queryset = queryset.select_related(*select) if select else queryset
    for key, child in nested(serializer).items():
        field = serializer.fields[key]
        if isinstance(field, serializers.ListSerializer):
            queryset = queryset.prefetch_related(Prefetch(field.source, queryset=part_rows(child, user)))
    return queryset


def part_rows(serializer: FactSerializer, user) -> QuerySet:
    """Return nested rows that the reader may see, in their order, with what they name."""
    meta = serializer.Meta
    rows = meta.model.objects.visible_to(user).filter(**getattr(meta, "where", {}))
    rows = rows.order_by(*getattr(meta, "order", ()), "pk")
    select, prefetch = getattr(meta, "select", ()), getattr(meta, "prefetch", ())
    rows = rows.select_related(*select) if select else rows
    return rows.prefetch_related(*prefetch) if prefetch else rows


def represent(
    serializer_class: type[FactSerializer],
    records: Sequence[Model],
    user,
    *,
    only: frozenset[str] | None = None,
) -> list[dict[str, Any]]:
    """Return prepared records as JSON; references in one query, sources in one query."""
    if not records:
        return []
    context = {"only": only, "user": user, "links": {}, "citations": {}}
    serializer = ready(serializer_class, context)
    context["links"] = load_links(serializer, records, Visible(user))
    context["citations"] = load_citations(serializer, records, user)
    return [serializer.to_representation(record) for record in records]


def load_links(serializer: FactSerializer, records: Sequence[Model], visible: Visible) -> dict:
    """Return the rows of all links by attribute and owner, in one query."""
    links = [field for field in serializer.fields.values() if isinstance(field, Link)]
    if not links:
        return {}
    keys = [record.pk for record in records]
    first, *others = (link.rows(serializer.Meta.model, keys, visible) for link in links)
    rows = first.union(*others, all=True) if others else first
    found = defaultdict(list)
    for row in rows.order_by("l_key", "l_rank", "l_label", "l_uuid"):
        found[row[0], row[1]].append(row)
    return found


def load_citations(serializer: FactSerializer, records: Iterable[Model], user) -> dict:
    """Return the places that the records and their nested rows rest on, in one query."""
    subjects = set(subjects_of(serializer, records))
    if not subjects:
        return {}
    return apps.get_model("sources.Citation").objects.visible_to(user).by_subject(subjects)


def subjects_of(serializer: FactSerializer, records: Iterable[Model]) -> Iterable:
    """Yield the UUIDs of all facts in an answer."""
    parts = {key: child for key, child in nested(serializer).items() if "sources" in child.fields}
    for record in records:
        if "sources" in serializer.fields:
            yield record.uuid
        for key in parts:
            related = getattr(record, serializer.fields[key].source)
            rows = related.all() if hasattr(related, "all") else filter(None, [related])
            for row in rows:
                yield row.uuid
