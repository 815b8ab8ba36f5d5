"""The OpenAPI document: what drf-spectacular finds, told in Dutch and by the NLGov design rules."""

from typing import Any

from django.conf import settings
from django.forms import MultipleChoiceField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from industriecoalitie.core import filters

from .addresses import COLLECTIONS, ROOT
from .exceptions import CONTENT_TYPE, problem
from .fields import camel
from .filters import MAX_EXPAND, MAX_FIELDS
from .pagination import DEFAULT_LIMIT, MAX_CURSOR_LENGTH, MAX_LIMIT
from .serializers import attributes, expandable, nested
from .viewsets import PartViewSet, ReadViewSet

EXAMPLE_ADDRESS = "https://industriecoalitie.example"
SHOWN_IN_LISTS = 6
QUESTION = gettext_lazy(
    "Hooguit tien woorden, ook als verbuiging, deel van een samenstelling, synoniem of met een tikfout. Alle tellen; heeft"
    " geen record ze alle, dan zoveel mogelijk. Tussen aanhalingstekens staan ze zo bij elkaar; -woord sluit uit."
)
HEADERS = {
    "API-Version": "De volledige versie van de API.",
    "ETag": "Kenmerk van precies dit antwoord; stuur het terug in If-None-Match.",
    "Location": "Adres van wat gemaakt wordt of is.",
    "Link": "Adressen van de eerste en de volgende pagina (RFC 8288).",
    "access-control-allow-origin": "Elke website mag lezen: *.",
    "RateLimit": "Wat er in deze minuut over is (r) en na hoeveel seconden de volgende begint (t).",
    "RateLimit-Policy": "Hoeveel verzoeken (q) in hoeveel seconden (w) mogen.",
    "Retry-After": "Na hoeveel seconden het weer kan.",
}
LIMITS = ("RateLimit", "RateLimit-Policy")
ALWAYS_POSSIBLE = (401, 403, 406, 429, 500, 503)
OF_WRITES = (403, 409, 412, 413, 415, 422, 428)


class PortalSchema(AutoSchema):
    """Describes a collection: its filters, its orders, the references to open."""

    def get_tags(self) -> list[str]:
        return [self.subject.partition("/")[0]]

    @property
    def subject(self) -> str:
        return getattr(self.view, "collection", "") or "api"

    @property
    def is_collection(self) -> bool:
        return isinstance(self.view, ReadViewSet)

    @property
    def is_list(self) -> bool:
        return self.is_collection and self.view.action == "list"

    def get_operation_id(self) -> str:
        if not self.is_collection:
            return super().get_operation_id()
        words = self.subject.replace("{id}", "").replace("/", "_").replace("-", "_").strip("_")
        return camel("_".join(filter(None, words.split("_")))) + ("List" if self.is_list else "Item")

    def get_summary(self) -> str | None:
        if not self.is_collection:
            return getattr(self.view, "summary", None) and str(self.view.summary)
        name = label_of(self.view)
        return _("%(name)s: lijst") % {"name": name} if self.is_list else _("%(name)s: één") % {"name": name}

    def get_description(self) -> str:
        return str(getattr(self.view, "about", ""))

    def get_auth(self) -> list:
        return []

    def _get_filter_parameters(self) -> list:
        return []

    def _get_pagination_parameters(self) -> list:
        return []

    def get_override_parameters(self) -> list[OpenApiParameter]:
        if not self.is_collection:
            return []
        found = form_parameters(self.view)
        if self.is_list:
            found = [*list_parameters(self.view), *found, *filter_parameters(self.view)]
        if not self.is_list or isinstance(self.view, PartViewSet):
            found.insert(0, key_parameter(self.view))
        return found


def label_of(view: ReadViewSet) -> str:
    """Return the Dutch name of what a collection holds."""
    return filters.label_of(view.queryset.model)


def query(name: str, schema: dict[str, Any], description: str, *, comma: bool = False) -> OpenApiParameter:
    """Return a parameter; ``comma`` puts several values in one, else a key is repeated."""
    many = {"style": "form", "explode": not comma} if schema["type"] == "array" else {}
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=description, **many)


def key_parameter(view: ReadViewSet) -> OpenApiParameter:
    of = view.parent if isinstance(view, PartViewSet) else view
    about = _("UUID of slug.") if of.slug_field else _("UUID.")
    about = _("UUID, of lijst:notatie.") if of.collection == "concepts" else about
    return OpenApiParameter(
        "id", {"type": "string", "maxLength": 200}, OpenApiParameter.PATH, description=about
    )


def form_parameters(view: ReadViewSet) -> list[OpenApiParameter]:
    """Return what trims and opens an answer."""
    names, opened = attributes(view.serializer_class), list(expandable(view.serializer_class))
    found = [
        query(
            "fields",
            names_schema(names, MAX_FIELDS),
            _("Alleen deze attributen, met komma’s ertussen; id staat er altijd bij."),
            comma=True,
        )
    ]
    if opened:
        found.append(
            query(
                "expand",
                names_schema(opened, MAX_EXPAND),
                _("Zet het hele record op de plaats van deze verwijzingen, één laag diep."),
                comma=True,
            )
        )
    return found


def names_schema(names, most: int) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": list(names)}, "maxItems": most}


def list_parameters(view: ReadViewSet) -> list[OpenApiParameter]:
    """Return what pages and orders a list."""
    orders = view.orders()
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
    cursor = {"type": "string", "maxLength": MAX_CURSOR_LENGTH}
    sort = {"type": "string", "enum": orders.choices(), "default": orders.default}
    count = {"type": "boolean", "default": False}
    return [
        query("limit", limit, _("Hoeveel er hooguit op een pagina staan.")),
        query("cursor", cursor, _("Waar de pagina begint: next van de vorige pagina.")),
        query("sort", sort, _("De volgorde, van laag naar hoog; met een min ervoor van hoog naar laag.")),
        query("count", count, _("Tel ook hoeveel er in totaal zijn, in total.")),
    ]


def filter_parameters(view: ReadViewSet) -> list[OpenApiParameter]:
    """Return the filters of a list, the same as on its page."""
    if view.filterset_class is None:
        return []
    found = []
    for name, item in view.filterset_class.base_filters.items():
        schema, about = filter_schema(item)
        label = str(item.label or name)
        found.append(query(name, schema, f"{label[:1].upper()}{label[1:]}. {about}".strip()))
    return found


def filter_schema(item: Any) -> tuple[dict[str, Any], str]:
    """Return the values that a filter takes, and a sentence about them."""
    if isinstance(item, filters.SearchFilter):
        return {"type": "string", "maxLength": filters.MAX_QUERY_LENGTH}, QUESTION
    if isinstance(item, filters.BooleanFilter):
        return {"type": "boolean"}, ""
    if isinstance(item, filters.YearFilter):
        return {"type": "integer", "minimum": 1900, "maximum": 2200}, _("Een jaar.")
    if isinstance(item, filters.ValidOnFilter):
        return {"type": "string", "format": "date"}, _("Wat op deze dag geldt.")
    if isinstance(item, filters.SinceFilter):
        return {"type": "string", "format": "date-time"}, _("Een moment (ISO 8601) of een dag.")
    if isinstance(item, filters.SavedFilterFilter):
        return {"type": "string", "maxLength": filters.LONGEST_KEY}, _(
            "De sleutel van een filter dat op de pagina van deze lijst is bewaard, voor wie het mag gebruiken."
        )
    if not issubclass(item.field_class, MultipleChoiceField):
        return {"type": "string", "maxLength": filters.MAX_QUERY_LENGTH}, ""
    values: dict[str, Any] = {"type": "string"}
    about = _("Een of meer keer te geven.")
    if isinstance(item, filters.ChoicesFilter):
        values["enum"] = list(item.labels)
    elif isinstance(item, filters.KeyFilter):
        about = _("De sleutel (slug). %(more)s") % {"more": about}
    scheme = getattr(item, "limit", {}).get("scheme") if hasattr(item, "limit") else None
    if scheme:
        about = _(
            "Notatie uit concepts?scheme=%(scheme)s; smallere begrippen tellen mee. Een of meer keer te geven."
        ) % {"scheme": scheme}
    return {"type": "array", "items": values, "maxItems": filters.MAX_KEYS}, about


def follow_design_rules(result: dict, generator, request, public) -> dict:
    """Finish the document: headers, errors, examples, tags and the address of the API."""
    result["servers"] = [{"url": f"{EXAMPLE_ADDRESS}{ROOT}", "description": _("Productie")}]
    components = result["components"]["schemas"]
    components["Problem"] = PROBLEM
    result["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    result["components"]["responses"] = {
        str(code): problem_answer(code) for code in (400, 404, 410, *ALWAYS_POSSIBLE, *OF_WRITES)
    }
    result["components"].setdefault("securitySchemes", {})["token"] = {
        "type": "http",
        "scheme": "bearer",
        "description": _("Een sleutel van een partnersysteem: Authorization: Bearer mbo_…"),
    }
    for name, text in described_components().items():
        components[name]["description"] = text
    for name, schema in components.items():
        tidy(name, schema)
    for operations in result["paths"].values():
        for operation in operations.values():
            complete(operation, components)
    result["tags"] = [{"name": "api", "description": _("De API zelf.")}] + [
        {"name": name, "description": str(viewset.about)} for name, viewset in COLLECTIONS.items()
    ]
    return result


def tidy(name: str, schema: dict) -> None:
    """Say in Dutch what a schema is; leave out what says nothing, and give a type to what may be null.

    OpenAPI 3.0.3 lets nothing be null without a type.
    """
    for part in schema.get("properties", {}).values():
        part.pop("title", None)
        part.pop("readOnly", None)
        part.pop("x-spec-enum-id", None)
        if part.get("nullable") and None not in part.get("enum", [None]):
            part["enum"] = [*part["enum"], None]
        if part.get("nullable") and "allOf" in part:
            part["type"] = "object"
    schema |= SHARED.get(name, {})


def described_components() -> dict[str, str]:
    """Return the Dutch name of what each serializer writes, by the name of its schema."""
    found: dict[str, str] = {}
    for viewset in COLLECTIONS.values():
        serializer = viewset.serializer_class()
        for part in (*nested(serializer).values(), serializer):
            name = type(part).__name__.removesuffix("Serializer")
            singular = str(part.Meta.model._meta.verbose_name)
            found[name] = singular[:1].upper() + singular[1:]
    return found


SHARED = {
    "Quantity": {
        "description": "Een getal met het woord dat de bron ervoor zet.",
        "example": {
            "value": 60,
            "qualifier": "about",
            "unit": "studenten",
            "text": "circa 60 studenten",
        },
    },
    "Reference": {
        "description": "Een ander record: kenmerk, sleutel, naam en adres.",
        "example": {
            "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "slug": "twente",
            "name": "Twente",
            "href": f"{EXAMPLE_ADDRESS}{ROOT}/regions/twente",
        },
    },
    "Term": {
        "description": "Een begrip uit een lijst.",
        "example": {"notation": "onderwijspartner", "label": "Onderwijspartner"},
    },
    "Citation": {
        "description": "De plek in een bron waar een gegeven op rust.",
        "example": {
            "document": "mbo-propositie",
            "title": "Mbo-propositie",
            "section": "Bijlage 1",
            "line": 112,
            "field": None,
            "href": f"{EXAMPLE_ADDRESS}{ROOT}/sources/mbo-propositie",
        },
    },
}

PROBLEM = {
    "type": "object",
    "description": "Een fout, volgens RFC 9457.",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "Wat voor fout het is."},
        "status": {"type": "integer", "description": "De statuscode."},
        "detail": {"type": "string", "description": "Wat er in dit verzoek mis is."},
        "invalidParams": {
            "type": "array",
            "description": "Alle parameters die niet kloppen, met de reden.",
            "items": {
                "type": "object",
                "required": ["name", "reason"],
                "properties": {"name": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}


def problem_answer(code: int) -> dict[str, Any]:
    """Return the description of one kind of error answer."""
    wrong = [{"name": "limit", "reason": _("Geef een getal van 1 tot en met 200.")}] if code == 400 else None
    body = problem(code, "", wrong)
    return {
        "description": body["title"],
        "headers": header_references(
            "API-Version", *LIMITS, *(["Retry-After"] if code in (429, 503) else [])
        ),
        "content": {
            CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": body},
        },
    }


def header_references(*names: str) -> dict[str, dict]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def complete(operation: dict, components: dict) -> None:
    """Add to one operation what the design rules ask of every answer."""
    responses = operation["responses"]
    is_list = operation["operationId"].endswith("List")
    good = next(code for code in responses if code.startswith("2"))
    content = responses[good].get("content", {}).get("application/json")
    # A file that is streamed has no ETag, and neither has what is not read but done.
    has_etag = good == "200" and content is not None and "requestBody" not in operation
    names = ["API-Version", *(["ETag"] if has_etag else []), "access-control-allow-origin", *LIMITS]
    names += ["Link"] if is_list else []
    names += ["Location"] if good in ("201", "202") else []
    responses[good] |= {"headers": header_references(*names) | responses[good].get("headers", {})}
    responses[good]["description"] = responses[good].get("description") or _("Gelukt.")
    if content:
        relax(content["schema"], components)
    if content and "requestBody" not in operation:  # a write is answered as reading is, which shows it
        example = sample(content["schema"], components)
        # What a list leaves out of an example, fields may leave out of the answer; elsewhere all of it is always there.
        is_trimmed = content["schema"].get("$ref", "").endswith("List")
        content["example"] = short(example) if is_trimmed else example
    if has_etag:
        responses["304"] = {
            "description": _("Niet veranderd sinds de ETag in If-None-Match."),
            "headers": header_references("API-Version", "ETag", "access-control-allow-origin", *LIMITS),
        }
    parameters = operation.get("parameters", [])
    codes = [400] if parameters else []
    codes += [400, 413, 415] if "requestBody" in operation else []
    codes += [404] if any(parameter["in"] == "path" for parameter in parameters) else []
    # What may be repeated waits for its first time, and is told from another request by its body.
    codes += [400, 409, 413, 415, 422] if "Idempotency-Key" in [each["name"] for each in parameters] else []
    codes += [410] if operation["operationId"] == "eventsList" else []
    for code in [*codes, *ALWAYS_POSSIBLE]:
        responses[str(code)] = {"$ref": f"#/components/responses/{code}"}


def relax(schema: dict, components: dict) -> None:
    """Say that ``fields`` may leave out every attribute but the identifier."""
    reference = schema.get("$ref") or schema.get("properties", {}).get("items", {}).get("items", {}).get(
        "$ref", ""
    )
    name = reference.rpartition("/")[2]
    record = components.get(name, {})
    if name.endswith("List") and "properties" in record:
        relax(record, components)
    elif "id" in record.get("properties", {}):
        record["required"] = ["id"]


def short(example: dict) -> dict:
    """Return an example of a list with the first attributes only; the item shows them all."""
    for record in example.get("items", []):
        for name in list(record)[SHOWN_IN_LISTS:]:
            del record[name]
    for name in ("total", "totalAtLeast"):
        example.pop(name, None)
    return example


WORDS = {"slug": "twente", "name": "Twente", "code": "AM05", "next": None, "line": 112}
SAMPLES = {
    "uuid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "uri": f"{EXAMPLE_ADDRESS}{ROOT}/regions/twente",
    "date": "2024-02-09",
    "date-time": "2026-11-21T13:32:00Z",
}


def sample(schema: dict, components: dict, name: str = "") -> Any:
    """Return a value that fits a schema."""
    if "$ref" in schema:
        return sample(components[schema["$ref"].rpartition("/")[2]], components, name)
    if "allOf" in schema:
        return sample(schema["allOf"][0], components, name)
    for key in ("example", "default"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {key: sample(part, components, key) for key, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [sample(schema["items"], components, name)]
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 0), min(12, schema.get("maximum", 12) // 2))
    if kind == "boolean":
        return True
    found = SAMPLES.get(schema.get("format", ""), WORDS.get(name, "tekst"))
    return found if found is not None or schema.get("nullable") else "tekst"


def served(document: dict) -> dict:
    """Return the document with the address of this portal."""
    return document | {"servers": [{"url": f"{settings.BASE_URL}{ROOT}", "description": _("Dit portaal")}]}
