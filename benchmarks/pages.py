"""Times pages and API answers of a running portal, one request at a time.

    bin/run                                  # in another window
    .venv/bin/python benchmarks/pages.py http://localhost:8000

Prints, per address, the median and the 95th percentile in milliseconds, and the size in kB.
"""

import statistics
import sys
import time
import urllib.request

ADDRESSES = (
    "/",
    "/samenwerkingen/",
    "/samenwerkingen/?sector=maakindustrie&q=robot",
    "/samenwerkingen/kampus/",
    "/organisaties/deltion/",
    "/regios/twente/",
    "/kennisbank/",
    "/kennisbank/kampus/",
    "/agendas/techniekpact-2019/",
    "/bronnen/mbo-propositie/",
    "/api/v1/partnerships",
    "/api/v1/partnerships?limit=200",
    "/api/v1/partnerships/kampus",
    "/api/v1/openapi.json",
)
ROUNDS = 30


def timed(address: str) -> tuple[float, int]:
    """Return how long one request took, in milliseconds, and the length of the answer in bytes."""
    began = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        body = answer.read()
    return (time.perf_counter() - began) * 1000, len(body)


def main(base: str) -> None:
    print("| address | p50 ms | p95 ms | kB |\n|---|---:|---:|---:|")
    for path in ADDRESSES:
        timed(base + path)
        found = [timed(base + path) for _ in range(ROUNDS)]
        times = sorted(taken for taken, _size in found)
        p95 = times[int(len(times) * 0.95) - 1]
        print(f"| `{path}` | {statistics.median(times):.0f} | {p95:.0f} | {found[0][1] / 1000:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
