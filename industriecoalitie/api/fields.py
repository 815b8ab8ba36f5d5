"""How single values are written as JSON: numbers, dates, terms, sources and addresses."""

import datetime
from decimal import Decimal

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from industriecoalitie.core import dates, quantities
from industriecoalitie.core.choices import Precision, Qualifier

from .addresses import absolute, href


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


@extend_schema_field(TermSchema(allow_null=True))
class TermField(serializers.Field):
    """A term of a code list that a record has one of; nothing when the reader may not see it."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, term) -> dict[str, str] | None:
        if not term.is_shown_to(self.context["user"]):
            return None
        return {"notation": term.notation, "label": term.label}
