"""What the clock does with practices: publish what is planned, retire what expired, ring the bell, remind.

Every practice in a transaction of its own; what another worker holds is passed by (SKIP LOCKED), so that two workers
may do this at the same moment. Letters have a key and are never doubled. Source: docs/curation.md, "De klok".
"""

import datetime
import logging

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


def publish_planned(now: datetime.datetime | None = None) -> int:
    """Show the practices of which the moment has come; return how many.

    What cannot be published goes back to the curators, who get a letter; the others are published all the same.
    """
    moment, done = now or timezone.now(), 0
    for key in list(Practice.objects.planned(moment).values_list("pk", flat=True)):
        try:
            done += _publish(key, moment)
        except ValidationError as error:
            _give_back(key, moment, error.messages)
        except Exception:
            # Something nobody thought of: it may go better in a minute, and the others should not wait.
            logger.exception("practice %s could not be published", key)
            _tell_fault(
                key, moment, [_("Er ging iets mis in het portaal. We proberen het elke minuut opnieuw.")]
            )
    return done


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


def _tell_fault(key: int, moment: datetime.datetime, faults: list[str]) -> None:
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
    day, done = today or timezone.localdate(), 0
    for key in list(Practice.objects.expired(day).values_list("pk", flat=True)):
        with change_set(JOB, "practice.expired"):
            rows = Practice.objects.expired(day).select_for_update(skip_locked=True, of=("self",))
            practice = rows.filter(pk=key).first()
            if practice is None:
                continue
            reviewing.retire(practice, by=JOB, reason=_("Verlopen"))
            about = f"practice:{practice.uuid}:expired:{practice.expires_on}"
            tell({*team_of(practice), *curators()}, about, emails.expired(practice))
            done += 1
    return done


def escalate_overdue(today: datetime.date | None = None) -> int:
    """Tell all curators, once, of the rounds that should have been decided on before today; return how many."""
    day, done = today or timezone.localdate(), 0
    for key in list(Review.objects.to_escalate(day).values_list("pk", flat=True)):
        with change_set(JOB, "review.escalated"):
            rows = Review.objects.to_escalate(day).select_for_update(skip_locked=True, of=("self",))
            review = rows.select_related("practice").filter(pk=key).first()
            if review is None:
                continue
            review.escalated_on = day
            review.save(update_fields=["escalated_on"])
            tell(curators(), f"review:{review.uuid}:overdue:{review.due_on}", emails.overdue(review))
            done += 1
    return done


def remind_to_confirm(today: datetime.date | None = None) -> int:
    """Remind team and curators of practices to be looked at again, and of those nobody confirmed for a year.

    Returns of how many practices; each once for a day to look again and once for a day of confirming.
    """
    day, found = today or timezone.localdate(), set()
    for practice in Practice.objects.review_due(day, day + REVIEW_AHEAD):
        about = f"practice:{practice.uuid}:review:{practice.review_on}"
        _remind(practice, about, emails.review_soon(practice))
        found.add(practice.pk)
    for practice in Practice.objects.unconfirmed_since(day - CONFIRMED_FOR - WITHIN, day - CONFIRMED_FOR):
        about = f"practice:{practice.uuid}:confirm:{practice.last_confirmed_on}"
        _remind(practice, about, emails.to_confirm(practice))
        found.add(practice.pk)
    return len(found)


def _remind(practice: Practice, about: str, letter: emails.Letter) -> None:
    with transaction.atomic():
        tell({*team_of(practice), *curators()}, about, letter)
