"""The calls of a collection as the reference pages show them, each with a curl line that the tests carry out."""

import json
from dataclasses import dataclass, field
from typing import Any

from .addresses import ROOT, absolute
from .reference import Line, line_of, name_in

METHODS = ("get", "post", "put", "patch", "delete")
# A small new record of every collection that is written in, with organisations and programmes of the initial data.
BODIES: dict[str, dict[str, Any]] = {
    "partnerships": {"name": "Zonnedaken op school", "form": "pps", "region": "twente", "from": "2026-09"},
    "ecosystems": {"name": "Fieldlab Zonnedaken", "kind": "fieldlab", "leadOrganisation": "deltion"},
    "demands": {"title": "Monteurs voor zonnedaken", "quantity": {"value": 60, "unit": "vakmensen"}},
    "programmes": {"name": "Monteur zonnedaken", "kind": "opleiding", "durationYears": 2},
    "modules": {"name": "Zonnepanelen aansluiten", "hours": 40},
    "learning-paths": {
        "name": "Van helper naar monteur",
        "steps": [{"programme": "technicus-smart-industry"}, {"title": "Verder leren bij een bedrijf"}],
    },
    "offerings": {"programme": "technicus-smart-industry", "organisation": "deltion", "capacity": 20},
    "practices": {"kind": "partnership", "title": "Zo leerden wij samen zonnedaken leggen"},
}
CHANGE = {"offerings": {"capacity": 24}, "modules": {"hours": 48}}


@dataclass(frozen=True)
class Call:
    """One thing that can be asked: how, of what address, what it does, and the line that does it."""

    method: str
    path: str
    title: str
    about: str
    curl: str
    lines: list[Line] = field(default_factory=list)
    required: frozenset[str] = frozenset()


def calls_of(document: dict, name: str, example: str) -> list[Call]:
    """Return every call of a collection in the order of its addresses; ``example`` is the address of a record."""
    return [
        _call(document, name, method, path, example)
        for path, item in document["paths"].items()
        if path.split("/")[1] == name
        for method in METHODS
        if method in item
    ]


def _call(document: dict, name: str, method: str, path: str, example: str) -> Call:
    asked = document["paths"][path][method]
    curl = _reading(path, example) if method == "get" else _writing(name, method, path)
    schema = _written(document, asked)
    lines = [
        line_of(key, part, part.get("description", ""), document)
        for key, part in schema.get("properties", {}).items()
    ]
    required = frozenset(schema.get("required", ()))
    return Call(method.upper(), path, asked["summary"], asked.get("description", ""), curl, lines, required)


def _written(document: dict, asked: dict) -> dict:
    """Return the schema of the body of a call; empty when it has none."""
    content = asked.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = name_in(content.get("schema", {}))
    return document["components"]["schemas"][name] if name else {}


def _reading(path: str, example: str) -> str:
    if "{id}" not in path:
        return f"curl '{absolute(ROOT)}{path}?limit=10'"
    return f"curl '{example}{path.partition('{id}')[2]}'" if example else ""


def _writing(name: str, method: str, path: str) -> str:
    address = f"{absolute(ROOT)}{path.replace('{id}', '$ID')}"
    parts = [f"curl -X {method.upper()} {address}", '-H "Authorization: Bearer $TOKEN"']
    if "{id}" in path:
        parts.append('-H "If-Match: $ETAG"')
    body = _body(name, method, path)
    if body is not None:
        parts += ['-H "Content-Type: application/json"', f"-d '{json.dumps(body, ensure_ascii=False)}'"]
    return " \\\n  ".join(parts)


def _body(name: str, method: str, path: str) -> Any:
    body = BODIES[name]
    if path.endswith("/_bulk"):
        return {"operations": [{"method": "POST", "body": body}]}
    if method == "patch":
        return CHANGE.get(name, {"summary": "In het kort."})
    return body if method in ("post", "put") else None
