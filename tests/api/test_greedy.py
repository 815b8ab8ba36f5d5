"""R45: one who asks as much as is allowed, and more, does not slow down the others."""

import json
import statistics
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from industriecoalitie.api import throttling
from tests.factories.partnerships import PartnerFactory, PartnershipFactory

WORDS = " ".join(
    ["techniek", "metaal", "robot", "zorg", "bouw", "energie", "leren", "werken", "samen", "regio"]
)
DEAR = [
    ("GET", "partnerships?limit=200&expand=region,leadOrganisation&count=true", b""),
    ("GET", f"partnerships?limit=200&q={WORDS.replace(' ', '%20')}", b""),
    ("GET", f"search?q={WORDS.replace(' ', '%20')}", b""),
    ("GET", "partnerships?" + "&".join(f"region=r{number}" for number in range(600)), b""),
    ("GET", "partnerships?limit=1000000000", b""),
    ("GET", "partnerships?q=" + "woord%20" * 900, b""),
    ("POST", "partnerships", b"[" * 900_000),
    ("POST", "partnerships", b"[" + b"{}," * 300_000 + b"{}]"),
    ("POST", "partnerships", b"x" * 1_500_000),
    ("GET", "openapi.json", b""),
]


def send(line: HTTPConnection, method: str, path: str, body: bytes, who: str) -> int:
    line.request(
        method, f"/api/v1/{path}", body or None, {"X-Forwarded-For": who, "Content-Type": "application/json"}
    )
    answer = line.getresponse()
    content = answer.read()
    if answer.status >= 400:
        assert json.loads(content)["status"] == answer.status
    return answer.status


def be_greedy(address: str, enough: threading.Event, found: Counter) -> None:
    number = 0
    while not enough.is_set():
        line = HTTPConnection(address, timeout=60)
        try:
            found[send(line, *DEAR[number % len(DEAR)], who="192.0.2.66")] += 1
        except OSError:  # the server did not wait for the rest of a body that it refused
            found[0] += 1
        finally:
            line.close()
        number += 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
def test_a_greedy_client_does_not_slow_down_a_polite_one(live_server, settings, monkeypatch):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.SECRET_KEY = f"{time.time_ns():040d}"
    most = {"address": 30, "token": 30}
    settings.API_LIMITS = {"read": most, "search": most, "write": most}
    monkeypatch.setattr(throttling, "_counter", throttling._Counter())
    for partnership in PartnershipFactory.create_batch(20):
        PartnerFactory.create_batch(5, partnership=partnership)
    address, enough, found = urlsplit(live_server.url).netloc, threading.Event(), Counter()
    line = HTTPConnection(address, timeout=60)
    send(line, "GET", "partnerships", b"", "192.0.2.1")

    threads = [threading.Thread(target=be_greedy, args=(address, enough, found)) for _ in range(2)]
    for thread in threads:
        thread.start()
    took, statuses = [], Counter()
    for _ in range(20):
        began = time.monotonic()
        statuses[send(line, "GET", "partnerships?limit=25", b"", "192.0.2.1")] += 1
        took.append(time.monotonic() - began)
        time.sleep(0.05)
    enough.set()
    for thread in threads:
        thread.join()
    line.close()

    assert statuses == {200: 20}
    assert statistics.quantiles(took, n=20)[18] < 2
    assert found[429] > 0
    assert [status for status in found if status >= 500] == []
