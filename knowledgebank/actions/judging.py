"""Judging a practice together: who handles a round, what each reviewer thinks, the check list, and remarks.

Every act locks the practice first and its round second, as publishing does: what one curator does is never lost
under what another does at the same moment, and nothing is said about a round that has just been decided.
"""

import datetime
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set, locked
from knowledgebank.choices import CRITERIA, PracticeState, Verdict
from knowledgebank.models import CriterionCheck, Judgement, Remark, Review
from knowledgebank.querysets import is_curator

from .drafting import ROWS, TEXTS

# What a remark may be about, besides the whole.
FIELDS = ("title", *TEXTS, "contact_function", *ROWS)
# What was said about these led to a decision: nothing is added to it afterwards.
DECIDED = (PracticeState.PUBLISHED, PracticeState.RETIRED, PracticeState.MERGED)


def assign_review(review: Review, person: User | None, *, by: Actor) -> Review:
    """Give a round to a curator, or to nobody; return the fresh row.

    Raises:
        ValidationError: the round was decided already, or the person is no curator.
    """
    return change_rounds([review], by=by, assignee=person)[0]


def change_rounds(reviews: Iterable[Review], *, by: Actor, **values: object) -> list[Review]:
    """Change who handles rounds (``assignee``) and when they must be ready (``due_on``), all of them or none.

    Raises:
        ValidationError: one of the rounds was decided already, the person is no curator, or the day has passed.
    """
    if not set(values) <= {"assignee", "due_on"}:
        raise ValueError(set(values))
    _check_assignee(values.get("assignee"))
    if "due_on" in values:
        _check_day(values["due_on"])
    with change_set(by, "review.assigned" if "assignee" in values else "review.due_changed"):
        # In one order, so that two who do this at once wait for each other and not for ever.
        return [
            _with(_open_round(each), values) for each in sorted(reviews, key=lambda each: each.practice_id)
        ]


def _check_assignee(person: object) -> None:
    if person is not None and not is_curator(person):
        raise ValidationError({"assignee": _("Kies iemand van de redactie.")})


def _check_day(day: datetime.date) -> None:
    if day < timezone.localdate():
        raise ValidationError({"due_on": _("Kies vandaag of een dag die nog komt.")})


def _with(review: Review, values: Mapping[str, object]) -> Review:
    if all(getattr(review, name) == value for name, value in values.items()):
        return review
    for name, value in values.items():
        setattr(review, name, value)
    if "due_on" in values:
        review.escalated_on = None  # a new day, a new term
    review.save(update_fields=[*values, "escalated_on"])
    return review


def judge(review: Review, verdict: str = "", note: str = "", *, by: Actor) -> Judgement:
    """Keep what one reviewer thinks of a round; without a verdict: that this person looks at it now.

    Raises:
        ValidationError: the round was decided already, or an objection has no explanation.
    """
    if verdict == Verdict.OBJECT and not note.strip():
        raise ValidationError({"note": _("Vertel wat er nog niet goed is.")})
    with change_set(by, "review.judged"):
        fresh = _open_round(review)
        found, is_new = Judgement.objects.get_or_create(
            review=fresh, reviewer=by.user, defaults={"verdict": verdict, "note": note.strip()}
        )
        if not is_new and (found.verdict, found.note) != (verdict, note.strip()):
            found.verdict, found.note, found.changed_at = verdict, note.strip(), timezone.now()
            found.full_clean()
            found.save()
    return found


def leave_review(review: Review, *, by: Actor) -> None:
    """Take back what one reviewer thought of a round: this person does not look at it any more.

    Raises:
        ValidationError: the round was decided already.
    """
    with change_set(by, "review.left"):
        Judgement.objects.filter(review=_open_round(review), reviewer=by.user).delete()


def check_criteria(review: Review, marks: Mapping[str, bool], *, by: Actor) -> None:
    """Tick points of the check list or take the tick away; points that are left out stay as they are.

    Raises:
        ValidationError: the round was decided already, or a point is not on the list of this kind.
    """
    with change_set(by, "review.checked"):
        fresh = _open_round(review)
        if not set(marks) <= set(CRITERIA[fresh.practice.kind]):
            raise ValidationError(_("Dit punt staat niet op de checklist van deze soort."))
        for criterion, is_met in marks.items():
            _mark(fresh, criterion, is_met, by)


def _mark(review: Review, criterion: str, is_met: bool, by: Actor) -> None:
    found = review.checks.filter(criterion=criterion).first()
    if found is None and not is_met:
        return
    found = found or CriterionCheck(review=review, criterion=criterion)
    if found.pk is None or found.is_met != is_met:
        found.is_met, found.checked_by, found.checked_at = is_met, by.user, timezone.now()
        found.save()


def add_remark(
    review: Review, text: str, *, by: Actor, field: str = "", row: UUID | None = None, passage: str = ""
) -> Remark:
    """Say something, in a round, about a practice, a field, a row of it or a passage in it.

    Raises:
        ValidationError: the round was decided already, there is no text, or the practice has no such field or row.
    """
    with change_set(by, "practice.remarked"):
        fresh = _open_round(review).practice
        if field and field not in FIELDS:
            raise ValidationError({"field": _("Dit onderdeel heeft een voorbeeld niet.")})
        if row and (field not in ROWS or not getattr(fresh, field).filter(uuid=row).exists()):
            raise ValidationError({"row": _("Deze regel staat er niet meer.")})
        return _said(
            Remark(
                practice=fresh,
                field=field,
                row=row,
                passage=" ".join(passage.split())[:500],
                text=text.strip(),
                author=by.user,
            )
        )


def answer_remark(remark: Remark, text: str, *, by: Actor) -> Remark:
    """Answer a remark; an answer to an answer belongs to the same remark.

    Raises:
        ValidationError: there is no text, or the practice was published.
    """
    with change_set(by, "practice.remark_answered"):
        first = _locked_remark(remark.answer_to or remark)
        return _said(Remark(practice=first.practice, answer_to=first, text=text.strip(), author=by.user))


def settle_remark(remark: Remark, is_resolved: bool, *, by: Actor) -> Remark:
    """Say that a remark is dealt with, or that it is not yet; return the fresh row.

    Raises:
        ValidationError: the practice was published.
    """
    with change_set(by, "practice.remark_resolved" if is_resolved else "practice.remark_reopened"):
        fresh = _locked_remark(remark.answer_to or remark)
        if (fresh.resolved_at is not None) != is_resolved:
            fresh.resolved_at = timezone.now() if is_resolved else None
            fresh.resolved_by = by.user if is_resolved else None
            fresh.save()
    return fresh


def _said(remark: Remark) -> Remark:
    if not remark.text:
        raise ValidationError({"text": _("Schrijf op wat je wilt zeggen.")})
    remark.full_clean()
    remark.save()
    return remark


def _locked_remark(remark: Remark) -> Remark:
    """Return a remark that may still be answered and settled, locked with its practice.

    Raises:
        ValidationError: the practice was published, archived, or put in its original.
    """
    practice = locked(remark.practice)
    if practice.state in DECIDED:
        raise ValidationError(_("Over ‘%(title)s’ is intussen al besloten.") % {"title": practice.title})
    return Remark.objects.select_for_update(of=("self",)).select_related("practice").get(pk=remark.pk)


def _open_round(review: Review) -> Review:
    """Return a round that waits for a decision, locked with its practice.

    Raises:
        ValidationError: it was decided already.
    """
    practice = locked(review.practice)
    fresh = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not fresh.is_open:
        raise ValidationError(_("Over ‘%(title)s’ is intussen al besloten.") % {"title": practice.title})
    fresh.practice = practice
    return fresh
