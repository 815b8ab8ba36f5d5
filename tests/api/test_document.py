"""Live answers fit the OpenAPI document, attribute by attribute."""

from typing import Any

import jsonschema
import pytest

from industriecoalitie import router
from industriecoalitie.api.views import api_document

from .rows import MAKERS, key_of

pytestmark = pytest.mark.django_db
COLLECTIONS = {viewset.collection: viewset for viewset in router.RECORDS}
PARTS = [viewset.collection for viewset in router.PARTS]


def as_json_schema(schema: Any) -> Any:
    """Return a schema of OpenAPI 3.0.3 as JSON Schema: what is nullable may be null, and nothing is left unsaid."""
    if isinstance(schema, list):
        return [as_json_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: as_json_schema(part) for key, part in schema.items() if key not in ("nullable", "example")}
    if "properties" in found and "additionalProperties" not in found:
        found["additionalProperties"] = False
    if schema.get("nullable") is True:
        return {"anyOf": [found, {"type": "null"}]}
    return found


def validator_of(path: str) -> jsonschema.Draft4Validator:
    """Return what checks the answers of a path."""
    document = api_document()
    answer = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    components = {name: as_json_schema(part) for name, part in document["components"]["schemas"].items()}
    schema = as_json_schema(answer) | {"components": {"schemas": components}}
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def faults(path: str, answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [
        f"{error.json_path}: {error.message[:200]}" for error in validator_of(path).iter_errors(answer.json())
    ]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_lists_and_items_fit_the_document(client, collection):
    record = MAKERS[collection]()

    listed = client.get(f"/api/v1/{collection}?count=true&limit=1")
    one = client.get(f"/api/v1/{collection}/{key_of(collection, record)}")

    assert faults(f"/{collection}", listed) == []
    assert faults(f"/{collection}/{{id}}", one) == []


@pytest.mark.parametrize("path", PARTS)
def test_nested_lists_fit_the_document(client, path):
    record = MAKERS[path.split("/")[0]]()

    answer = client.get(f"/api/v1/{path.replace('{id}', record.slug)}")

    assert answer.json()["items"]
    assert faults(f"/{path}", answer) == []


def test_a_trimmed_answer_fits_the_document(client):
    MAKERS["partnerships"]()

    assert faults("/partnerships", client.get("/api/v1/partnerships?fields=name")) == []


def test_the_validator_sees_a_wrong_answer():
    wrong = {"items": [{"id": "geen-uuid", "naam": "x"}], "next": 1}

    assert len(list(validator_of("/regions").iter_errors(wrong))) == 3


@pytest.mark.parametrize("query", ["limit=0", "kleur=rood&limit=x"])
def test_an_error_fits_the_document(client, query):
    schema = as_json_schema(api_document()["components"]["schemas"]["Problem"])

    jsonschema.validate(client.get(f"/api/v1/regions?{query}").json(), schema, jsonschema.Draft4Validator)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_documented_order_works(client, collection):
    parameters = api_document()["paths"][f"/{collection}"]["get"]["parameters"]
    sort = next(parameter["schema"] for parameter in parameters if parameter["name"] == "sort")

    codes = {key: client.get(f"/api/v1/{collection}?sort={key}").status_code for key in sort["enum"]}

    assert sort["default"] in sort["enum"]
    assert set(codes.values()) == {200}, codes
