"""A record of the API as one row of texts: which columns a collection has, in which order, and what stands in them.

What a column holds is read off the serializer of the collection, so that a new attribute is in the files at once. Source:
docs/uitwisseling.md, "Files over the API".
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from rest_framework import serializers

from industriecoalitie.api.addresses import collections
from industriecoalitie.api.fields import QuantityField, SourcesField, TermField
from industriecoalitie.api.references import Named, NamedList, Reference, References, naming
from industriecoalitie.api.serializers import FactSerializer, is_mention
from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.serializers import ConceptsField, key_of_scheme
from industriecoalitie.core.columns import join_names

# What a nested row is called by, the first that it has; else by what it names.
NAMES = ("title", "name", "label")


@dataclass(frozen=True)
class Cell:
    """One column: its name (``region.slug``), and what it holds of the attribute of a record."""

    name: str
    attribute: str
    read: Callable[[Any], Any]


@cache
def cells_of(serializer_class: type[FactSerializer], only: frozenset[str] | None = None) -> tuple[Cell, ...]:
    """Return the columns of a collection in the order of its attributes, or of some attributes only."""
    fields = serializer_class().fields.items()
    return tuple(cell for key, field in fields if only is None or key in only for cell in cells(key, field))


def cells(key: str, field: serializers.Field) -> Iterator[Cell]:
    """Yield the columns that one attribute becomes."""
    if isinstance(field, serializers.ListSerializer) and isinstance(field.child, FactSerializer):
        yield Cell(f"{key}.count", key, counted)
        if has_names(field.child):
            yield Cell(f"{key}.name", key, all_of(name_of))
    elif isinstance(field, FactSerializer):
        for name, inner in field.fields.items():
            for cell in cells(name, inner):
                yield Cell(f"{key}.{cell.name}", key, within(name, cell.read))
    elif isinstance(field, References | NamedList):
        for name in names_of(field.collection):
            yield Cell(f"{key}.{name}", key, all_of(within(name, plain)))
    elif isinstance(field, Reference | Named):
        for name in names_of(field.collection):
            yield Cell(f"{key}.{name}", key, within(name, plain))
    elif isinstance(field, ConceptsField):
        for scheme in Scheme.values:
            terms = key_of_scheme(scheme)
            for name in ("notation", "label"):
                yield Cell(f"{key}.{terms}.{name}", key, within(terms, all_of(within(name, plain))))
    elif isinstance(field, SourcesField):
        yield Cell(f"{key}.count", key, counted)
        yield Cell(f"{key}.document", key, documents)
    elif isinstance(field, TermField | QuantityField):
        parts = ("notation", "label") if isinstance(field, TermField) else ("value", "qualifier", "unit")
        for name in parts:
            yield Cell(f"{key}.{name}", key, within(name, plain))
    else:
        yield Cell(key, key, plain)


def names_of(collection: str) -> list[str]:
    """Return by what another record is named: its key and its name, or its identifier when it has none."""
    key, name = naming(collections()[collection].queryset.model)
    return ["id"] if key == "uuid" else [key, name]


def has_names(serializer: FactSerializer) -> bool:
    return any(key in NAMES or is_mention(field) for key, field in serializer.fields.items())


def name_of(row: dict[str, Any]) -> str:
    """Return what a nested row is called: by its own name, or by the first record that it names."""
    own = next((row[name] for name in NAMES if row.get(name)), "")
    mentions = (value for value in row.values() if isinstance(value, dict) and "href" in value)
    return own or next((each[name] for each in mentions for name in NAMES if each.get(name)), "")


def plain(value: Any) -> Any:
    return value


def counted(rows: list | None) -> int:
    return len(rows or ())


def within(name: str, read: Callable[[Any], Any]) -> Callable[[dict | None], Any]:
    return lambda value: None if value is None else read(value.get(name))


def all_of(read: Callable[[Any], Any]) -> Callable[[list | None], list]:
    return lambda values: [read(value) for value in values or ()]


def documents(sources: list[dict]) -> list[str]:
    """Return the keys of the documents of sources, each once."""
    return list(dict.fromkeys(source["document"] for source in sources))


def row_of(record: dict[str, Any], columns: Iterable[Cell]) -> list[str]:
    """Return the texts of a record as the API writes it."""
    return [text_of(column.read(record.get(column.attribute))) for column in columns]


def text_of(value: Any) -> str:
    """Return a value of JSON as text: a number with a comma, several texts in one as ``a; b``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").replace(".", ",")
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return join_names(text_of(each) for each in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
