"""What someone who is asked gets to read: the text of one version, as any visitor would see it."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser

from industriecoalitie.core.models import Record
from industriecoalitie.history.states import (
    NoSuchVersion,
    State,
    Worded,
    differences,
    state_at,
    worded,
)

from .choices import Answer
from .models import SignOff

# What the portal keeps for the team itself.
NOT_PUBLIC = {
    "slug", "visibility", "hidden_at", "confirmed_on", "owner", "merged_into", "is_inferred", "basis", "remark",
}  # fmt: skip


def text_of(record: Record, version: int) -> list[Worded]:
    """Return all that a version says, line by line; empty when history does not know the version."""
    state = _state(record, version)
    lines = _lines(None, state) if state else []
    return [line for line in lines if line.now or line.sentence]


def changes_since_shown(record: Record, signoff: SignOff) -> tuple[int | None, list[Worded]]:
    """Return the version that was approved last, and what is different in the version that is asked about.

    (None, []) when no version was approved before.
    """
    before = SignOff.objects.of(record).filter(answer=Answer.APPROVED, asked_at__lt=signoff.asked_at).first()
    if before is None:
        return None, []
    was, now = _state(record, before.version), _state(record, signoff.version)
    return (before.version, _lines(was, now)) if was and now else (None, [])


def _state(record: Record, version: int) -> State | None:
    try:
        return state_at(record, version)
    except NoSuchVersion:
        return None


def _lines(was: State | None, now: State) -> list[Worded]:
    # A reader without an account: names of what is not public stay out.
    return _public(worded(differences(was, now), AnonymousUser()))


def _public(lines: Sequence[Worded]) -> list[Worded]:
    return [
        replace(line, parts=_public(line.parts)) for line in lines if line.difference.name not in NOT_PUBLIC
    ]
