"""What the clock does with practices: publish what is planned, retire what expired, ring the bell, remind.

Every practice in a transaction of its own; what another worker holds is passed by (SKIP LOCKED), so that two workers
may do this at the same moment. Letters have a key and are never doubled. Source: docs/curation.md, "De klok".
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.outbox import KEEP
from knowledgebank import emails
from knowledgebank.models import Practice, Review

from . import reviewing
from .telling import curators, team_of, tell

JOB = Actor(door="job")
# The key of a letter is remembered this long: a reminder is given within that time or not at all, so never twice.
WITHIN = datetime.timedelta(days=KEEP.days - 1)
REVIEW_AHEAD = datetime.timedelta(days=30)
CONFIRMED_FOR = datetime.timedelta(days=365)

logger = logging.getLogger(__name__)


def _each(keys: Iterable[int], act: Callable[[int], int], failed: Callable[[int], None] | None = None) -> int:
    """Do something with each key; return how often it was done.

    Something nobody thought of is noted, and told by ``failed``: it may go better the next time, and the others should
    not wait for it.
    """
    done = 0
    for key in list(keys):
        try:
            done += act(key)
        except Exception:
            logger.exception("the clock could not do its work with %s", key)
            if failed is not None:
                failed(key)
    return done


def publish_planned(now: datetime.datetime | None = None) -> int:
    """Show the practices of which the moment has come; return how many.

    What cannot be published goes back to the curators, who get a letter; the others are published all the same.
    """
    moment = now or timezone.now()
    keys = Practice.objects.planned(moment).values_list("pk", flat=True)
    return _each(keys, partial(_publish_or_give_back, moment), partial(_tell_fault, moment))


def _publish_or_give_back(moment: datetime.datetime, key: int) -> int:
    try:
        return _publish(key, moment)
    except ValidationError as error:
        _give_back(key, moment, error.messages)
        return 0


def _claimed(key: int, moment: datetime.datetime) -> Practice | None:
    rows = Practice.objects.planned(moment).select_for_update(skip_locked=True, of=("self",))
    return rows.filter(pk=key).first()


def _publish(key: int, moment: datetime.datetime) -> int:
    with change_set(JOB, "practice.published"):
        practice = _claimed(key, moment)
        if practice is None:
            return 0
        reviewing.publish(practice, by=JOB)
    return 1


def _give_back(key: int, moment: datetime.datetime, faults: list[str]) -> None:
    with change_set(JOB, "practice.unscheduled"):
        practice = _claimed(key, moment)
        if practice is not None:
            _write_fault(practice, faults)
            reviewing.unschedule(practice, by=JOB)


def _tell_fault(moment: datetime.datetime, key: int) -> None:
    faults = [_("Er ging iets mis in het portaal. We proberen het elke minuut opnieuw.")]
    with transaction.atomic():
        practice = _claimed(key, moment)
        if practice is not None:
            _write_fault(practice, faults)


def _write_fault(practice: Practice, faults: list[str]) -> None:
    review = practice.reviews.open().first()
    about = f"practice:{practice.uuid}:not_published:{practice.publish_at:%Y%m%dT%H%M%S}"
    tell(curators(), about, emails.not_published(practice, review, faults))


def retire_expired(today: datetime.date | None = None) -> int:
    """Take the practices out of the databank that expired today or before; return how many. Team and curators hear it."""
    day = today or timezone.localdate()
    return _each(Practice.objects.expired(day).values_list("pk", flat=True), partial(_retire, day))


def _retire(day: datetime.date, key: int) -> int:
    with change_set(JOB, "practice.expired"):
        rows = Practice.objects.expired(day).select_for_update(skip_locked=True, of=("self",))
        practice = rows.filter(pk=key).first()
        if practice is None:
            return 0
        reviewing.retire(practice, by=JOB, reason=_("Verlopen"))
        about = f"practice:{practice.uuid}:expired:{practice.expires_on}"
        tell({*team_of(practice), *curators()}, about, emails.expired(practice))
    return 1


def escalate_overdue(today: datetime.date | None = None) -> int:
    """Tell all curators, once, of the rounds that should have been decided on before today; return how many."""
    day = today or timezone.localdate()
    return _each(Review.objects.to_escalate(day).values_list("pk", flat=True), partial(_escalate, day))


def _escalate(day: datetime.date, key: int) -> int:
    with change_set(JOB, "review.escalated"):
        rows = Review.objects.to_escalate(day).select_for_update(skip_locked=True, of=("self",))
        review = rows.select_related("practice").filter(pk=key).first()
        if review is None:
            return 0
        review.escalated_on = day
        review.save(update_fields=["escalated_on"])
        tell(curators(), f"review:{review.uuid}:overdue:{review.due_on}", emails.overdue(review))
    return 1


def remind_to_confirm(today: datetime.date | None = None) -> int:
    """Remind team and curators of practices to be looked at again, and of those nobody confirmed for a year.

    Returns of how many practices; each once for a day to look again and once for a day of confirming.
    """
    day, found = today or timezone.localdate(), set()
    for rows, letter_of in (
        (Practice.objects.review_due(day, day + REVIEW_AHEAD), _review_letter),
        (
            Practice.objects.unconfirmed_since(day - CONFIRMED_FOR - WITHIN, day - CONFIRMED_FOR),
            _confirm_letter,
        ),
    ):
        by_key = {practice.pk: practice for practice in rows}
        _each(by_key, partial(_remind, by_key, letter_of, found))
    return len(found)


def _review_letter(practice: Practice) -> tuple[str, emails.Letter]:
    return f"practice:{practice.uuid}:review:{practice.review_on}", emails.review_soon(practice)


def _confirm_letter(practice: Practice) -> tuple[str, emails.Letter]:
    return f"practice:{practice.uuid}:confirm:{practice.last_confirmed_on}", emails.to_confirm(practice)


def _remind(
    practices: Mapping[int, Practice],
    letter_of: Callable[[Practice], tuple[str, emails.Letter]],
    reminded: set[int],
    key: int,
) -> int:
    practice = practices[key]
    with transaction.atomic():
        tell({*team_of(practice), *curators()}, *letter_of(practice))
    reminded.add(key)
    return 1
