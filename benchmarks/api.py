"""What an answer of the API costs, beside the same tables through a plain ModelViewSet and through PostgreSQL alone.

    STATE_DIR=… .venv/bin/python benchmarks/api.py [--rounds 40] [--writes]

The data: ``bin/manage generate_data --organisations 2000 --partnerships 10000`` with the same ``STATE_DIR``. All three stand in
one process behind a WSGI handler and are asked by turns: ours is the whole portal with its middleware and the counting of
limits, without a socket; the plain one is Django with nothing around it, its queries told in advance; the bare one is a
function that hands on what ``json_build_object`` gives. Processor time is that of the process and of the server's part for it.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if __name__ == "__main__" and "DATABASE_URL" not in os.environ:
    from ops.paths import PYTHON, state_dir
    from ops.progress import Steps
    from ops.servers import State, environment, share

    state = State(state_dir())
    with share(state, Steps(2, quiet=True)) as addresses:
        # Counted, as always, but never refused.
        limits = {"API_READS_PER_ADDRESS": "99999999", "API_READS_PER_TOKEN": "99999999"}
        inside = environment(state, addresses) | limits
        sys.exit(subprocess.run([PYTHON, *sys.argv], env=inside).returncode)  # noqa: S603

import json  # noqa: E402
import statistics  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from dataclasses import dataclass, field  # noqa: E402
from urllib.parse import urlencode  # noqa: E402

import django  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "industriecoalitie.settings.development")
django.setup()

import psycopg2  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.signals import request_finished, request_started  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import close_old_connections, connection, transaction  # noqa: E402
from django.db.models import Count, Max  # noqa: E402
from django.db.models.functions import Lower  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks import api_writes  # noqa: E402
from benchmarks.api_peers import bare_application, plain_application  # noqa: E402
from industriecoalitie.accounts.models import User  # noqa: E402
from industriecoalitie.api.actions import rebuild  # noqa: E402
from industriecoalitie.api.choices import Verb  # noqa: E402
from industriecoalitie.api.models import FeedEvent  # noqa: E402
from industriecoalitie.core.actors import Actor  # noqa: E402
from industriecoalitie.core.choices import Audience  # noqa: E402
from industriecoalitie.tokens.actions import make_token  # noqa: E402
from partnerships.models import Partnership  # noqa: E402

settings.DEBUG = False  # with it, Django keeps every statement
settings.ALLOWED_HOSTS = ["*"]
ROOT_ADDRESS = "/api/v1"
SINCE = "2000-01-01T00:00:00Z"
EVENTS_MADE = 1_000
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Asked:
    """One or several requests of one kind, as one of the three is asked them; ``sizes`` in bytes."""

    application: Callable
    environs: list[dict]
    backend: int
    walls: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    server: float = 0.0
    first_byte: list[float] = field(default_factory=list)
    size: int = 0
    statuses: set[str] = field(default_factory=set)
    statements: int = 1

    def once(self) -> None:
        """Ask it and keep what it took."""
        server = processor_of(self.backend)
        begun, used = time.perf_counter(), time.process_time()
        size, first = 0, 0.0
        for environ in self.environs:
            answer = self.application(dict(environ), self._start)
            for part in answer:
                first = first or time.perf_counter() - begun
                size += len(part)
            getattr(answer, "close", lambda: None)()
        self.processor.append((time.process_time() - used) * 1000)
        self.walls.append((time.perf_counter() - begun) * 1000)
        self.server += (processor_of(self.backend) - server) * 1000
        self.first_byte.append(first * 1000)
        self.size = size

    def forget(self) -> None:
        """Leave the first rounds out: they fill caches."""
        self.walls, self.processor, self.first_byte, self.server = [], [], [], 0.0

    def _start(self, status: str, headers: list, *more: object) -> None:
        self.statuses.add(status[:3])

    @property
    def is_long(self) -> bool:
        """Whether it is too much to be asked often."""
        return len(self.environs) > 1 or "exports" in self.environs[0]["PATH_INFO"]

    @property
    def cost(self) -> float:
        """Return the processor time of one time, in ms: the middle of the process, the mean of the server."""
        return statistics.median(self.processor) + self.server / len(self.processor)


def processor_of(backend: int) -> float:
    """Return the seconds of processor time that a process of the server used; 0 where that is not told."""
    try:
        told = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / TICKS


def environ_of(path: str, query: dict | None = None, **headers: str) -> dict:
    """Return the environment of a request, as a server makes it."""
    address = f"{path}?{urlencode(query)}" if query else path
    return RequestFactory().get(address, headers=headers).environ


class Bench:
    """The three, and the requests of each kind."""

    def __init__(self) -> None:
        self.ours, self.plain = get_wsgi_application(), plain_application()
        database = psycopg2.connect(os.environ["DATABASE_URL"], options="-c random_page_cost=1.1 -c jit=off")
        self.bare, self.bare_backend = bare_application(database), database.info.backend_pid
        connection.settings_dict["CONN_MAX_AGE"] = None  # the process of the server stays the same one
        connection.ensure_connection()
        self.backend = connection.connection.info.backend_pid
        rows = Partnership.objects.filter(visibility="public", hidden_at=None)
        self.total = rows.count()
        by_name = rows.order_by(Lower("name"), "pk")
        self.middle = by_name.annotate(key=Lower("name"))[self.total // 2 - 1]
        self.slug = self.middle.slug
        most = rows.exclude(region=None).values("region__slug", "status").annotate(number=Count("pk"))
        self.often = most.order_by("-number", "region__slug", "status").first()

    def own(self, *environs: dict) -> Asked:
        return Asked(self.ours, list(environs), self.backend)

    def usual(self, *environs: dict) -> Asked:
        return Asked(self.plain, list(environs), self.backend)

    def by_server(self, what: str, *values: dict) -> Asked:
        asked = [environ_of("/") | {"bare.what": what, "bare.values": each} for each in values]
        return Asked(self.bare, asked, self.bare_backend, statements=len(values))

    def ask(self, path: str, query: dict | None = None, **headers: str) -> tuple[dict, bytes]:
        """Return the headers and the body of an answer of ours."""
        found: dict = {}
        answer = self.ours(environ_of(path, query, **headers), lambda status, told, *more: found.update(told))
        body = b"".join(answer)
        answer.close()
        return found, body

    def cursors(self, query: dict) -> Iterator[dict]:
        """Yield the queries of a list, page after page."""
        while True:
            yield query
            following = json.loads(self.ask(f"{ROOT_ADDRESS}/partnerships", query)[1])["next"]
            if following is None:
                return
            query = query | {"cursor": following}

    def cursor_in_the_middle(self) -> str:
        query = {"limit": "200"}
        for number, query in enumerate(self.cursors({"limit": "200"})):  # noqa: B007
            if number >= max(1, self.total // 400):
                break
        return query["cursor"]

    def kinds(self) -> Iterator[tuple[str, Asked | None, Asked | None, Asked | None]]:
        """Yield what is measured: its name and how ours, the plain one and the bare one are asked it."""
        listed, hundred = f"{ROOT_ADDRESS}/partnerships", {"limit": "100"}
        yield (
            "list of 100",
            self.own(environ_of(listed, hundred)),
            self.usual(environ_of("/plain", hundred)),
            self.by_server("list", {"limit": 100}),
        )
        place = {"limit": 100, "name": self.middle.key, "id": self.middle.pk}
        yield (
            "100 in the middle",
            self.own(environ_of(listed, hundred | {"cursor": self.cursor_in_the_middle()})),
            self.usual(environ_of("/plain", hundred | {"offset": str(self.total // 2)})),
            self.by_server("middle", place),
        )
        chosen = {"region": self.often["region__slug"], "status": self.often["status"]}
        yield (
            f"region + status ({min(100, self.often['number'])})",
            self.own(environ_of(listed, hundred | chosen)),
            self.usual(environ_of("/plain", hundred | chosen)),
            self.by_server("filter", chosen | {"limit": 100}),
        )
        one = f"{listed}/{self.slug}"
        detail = (
            self.usual(environ_of(f"/plain/{self.slug}")),
            self.by_server("detail", {"slug": self.slug}),
        )
        yield "detail", self.own(environ_of(one)), *detail
        etag = self.ask(one)[0]["ETag"]
        again = (self.usual(environ_of(f"/plain/{self.slug}")), self.by_server("detail", {"slug": self.slug}))
        yield "detail, not changed", self.own(environ_of(one, if_none_match=etag)), *again
        etag = self.ask(listed, hundred)[0]["ETag"]
        yield (
            "list, not changed",
            self.own(environ_of(listed, hundred, if_none_match=etag)),
            self.usual(environ_of("/plain", hundred)),
            self.by_server("list", {"limit": 100}),
        )
        yield "1,000 changed, by 200", *self.changed()
        yield "all as JSON Lines", *self.exports()

    def changed(self) -> tuple[Asked, Asked, Asked]:
        """Return how a copy is brought up to date with a thousand changed records, five pages."""
        asked = {"limit": "200", "sort": "updatedAt", "updatedSince": SINCE}
        pages = [query for query, _number in zip(self.cursors(asked), range(5), strict=False)]
        rows = Partnership.objects.filter(visibility="public", hidden_at=None).order_by("updated_at", "pk")
        places = [("-infinity", 0), *[(row.updated_at, row.pk) for row in rows[199:1000:200]]][: len(pages)]
        plain = [
            {"limit": "200", "offset": str(200 * number), "updated": SINCE} for number in range(len(pages))
        ]
        return (
            self.own(*[environ_of(f"{ROOT_ADDRESS}/partnerships", query) for query in pages]),
            self.usual(*[environ_of("/plain", query) for query in plain]),
            self.by_server(
                "sync", *[{"limit": 200, "since": SINCE, "at": at, "id": pk} for at, pk in places]
            ),
        )

    def feed(self) -> Asked:
        """Return a page of the feed, of lines that are added for it; in a transaction that is taken back."""
        last = FeedEvent.objects.aggregate(last=Max("place"))["last"] or 0
        rows = Partnership.objects.filter(visibility="public", hidden_at=None)[:EVENTS_MADE]
        FeedEvent.objects.bulk_create(
            FeedEvent(
                place=last + number,
                verb=Verb.CHANGED,
                collection="partnerships",
                record=row.uuid,
                object_id=row.pk,
                key=row.slug,
                version=row.version,
                before=Audience.PUBLIC,
                after=Audience.PUBLIC,
                is_public=True,
            )
            for number, row in enumerate(rows, 1)
        )
        owner = User.objects.create(email="meting@example.invalid", is_active=True)
        text = make_token(owner, "meting", ("read:public", "events"), by=Actor("command"))[1]
        headers = {"authorization": f"Bearer {text}"}
        return self.own(environ_of(f"{ROOT_ADDRESS}/events", {"limit": "100"}, **headers))

    def exports(self) -> tuple[Asked, Asked, Asked]:
        """Return how all partnerships go out: ours as JSON Lines, the others by a thousand a page."""
        starts = range(0, self.total, 1000)
        by_name = Partnership.objects.filter(visibility="public", hidden_at=None).order_by(
            Lower("name"), "pk"
        )
        names = list(by_name.annotate(key=Lower("name")).values("key", "pk"))
        places = [names[start - 1] if start else {"key": "", "pk": 0} for start in starts]
        pages = [{"limit": 1000, "name": place["key"], "id": place["pk"]} for place in places]
        # A visitor gets at most 25,000 records in one answer.
        return (
            self.own(environ_of(f"{ROOT_ADDRESS}/exports/partnerships", {"format": "jsonl"})),
            self.usual(*[environ_of("/plain", {"limit": "1000", "offset": str(start)}) for start in starts]),
            self.by_server("middle", *pages),
        )


def measure(asked: list[Asked | None], rounds: int) -> None:
    """Ask by turns; the first two rounds do not count."""
    for number in range(rounds + 2):
        for each in asked:
            if each is not None:
                each.once()
                if number == 1:
                    each.forget()


def count(asked: Asked | None) -> None:
    """Count the statements of one time."""
    if asked is not None and asked.backend == connection.connection.info.backend_pid:
        with CaptureQueriesContext(connection) as statements:
            asked.once()
        asked.statements = sum(not each["sql"].startswith("SELECT 1") for each in statements)


def line(name: str, who: str, asked: Asked, ours: Asked) -> str:
    walls = sorted(asked.walls)
    ratio = "" if asked is ours else f"{asked.cost / ours.cost:8.1f}"
    return (
        f"| {name:24} | {who:5} | {statistics.median(walls):8.1f} | {walls[int(len(walls) * 0.95)]:8.1f} "
        f"| {statistics.median(asked.processor):8.1f} | {asked.server / len(walls):6.1f} | {asked.statements:5} "
        f"| {asked.size / 1000:8.0f} | {'/'.join(sorted(asked.statuses))} | {ratio:>8} |"
    )


def show(name: str, three: list[Asked | None], rounds: int) -> None:
    """Measure one kind and print a line for each that is asked."""
    for asked in three:
        count(asked)
    measure(three, rounds)
    for who, asked in zip(("ours", "plain", "bare"), three, strict=True):
        if asked is not None:
            print(line(name, who, asked, three[0]), flush=True)


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--rounds", type=int, default=40)
    wanted.add_argument("--writes", action="store_true", help="what the documents cost who writes")
    asked = wanted.parse_args()
    if asked.writes:
        api_writes.run()
        return
    # Documents of other code are not used: what is measured would be something else.
    rebuild(only_behind=True)
    bench = Bench()
    print(f"{bench.total} public partnerships, load {os.getloadavg()[0]:.1f}, {asked.rounds} rounds")
    print(
        "| what | who | p50 ms | p95 ms | process ms | server ms | statements | kB | status | cost / ours |"
    )
    print("|---|---|---:|---:|---:|---:|---:|---:|---|---:|")
    for name, *three in bench.kinds():
        show(name, three, max(3, asked.rounds // 10) if three[0].is_long else asked.rounds)
    # Between requests Django would close a connection that is inside a transaction.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    with transaction.atomic():
        show("feed, 100 lines, token", [bench.feed(), None, None], asked.rounds)
        transaction.set_rollback(True)


main()
