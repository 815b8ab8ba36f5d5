"""Sharing out: each line of the change feed becomes a message for every webhook that wants it.

The cursor and the messages are written in one transaction, so no line is skipped and none is shared out halfway. Lines
without a place are not committed yet, or were rolled back: they are never seen here.
"""

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.api.actions import settle
from industriecoalitie.api.models import FeedEvent
from industriecoalitie.notifications.waking import wake
from industriecoalitie.webhooks.matching import lines_for, reader_for
from industriecoalitie.webhooks.messages import body_of
from industriecoalitie.webhooks.models import Cursor, Delivery, Endpoint

from .endpoints import CURSOR, SEND_TASK, check_sending

BATCH = 500
KEEP = datetime.timedelta(days=30)
MOST_AGAIN = 10_000


def share_out(most: int = 20) -> int:
    """Share out what is committed since the last time, in at most so many batches; return how many messages there are.

    Somebody else who is at it does it alone.
    """
    settle()
    made = 0
    for _batch in range(most):
        number, is_done = _share_out_batch()
        made += number
        if is_done:
            break
    return made


def _share_out_batch() -> tuple[int, bool]:
    with transaction.atomic():
        cursor = _cursor()
        if cursor is None:
            return 0, True
        events = list(FeedEvent.objects.settled().filter(place__gt=cursor.place)[:BATCH])
        if not events:
            return 0, True
        made = 0
        for endpoint in Endpoint.objects.active().select_related("owner", "token").order_by("pk"):
            made += len(_write(_messages(endpoint, events)))
        Cursor.objects.filter(pk=cursor.pk).update(place=events[-1].place)
    return made, len(events) < BATCH


def _cursor() -> Cursor | None:
    """Return the cursor, locked; None when somebody else has it, or nobody ever had a webhook."""
    return Cursor.objects.select_for_update(skip_locked=True).filter(pk=CURSOR).first()


def _messages(endpoint: Endpoint, events: Sequence[FeedEvent]) -> list[Delivery]:
    reader = reader_for(endpoint)
    if reader is None:
        return []
    return [
        Delivery(
            endpoint=endpoint,
            event=line.event.place,
            message=str(line.event.place),
            type=f"{line.event.collection}.{line.verb}",
            record=line.event.record,
            is_public=line.event.is_public,
            body=body_of(line),
        )
        for line in lines_for(endpoint, reader, events)
    ]


def _write(messages: list[Delivery]) -> list[Delivery]:
    return Delivery.objects.bulk_create(messages, ignore_conflicts=True)


def send_again_since(endpoint: Endpoint, moment: datetime.datetime) -> int:
    """Send everything again that happened since a moment, also what a webhook that was out never got; return how much.

    Each message keeps the identifier it had.

    Raises:
        ValidationError: it is too long ago or too much, or nothing is sent to the webhook now.
    """
    check_sending(endpoint)
    if moment < timezone.now() - KEEP:
        raise ValidationError(_("Kies een moment in de laatste 30 dagen."))
    settle()
    with transaction.atomic():
        events = list(FeedEvent.objects.settled().filter(happened_at__gte=moment)[: MOST_AGAIN + 1])
        if len(events) > MOST_AGAIN:
            raise ValidationError(
                _("Dat is te veel tegelijk. Kies een later moment, of haal alles op via de API.")
            )
        messages = [each for some in _batches(events) for each in _messages(endpoint, some)]
        _write(messages)
        places = [each.event for each in messages]
        Delivery.objects.filter(endpoint=endpoint, event__in=places).update(
            due_at=Now(),
            attempts=0,
            locked_until=None,
            delivered_at=None,
            failed_at=None,
            outcome="",
            status=None,
        )
    wake(SEND_TASK)
    return len(messages)


def forget_old() -> int:
    """Remove the messages that arrived or were given up 30 days ago; return how many."""
    return Delivery.objects.older_than(KEEP).delete()[0]


def _batches(events: Sequence[FeedEvent]) -> Iterable[Sequence[FeedEvent]]:
    return (events[at : at + BATCH] for at in range(0, len(events), BATCH))
