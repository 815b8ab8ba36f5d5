"""Limits are exact, whoever asks at the same time, with Redis and without; and the answers tell when to come back."""

import json
import os
import re
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from industriecoalitie.api import throttling
from industriecoalitie.api.reference import live_answer
from industriecoalitie.api.throttling import address_of, bucket_of, key_of
from industriecoalitie.api.viewsets import ReadViewSet
from industriecoalitie.finding.viewsets import SearchView
from ops.embedded import Redis
from tests.api.test_errors import assert_problem
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db
LIMIT, REQUESTS, THREADS = 20, 320, 40


class Bearer(BaseAuthentication):
    """Takes any token that is named by a number."""

    def authenticate(self, request):
        text = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not text:
            return None
        if not text.isdigit():
            raise AuthenticationFailed
        return request._request.user, SimpleNamespace(
            uuid=uuid.UUID(int=int(text)),
            scopes=["read:public"],
            allows=lambda scope: True,
            reader=lambda scope: request._request.user,
        )

    def authenticate_header(self, request) -> str:
        return "Bearer"


@pytest.fixture(autouse=True)
def limits(settings, monkeypatch):
    """Low limits, and nothing counted before."""
    settings.API_LIMITS = {
        "read": {"address": 3, "token": 5},
        "search": {"address": 2, "token": 2},
        "write": {"address": 1, "token": 1},
    }
    settings.SECRET_KEY = uuid.uuid4().hex * 2
    monkeypatch.setattr(throttling, "_counter", throttling._Counter())
    return settings.API_LIMITS


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """A Redis of our own."""
    folder = tmp_path_factory.mktemp("limits")
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o711)
    server = Redis(folder / "redis", throw_away=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_redis(servers, settings):
    """A Redis that may break; it is whole again afterwards."""
    settings.REDIS_URL = servers.url
    throttling._redis.cache_clear()
    yield servers
    throttling._redis.cache_clear()
    if servers.process.poll() is None:
        os.kill(servers.process.pid, signal.SIGCONT)
    else:
        servers.stop()
        servers.start()


@pytest.fixture(params=["redis", "database"])
def counter(request, settings):
    """Where is counted."""
    if request.param == "redis":
        request.getfixturevalue("own_redis")
    else:
        settings.REDIS_URL = ""
    return request.param


@pytest.fixture
def with_tokens(monkeypatch):
    monkeypatch.setattr(ReadViewSet, "authentication_classes", [Bearer])
    monkeypatch.setattr(SearchView, "authentication_classes", [Bearer])


def statuses(client, address: str, times: int, **headers) -> list[int]:
    return [client.get(address, headers=headers).status_code for _ in range(times)]


def test_one_too_many_is_refused_until_the_minute_is_over(client, counter, monkeypatch):
    monkeypatch.setattr(throttling, "WINDOW_S", 2)
    client.get("/api/v1/regions", REMOTE_ADDR="192.0.2.9")  # the first answer of all takes longer

    first = [client.get("/api/v1/regions") for _ in range(4)]
    refused = client.get("/api/v1/regions")
    time.sleep(int(refused["Retry-After"]))
    after = client.get("/api/v1/regions")

    assert [answer.status_code for answer in first] == [200, 200, 200, 429]
    assert_problem(refused, 429)
    assert refused["Retry-After"] in ("1", "2")
    assert after.status_code == 200
    assert after["RateLimit"] == '"read";r=2;t=2'


def test_every_answer_tells_what_is_left(client, counter):
    answers = [client.get("/api/v1/regions") for _ in range(4)]

    assert {answer["RateLimit-Policy"] for answer in answers} == {'"read";q=3;w=60'}
    assert [re.sub(r"t=(60|59|58)$", "t", answer["RateLimit"]) for answer in answers] == [
        '"read";r=2;t', '"read";r=1;t', '"read";r=0;t', '"read";r=0;t',
    ]  # fmt: skip
    assert int(answers[3]["Retry-After"]) in (58, 59, 60)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("get", "regions/bestaat-niet", {}, 404), ("get", "bestaat-niet", {}, 404), ("get", "regions?x=1", {}, 400),
        ("get", "regions", {"accept": "text/csv"}, 406), ("get", "regions", {"host": "evil.example"}, 400),
        ("options", "regions", {}, 204), ("head", "regions", {}, 200), ("delete", "openapi.json", {}, 405),
        ("get", "regions/%00", {}, 400), ("get", "openapi.json", {}, 200),
        ("options", "regions", {"origin": "https://a.example", "access-control-request-method": "GET"}, 200),
    ],
)  # fmt: skip
def test_whatever_is_asked_is_counted_once(client, limits, method, path, headers, status):
    limits["write"] = limits["read"]
    answers = [getattr(client, method)(f"/api/v1/{path}", headers=headers) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [status] * 3 + [429]
    assert [re.search(r"r=(\d)", answer["RateLimit"])[1] for answer in answers] == ["2", "1", "0", "0"]


def test_an_answer_that_did_not_change_tells_it_too(client):
    etag = client.get("/api/v1/regions")["ETag"]

    answer = client.get("/api/v1/regions", headers={"if-none-match": etag})

    assert (answer.status_code, answer["RateLimit"][:10]) == (304, '"read";r=1')


def test_reading_searching_and_writing_are_counted_apart(client):
    read = statuses(client, "/api/v1/regions", 4)
    searched = statuses(client, "/api/v1/regions?q=twente", 2) + statuses(
        client, "/api/v1/search?q=twente", 1
    )
    written = [client.post("/api/v1/regions").status_code for _ in range(2)]

    assert (read, searched, written) == ([200, 200, 200, 429], [200, 200, 429], [405, 429])


@pytest.mark.usefixtures("with_tokens")
def test_each_token_and_each_address_has_its_own_count(client):
    visitor = statuses(client, "/api/v1/regions", 4)
    one = statuses(client, "/api/v1/regions", 6, authorization="Bearer 1")
    other = statuses(client, "/api/v1/regions", 1, authorization="Bearer 2")
    elsewhere = client.get("/api/v1/regions", REMOTE_ADDR="192.0.2.9").status_code

    assert visitor == [200] * 3 + [429]
    assert one == [200] * 5 + [429]
    assert (other, elsewhere) == ([200], 200)


@pytest.mark.usefixtures("with_tokens")
def test_guessing_tokens_is_limited(client):
    answers = [client.get("/api/v1/regions", headers={"authorization": f"Bearer x{n}"}) for n in range(4)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert answers[0]["WWW-Authenticate"] == "Bearer"


@pytest.mark.usefixtures("with_tokens")
def test_a_token_changes_no_byte_and_no_header_but_the_limit(client):
    RegionFactory()
    without = client.get("/api/v1/regions")
    with_one = client.get("/api/v1/regions", headers={"authorization": "Bearer 1"})

    def rest(answer):
        return {name: value for name, value in answer.items() if not name.startswith("RateLimit")}

    assert (with_one.content, rest(with_one)) == (without.content, rest(without))
    assert with_one["RateLimit-Policy"] != without["RateLimit-Policy"]


def test_pages_are_not_counted(client):
    RegionFactory(slug="twente")
    pages = (
        statuses(client, "/api/", 3) + statuses(client, "/api/regions/", 3) + statuses(client, "/regios/", 3)
    )

    assert set(pages) == {200}
    assert live_answer("/api/v1/regions")["items"][0]["slug"] == "twente"
    assert statuses(client, "/api/v1/regions", 1) == [200]


def test_nought_is_no_limit(client, limits):
    limits["read"]["address"] = 0

    answers = [client.get("/api/v1/regions") for _ in range(9)]

    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0]


def test_counting_asks_the_database_nothing_while_redis_is_there(
    client, own_redis, limits, django_assert_num_queries
):
    client.get("/api/v1/regions")
    with django_assert_num_queries(0):
        answer = client.get("/api/v1")

    assert answer["RateLimit"][:10] == '"read";r=1'


@pytest.mark.parametrize(
    ("view", "path", "method", "bucket"),
    [
        (object(), "/?limit=5", "GET", "read"), (object(), "/?q=", "GET", "read"), (object(), "/?q=a", "HEAD", "search"),
        (object(), "/?q=a", "POST", "write"), (SimpleNamespace(throttle_bucket="search"), "/", "GET", "search"),
        (SimpleNamespace(throttle_bucket="search"), "/", "POST", "write"), (object(), "/", "OPTIONS", "read"),
    ],
)  # fmt: skip
def test_what_a_request_counts_as(view, path, method, bucket):
    assert bucket_of(RequestFactory().generic(method, path), view) == bucket


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", "unknown"), ("no address", "unknown"),
    ],
)  # fmt: skip
def test_the_address_that_is_counted(told, counted):
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=told)) == counted


def test_what_a_visitor_says_of_the_address_counts_only_behind_our_proxies(settings):
    def asked(said: str) -> str:
        return address_of(
            RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": said})
        )

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    without = asked("192.0.2.1")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert (without, asked("198.51.100.1, 192.0.2.1")) == ("10.0.0.1", "192.0.2.1")


def test_a_key_tells_no_address():
    key = key_of("read", "address 192.0.2.1")

    assert re.fullmatch(r"api:limit:read:[0-9a-f]{32}", key)
    assert key != key_of("read", "address 192.0.2.2")


def test_windows_long_past_are_forgotten(client, settings, monkeypatch):
    settings.REDIS_URL = ""
    monkeypatch.setattr(throttling, "TIDY_ONE_IN", 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_limit VALUES ('old', 1, now() - interval '2 hours'), ('new', 1, now())"
        )
        client.get("/api/v1/regions")
        cursor.execute("SELECT key FROM api_limit WHERE key IN ('old', 'new')")
        assert cursor.fetchall() == [("new",)]


def test_the_table_is_not_written_to_the_log_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'api_limit'")
        assert cursor.fetchone() == ("u",)


def ask(url: str, times: int) -> list[tuple[int, float, str]]:
    """Ask one after another over one line; return status, seconds and Retry-After of each."""
    found = []
    line = HTTPConnection(urlsplit(url).netloc, timeout=30)
    for _ in range(times):
        began = time.monotonic()
        line.request("GET", "/api/v1", headers={"Accept": "application/json"})
        answer = line.getresponse()
        answer.read()
        found.append((answer.status, time.monotonic() - began, answer.getheader("Retry-After", "")))
    line.close()
    return found


def ask_together(url: str) -> list[tuple[int, float, str]]:
    """Ask by forty threads at once."""
    with ThreadPoolExecutor(THREADS) as pool:
        each = pool.map(lambda _: ask(url, REQUESTS // THREADS), range(THREADS))
        return [answer for answers in each for answer in answers]


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_get_exactly_the_limit(live_server, limits, counter, monkeypatch):
    """R50."""
    monkeypatch.setattr(
        throttling, "PATIENCE_S", 10
    )  # the machine may be busy; the count may not move elsewhere
    limits["read"]["address"] = LIMIT

    found = ask_together(live_server.url)

    status = [status for status, _took, _wait in found]
    assert (len(status), status.count(200), status.count(429)) == (REQUESTS, LIMIT, REQUESTS - LIMIT)
    assert all(1 <= int(wait) <= 60 for status, _took, wait in found if status == 429)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL], ids=["frozen", "dead"])
def test_a_redis_that_breaks_neither_fails_nor_holds_a_request(live_server, limits, own_redis, number):
    """R17: it is still counted, in the database."""
    limits["read"]["address"] = 1000
    before = ask(live_server.url, 3)
    os.kill(own_redis.process.pid, number)
    if number == signal.SIGKILL:
        own_redis.process.wait()
    limits["read"]["address"] = LIMIT

    found = ask_together(live_server.url)

    status = [status for status, _took, _wait in found]
    assert [status for status, *_ in before] == [200] * 3
    assert (status.count(200), status.count(429)) == (LIMIT, REQUESTS - LIMIT)
    assert throttling._counter.is_away
    assert max(took for _status, took, _wait in found) < 10  # forty at once on one busy process
    assert ask(live_server.url, 1)[0][1] < 2


@pytest.mark.django_db(transaction=True)
def test_one_request_waits_at_most_two_seconds_for_a_frozen_redis(live_server, own_redis):
    ask(live_server.url, 1)
    os.kill(own_redis.process.pid, signal.SIGSTOP)

    (status, took, _wait), (_status, again, _wait) = ask(live_server.url, 2)

    assert status == 200
    assert took < 2
    assert again < 1


def test_a_redis_that_comes_back_counts_again(client, own_redis, monkeypatch, limits):
    limits["read"]["address"] = 1000
    monkeypatch.setattr(throttling, "REST_AFTER_FAILURE_S", 0.2)
    client.get("/api/v1/regions")
    os.kill(own_redis.process.pid, signal.SIGSTOP)
    client.get("/api/v1/regions")
    was_away = throttling._counter.is_away
    os.kill(own_redis.process.pid, signal.SIGCONT)
    time.sleep(0.3)

    answer = client.get("/api/v1/regions")

    assert (was_away, throttling._counter.is_away) == (True, False)
    assert json.loads(answer.content)["items"] == []


def test_an_unknown_address_is_told_without_redis_and_database(client, settings, monkeypatch):
    def fail(key):
        raise OperationalError

    settings.REDIS_URL = ""
    monkeypatch.setattr(throttling, "count_in_database", fail)

    assert_problem(client.get("/api/v1/bestaat-niet"), 404)
    assert_problem(client.get("/api/v1/regions"), 503)
