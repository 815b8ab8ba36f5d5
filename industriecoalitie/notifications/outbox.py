"""The outbox for mail: a letter is a row in the transaction that wants it sent, and leaves after the commit.

At least once: a sender that is killed between handing over and noting it leaves a letter that is sent again, with
the same Message-ID. Source: docs/mail.md.
"""

import datetime
import hashlib
import logging
import smtplib
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from .models import Letter
from .waking import wake

SEND_TASK = "notifications.send_due_letters"
LEASE = datetime.timedelta(minutes=5)
KEEP = datetime.timedelta(days=30)
# The last one goes on for every further try; all together the tries span three days.
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 240))
MOST_ATTEMPTS = 23

logger = logging.getLogger(__name__)


def write_letter(
    key: str,
    to: str,
    subject: str,
    text: str,
    *,
    due_at: datetime.datetime | None = None,
    unsubscribe_url: str = "",
) -> None:
    """Put a letter to one address in the outbox, as a part of the caller's transaction.

    ``key`` says what the letter is for (``handover:<uuid>:successor``); a key that is there already writes nothing.
    ``due_at`` is the moment to send it, now when left out. ``unsubscribe_url`` lets the reader's mail program stop
    more of these with one click (RFC 8058): that address must take a POST without signing in.
    """
    letter = Letter(
        key=key,
        recipient=to,
        subject=" ".join(subject.split()),
        text=text,
        unsubscribe_url=unsubscribe_url,
        **({"due_at": due_at} if due_at else {}),
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    wake(SEND_TASK)


def send_due_letters(limit: int = 200) -> int:
    """Hand over the letters that are due, one by one; return how many went out.

    Several senders may do this at the same time. It stops when the mail server cannot be reached: the letters that
    were not tried stay due.
    """
    sent = 0
    with _Post() as post:
        for _ in range(limit):
            letter = _claim() if post.is_reachable else None
            if letter is None:
                break
            try:
                post.hand_over(letter)
            except Exception as error:
                # A bad answer, a lost line or a letter that cannot be written: each is tried again later.
                _postpone(letter, error)
            else:
                _note_sent(letter)
                sent += 1
    return sent


def clear_old_letters() -> int:
    """Remove the letters that were sent or given up 30 days ago; return how many."""
    return Letter.objects.older_than(KEEP).delete()[0]


def message_id(key: str) -> str:
    """Return the Message-ID of a letter: the same at every try, so that a duplicate can be recognised."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.BASE_URL).hostname}>"


def _claim() -> Letter | None:
    """Return a letter that nobody else sends during the lease; None when nothing is due."""
    with transaction.atomic():
        letter = Letter.objects.due().select_for_update(skip_locked=True).first()
        if letter is None:
            return None
        Letter.objects.filter(pk=letter.pk).update(locked_until=Now() + LEASE, attempts=F("attempts") + 1)
        letter.refresh_from_db(fields=["locked_until", "attempts"])
    return letter


def _held(letter: Letter):
    """Return the row, as long as the lease is still ours."""
    return Letter.objects.open().filter(pk=letter.pk, locked_until=letter.locked_until)


def _note_sent(letter: Letter) -> None:
    _held(letter).update(sent_at=Now(), locked_until=None, last_error="", text="", unsubscribe_url="")


def _postpone(letter: Letter, error: Exception) -> None:
    # The class only: what a server answers may hold addresses.
    name = type(error).__name__
    logger.warning("letter %s was not sent (%s)", letter.pk, name)
    if letter.attempts >= MOST_ATTEMPTS:
        _held(letter).update(failed_at=Now(), locked_until=None, last_error=name)
    else:
        pause = PAUSES[min(letter.attempts, len(PAUSES)) - 1]
        _held(letter).update(due_at=Now() + pause, locked_until=None, last_error=name)


class _Post:
    """One line to the mail server for a whole round, opened again after a fault."""

    def __init__(self) -> None:
        self.is_reachable = True
        self.line: BaseEmailBackend | None = None

    def __enter__(self) -> "_Post":
        return self

    def __exit__(self, *error: object) -> None:
        self._close()

    def hand_over(self, letter: Letter) -> None:
        line = self._open()
        try:
            line.send_messages([_message_of(letter)])
        except Exception:
            # After a refusal or a lost line we don't know how the server sees us: begin anew.
            self._close()
            raise

    def _open(self) -> BaseEmailBackend:
        if self.line is None:
            line = get_connection(settings.EMAIL_TRANSPORT)
            try:
                line.open()
            except Exception:
                self.is_reachable = False
                raise
            self.line = line
        return self.line

    def _close(self) -> None:
        if self.line is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.line.close()
            self.line = None


def _message_of(letter: Letter) -> EmailMessage:
    headers = {"Message-ID": message_id(letter.key), "Auto-Submitted": "auto-generated"}
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(letter.subject, letter.text, to=[letter.recipient], headers=headers)
