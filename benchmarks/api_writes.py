"""What the documents cost who writes: ``benchmarks/api.py --writes``."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Count

from industriecoalitie.api import actions
from industriecoalitie.api import following as documents
from industriecoalitie.api.models import ApiDocument
from industriecoalitie.core.actors import Actor
from industriecoalitie.history import following
from industriecoalitie.history.recording import Change, change_record
from industriecoalitie.search import following as index
from partnerships.models import Partnership
from regions.models import Organisation

BY = Actor("command")
TIMES = 15


@contextmanager
def followers(*kept: Callable) -> Iterator[None]:
    """Have only these keep up with changes."""
    before = list(following._followers)
    following._followers[:] = kept
    try:
        yield
    finally:
        following._followers[:] = before


def timed(call: Callable[[int], object]) -> tuple[float, float]:
    """Return the middle of the milliseconds of a call, and of those of this process; what it writes is taken back."""
    walls, used = [], []
    for number in range(TIMES + 1):
        with transaction.atomic():
            begun, cpu = time.perf_counter(), time.process_time()
            call(number)
            used.append((time.process_time() - cpu) * 1000)
            walls.append((time.perf_counter() - begun) * 1000)
            transaction.set_rollback(True)
    return statistics.median(walls[1:]), statistics.median(used[1:])


def compare(name: str, call: Callable[[int], object]) -> None:
    """Print what a change takes when nobody follows it, with the documents, with the search index, and with both."""
    for what, kept in (
        ("alone", ()),
        ("documents", (documents.keep_up,)),
        ("search", (index.keep_up,)),
        ("both", (documents.keep_up, index.keep_up)),
    ):
        with followers(*kept):
            wall, used = timed(call)
        print(f"| {name:44} | {what:9} | {wall:8.1f} | {used:8.1f} |", flush=True)


def run() -> None:
    """Measure saving, renaming and making all again."""
    print("| what | followed by | p50 ms | process ms |")
    print("|---|---|---:|---:|")
    record = Partnership.objects.filter(visibility="public", hidden_at=None).order_by("-pk").first()
    compare(
        "saving a partnership",
        lambda number: change_record(record, Change({"summary": f"Waterstofproef {number}"}), by=BY),
    )
    named = Organisation.objects.filter(hidden_at=None, visibility="public").annotate(
        number=Count("partner_links__partnership", distinct=True)
    )
    for organisation in (
        named.order_by("number", "pk").filter(number__gte=200).first(),
        named.order_by("-number").first(),
    ):
        if organisation is not None:
            compare(
                f"renaming an organisation with {organisation.number} partnerships",
                lambda number, organisation=organisation: change_record(
                    organisation, Change({"name": f"{organisation.name} {number}"}), by=BY
                ),
            )
    begun, used = time.perf_counter(), time.process_time()
    actions.rebuild()
    wall, used = time.perf_counter() - begun, time.process_time() - used
    total = ApiDocument.objects.count()
    print(f"documents --rebuild: {total} in {wall:.1f} s, {total / wall:.0f} a second; process {used:.1f} s")
