"""What the reference pages tell of a collection, read from the OpenAPI document and from a live answer."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django.utils.translation import gettext as _

from .schema import SHARED

SHOWN_OF_A_LIST = 2
SHORT = {"Quantity": "getal", "Reference": "verwijzing", "Term": "begrip", "Citation": "vindplaats"}
CHOICE = re.compile(r"^\* `(?P<value>[^`]*)` - (?P<label>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Line:
    """One parameter or attribute: what it is called, what it holds, what it means, and the values it may have."""

    name: str
    kind: str
    text: str
    values: list[tuple[str, str]]
    part: str = ""


@dataclass
class Table:
    """The attributes of one schema."""

    name: str
    title: str
    lines: list[Line] = field(default_factory=list)


def parameters_of(document: dict, path: str) -> list[Line]:
    """Return the parameters of a list, in the order of their names."""
    return [
        line_of(parameter["name"], parameter["schema"], parameter.get("description", ""), document)
        for parameter in document["paths"][path]["get"]["parameters"]
        if parameter["in"] == "query"
    ]


def tables_of(document: dict, path: str) -> list[Table]:
    """Return the attributes of a record, and those of each row it nests."""
    schemas = document["components"]["schemas"]
    answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    queue, found = [name_in(answer)], {}
    while queue:
        name = queue.pop(0)
        if name in found or name in SHARED:
            continue
        schema = schemas[name]
        lines = [
            line_of(key, part, part.get("description", ""), document)
            for key, part in schema["properties"].items()
        ]
        found[name] = Table(name, schema.get("description", name), lines)
        queue += [line.part for line in lines if line.part]
    return list(found.values())


def shared_tables(document: dict) -> list[Table]:
    """Return the attributes of what every collection uses: numbers, references, terms and sources."""
    schemas = document["components"]["schemas"]
    return [
        Table(
            name,
            SHORT[name].capitalize(),
            [
                line_of(key, part, part.get("description", ""), document)
                for key, part in schemas[name]["properties"].items()
            ],
        )
        for name in SHARED
    ]


def line_of(name: str, schema: dict, text: str, document: dict) -> Line:
    """Return a schema as one line of a table."""
    values = [(match["value"], match["label"]) for match in CHOICE.finditer(text)]
    inner = schema.get("items", schema) if schema.get("type") == "array" else schema
    if not values and "enum" in inner and len(inner["enum"]) <= 60:
        values = [(str(value), "") for value in inner["enum"] if value is not None]
    part = name_in(inner)
    return Line(name, kind_of(schema, document), CHOICE.sub("", text).strip(), values, part)


def name_in(schema: dict) -> str:
    """Return the name of the schema that this one leads to; empty when it leads nowhere."""
    inner = (schema.get("allOf") or schema.get("anyOf") or [schema])[0]
    return inner.get("$ref", "").rpartition("/")[2]


def kind_of(schema: dict, document: dict) -> str:
    """Return in Dutch what a value is."""
    if name := name_in(schema):
        return (
            str(document["components"]["schemas"][name].get("description", name))
            .rstrip(".")
            .partition(":")[0]
        )
    kind = schema.get("type", "object")
    if kind == "array":
        return _("lijst (%(kind)s)") % {"kind": kind_of(schema["items"], document)}
    if kind == "object" and (names := parts_in(schema)):
        return _("object met %(names)s") % {"names": ", ".join(names)}
    formats = {
        "uuid": _("UUID"),
        "uri": _("adres"),
        "date": _("datum"),
        "date-time": _("moment"),
        "email": _("e-mailadres"),
    }
    kinds = {
        "string": _("tekst"),
        "integer": _("heel getal"),
        "number": _("getal"),
        "boolean": _("true of false"),
        "object": _("lijsten van begrippen"),
    }
    return formats.get(schema.get("format", ""), kinds[kind])


def parts_in(schema: dict) -> list[str]:
    """Return the attributes of an object that is no collection of lists."""
    parts = schema.get("properties", {})
    return [] if all(part.get("type") == "array" for part in parts.values()) else list(parts)


def live_answer(address: str) -> Any:
    """Return what the API answers a visitor now; ``address`` is a path with or without a query."""
    path, _mark, query = address.partition("?")
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"QUERY_STRING": query, "HTTP_ACCEPT": "application/json"}
    request.GET = QueryDict(query)
    request.user = AnonymousUser()
    match = resolve(path)
    answer = match.func(request, *match.args, **match.kwargs)
    # Finished documents go by as they are; another answer is not written yet.
    return answer.data if hasattr(answer, "data") else json.loads(answer.content)


def written(answer: Any) -> str:
    """Return an answer as indented JSON, with the first rows of long lists."""
    return json.dumps(shortened(answer), indent=2, ensure_ascii=False)


def shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shortened(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shortened(part) for part in value[:SHOWN_OF_A_LIST]]
    return value
