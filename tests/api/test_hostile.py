"""R46: whatever is sent to any place of the OpenAPI document, the answer is no fault of ours, and each error a problem.

Every parameter gets one of the corpus each time, the rest a fixed number, by a seed that is the same every time; all of
it before a release.
"""

import json
import logging
import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory

from industriecoalitie.api import callers
from industriecoalitie.api.addresses import ROOT
from industriecoalitie.api.views import api_document
from tests.factories.accounts import UserFactory
from tests.factories.tokens import token_for
from tests.promises.doors import undone

from .rows import MAKERS, key_of

pytestmark = [pytest.mark.xdist_group("hostile"), pytest.mark.timeout(900)]
SEED = 20_260_101
SCOPES = (
    callers.READ_PUBLIC, callers.READ_NETWORK, callers.WRITE_PARTNERSHIPS, callers.WRITE_PROGRAMMES,
    callers.WRITE_PRACTICES, callers.WEBHOOKS, callers.EVENTS,
)  # fmt: skip
# Whatever the hash of the body is, this is the version of a new record.
CURRENT = '"1-x"'
JSON = "application/json"
METHODS = ("get", "put", "post", "delete", "patch")
WORDS = [
    "\x00", "a\x00b", "%00", "\ud800", "\udfff\ud800", str(10**20), "9" * 5000, "-1", "0", "1.5", "NaN", "Infinity", "-inf",
    "1e400", "0x10", "٣٤", "²", "0000-00-00", "0001-01-01", "2024-02-30", "9999-12-31", "99999-01-01", "-2024-01-01",
    "0000-01-01T00:00:00Z", "9999-12-31T23:59:59+99:99", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "99999",
    "0", "1899", "9" * 20, ",".join(["a"] * 500), ",".join(str(number) for number in range(2000)), "woord " * 1200, "é" * 201,
    "😀" * 60, "((((((", "[a-", ".*" * 100, "%", "_", "\\", "'", '"', "'; drop table regions_region; --", "$$", "{{7*7}}", "%s%(x)s",
    "{}", "[]", "null", "true", "", " ", "\r\nX-Header: 1", "../../etc/passwd", "<script>alert(1)</script>", "=1+1", "\u202eabc",
    "ı", "ſ", "\ufeff", "00000000-0000-4000-8000-000000000000", "{00000000-0000-4000-8000-000000000000}", "z" * 36, "-" * 36,
]  # fmt: skip
HEADERS = {
    "if-none-match": ['"', "*", 'W/"x"', '"a",' * 2000, "\xff", "x" * 7000],
    "if-match": ["", '"', "*", 'W/"1-x"', '"1"', '"99999999999999999999-x"', '"-1-x"', '"NaN-x"', "\xff", "x" * 7000],
    "idempotency-key": ["", " ", "a\x00b", "\xff", "x" * 5000, "'", '"'],
    "authorization": ["Bearer", "Bearer ", "Bearer \xff", "Bearer a b c", "Basic Og==", "Basic ?", "mbo_x", "Bearer " + "x" * 7000],
    "accept": ["", "*", "/", "a/b/c", "*/*;q=x", "application/json;" + "a=b;" * 500, "\xff", "text/html", ", ,", ";q=0.1"],
    "accept-language": ["nl" * 500, "\xff", "*", "nl;q=x"],
    "accept-encoding": ["gzip;q=x", "\xff"],
    "range": ["bytes=0-1", "bytes=-", "x"],
    "origin": ["null", "\xff", "https://" + "x" * 5000, "https://[::1"],
    "cookie": ["session=\xff", "a" * 5000, ";;;=", "session=" + "x" * 3000],
    "x-forwarded-for": ["\xff", "1.2.3.4, x", ",,,", "::1%eth0"],
    "if-modified-since": ["gisteren", "Mon, 99 Foo 99999 99:99:99 GMT"],
    "x-http-method-override": ["DELETE", "\xff"],
}  # fmt: skip
ODD_METHODS = ["TRACE", "CONNECT", "PROPFIND", "BREW", "get", "G\x00T", "POST ", "*", "x" * 500]
BODIES = [
    b"", b" ", b"{", b"}", b"[]", b"{}", b"null", b"true", b"0", b'""', b'"x"', b"[[]]", b"[{}]", b"[null]", b"{}{}", b"NaN", b"1e400", b"-",
    b"9" * 5000, b"\x00", b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b'{"a": "\xff"}', b'{"name": "\\ud800"}', b'{"name": "a\\u0000b"}',
    b'{"\\u0000": 1}', b'{"name": 1, "name": 2}', b'{"name": NaN}', b'{"name": 1e400}', b"[" * 100_000, b'{"a":' * 50_000,
    b"[" * 21 + b"]" * 21, b'{"__proto__": {}, "constructor": 1}', b'{"": 1}', b'{"id": 1, "version": -1, "_state": {}}',
    b'{"name": {"name": {"name": []}}}', b"<xml/>", b"a=b&c=d", b'{"items": []}', b'{"items": null}', b'{"items": [1, "x", null, []]}',
    b'{"operations": [{"method": "x"}]}', b'{"x": "' + b"y" * 1_100_000 + b'"}', b"[" + b"{}," * 501 + b"{}]",
]  # fmt: skip
CONTENT_TYPES = [
    "application/json; charset=utf-16", "application/json; charset=klingon", "application/json; charset=\xff", "text/plain", "",
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=\xff",
    "application/*", "*/*", "/", "json", "application/json/x", "application/xml", "application/json;" + "a=b;" * 2000, "\x00",
    "application/merge-patch+json", "application/json-patch+json", "application/octet-stream",
]  # fmt: skip
VALUES = [
    None, True, 0, -1, 2**53 - 1, 1.5, 1e15, "", " ", "\x01", "x" * 100_000, "=1+1", "2024-02-30", "0000-00-00", "99999-01-01", "0001-01-01",
    "9999-12-31T23:59:59-23:59", "NaN", "1e400", "9" * 400, "null", "😀" * 500, "\u202eabc", "javascript:alert(1)", "//x", "http://[::1",
    "00000000-0000-4000-8000-000000000000", "<script>alert(1)</script>", [], [None], [[]], [{}], ["x"] * 501, {}, {"": None},
    {"value": "x"}, {"id": []}, {"slug": {}}, [{"id": 1}], [{"slug": None}], [1, "x", None], {"notation": ["x"]}, "٣٤", "²",
]  # fmt: skip


def operations() -> Iterator[tuple[str, str, dict]]:
    """Yield path, method and description of everything in the document."""
    for path, methods in api_document()["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield path, method, operation


class Sender:
    """Sends to the portal what no browser would, with a token for everything, and keeps nothing of it."""

    def __init__(self):
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.requests = RequestFactory()
        owner = UserFactory(is_superuser=True, is_staff=True)
        self.records = {name: key_of(name, make()) for name, make in MAKERS.items()}
        _token, self.text = token_for(owner, *SCOPES)

    def filled(self, path: str, **values: str) -> str:
        """Return an address: each parameter in the path is the one given, else of a record that is there."""
        collection = path.split("/")[1]
        known = {"id": self.records.get(collection, "x"), "collection": "regions"} | values
        for name in ("id", "uuid", "collection"):
            value = known.get(name, "00000000-0000-4000-8000-000000000000")
            path = path.replace(f"{{{name}}}", quoted(value))
        return f"{ROOT}{path}".rstrip("/")

    def fault(self, method: str, address: str, body: bytes = b"", form: str = JSON, **headers: str) -> str:
        """Return what is wrong with the answer, "" when nothing is."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("authorization", f"Bearer {self.text}")
        request = self.requests.generic(method, address, body, content_type=form, headers=named)
        with undone():
            answer = self.handler.get_response(request)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            for close in answer._resource_closers:
                close()
        return fault_in(answer, content, is_head=method == "HEAD")


def fault_in(answer: HttpResponse, content: bytes, *, is_head: bool) -> str:
    status = answer.status_code
    if status >= 500:
        return str(status)
    if status < 400:
        return ""
    if answer["Content-Type"] != "application/problem+json" or answer.get("API-Version") is None:
        return f"{status} is no problem+json"
    told = {"status": status} if is_head else json.loads(content)
    return "" if told["status"] == status else f"{status} tells {told['status']}"


@pytest.fixture(scope="module")
def sender(django_db_setup, django_db_blocker) -> Iterator[Sender]:
    logging.disable(logging.ERROR)
    with django_db_blocker.unblock(), transaction.atomic():
        yield Sender()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def quoted(value: str) -> str:
    """Return text as bytes in an address, half characters included."""
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "surrogatepass"))


def some(corpus: Iterable[Any], seed: object, most: int | None) -> list[Any]:
    """Return so many of a corpus, the same every time; all without a number."""
    everything = list(corpus)
    if most is None or most >= len(everything):
        return everything
    return random.Random(f"{SEED} {seed}").sample(everything, most)


def how_much(few: int) -> Any:
    """Take so many of the corpus in every run, and all of it before a release."""
    return pytest.mark.parametrize(
        "most", [few, pytest.param(None, marks=[pytest.mark.release, pytest.mark.timeout(3600)])]
    )


def breakages(sender: Sender, sent: Iterable[tuple]) -> dict[str, str]:
    """Return what is wrong with the answers; ``sent`` are methods, addresses, bodies, forms and headers."""
    broken = {}
    for method, address, body, form, headers in sent:
        if fault := sender.fault(method.upper(), address, body, form, **headers):
            broken[f"{method} {address[:150]} {form[:40]!r} {body[:60]!r} {str(headers)[:100]}"] = fault
    return broken


@how_much(1)
def test_no_parameter_of_the_document_takes_what_it_should_not(sender, most):
    """So many words for each parameter."""
    sent = []
    for path, method, operation in operations():
        for parameter in operation.get("parameters", []):
            name, where = parameter["name"], parameter["in"]
            for word in some(WORDS, f"{path} {method} {name}", most) if where != "header" else ():
                address = sender.filled(path, **({name: word} if where == "path" else {}))
                query = f"?{quoted(name)}={quoted(word)}" if where == "query" else ""
                sent.append((method, address + query, b"", JSON, {"if_match": CURRENT}))

    assert breakages(sender, sent) == {}
    assert len(sent) > 300


@how_much(120)
def test_no_header_breaks_an_answer(sender, most):
    sent = [
        (method, sender.filled(path), b"{}", JSON, {name.replace("-", "_"): value})
        for path, method, _operation in operations()
        for name, values in HEADERS.items()
        for value in values
    ]

    assert breakages(sender, some(sent, "headers", most)) == {}


@how_much(120)
def test_no_method_breaks_an_address(sender, most):
    sent = [
        (method, sender.filled(path), b"", JSON, {})
        for path in api_document()["paths"]
        for method in (*ODD_METHODS, "HEAD", "OPTIONS")
    ]

    assert breakages(sender, some(sent, "methods", most)) == {}


@how_much(150)
def test_no_body_breaks_an_address(sender, most):
    sent = [
        (method, sender.filled(path), body, form, {"if_match": CURRENT})
        for path, method, _operation in operations()
        for body, form in [(body, JSON) for body in BODIES]
        + [(b'{"name": "x"}', form) for form in CONTENT_TYPES]
    ]

    assert breakages(sender, some(sent, "bodies", most)) == {}


def fields_of(operation: dict) -> dict[str, dict]:
    """Return the attributes that a body takes."""
    schema = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    schema = schema.get("items", schema)
    name = schema.get("$ref", "").rpartition("/")[2]
    return api_document()["components"]["schemas"].get(name, schema).get("properties", {})


@how_much(120)
def test_no_value_of_an_attribute_breaks_a_write(sender, most):
    sent = [
        (method, sender.filled(path), json.dumps({field: value}).encode(), JSON, {"if_match": CURRENT})
        for path, method, operation in operations()
        for field in fields_of(operation)
        for value in VALUES
    ]

    assert breakages(sender, some(sent, "attributes", most)) == {}


def test_a_fault_would_be_seen():
    page = HttpResponse("<p>Niet gevonden</p>", status=404)
    other = HttpResponse('{"status": 400}', status=404, content_type="application/problem+json")
    other["API-Version"] = "1"

    assert fault_in(HttpResponse(status=500), b"", is_head=False) == "500"
    assert fault_in(page, page.content, is_head=False) == "404 is no problem+json"
    assert fault_in(other, other.content, is_head=False) == "404 tells 400"
    assert fault_in(HttpResponse("{}"), b"{}", is_head=False) == ""
