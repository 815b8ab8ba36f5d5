"""Sending: each message that is due, one signed POST, until it arrives or three days went by.

Several senders work at the same time, each on one message with a lease. No webhook has more than two, and half of the
senders take only webhooks that answer well: who is slow or down holds up nobody else. Source: docs/webhooks.md.
"""

import datetime
import email.utils
import logging
import threading
import time
from dataclasses import dataclass
from secrets import SystemRandom

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.models import Event
from industriecoalitie.notifications.outbox import write_letter
from industriecoalitie.webhooks import client, emails
from industriecoalitie.webhooks.choices import Ending, Outcome
from industriecoalitie.webhooks.matching import is_still_told, reader_for
from industriecoalitie.webhooks.messages import content_of, headers_of
from industriecoalitie.webhooks.models import Delivery, Endpoint

# Senders of one process that take every webhook, and as many that take only those that answer well.
EACH = 3
PLACES = {only_quick: threading.BoundedSemaphore(EACH) for only_quick in (False, True)}
AT_ONCE = 2
# Senders that claim at the same moment look again, some times.
MOST_MEETINGS, MEETING_S = 50, 0.02
LEASE = datetime.timedelta(seconds=60)
ROUND_S = 20.0
PAUSES = tuple(
    datetime.timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
JITTER = 0.2
# Who says how long to wait, is waited for, within reason.
LONGEST_WAIT = datetime.timedelta(hours=24)
LONGEST_REST = datetime.timedelta(hours=1)
# After so many failures in a row a webhook rests between tries, ever longer, whatever else is due for it.
PATIENCE = 5
REST, MOST_REST = datetime.timedelta(seconds=5), datetime.timedelta(minutes=5)
DISABLED_AFTER = datetime.timedelta(days=5)
SLOW_MS = 3_000
GONE = 410
AGENT = "Industriecoalitie-Webhooks/1"
BUSY = (429, 503)
OUTCOMES = {"name": Outcome.NAME, "certificate": Outcome.CERTIFICATE, "connection": Outcome.CONNECTION}

logger = logging.getLogger(__name__)
chance = SystemRandom()


@dataclass(frozen=True)
class Result:
    """What became of one try. ``wait`` is how long the other side asked to wait, None when it did not."""

    outcome: Outcome
    status: int | None = None
    took_ms: int = 0
    wait: datetime.timedelta | None = None

    @property
    def has_arrived(self) -> bool:
        return self.outcome == Outcome.OK


def send_due(*, seconds: float = ROUND_S, wait: bool = True) -> int:
    """Send what is due, with as many senders as this process still has; return how many arrived.

    A sender stops when nothing is due for it, or after ``seconds``. Without ``wait`` this returns at once, with 0: who is slow
    keeps its own sender busy and nobody else; a process that ends in the middle leaves a lease that ends too.
    """
    if not Endpoint.objects.sending().with_due(Delivery.objects.due()).exists():
        return 0
    until = time.monotonic() + seconds
    arrived: list[int] = []

    def work(only_quick: bool) -> None:
        try:
            arrived.append(_work(until, only_quick=only_quick))
        except Exception:
            logger.exception("a sender of webhooks stopped")
        finally:
            PLACES[only_quick].release()
            connection.close()

    threads = [
        threading.Thread(target=work, args=(only_quick,), daemon=True, name="webhooks")
        for only_quick, places in PLACES.items()
        for _sender in range(EACH)
        if places.acquire(blocking=False)
    ]
    for thread in threads:
        thread.start()
    if wait:
        for thread in threads:
            thread.join()
    return sum(arrived)


def send_here(*, seconds: float = ROUND_S) -> int:
    """Send what is due in this thread, one by one; return how many arrived."""
    return _work(time.monotonic() + seconds, only_quick=False)


def _work(until: float, *, only_quick: bool) -> int:
    arrived = met = 0
    while time.monotonic() < until and met < MOST_MEETINGS:
        try:
            delivery = _claim(only_quick=only_quick)
        except _Met:
            met += 1
            time.sleep(MEETING_S)
            continue
        if delivery is None:
            break
        met = 0
        result = _tried(delivery)
        _note(delivery, result)
        arrived += result.has_arrived
    return arrived


class _Met(Exception):
    """Another sender was claiming at the same moment: look again."""


def _claim(*, only_quick: bool) -> Delivery | None:
    """Return a message that nobody else sends during the lease; None when there is none for this sender.

    The webhook is locked for a moment, so that two senders cannot both take the last place it has.

    Raises:
        _Met: all that is left is locked by others.
    """
    full: list[int] = []
    with transaction.atomic():
        rows = Endpoint.objects.sending().with_due(Delivery.objects.due()).select_related("owner", "token")
        rows = rows.quick() if only_quick else rows
        while True:
            left = rows.exclude(pk__in=full)
            endpoint = left.select_for_update(skip_locked=True, of=("self",)).first()
            if endpoint is None:
                if left.exists():
                    raise _Met
                return None
            mine = Delivery.objects.filter(endpoint=endpoint)
            found = mine.due().order_by("due_at", "pk").first() if mine.busy().count() < AT_ONCE else None
            if found is None:
                full.append(endpoint.pk)
                continue
            Delivery.objects.filter(pk=found.pk).update(
                locked_until=Now() + LEASE, attempts=F("attempts") + 1
            )
            found.refresh_from_db(fields=["locked_until", "attempts"])
            found.endpoint = endpoint
            return found


def _tried(delivery: Delivery) -> Result:
    """Return what became of one try; a fault of our own costs this message a try, and no other message anything."""
    try:
        return _try(delivery)
    except Exception:
        logger.exception("message %s of a webhook could not be made", delivery.pk)
        return Result(Outcome.FAULT)


def _try(delivery: Delivery) -> Result:
    """Send a message once; whatever goes wrong is a result."""
    endpoint = delivery.endpoint
    reader = reader_for(endpoint)
    if reader is None or not is_still_told(delivery, reader):
        if reader is None:
            disable(endpoint, Ending.TOKEN)
        return Result(Outcome.WITHHELD)
    body, kind = content_of(delivery, endpoint.form)
    headers = headers_of(delivery.message, int(time.time()), body, endpoint.secrets())
    headers |= {"Content-Type": kind, "User-Agent": AGENT}
    began = time.monotonic()

    def took() -> int:
        return round((time.monotonic() - began) * 1000)

    try:
        answer = client.post(endpoint.url, body, headers)
    except client.Refused:
        return Result(Outcome.REFUSED, took_ms=took())
    except client.NoAnswer as error:
        return Result(OUTCOMES.get(str(error), Outcome.NO_ANSWER), took_ms=took())
    is_fine = 200 <= answer.status < 300
    wait = asked_to_wait(answer.retry_after) if answer.status in BUSY else None
    return Result(Outcome.OK if is_fine else Outcome.STATUS, answer.status, took(), wait)


def asked_to_wait(text: str) -> datetime.timedelta | None:
    """Return how long ``Retry-After`` asks to wait: seconds or a date; at most a day, None when it says nothing."""
    if text.isascii() and text.isdigit() and len(text) < 10:
        return min(datetime.timedelta(seconds=int(text)), LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        return None
    return max(min(moment - timezone.now(), LONGEST_WAIT), datetime.timedelta())


def _note(delivery: Delivery, result: Result) -> None:
    """Keep what became of a try, as long as the lease is ours, and how it goes with the webhook."""
    told = {
        "outcome": result.outcome,
        "status": result.status,
        "took_ms": result.took_ms,
        "locked_until": None,
    }
    if result.has_arrived:
        told["delivered_at"] = Now()
    elif result.status == GONE or result.outcome == Outcome.WITHHELD or delivery.attempts > len(PAUSES):
        told["failed_at"] = Now()
    else:
        pause = PAUSES[delivery.attempts - 1] * (1 + chance.uniform(-JITTER, JITTER))
        told["due_at"] = Now() + max(pause, result.wait or pause)
    held = Delivery.objects.open().filter(pk=delivery.pk, locked_until=delivery.locked_until)
    held.update(**told)
    if result.outcome not in (Outcome.WITHHELD, Outcome.FAULT):
        _note_health(delivery.endpoint, result)


def _note_health(endpoint: Endpoint, result: Result) -> None:
    rows = Endpoint.objects.filter(pk=endpoint.pk)
    is_slow = result.took_ms > SLOW_MS
    if result.has_arrived:
        rows.update(failing_since=None, failures=0, rests_until=None, is_slow=is_slow)
        return
    rows.update(failing_since=Coalesce("failing_since", Now()), failures=F("failures") + 1, is_slow=is_slow)
    endpoint.refresh_from_db(fields=["failing_since", "failures"])
    if result.status == GONE:
        disable(endpoint, Ending.GONE)
    elif rows.filter(failing_since__lt=Now() - DISABLED_AFTER).exists():
        disable(endpoint, Ending.FAILING)
    elif rest := _rest(endpoint.failures, result.wait):
        rows.update(rests_until=Now() + rest)


def _rest(failures: int, wait: datetime.timedelta | None) -> datetime.timedelta | None:
    if wait is not None:
        return min(wait, LONGEST_REST)
    if failures < PATIENCE:
        return None
    return min(REST * 2 ** min(failures - PATIENCE, 10), MOST_REST)


def disable(endpoint: Endpoint, why: Ending) -> None:
    """Send nothing more to a webhook, and tell its owner; what is due stays until it is put on again."""
    with change_set(Actor(door="job"), "webhook.disabled"):
        fresh = Endpoint.objects.select_for_update(of=("self",)).select_related("owner").get(pk=endpoint.pk)
        if fresh.disabled_at is not None:
            return
        fresh.disabled_at, fresh.ending, fresh.version = timezone.now(), why, fresh.version + 1
        fresh.save()
        Event.objects.create(kind="webhook.disabled", record=fresh.uuid, version=fresh.version)
        subject, text = emails.disabled(fresh)
        write_letter(f"webhook:{fresh.uuid}:disabled:{fresh.version}", fresh.owner.email, subject, text)
