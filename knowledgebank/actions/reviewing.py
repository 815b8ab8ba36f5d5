"""From handing in to publishing: every step of a practice, in the order of ``TRANSITIONS``."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Visibility
from industriecoalitie.history.recording import Change, change_record, change_set, locked
from industriecoalitie.sources.models import Citation
from knowledgebank import emails
from knowledgebank.choices import CRITERIA, WRITING, Criterion, PracticeState, ReviewOutcome, Verdict
from knowledgebank.models import Practice, Review
from knowledgebank.querysets import is_curator

from .drafting import Overlay, copy_uuid, overlay
from .telling import curators, team_of, team_of_round, tell

# Within how many days a team hears something.
REVIEW_DAYS = 14
# What a practice cannot do without, by the heading of its field.
NEEDED = {
    "summary": gettext_lazy("In het kort"),
    "approach": gettext_lazy("Aanpak"),
    "results": gettext_lazy("Resultaat"),
}


def _fresh(practice: Practice, seen: int | None) -> Practice:
    """Return the locked practice; what was taken away takes no step.

    Raises:
        Conflict: it is no longer at ``seen``. ValidationError: it was taken away.
    """
    fresh = locked(practice, seen)
    if fresh.hidden_at is not None:
        raise ValidationError(_("‘%(title)s’ is intussen verwijderd.") % {"title": fresh.title})
    return fresh


def submit(practice: Practice, *, by: Actor, seen: int | None = None, note: str = "") -> Review:
    """Hand a practice in with the curators; return the round that begins.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: it is already handed in, or a part is still empty, keyed by field.
    """
    with change_set(by, "practice.submitted"):
        fresh = _fresh(practice, seen)
        _demand_complete(fresh)
        fresh = _step(fresh, PracticeState.IN_REVIEW, by=by, verb="submitted", after=WRITING)
        _close(fresh, ReviewOutcome.WITHDRAWN, by=by)  # a round that something else than a step left open
        last = fresh.reviews.select_related("assignee").order_by("-number").first()
        handler = last.assignee if last is not None else None
        review = Review.objects.create(
            practice=fresh,
            number=last.number + 1 if last is not None else 1,
            assignee=handler if handler is not None and is_curator(handler) else None,
            note=note,
            submitted_by=by.user,
            due_on=timezone.localdate() + datetime.timedelta(days=REVIEW_DAYS),
        )
        tell(curators(), f"review:{review.uuid}:submitted", emails.submitted(review))
    return review


def withdraw(practice: Practice, *, by: Actor, seen: int | None = None) -> Practice:
    """Take back what was handed in; the team writes on.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: it does not lie with the curators.
    """
    with change_set(by, "practice.withdrawn"):
        fresh = _step(
            _fresh(practice, seen),
            PracticeState.DRAFT,
            by=by,
            verb="withdrawn",
            after=(PracticeState.IN_REVIEW,),
        )
        review = _close(fresh, ReviewOutcome.WITHDRAWN, by=by)
        if review is not None:
            tell(curators(), f"review:{review.uuid}:withdrawn", emails.withdrawn(review))
    return fresh


def send_back(practice: Practice, *, by: Actor, reason: str, seen: int | None = None) -> Practice:
    """Ask the team for more, with the reason.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: there is no reason, or it does not lie with the curators.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Vertel het team wat er nog nodig is.")})
    with change_set(by, "practice.sent_back"):
        fresh = _step(_fresh(practice, seen), PracticeState.CHANGES_ASKED, by=by, verb="sent_back")
        review = _close(fresh, ReviewOutcome.SENT_BACK, by=by, reason=reason)
        if review is not None:
            tell(team_of_round(review), f"review:{review.uuid}:sent_back", emails.sent_back(review))
    return fresh


def publish(
    practice: Practice, *, by: Actor, seen: int | None = None, original_seen: int | None = None
) -> Practice:
    """Show a practice to everybody; a draft takes the place of what stood there. Returns what is published now.

    ``original_seen`` is the version of the published practice that the curator compared the draft with.

    Raises:
        Conflict: the practice or its original was changed after the version seen.
        ValidationError: something is still missing, see ``faults_of``.
    """
    with change_set(by, "practice.published"):
        fresh = _fresh(practice, seen)
        demand_ready(fresh)
        review = fresh.reviews.open().select_for_update(of=("self",)).first()
        shown = _shown(fresh, by, original_seen)
        _close(fresh, ReviewOutcome.PUBLISHED, by=by)
        if review is not None:
            tell(team_of_round(review), f"review:{review.uuid}:published", emails.published(review, shown))
    return shown


def _shown(fresh: Practice, by: Actor, original_seen: int | None) -> Practice:
    day = timezone.localdate()
    if fresh.draft_of_id is None:
        return _step(
            fresh,
            PracticeState.PUBLISHED,
            by=by,
            verb="published",
            publish_at=None,
            published_on=fresh.published_on or day,
            visibility=Visibility.PUBLIC if fresh.visibility == Visibility.CONCEPT else fresh.visibility,
            confirmed_on=day,
        )
    original = fresh.draft_of = _fresh(fresh.draft_of, original_seen)
    laid = overlay(fresh)
    if original_seen is None:
        _demand_nothing_to_choose(original, laid)
    change = laid.change
    values = {**change.values, "confirmed_on": day}
    if original.state == PracticeState.RETIRED:
        values |= {"state": PracticeState.PUBLISHED, "expires_on": None}
    shown = change_record(original, Change(values, change.links, change.rows), by=by, verb="published")
    _step(fresh, PracticeState.MERGED, by=by, verb="merged", publish_at=None, hidden_at=timezone.now())
    return shown


def _demand_nothing_to_choose(original: Practice, laid: Overlay) -> None:
    """Refuse to lay a draft over its original while nobody looks and somebody should.

    Raises:
        ValidationError: the original was archived, or both changed the same since the draft was begun.
    """
    if original.state == PracticeState.RETIRED:
        raise ValidationError(
            _("‘%(title)s’ is intussen gearchiveerd. Publiceer zelf als het terug moet.")
            % {"title": original.title}
        )
    if laid.crossed:
        labels = ", ".join(str(label_of_part(name)) for name in laid.crossed)
        raise ValidationError(
            _("In wat gepubliceerd is, veranderde intussen ook: %(labels)s. Vergelijk en publiceer zelf.")
            % {"labels": labels}
        )


def label_of_part(name: str) -> str:
    """Return what a field, or a relation with rows, of a practice is called."""
    field = Practice._meta.get_field(name)
    return getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural


def schedule(
    practice: Practice,
    publish_at: datetime.datetime,
    *,
    by: Actor,
    seen: int | None = None,
    original_seen: int | None = None,
) -> Practice:
    """Let a practice that is ready appear at a moment that is still to come.

    Raises:
        Conflict: the practice is no longer at ``seen``, or its original at ``original_seen``.
        ValidationError: the moment has passed, something is still missing, or somebody has to choose between the draft
            and what was changed in its original.
    """
    if publish_at <= timezone.now():
        raise ValidationError({"publish_at": _("Kies een moment dat nog komt.")})
    with change_set(by, "practice.scheduled"):
        fresh = _fresh(practice, seen)
        demand_ready(fresh)
        if fresh.draft_of_id is not None:
            fresh.draft_of = _fresh(fresh.draft_of, original_seen)
            _demand_nothing_to_choose(fresh.draft_of, overlay(fresh))
        fresh = _step(fresh, PracticeState.APPROVED, by=by, verb="scheduled", publish_at=publish_at)
        _tell_team(fresh, "scheduled", emails.scheduled(fresh))
    return fresh


def unschedule(practice: Practice, *, by: Actor, seen: int | None = None) -> Practice:
    """Take a practice out of the planning; it lies with the curators again.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: it was not planned.
    """
    with change_set(by, "practice.unscheduled"):
        fresh = _step(
            _fresh(practice, seen),
            PracticeState.IN_REVIEW,
            by=by,
            verb="unscheduled",
            after=(PracticeState.APPROVED,),
            publish_at=None,
        )
        _tell_team(fresh, "unscheduled", emails.unscheduled(fresh))
    return fresh


def retire(practice: Practice, *, by: Actor, seen: int | None = None, reason: str = "") -> Practice:
    """Take a published practice out of the databank; its team and the curators still find it.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: it is not published.
    """
    with change_set(by, "practice.retired", reason=reason[:500]):
        fresh = _fresh(practice, seen)
        return _step(fresh, PracticeState.RETIRED, by=by, verb="retired", is_featured=False)


def bring_back(practice: Practice, *, by: Actor, seen: int | None = None) -> Practice:
    """Publish a retired practice again, as it was.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: it is not retired.
    """
    with change_set(by, "practice.brought_back"):
        fresh = _step(
            _fresh(practice, seen),
            PracticeState.PUBLISHED,
            by=by,
            verb="brought_back",
            after=(PracticeState.RETIRED,),
            expires_on=None,
            confirmed_on=timezone.localdate(),
        )
        _tell_team(fresh, "brought_back", emails.brought_back(fresh))
    return fresh


def _tell_team(fresh: Practice, what: str, letter: emails.Letter) -> None:
    """Tell who answers for a practice what was decided; who handed it in hears it as long as the round is open."""
    review = fresh.reviews.open().first()
    people = team_of(fresh) if review is None else team_of_round(review)
    tell(people, f"practice:{fresh.uuid}:{what}:{fresh.version}", letter)


def curate(practice: Practice, values: Mapping[str, Any], *, by: Actor, seen: int | None = None) -> Practice:
    """Set what curators settle beside the text: ``is_proven`` with ``review_on``, ``is_featured``, ``expires_on``,
    ``visibility``, ``confirmed_on``.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: a rule is broken: ‘bewezen’ asks a success factor, evidence with a date, and a day to look again.
    """
    allowed = {"is_proven", "review_on", "is_featured", "expires_on", "visibility", "confirmed_on"}
    if not set(values) <= allowed:
        raise ValueError(set(values) - allowed)
    if values.get("is_proven") and not values.get("review_on", practice.review_on):
        raise ValidationError(
            {"review_on": _("Kies een dag waarop de redactie opnieuw kijkt of het nog klopt.")}
        )
    return change_record(practice, Change(values), by=by, seen=seen, verb="curated")


def demand_ready(practice: Practice) -> None:
    """Refuse to publish while something is missing.

    Raises:
        ValidationError: all that is missing, as sentences.
    """
    faults = faults_of(practice)
    if faults:
        raise ValidationError(faults)


class Fault(str):
    """A sentence about what is missing; ``about`` is a field, ``criteria``, ``judgements``, ``remarks`` or ``quotes``."""

    about: str

    def __new__(cls, text: str, about: str) -> "Fault":
        fault = super().__new__(cls, text)
        fault.about = about
        return fault


def faults_of(practice: Practice) -> list[Fault]:
    """Return, as sentences, what still has to happen before a practice may be published."""
    review = practice.reviews.open().first()
    if review is None:
        return faults_in(practice, met=None)
    return faults_in(
        practice,
        met=set(review.checks.filter(is_met=True).values_list("criterion", flat=True)),
        has_objection=review.judgements.filter(verdict=Verdict.OBJECT).exists(),
        has_open_remarks=practice.remarks.filter(resolved_at=None, answer_to=None).exists(),
        lacks_consent=has_quote_without_consent(practice),
    )


def faults_in(
    practice: Practice,
    *,
    met: Collection[str] | None,
    has_objection: bool = False,
    has_open_remarks: bool = False,
    lacks_consent: bool = False,
) -> list[Fault]:
    """Return the same of what was fetched already, without a query; ``met`` are the criteria in order, None without
    a round that is open."""
    faults = [Fault(text, name) for name, text in _empty(practice).items()]
    if met is None:
        return [*faults, Fault(_("Dit voorbeeld is nog niet ingediend."), "")]
    faults += [
        Fault(_("Nog niet bekeken of niet in orde: %(point)s") % {"point": Criterion(each).label}, "criteria")
        for each in CRITERIA[practice.kind]
        if each not in met
    ]
    if has_objection:
        faults.append(Fault(_("Een beoordelaar is nog niet akkoord."), "judgements"))
    if has_open_remarks:
        faults.append(Fault(_("Er zijn nog opmerkingen die niet zijn afgehandeld."), "remarks"))
    if lacks_consent:
        faults.append(Fault(_("Een uitspraak heeft nog geen toestemming van wie hem deed."), "quotes"))
    return faults


def has_quote_without_consent(practice: Practice) -> bool:
    """Tell whether a quote may not be shown: without consent, and not from a source that was public already."""
    quotes = list(practice.quotes.filter(has_consent=False).values_list("uuid", flat=True))
    if not quotes:
        return False
    known = {quote: quote for quote in quotes}
    if practice.draft_of_id is not None:
        before = practice.draft_of.quotes.values_list("uuid", flat=True)
        known |= {copy_uuid(practice, uuid): uuid for uuid in before}
    cited = set(Citation.objects.filter(subject__in=known.values()).values_list("subject", flat=True))
    return any(known[quote] not in cited for quote in quotes)


def _empty(practice: Practice) -> dict[str, str]:
    return {
        name: _("Vul ‘%(label)s’ in.") % {"label": label}
        for name, label in NEEDED.items()
        if not getattr(practice, name).strip()
    }


def _demand_complete(practice: Practice) -> None:
    empty = _empty(practice)
    if empty:
        raise ValidationError(empty)


def _step(
    practice: Practice, state: str, *, by: Actor, verb: str, after: tuple[str, ...] = (), **values: Any
) -> Practice:
    """Take one step; ``after`` names the states it begins in, when the rules of the states alone leave more open."""
    if practice.state == state or (after and practice.state not in after):
        words = {"state": PracticeState(practice.state).label}
        raise ValidationError(_("Dat kan nu niet: dit voorbeeld staat op ‘%(state)s’.") % words)
    return change_record(practice, Change({"state": state, **values}), by=by, verb=verb)


def _close(practice: Practice, outcome: str, *, by: Actor, reason: str = "") -> Review | None:
    review = practice.reviews.open().select_for_update(of=("self",)).first()
    if review is None:
        return None
    review.outcome, review.reason = outcome, reason
    review.decided_by, review.decided_at = by.user, timezone.now()
    review.full_clean(validate_unique=False)
    review.save()
    return review
