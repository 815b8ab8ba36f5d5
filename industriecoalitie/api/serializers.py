"""How a record is written as JSON: names, dates, numbers, references and sources, in one place for all."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, IntegerField, Model, Prefetch, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from industriecoalitie.core import dates, quantities
from industriecoalitie.core.choices import Precision, Qualifier
from industriecoalitie.core.models import Period, Record

from .addresses import absolute, href

PERIOD_KEYS = {"from_on": "from", "until_on": "until"}
PERIOD_NAMES = ("from_on", "until_on")
LINK_COLUMNS = ("l_key", "l_owner", "l_rank", "l_uuid", "l_slug", "l_label", "l_group")


def camel(name: str) -> str:
    """Return a name of Python as a name of JSON: ``is_inferred`` → ``isInferred``."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


class NumberField(serializers.DecimalField):
    """A decimal as a JSON number, whole when it is whole."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"coerce_to_string": False})

    def to_representation(self, value: Decimal) -> int | float:
        return number(value)


def number(value: Decimal | int | None) -> int | float | None:
    """Return a decimal as a JSON number, whole when it is whole."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


class MomentField(serializers.DateTimeField):
    """A moment in UTC, with Z."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"default_timezone": datetime.UTC})


@extend_schema_field(
    {
        "type": "string",
        "nullable": True,
        "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
        "example": "2024-02",
    }
)
class PartialDateField(serializers.Field):
    """A year, a month or a day, as far as it is known."""

    def __init__(self, day: str, precision: str, **kwargs):
        self.day, self.precision = day, precision
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record: Model) -> str | None:
        value = dates.partial(getattr(record, self.day), getattr(record, self.precision))
        return str(value) if value else None


@extend_schema_field(
    {"type": "string", "nullable": True, "enum": [*Precision.values, None], "example": Precision.MONTH.value}
)
class PrecisionField(serializers.Field):
    """How much of a date is known; nothing without a date."""

    def __init__(self, day: str, precision: str, **kwargs):
        self.day, self.precision = day, precision
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record: Model) -> str | None:
        return getattr(record, self.precision) if getattr(record, self.day) else None


class QuantitySchema(serializers.Serializer):
    """A number, the word its source puts before it, its unit, and all that in words."""

    value = serializers.FloatField(help_text="De waarde zelf; hierop wordt gesorteerd.")
    qualifier = serializers.ChoiceField(
        Qualifier.choices, help_text="Het woord van de bron: ruim (over), bijna (nearly), circa (about) …"
    )
    unit = serializers.CharField(allow_null=True, help_text="Waarin is geteld.")
    text = serializers.CharField(help_text="Het getal zoals een pagina het toont, met woord en eenheid.")

    class Meta:
        ref_name = "Quantity"


@extend_schema_field(QuantitySchema(allow_null=True))
class QuantityField(serializers.Field):
    """A number with its word and unit; nothing when there is no number.

    Each argument names a field of the record; ``qualifier`` and ``unit`` may be empty.
    """

    def __init__(self, value: str, qualifier: str = "qualifier", unit: str = "unit", fixed_unit="", **kwargs):
        self.names = (value, qualifier, unit)
        self.fixed_unit = fixed_unit
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record: Model) -> dict[str, object] | None:
        value, qualifier, unit = (getattr(record, name) if name else "" for name in self.names)
        if value is None:
            return None
        word, unit = qualifier or Qualifier.EXACT, unit or self.fixed_unit
        text = f"{quantities.in_words(value, word)} {unit}".strip()
        return {"value": number(value), "qualifier": word, "unit": unit or None, "text": text}


class ReferenceSchema(serializers.Serializer):
    """Another record, by name and address."""

    id = serializers.UUIDField()
    slug = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
    notation = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    title = serializers.CharField(required=False)
    label = serializers.CharField(required=False)
    href = serializers.URLField(help_text="Adres in de API.")

    class Meta:
        ref_name = "Reference"


class TermSchema(serializers.Serializer):
    """A term of a code list."""

    notation = serializers.CharField(help_text="De sleutel in de lijst.")
    label = serializers.CharField()

    class Meta:
        ref_name = "Term"


class CitationSchema(serializers.Serializer):
    """The place in a document that a fact rests on."""

    document = serializers.CharField(help_text="De sleutel van de bron.")
    title = serializers.CharField(help_text="De titel van de bron.")
    section = serializers.CharField(allow_null=True, help_text="Het onderdeel van de bron.")
    line = serializers.IntegerField(allow_null=True, help_text="De regel, geteld vanaf 1.")
    field = serializers.CharField(
        allow_null=True, help_text="Het ene gegeven waar het om gaat; null is alles."
    )
    href = serializers.URLField()

    class Meta:
        ref_name = "Citation"


@extend_schema_field(CitationSchema(many=True))
class SourcesField(serializers.Field):
    """Where a fact comes from; read for the whole answer at once."""

    def __init__(self, **kwargs):
        super().__init__(source="uuid", read_only=True, **kwargs)

    def to_representation(self, value) -> list[dict[str, object]]:
        return [
            {
                "document": citation.document.slug,
                "title": citation.document.title,
                "section": str(citation.section) if citation.section_id else None,
                "line": citation.line,
                "field": camel(citation.field) or None,
                "href": href("sources", citation.document.slug),
            }
            for citation in self.context["citations"].get(value, ())
        ]


class HrefField(serializers.Field):
    """The address of the record in the API, or on the pages."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record: Model) -> str:
        return href(self.parent.Meta.collection, self.parent.key_of(record))


class PageField(serializers.Field):
    """The page of the record; nothing when it has none of its own."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, record: Model) -> str | None:
        return absolute(record.get_absolute_url()) if hasattr(record, "get_absolute_url") else None


extend_schema_field({"type": "string", "format": "uri"})(HrefField)
extend_schema_field({"type": "string", "format": "uri", "nullable": True})(PageField)


@cache
def naming(model: type[Model]) -> tuple[str, str]:
    """Return the fields that tell a record apart for people: its key and its name."""
    names = {field.name for field in model._meta.get_fields()}
    key = next(name for name in ("slug", "notation", "code") if name in names)
    return key, next(name for name in ("name", "title", "label") if name in names)


def reference(
    collection: str, model: type[Model], uuid: object, key: str, name: str, group: str = ""
) -> dict[str, str]:
    """Return a record as another record mentions it; ``group`` is the list of a term."""
    key_name, label_name = naming(model)
    address = key if key_name == "slug" else f"{group}:{key}" if group else uuid
    return {"id": str(uuid), key_name: key, label_name: name, "href": href(collection, address)}


class Link(serializers.Field):
    """Other records that a record names, by any path of relations; read for the whole answer at once.

    ``path`` leads from the record to the other; it is the name of the field when it is left out. What the reader may
    not see is left out, by the same queryset that guards the other's own address.
    """

    many = False

    def __init__(self, collection: str, path: str = "", **kwargs):
        self.collection, self.path = collection, path
        super().__init__(source="*", read_only=True, **kwargs)

    def rows(self, owner: type[Model], keys: Sequence[int], visible: "Visible") -> QuerySet:
        """Return the rows of this link for some owners, in the columns that all links share."""
        target = model_at(owner, self.path)
        key_name, label_name = naming(target)
        empty = Value("", TextField())
        grouped = Cast(F(f"{self.path}__scheme"), TextField()) if key_name == "notation" else empty
        ranked = F(f"{self.path}__order") if key_name == "notation" else Value(0, IntegerField())
        return (
            owner._default_manager.order_by()
            .filter(pk__in=keys, **{f"{self.path}__in": visible.rows(target)})
            .annotate(
                l_key=Value(self.field_name, TextField()),
                l_owner=F("pk"),
                l_rank=Cast(ranked, IntegerField()),
                l_uuid=Cast(F(f"{self.path}__uuid"), UUIDField()),
                l_slug=Cast(F(f"{self.path}__{key_name}"), TextField()),
                l_label=Cast(F(f"{self.path}__{label_name}"), TextField()),
                l_group=grouped,
            )
            .values_list(*LINK_COLUMNS)
        )

    def found(self, record: Model) -> list[tuple]:
        """Return the rows of one record, each once."""
        rows = self.context["links"].get((self.field_name, record.pk), ())
        return list({row[3]: row for row in rows}.values())

    def mentions(self, record: Model) -> list[dict[str, str]]:
        target = model_at(type(record), self.path)
        return [reference(self.collection, target, *row[3:]) for row in self.found(record)]

    def bind(self, field_name, parent):
        super().bind(field_name, parent)
        self.path = self.path or snake(field_name)


@extend_schema_field(ReferenceSchema(allow_null=True))
class Reference(Link):
    """One other record that a record names."""

    def to_representation(self, record: Model) -> dict[str, str] | None:
        return next(iter(self.mentions(record)), None)


@extend_schema_field(ReferenceSchema(many=True))
class References(Link):
    """All other records of one relation."""

    many = True

    def to_representation(self, record: Model) -> list[dict[str, str]]:
        return self.mentions(record)


@extend_schema_field(ReferenceSchema(allow_null=True))
class Named(serializers.Field):
    """The other record that a nested row names, read with the row."""

    def __init__(self, collection: str, **kwargs):
        self.collection = collection
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, record: Record) -> dict[str, str] | None:
        if not record.is_shown_to(self.context["user"]):
            return None
        key_name, label_name = naming(type(record))
        names = getattr(record, key_name), getattr(record, label_name)
        return reference(self.collection, type(record), record.uuid, *names)


@extend_schema_field(ReferenceSchema(many=True))
class NamedList(Named):
    """The other records that a nested row names, read with the rows."""

    def to_representation(self, rows) -> list[dict[str, str]]:
        shown = (super(NamedList, self).to_representation(record) for record in rows.all())
        return sorted(filter(None, shown), key=lambda mention: mention["href"])


@extend_schema_field(TermSchema(allow_null=True))
class TermField(serializers.Field):
    """A term of a code list that a record has one of."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, term) -> dict[str, str]:
        return {"notation": term.notation, "label": term.label}


def snake(name: str) -> str:
    """Return a name of JSON as a name of Python."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


@cache
def model_at(owner: type[Model], path: str) -> type[Model]:
    """Return the model at the end of a path of relations."""
    model = owner
    for part in path.split("__"):
        model = model._meta.get_field(part).related_model
    return model


class Visible:
    """What one reader may see, asked once per model."""

    def __init__(self, user):
        self.user = user
        self.known: dict[type[Model], QuerySet] = {}

    def rows(self, model: type[Model]) -> QuerySet:
        if model not in self.known:
            self.known[model] = model.objects.visible_to(self.user).values("pk")
        return self.known[model]


class FactSerializer(serializers.ModelSerializer):
    """Any row as JSON: lowerCamelCase, no empty text, partial dates, all fields for reading only.

    ``Meta.fields`` are names of the model in the order of the answer; ``Meta.select`` the related rows read along;
    ``Meta.order`` the order of nested rows.
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
    """A row of a record."""


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


def prepared(
    serializer_class: type[FactSerializer], queryset: QuerySet, user, only: frozenset[str] | None = None
) -> QuerySet:
    """Return a queryset with the rows that an answer nests, each relation in one query."""
    serializer = serializer_class(context={"only": only, "user": user})
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
    rows = meta.model.objects.visible_to(user).order_by(*getattr(meta, "order", ()), "pk")
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
    serializer = serializer_class(records, many=True, context=context)
    context["links"] = load_links(serializer.child, records, Visible(user))
    context["citations"] = load_citations(serializer.child, records, user)
    return list(serializer.data)


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
