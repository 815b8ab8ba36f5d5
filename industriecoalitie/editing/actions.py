"""Keeping what was typed but not sent, who has a form open, and what partner systems were answered."""

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from .models import AnsweredRequest, Draft, Presence

# Longer than this nobody comes back for what was typed.
KEPT_DAYS = 60
LARGEST_DRAFT = 500_000
# As long as this a partner system may send a request again and get the answer it missed.
ANSWER_HOURS = 48


def save_draft(
    user, path: str, data: Mapping[str, list[str]], *, seen: int | None, title: str = ""
) -> Draft | None:
    """Keep what a person typed in the form at ``path``; None when it is too much to keep."""
    if sum(len(value) for values in data.values() for value in values) > LARGEST_DRAFT:
        return None
    draft, _is_new = Draft.objects.update_or_create(
        user=user,
        path=path,
        defaults={"data": data, "seen": seen, "title": title[:250], "saved_at": timezone.now()},
    )
    return draft


def discard_draft(user, path: str) -> None:
    """Forget what a person typed in the form at ``path``."""
    Draft.objects.filter(user=user, path=path.replace("\x00", "")).delete()


def note_presence(user, record: UUID) -> None:
    """Remember that a person has the form of a record open."""
    Presence.objects.update_or_create(user=user, record=record, defaults={"seen_at": timezone.now()})


def forget_old_work(now: datetime.datetime | None = None) -> int:
    """Forget drafts that nobody came back to and forms closed long ago; return how many rows went."""
    now = now or timezone.now()
    drafts, _kinds = Draft.objects.filter(saved_at__lt=now - datetime.timedelta(days=KEPT_DAYS)).delete()
    presences, _kinds = Presence.objects.filter(seen_at__lt=now - datetime.timedelta(days=1)).delete()
    return drafts + presences


def begin_request(token: UUID, key: str, digest: str) -> tuple[AnsweredRequest, bool]:
    """Return the request with this key and whether it is new; who comes second waits until the first is answered.

    Only inside a transaction: the request is forgotten with the work when that fails.
    """
    return AnsweredRequest.objects.get_or_create(token=token, key=key, defaults={"digest": digest})


def answer_request(request: AnsweredRequest, *, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Keep the answer to a request."""
    request.status, request.headers, request.body = status, dict(headers), body
    request.save(update_fields=["status", "headers", "body"])


def forget_answered_requests(now: datetime.datetime | None = None) -> int:
    """Forget the answers that nobody asks for again; return how many."""
    before = (now or timezone.now()) - datetime.timedelta(hours=ANSWER_HOURS)
    return AnsweredRequest.objects.filter(made_at__lt=before).delete()[0]
