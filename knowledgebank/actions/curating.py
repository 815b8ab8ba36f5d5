"""What curators do with practices that are published: one of them, or several at once."""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Conflict, change_set, locked
from knowledgebank import emails
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice

from . import reviewing
from .telling import team_of, tell

Chosen = Iterable[tuple[Practice, int]]


def retire_practice(practice: Practice, reason: str, *, by: Actor, seen: int | None = None) -> Practice:
    """Take a practice out of the databank and tell its team why.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: there is no reason, or it is not published.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Vertel het team waarom dit voorbeeld uit de kennisbank gaat.")})
    with change_set(by, "practice.retired", reason=reason[:500]):
        fresh = reviewing.retire(practice, by=by, seen=seen, reason=reason)
        tell(team_of(fresh), f"practice:{fresh.uuid}:retired:{fresh.version}", emails.retired(fresh, reason))
    return fresh


def feature(practice: Practice, is_featured: bool, *, by: Actor, seen: int | None = None) -> Practice:
    """Put a published practice in the window, or take it out.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: it is not published.
    """
    with change_set(by, "practice.curated"):
        fresh = _published(practice, seen)
        return reviewing.curate(fresh, {"is_featured": is_featured}, by=by)


def ask_to_confirm(practice: Practice, *, by: Actor, seen: int | None = None) -> Practice:
    """Ask the team by letter whether a practice is still right; at most once a day.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: it is not published.
    """
    with change_set(by, "practice.confirmation_asked"):
        fresh = _published(practice, seen)
        about = f"practice:{fresh.uuid}:ask:{timezone.localdate()}"
        tell(team_of(fresh), about, emails.to_confirm(fresh))
    return fresh


def confirm(practice: Practice, *, by: Actor, seen: int | None = None) -> Practice:
    """Say, as a curator, that a published practice is still right today.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: it is not published.
    """
    with change_set(by, "practice.confirmed"):
        fresh = _published(practice, seen)
        return reviewing.curate(fresh, {"confirmed_on": timezone.localdate()}, by=by)


def feature_all(chosen: Chosen, *, by: Actor) -> int:
    """Put practices in the window, all or none; return how many. ``chosen`` are practices with the version seen."""
    return _together(chosen, lambda practice, seen: feature(practice, True, by=by, seen=seen), by)


def unfeature_all(chosen: Chosen, *, by: Actor) -> int:
    """Take practices out of the window, all or none; return how many."""
    return _together(chosen, lambda practice, seen: feature(practice, False, by=by, seen=seen), by)


def retire_all(chosen: Chosen, reason: str, *, by: Actor) -> int:
    """Take practices out of the databank, all or none; return how many."""
    return _together(chosen, lambda practice, seen: retire_practice(practice, reason, by=by, seen=seen), by)


def ask_all(chosen: Chosen, *, by: Actor) -> int:
    """Ask the teams of practices whether they are still right, all or none; return how many."""
    return _together(chosen, lambda practice, seen: ask_to_confirm(practice, by=by, seen=seen), by)


def _together(chosen: Chosen, act: Callable[[Practice, int], Practice], by: Actor) -> int:
    """Do the same with all practices as one change.

    Raises:
        ValidationError: one of them refuses; the sentence names it, and nothing is changed.
    """
    done = 0
    with change_set(by, "practice.bulk_curated"):
        for practice, seen in sorted(chosen, key=lambda each: each[0].pk):
            try:
                act(practice, seen)
            except Conflict as conflict:
                words = {"title": practice.title}
                text = _("‘%(title)s’ is veranderd terwijl je keek. Er is niets gewijzigd.") % words
                raise ValidationError(text) from conflict
            except ValidationError as error:
                reason = " ".join(error.messages)
                words = {"title": practice.title, "reason": reason}
                raise ValidationError(_("‘%(title)s’: %(reason)s Er is niets gewijzigd.") % words) from error
            done += 1
    return done


def _published(practice: Practice, seen: int | None) -> Practice:
    fresh = locked(practice, seen)
    if fresh.state != PracticeState.PUBLISHED:
        words = {"state": fresh.get_state_display()}
        raise ValidationError(_("Dat kan nu niet: dit voorbeeld staat op ‘%(state)s’.") % words)
    return fresh
