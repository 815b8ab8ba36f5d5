"""What someone who is asked gets to read: the text of one version, as the person who asks may read it today."""

from collections.abc import Sequence
from dataclasses import replace

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


def text_of(record: Record, signoff: SignOff) -> list[Worded]:
    """Return all that the version asked about says, line by line; empty when history does not know the version."""
    state = _state(record, signoff.version)
    lines = _lines(None, state, signoff) if state else []
    return [line for line in lines if line.now or line.sentence]


def changes_since_shown(record: Record, signoff: SignOff) -> tuple[int | None, list[Worded]]:
    """Return the version that was approved last, and what is different in the version that is asked about.

    (None, []) when no version was approved before.
    """
    before = SignOff.objects.of(record).filter(answer=Answer.APPROVED, asked_at__lt=signoff.asked_at).first()
    if before is None:
        return None, []
    was, now = _state(record, before.version), _state(record, signoff.version)
    return (before.version, _lines(was, now, signoff)) if was and now else (None, [])


def _state(record: Record, version: int) -> State | None:
    try:
        return state_at(record, version)
    except NoSuchVersion:
        return None


def _lines(was: State | None, now: State, signoff: SignOff) -> list[Worded]:
    # Who asks shows what that person may see: nobody approves what is left out.
    return _public(worded(differences(was, now), signoff.asked_by))


def _public(lines: Sequence[Worded]) -> list[Worded]:
    return [
        replace(line, parts=_public(line.parts)) for line in lines if line.difference.name not in NOT_PUBLIC
    ]
