"""Promise R14: every committed event reaches every webhook that wants it, none that was rolled back, always with its identifier.

While changes are made, senders are killed without warning and the receiver errs and dawdles.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from industriecoalitie.api.models import FeedEvent
from industriecoalitie.core.choices import Audience
from industriecoalitie.webhooks.actions.fanning import share_out
from industriecoalitie.webhooks.models import Delivery, Endpoint
from tests.factories.webhooks import working
from tests.portal import address_of

from .receiver import Receiver, receiver

SENDER = """
import django
django.setup()
import time
from industriecoalitie.webhooks.actions import fanning, sending
sending.SLOW_MS = 100_000
while True:
    fanning.share_out()
    sending.send_due(seconds=1.0)
    time.sleep(0.05)
"""


def changes(seconds: float, chance: random.Random) -> tuple[set[str], set[str]]:
    """Make changes for a while; return the records of those that were committed, and of those that were not."""
    kept, undone = set(), set()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        record, is_undone = uuid.uuid4(), chance.random() < 0.2
        with transaction.atomic():
            FeedEvent.objects.create(
                verb="changed", collection="partnerships", record=record, object_id=1, key="x", version=2,
                before=Audience.PUBLIC, after=Audience.PUBLIC, is_public=True,
            )  # fmt: skip
            transaction.set_rollback(is_undone)
        (undone if is_undone else kept).add(str(record))
        time.sleep(chance.uniform(0, 0.04))
    return kept, undone


def start() -> subprocess.Popen:
    env = {
        **os.environ, "DATABASE_URL": address_of(connection.settings_dict["NAME"]), "WEBHOOKS_ALLOW_LOCAL": "1",
        "DJANGO_SETTINGS_MODULE": "industriecoalitie.settings.test",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", SENDER], cwd=settings.BASE_DIR, env=env)


def make_due() -> None:
    """Let the pauses, the rests and the leases of who was killed be over."""
    Delivery.objects.open().update(due_at=Now(), locked_until=None)
    Endpoint.objects.update(rests_until=None)


def storm(seconds: float, kills: int, urls: list[Receiver]) -> tuple[set[str], set[str], int]:
    """Kill senders while changes are made; return what was kept, what was undone, and how many were killed."""
    chance, result = random.Random(14), []

    def write() -> None:
        try:
            result.append(changes(seconds, random.Random(41)))
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    senders, killed, deadline = [start(), start()], 0, time.monotonic() + seconds + 60
    try:
        next_kill = time.monotonic() + 4
        while writer.is_alive() or FeedEvent.objects.filter(place=None).exists() or _is_waiting():
            assert time.monotonic() < deadline, "not everything was delivered in time"
            if killed < kills and time.monotonic() > next_kill and any(there.got for there in urls):
                victim = chance.randrange(len(senders))
                os.kill(senders[victim].pid, signal.SIGKILL)
                senders[victim].wait()
                senders[victim] = start()
                killed, next_kill = killed + 1, time.monotonic() + 2.5
            make_due()
            time.sleep(0.5)
    finally:
        writer.join()
        for process in senders:
            process.kill()
            process.wait()
    share_out()
    return *result[0], killed


def _is_waiting() -> bool:
    last = FeedEvent.objects.settled().last()
    told = Delivery.objects.filter(event=last.place).exists() if last else True
    return not told or Delivery.objects.open().exists()


def weather(receivers: list[Receiver]) -> None:
    """Let one in ten requests fail, and one in ten take a while."""
    for number, there in enumerate(receivers):
        chance = random.Random(number)
        there.behaviour = lambda n, chance=chance: 500 if chance.random() < 0.1 else 204
        there.late = lambda n, chance=chance: 0.3 if chance.random() < 0.1 else 0.0


def check(seconds: float, kills: int) -> None:
    with receiver() as first, receiver() as second:
        both = [first, second]
        weather(both)
        secrets = [working(there.url)[1] for there in both]
        for there, secret in zip(both, secrets, strict=True):
            there.secrets = [secret]
        kept, undone, killed = storm(seconds, kills, both)

    places = {str(event.record): str(event.place) for event in FeedEvent.objects.all()}
    assert killed == kills
    assert undone
    for there in both:
        told = {(got.message, record_of(got.body)) for got in there.taken}
        assert {record for _message, record in told} == kept, "undelivered or phantom"
        assert told == {(places[record], record) for record in kept}, "another identifier"
        assert there.forged == []


def record_of(body: bytes) -> str:
    return body.decode().partition('"record":"')[2][:36]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("local")
def test_nothing_is_lost_and_nothing_made_up_through_kills():
    check(seconds=8, kills=2)


@pytest.mark.release
@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("local")
def test_nothing_is_lost_in_five_minutes_of_kills():
    check(seconds=240, kills=40)
