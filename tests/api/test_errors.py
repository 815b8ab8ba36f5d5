"""Bad input, wrong doors and faults of our own: always problem+json, never a page and never a 500 for bad input."""

import json

import pytest
from django.db import OperationalError, connection
from django.http import Http404
from rest_framework.test import APIRequestFactory

from industriecoalitie import router
from industriecoalitie.api.exceptions import code_of, code_of_database, problem_handler
from industriecoalitie.api.permissions import QuerysetPolicy
from industriecoalitie.api.viewsets import ReadViewSet
from regions.models import Region
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
COLLECTIONS = {viewset.collection: viewset for viewset in router.RECORDS}
HOSTILE = [
    "\x00",
    "a\x00b",
    "%00",
    "\ud800",
    "10" * 50,
    str(10**20),
    "-1",
    "NaN",
    "Infinity",
    "1e400",
    "0000-00-00",
    "99999-01-01",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59+99:99",
    "2024-02-30",
    "%",
    "_",
    "'",
    '"',
    "'; drop table regions_region; --",
    "\\",
    "(((((",
    "[a-",
    ".*" * 100,
    "😀" * 60,
    "é" * 201,
    " ".join(["metaal"] * 2000),
    ",".join(["a"] * 500),
    "true",
    "",
    "null",
    "{}",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "\r\nX-Header: 1",
]


def assert_problem(answer, status: int) -> dict:
    """Check that an answer is an error as the design rules want it, and return its body."""
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["API-Version"] == "1.0.0"
    assert answer["Cache-Control"] == "no-store"
    body = json.loads(answer.content)
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def parameters() -> dict[tuple, str]:
    """Return every parameter once per kind of filter, with the address of a list that takes it."""
    found = {
        (name, None): "regions" for name in ("limit", "cursor", "sort", "fields", "expand", "count", "x")
    }
    for collection, viewset in COLLECTIONS.items():
        for name, kind in viewset.filterset_class.base_filters.items():
            found.setdefault((name, type(kind), repr(getattr(kind, "field_name", ""))), collection)
    return found


def quoted(value: str) -> str:
    """Return text as bytes in an address, half characters included."""
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(("parameter", "collection"), parameters().items())
def test_no_bad_value_of_any_parameter_is_a_fault_of_ours(client, parameter, collection):
    for value in HOSTILE:
        answer = client.get(f"/api/v1/{collection}?{parameter[0]}={quoted(value)}")

        assert answer.status_code in (200, 400), (value[:40], answer.status_code)
        if answer.status_code == 400:
            assert_problem(answer, 400)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_no_bad_key_of_a_record_is_a_fault_of_ours(client, collection):
    for value in filter(None, HOSTILE):
        path = quoted(value)
        for address in (
            f"{collection}/{path}",
            f"{collection}/sector:{path}",
            f"{collection}/{path}/partners",
        ):
            answer = client.get(f"/api/v1/{address}")
            assert answer.status_code in (400, 404), (address, answer.status_code)
            assert_problem(answer, answer.status_code)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/",
        "/api/v1/regions/",
        "/api/v1/regions/twente/",
        "/api/v1/openapi.json/",
        "/api/v1/bestaat-niet",
        "/api/v1/partnerships/x/partners/",
        "/api/v1/regions.json",
        "/api/v1//regions",
    ],
)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete"])
def test_an_address_that_does_not_exist(client, path, method):
    RegionFactory(slug="twente")

    answer = getattr(client, method)(path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_nul_byte_in_an_address(client):
    assert_problem(client.get("/api/v1/regions/a%00b"), 400)
    assert_problem(client.get("/api/v1/regions?q=a%00b"), 400)


@pytest.mark.parametrize("path", ["regions", "regions/twente", "partnerships/x/partners", "openapi.json", ""])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_here(client, path, method):
    RegionFactory(slug="twente")

    answer = getattr(client, method)(
        f"/api/v1/{path}".rstrip("/"), data="{}", content_type="application/json"
    )

    assert_problem(answer, 405)
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/regions", "/api/v1/openapi.json"])
def test_another_form_than_json_is_refused(client, path):
    assert_problem(client.get(path, headers={"accept": "text/csv"}), 406)
    assert client.get(path, headers={"accept": "text/html,*/*;q=0.8"}).status_code == 200


def test_a_bad_host_is_refused(client):
    assert_problem(client.get("/api/v1/regions", headers={"host": "evil.example"}), 400)


def test_a_fault_of_our_own_tells_nothing(client, monkeypatch):
    def fail(self, request, **kwargs):
        raise RuntimeError("geheim")

    monkeypatch.setattr(ReadViewSet, "list", fail)
    client.raise_request_exception = False

    answer = client.get("/api/v1/regions")

    assert_problem(answer, 500)
    assert b"geheim" not in answer.content


@pytest.mark.parametrize(
    ("sql", "status", "wait"), [("raise sqlstate '57014'", 503, "5"), ("raise sqlstate '55P03'", 409, None)]
)
def test_a_database_that_gives_up_asks_to_come_back(sql, status, wait):
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute(f"do $$ begin {sql}; end $$")

    answer = problem_handler(caught.value, {})

    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == wait


@pytest.mark.parametrize(
    ("state", "status"),
    [(None, 503), ("57P01", 503), ("08006", 503), ("40P01", 503), ("53300", 503), ("25P03", 503), ("55P03", 409), ("42703", None)],
)  # fmt: skip
def test_a_database_that_is_away_or_full_is_told_as_such(state, status):
    assert code_of_database(state) == status


def test_what_nobody_foresaw_has_no_code():
    assert code_of(ValueError()) is None
    assert code_of(Http404()) == 404
    assert problem_handler(ValueError(), {}) is None


def test_http_is_refused_where_https_is_asked(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert_problem(client.get("/api/v1/regions"), 403)
    assert client.get("/api/v1/regions", secure=True).status_code == 200


def test_rows_without_a_rule_are_refused():
    class Open(ReadViewSet):
        collection = "open"
        queryset = Region._base_manager.none()

    class Ruled(Open):
        queryset = Region.objects.none()

    request = APIRequestFactory().get("/")

    assert not QuerysetPolicy().has_permission(request, Open())
    assert not QuerysetPolicy().has_permission(request, object())
    assert QuerysetPolicy().has_permission(request, Ruled())
