"""The NLGov REST API Design Rules 2.2, held against the document and against live answers.

Each test names the rule it is for. Source: Logius, REST API Design Rules, 2.2.
"""

import datetime
import re

import pytest
import yaml
from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from rest_framework.serializers import DateTimeField

from industriecoalitie import router
from industriecoalitie.api.fields import MomentField
from industriecoalitie.api.serializers import nested
from industriecoalitie.api.views import api_document
from industriecoalitie.api.viewsets import PartViewSet
from industriecoalitie.editing.writing.viewsets import WriteViewSet

from .rows import MAKERS, key_of

COLLECTIONS = {viewset.collection: viewset for viewset in router.RECORDS}
DOCUMENT_FILE = settings.BASE_DIR / "docs" / "api" / "openapi.yaml"
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
CAMEL = re.compile(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")


@pytest.fixture(scope="module")
def document() -> dict:
    return api_document()


def operations(document: dict) -> list[tuple[str, str, dict]]:
    """Return path, method and operation of the whole document."""
    found = [(path, method, item[method]) for path, item in document["paths"].items() for method in item]
    assert len(found) >= 2 * len(COLLECTIONS)
    return found


def schemas(document: dict) -> dict[str, dict]:
    found = {name: schema.get("properties", {}) for name, schema in document["components"]["schemas"].items()}
    assert len(found) > len(COLLECTIONS)
    return found


# The document


def test_doc_openapi_the_committed_document_is_the_generated_one(document):
    assert yaml.safe_load(DOCUMENT_FILE.read_text()) == document
    assert document["openapi"] == "3.0.3"


def test_the_document_is_the_same_every_time(document):
    assert SchemaGenerator().get_schema(request=None, public=True) == document


def test_doc_openapi_contact(document):
    contact = document["info"]["contact"]

    assert set(contact) == {"name", "url", "email"}
    assert contact["url"].startswith("https://")
    assert "@" in contact["email"]


def test_semver_and_uri_version(document):
    assert SEMVER.fullmatch(document["info"]["version"])
    assert [server["url"] for server in document["servers"]] == [
        f"https://industriecoalitie.example/api/v{document['info']['version'][0]}"
    ]


def test_interface_language_is_declared(document):
    assert "namen van collecties en attributen zijn Engels" in document["info"]["description"]


def test_doc_language_every_part_is_explained_in_dutch(document):
    english = re.compile(r"\b(the|and|which|whether|with)\b", re.IGNORECASE)
    texts = [operation["description"] for _, _, operation in operations(document)]
    texts += [
        parameter["description"] for _, _, operation in operations(document)
        for parameter in operation.get("parameters", [])
    ]  # fmt: skip
    texts += [
        schema["description"] for schema in document["components"]["schemas"].values() if "id" in schema
    ]
    texts += [part.get("description", "") for part in schemas(document)["Partnership"].values()]

    assert [text for text in texts if not text or text == "None" or english.search(text)] == []


@pytest.mark.parametrize("name", COLLECTIONS)
def test_naming_collections_each_has_a_list_and_an_item(document, name):
    assert f"/{name}" in document["paths"]
    assert f"/{name}/{{id}}" in document["paths"]
    assert name.endswith("s")


def test_nested_child_rows_stand_under_their_record(document):
    nested = [path for path in document["paths"] if re.match(r"/[^/]+/\{id\}/.", path)]

    assert sorted(nested) == [
        "/partnerships/{id}/milestones",
        "/partnerships/{id}/partners",
        "/partnerships/{id}/targets",
        "/progress-reports/{id}/entries",
        "/webhooks/{id}/_replay",
        "/webhooks/{id}/_rotate",
        "/webhooks/{id}/_test",
        "/webhooks/{id}/deliveries",
        "/webhooks/{id}/deliveries/{delivery}/_replay",
    ]


def test_no_trailing_slash_and_path_segments_kebab_case(document):
    segment = re.compile(r"_?[a-z0-9-]+|\{id\}|\{collection\}|\{delivery\}|openapi\.json")

    for path in document["paths"]:
        assert path == "/" or not path.endswith("/")
        assert all(segment.fullmatch(part) for part in path.split("/")[1:] if part), path


def test_query_keys_camel_case(document):
    keys = {
        parameter["name"]
        for _, _, operation in operations(document)
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    }

    assert [key for key in keys if not CAMEL.fullmatch(key)] == []
    assert {"limit", "cursor", "sort", "fields", "expand", "count", "q", "updatedSince"} <= keys


def test_attributes_are_camel_case(document):
    names = {name for properties in schemas(document).values() for name in properties}

    assert [name for name in names if not CAMEL.fullmatch(name)] == []


def test_schema_names_are_upper_camel_case(document):
    assert [name for name in schemas(document) if not re.fullmatch(r"([A-Z][a-z]+)+", name)] == []


def test_http_methods_reading_is_get_and_what_else_there_is_writes(document):
    others = {(path, method) for path, method, _ in operations(document) if method != "get"}

    written = {
        (path.format(name=viewset.collection), method)
        for viewset in router.RECORDS
        if issubclass(viewset, WriteViewSet)
        for path, methods in {
            "/{name}": ["post"], "/{name}/_bulk": ["post"], "/{name}/{{id}}": ["put", "patch", "delete"]
        }.items()
        for method in methods
    }  # fmt: skip
    webhooks = {
        ("/webhooks", "post"),
        ("/webhooks/{id}", "patch"),
        ("/webhooks/{id}", "delete"),
        ("/webhooks/{id}/_replay", "post"),
        ("/webhooks/{id}/_rotate", "post"),
        ("/webhooks/{id}/_test", "post"),
        ("/webhooks/{id}/deliveries/{delivery}/_replay", "post"),
    }
    assert others == {("/exports/{collection}", "post"), *written, *webhooks}


def test_operation_ids_are_unique(document):
    ids = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(set(ids)) == len(ids)


def test_version_header_is_declared_on_every_success(document):
    for path, _, operation in operations(document):
        for code, answer in operation["responses"].items():
            if code[0] in "23":
                assert "API-Version" in answer["headers"], (path, code)


def test_problem_details_every_error_is_a_problem(document):
    problem = document["components"]["schemas"]["Problem"]
    assert {"status", "title", "detail"} <= set(problem["required"])
    for path, _, operation in operations(document):
        codes = [code for code in operation["responses"] if code[0] in "45"]
        assert "500" in codes, path
        for code in codes:
            answer = document["components"]["responses"][code]
            assert list(answer["content"]) == ["application/problem+json"]
            assert answer["content"]["application/problem+json"]["schema"] == {
                "$ref": "#/components/schemas/Problem"
            }


def test_invalid_input_is_declared_where_there_are_parameters(document):
    for path, _, operation in operations(document):
        if operation.get("parameters"):
            assert "400" in operation["responses"], path
        if "{id}" in path:
            assert "404" in operation["responses"], path


def test_date_time_names_fit_their_formats(document):
    for schema, properties in schemas(document).items():
        for name, part in properties.items():
            if name.endswith("At"):
                assert part["format"] == "date-time", (schema, name)
            assert not re.search(r"\wDate|Datum", name), (schema, name)
            assert part.get("format") not in ("time", "date-time-local")


def test_publish_openapi_the_document_is_listed_in_itself(document):
    headers = document["paths"]["/openapi.json"]["get"]["responses"]["200"]["headers"]

    assert "access-control-allow-origin" in headers


def test_every_filter_of_a_page_is_a_parameter(document):
    for name, viewset in COLLECTIONS.items():
        listed = {parameter["name"] for parameter in document["paths"][f"/{name}"]["get"]["parameters"]}

        assert set(viewset.filterset_class.base_filters) <= listed, name


# Live answers


@pytest.mark.django_db
def test_publish_openapi_open_to_all(client, document):
    answer = client.get("/api/v1/openapi.json", headers={"origin": "https://elders.example"})

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"
    live = answer.json()
    assert live.pop("servers") == [{"url": "http://localhost:8000/api/v1", "description": "Dit portaal"}]
    assert live == {key: value for key, value in document.items() if key != "servers"}


@pytest.mark.django_db
def test_the_start_names_every_collection(client):
    answer = client.get("/api/v1").json()

    assert list(answer["collections"]) == list(COLLECTIONS)
    assert answer["version"] == settings.API_VERSION


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1", 200),
        ("/api/v1/", 404),
        ("/api/v1/openapi.json", 200),
        ("/api/v1/regions", 200),
        ("/api/v1/regions?limit=x", 400),
        ("/api/v1/regions/", 404),
        ("/api/v1/regions/bestaat-niet", 404),
        ("/api/v1/bestaat-niet", 404),
    ],
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_version_header_and_security_headers_on_every_answer(client, path, status, method):
    answer = getattr(client, method)(path, headers={"origin": "https://elders.example"})

    assert answer.status_code == status
    assert answer["API-Version"] == settings.API_VERSION
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == ("no-cache" if status == 200 else "no-store")
    assert answer["Content-Type"] == ("application/json" if status == 200 else "application/problem+json")
    assert (method == "head") == (answer.content == b"")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/regions", "/api/v1/regions/x", "/api/v1/openapi.json"])
def test_options_and_preflight_say_what_can_be_done(client, path):
    plain = client.options(path)
    preflight = client.options(
        path, headers={"origin": "https://elders.example", "access-control-request-method": "GET"}
    )

    assert plain.status_code == 204
    assert set(plain["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert preflight.status_code == 200
    assert set(preflight["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert preflight["API-Version"] == plain["API-Version"] == settings.API_VERSION


@pytest.mark.django_db
def test_cors_a_page_elsewhere_may_read_the_headers_of_the_api_only(client):
    answer = client.get("/api/v1/regions", headers={"origin": "https://elders.example"})

    assert set(answer["Access-Control-Expose-Headers"].split(", ")) >= {"API-Version", "ETag", "Link"}
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Access-Control-Allow-Origin" not in client.get("/api/", headers={"origin": "https://x.example"})


@pytest.mark.django_db
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_stateless_no_cookie_is_set(client, collection):
    answer = client.get(f"/api/v1/{collection}")

    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_answer_has_an_etag_that_gives_304(client, collection):
    record = MAKERS[collection]()

    for path in (f"/api/v1/{collection}", f"/api/v1/{collection}/{key_of(collection, record)}"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        other = client.get(path, headers={"if-none-match": '"anders"'})

        assert re.fullmatch(r'"([1-9][0-9]*-)?[0-9a-f]{32}"', first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again["API-Version"] == settings.API_VERSION
        assert again["ETag"] == first["ETag"]
        assert (other.status_code, other["ETag"]) == (200, first["ETag"])


@pytest.mark.django_db
def test_an_etag_changes_with_a_nested_row_and_with_a_source(client):
    partner = MAKERS["partnerships"]().partners.first()
    path = f"/api/v1/partnerships/{partner.partnership.slug}"
    seen = [client.get(path)["ETag"]]

    type(partner).objects.filter(pk=partner.pk).update(label="een andere naam")
    seen.append(client.get(path)["ETag"])
    MAKERS["sources"]()
    seen.append(client.get(path)["ETag"])
    partner.delete()
    seen.append(client.get(path)["ETag"])

    assert seen[1] == seen[2]
    assert len(set(seen)) == 3


@pytest.mark.django_db
def test_if_match_with_another_etag_is_412(client):
    answer = client.get("/api/v1/regions", headers={"if-match": '"anders"'})

    assert answer.status_code == 412
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_what_a_signed_in_reader_sees_is_private(client, member):
    client.force_login(member)

    answer = client.get("/api/v1/regions")

    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize("viewset", [*router.RECORDS, *router.PARTS])
def test_date_time_timezone_every_moment_is_written_in_utc(viewset):
    serializer = viewset.serializer_class()
    fields = [field for part in (serializer, *nested(serializer).values()) for field in part.fields.values()]

    moments = [field for field in fields if isinstance(field, DateTimeField)]

    assert [field.field_name for field in moments if not isinstance(field, MomentField)] == []
    assert moments or issubclass(viewset, PartViewSet)


@pytest.mark.django_db
@pytest.mark.parametrize("collection", ["concepts", "measurements", "progress-reports"])
def test_date_time_timezone_every_moment_is_utc(client, collection):
    record = MAKERS[collection]()

    answer = client.get(f"/api/v1/{collection}/{key_of(collection, record)}").json()

    for name in ("createdAt", "updatedAt"):
        assert MOMENT.fullmatch(answer[name])
        assert datetime.datetime.fromisoformat(answer[name]).utcoffset() == datetime.timedelta(0)


@pytest.mark.django_db
@pytest.mark.parametrize("offset", ["2021-01-01T00:00:00+01:00", "2020-12-31T23:00:00Z", "2021-01-01"])
def test_date_time_timezone_any_offset_is_accepted(client, offset):
    assert client.get("/api/v1/regions", {"updatedSince": offset}).status_code == 200


@pytest.mark.django_db
def test_hide_implementation_no_keys_of_the_database(client):
    record = MAKERS["partnerships"]()

    text = client.get(f"/api/v1/partnerships/{record.slug}").content.decode()

    assert '"pk"' not in text
    assert not re.search(r'"[a-z]+_[a-z_]+":', text)
