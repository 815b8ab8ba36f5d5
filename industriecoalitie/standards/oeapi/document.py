"""What the Open Education API here can do, told to machines: the answer at its start, and its OpenAPI document.

The document is ours and describes what we answer, a part of the specification; values and names are those of the
Open Education API 6.0.
"""

from functools import cache
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from industriecoalitie.api.addresses import absolute
from industriecoalitie.api.exceptions import CONTENT_TYPE

from . import codes
from .asking import DEEPEST, PAGE_SIZES
from .resources import COLLECTIONS, ITEMS, NESTED, Resource

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
UUID: Json = {"type": "string", "format": "uuid"}
UUIDS: Json = {"type": "array", "items": UUID}
URI: Json = {"type": "string", "format": "uri"}
MOMENT: Json = {"type": "string", "format": "date-time"}
COUNT: Json = {"type": "integer", "minimum": 0}
# The attributes of each kind beside those that all share.
OFFERING: Json = {
    "state": "state",
    "maxNumberStudents": COUNT,
    "startDateTime": MOMENT,
    "endDateTime": MOMENT,
    "organisationId": UUID,
}
SCHEMAS: dict[str, Json] = {
    "organisations": {
        "organisationId": UUID,
        "organisationType": "organisationType",
        "link": URI,
        "parentId": UUID,
        "childIds": UUIDS,
    },
    "programmes": {
        "programmeId": UUID,
        "programmeType": "programmeType",
        "qualificationAwarded": "qualificationAwarded",
        "formalDocument": TEXT,
        "modeOfStudy": "modeOfStudy",
        "duration": TEXT | {"pattern": r"^P(\d+Y)?(\d+M)?$"},
        "level": "level",
        "levelOfQualification": "levelOfQualification",
        "link": URI,
        "organisationId": UUID,
        "validFrom": MOMENT,
        "validTo": MOMENT,
    },
    "courses": {"courseId": UUID, "level": "level", "programmeIds": UUIDS},
    "programme-offerings": {"programmeOfferingId": UUID, "programmeId": UUID, **OFFERING},
    "course-offerings": {"courseOfferingId": UUID, "courseId": UUID, **OFFERING},
}
NAMES = {
    "organisations": "Organisation",
    "programmes": "Programme",
    "courses": "Course",
    "programme-offerings": "ProgrammeOffering",
    "course-offerings": "CourseOffering",
}
# What is an attribute where: with addresses, and with a way of teaching.
PLACED = ("organisations", "programme-offerings", "course-offerings")
TAUGHT = ("programmes", "courses", "programme-offerings", "course-offerings")


def paths() -> list[str]:
    """Return the 17 paths, as the specification writes them."""
    items = [f"/{each.name}/{{{each.key}}}" for each in ITEMS]
    return ["/", *(f"/{each.name}" for each in COLLECTIONS), *items, *(f"/{each.path}" for each in NESTED)]


def service(email: str, documentation: str) -> Json:
    """Return who runs this, and what it can do. A path is written as an address: its brackets are escaped."""
    return {
        "contactEmail": email,
        "specification": absolute(f"{codes.ROOT}/openapi.json"),
        "documentation": documentation,
        "supportedConsumers": [],
        "supportedOperations": [{"verbs": ["GET"], "path": quote(path)} for path in paths()],
        "supportedExpands": [
            {"expandableObjects": list(each.expands), "path": quote(f"/{each.name}/{{{each.key}}}")}
            for each in ITEMS
        ],
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _list_of(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def extensible(name: str) -> Json:
    """Return a list of values that may be extended with x-."""
    return TEXT | {
        "anyOf": [{"enum": sorted(codes.OFFICIAL[name])}, {"pattern": "^x-"}],
        "description": _("Een waarde van de standaard, of een eigen waarde met x- ervoor."),
    }


def _schema(resource: Resource) -> Json:
    own = {
        name: extensible(value) if isinstance(value, str) else value
        for name, value in SCHEMAS[resource.name].items()
    }
    shared: Json = {
        "primaryCode": _ref("IdentifierEntry"),
        "otherCodes": _list_of(_ref("IdentifierEntry")),
        "name": _list_of(_ref("LanguageTypedString")),
        "ext": {"type": "object", "description": _("Wat in de standaard geen plek heeft.")},
    }
    if resource.name in SCHEMAS and "offerings" not in resource.name:
        shared["description"] = _list_of(_ref("LanguageTypedString"))
    if resource.name in PLACED:
        shared["addresses"] = _list_of(_ref("Address"))
    if resource.name in TAUGHT:
        shared["modesOfDelivery"] = _list_of(extensible("modeOfDelivery"))
    if resource.name == "courses":
        shared["studyLoad"] = _list_of(_ref("StudyLoadDescriptor"))
    for name, (opened, is_many, _rows) in resource.expands.items():
        whole = _ref(NAMES[opened().name])
        shared[name] = _list_of(whole) if is_many else whole
    return {
        "type": "object",
        "required": list(resource.required),
        "properties": {**own, **shared},
        "additionalProperties": False,
    }


def _object(required: tuple[str, ...], **properties: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": properties}


def _schemas() -> Json:
    truth: Json = {"type": "boolean"}
    return {
        "IdentifierEntry": _object(("codeType", "code"), codeType=TEXT, code=TEXT),
        "LanguageTypedString": _object(("language", "value"), language=TEXT, value=TEXT),
        "Address": _object(("addressType",), addressType=TEXT, city=TEXT),
        "StudyLoadDescriptor": _object(
            ("studyLoadUnit", "value"), studyLoadUnit=TEXT, value={"type": "number"}
        ),
        "Service": _object(
            ("contactEmail", "specification"),
            contactEmail=TEXT | {"format": "email"},
            specification=URI,
            documentation=URI,
            supportedConsumers=_list_of({"type": "object"}),
            supportedOperations=_list_of({"type": "object"}),
            supportedExpands=_list_of({"type": "object"}),
        ),
        "Problem": _object(
            ("type", "title", "status"),
            type=URI,
            title=TEXT,
            status={"type": "integer"},
            detail=TEXT,
            invalidParams=_list_of(_object(("name", "reason"), name=TEXT, reason=TEXT)),
            requestedVersion=TEXT,
            supportedVersions=_list_of(TEXT),
            consumer={"type": "object"},
        ),
        "Pagination": _object(
            ("pageSize", "pageNumber", "hasPreviousPage", "hasNextPage"),
            pageSize={"type": "integer", "enum": list(PAGE_SIZES)},
            pageNumber={"type": "integer", "minimum": 1},
            hasPreviousPage=truth,
            hasNextPage=truth,
            totalPages=COUNT,
        ),
        **{NAMES[each.name]: _schema(each) for each in ITEMS},
    }


def _query(name: str, schema: Json, about: str = "") -> Json:
    found = {"name": name, "in": "query", "required": False, "schema": schema}
    return found | ({"description": about} if about else {})


def _narrowing(name: str) -> Json:
    if name in codes.OFFICIAL:
        return _query(name, extensible(name))
    about = {
        "q": _("Hooguit tien woorden, gelezen door de zoekmachine van het portaal."),
        "primaryCode": _("Precies deze code."),
        "since": _("Begint op of na dit moment. Zonder since en until: wat niet voorbij is."),
        "until": _("Eindigt op of voor dit moment."),
        "teachingLanguage": _("Het portaal weet dit niet: er is nooit een antwoord."),
        "fieldsOfStudy": _("Het portaal weet dit niet: er is nooit een antwoord."),
        "resultExpected": _("Het portaal weet dit niet: er is nooit een antwoord."),
    }
    schema = {"since": MOMENT, "until": MOMENT, "resultExpected": {"type": "boolean"}}.get(name, TEXT)
    return _query(name, schema, about[name])


def _list_parameters(narrowing) -> list[Json]:
    size = {"type": "integer", "enum": list(PAGE_SIZES), "default": PAGE_SIZES[0]}
    page = {"type": "integer", "minimum": 1, "default": 1}
    reach = _("pageSize maal pageNumber is hooguit %(most)d.") % {"most": DEEPEST}
    return [
        _query("pageSize", size),
        _query("pageNumber", page, reach),
        _query("fields", TEXT, _("Wat je terug wilt, als (name,description).")),
        *(_narrowing(name) for name in narrowing),
    ]


def _item_parameters(resource: Resource) -> list[Json]:
    names = _list_of({"type": "string", "enum": list(resource.expands)})
    return [
        _query("fields", TEXT, _("Wat je terug wilt, als (name,organisation(name)).")),
        _query("expand", names) | {"style": "form", "explode": False},
    ]


def _operation(name: str, summary: str, schema: Json, parameters: list[Json], key: str = "") -> Json:
    in_path = [{"name": key, "in": "path", "required": True, "schema": UUID}] if key else []
    problems = {"400": _("Ongeldig verzoek"), "406": _("Andere versie"), "429": _("Te veel verzoeken")}
    if key:
        problems["404"] = _("Niet gevonden")
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": [name.partition("_")[0]],
            "parameters": [*in_path, *parameters],
            "responses": {
                "200": {"description": "OK", "content": {"application/json": {"schema": schema}}},
                **{
                    code: {"description": words, "content": {CONTENT_TYPE: {"schema": _ref("Problem")}}}
                    for code, words in problems.items()
                },
            },
        }
    }


def _page_of(resource: Resource) -> Json:
    items = _object(("items",), items=_list_of(_ref(NAMES[resource.name])))
    return {"allOf": [_ref("Pagination"), items]}


@cache
def document() -> Json:
    """Return the OpenAPI document; it holds as long as the code does."""
    found = {"/": _operation("service", "GET /", _ref("Service"), [])}
    for each in COLLECTIONS:
        parameters = _list_parameters(each.narrowing)
        found[f"/{each.name}"] = _operation(each.name, f"GET /{each.name}", _page_of(each), parameters)
    for each in ITEMS:
        path = f"/{each.name}/{{{each.key}}}"
        whole = _ref(NAMES[each.name])
        found[path] = _operation(f"{each.name}_item", f"GET {path}", whole, _item_parameters(each), each.key)
    for nested in NESTED:
        path, parameters = f"/{nested.path}", _list_parameters(nested.narrowing)
        shown = _page_of(nested.resource)
        found[path] = _operation(nested.name, f"GET {path}", shown, parameters, nested.parent.key)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": _("Industriecoalitie in de vorm van de Open Education API"),
            "version": codes.VERSION,
            "description": _(
                "Organisaties, opleidingen, modules en aanbod die openbaar zijn, alleen om te lezen, in de vorm van de "
                "Open Education API 6.0. Wat het portaal niet weet, staat er niet in."
            ),
        },
        "servers": [{"url": absolute(codes.ROOT)}],
        "paths": found,
        "components": {"schemas": _schemas()},
    }
