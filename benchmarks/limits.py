"""What counting a request costs: alone, and as a part of the smallest answer of the API, by turns with and without.

``bin/manage shell < benchmarks/limits.py``. Redis is the one of the portal; its keys end by themselves in a minute.
"""

import statistics
import time
import uuid

from django.conf import settings
from django.test import Client

from industriecoalitie.api import throttling

TIMES = 2_000


def spread(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=20)
    return f"p50 {cuts[9] * 1000:.3f} ms, p95 {cuts[18] * 1000:.3f} ms"


def timed(work, times: int = TIMES) -> list[float]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


key = throttling.key_of("read", uuid.uuid4().hex)
throttling.count_in_database(key)
print(
    "Redis     ",
    spread(timed(lambda: throttling._counter.add(key))),
    "away" if throttling._counter.is_away else "",
)
print("PostgreSQL", spread(timed(lambda: throttling.count_in_database(key))))

client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
limits = {0: [], 10**9: []}
spent = {0: 0.0, 10**9: 0.0}
for number in range(TIMES):
    most = 0 if number % 2 else 10**9
    settings.API_LIMITS = {"read": {"address": most, "token": most}}
    before = time.process_time()
    limits[most] += timed(lambda: client.get("/api/v1"), 1)
    spent[most] += time.process_time() - before
for most, name in ((0, "without"), (10**9, "with   ")):
    print(f"/api/v1 {name}", spread(limits[most]), f"processor {2000 * spent[most] / TIMES:.3f} ms")
