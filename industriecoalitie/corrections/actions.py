"""Everything that can happen to a correction."""

import datetime
import hashlib
import secrets
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.core.models import Record
from industriecoalitie.core.querysets import PeriodQuerySet
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.models import Event
from industriecoalitie.notifications.outbox import write_letter
from regions.choices import Role
from regions.models import Membership, Region

from . import emails
from .choices import State
from .content import ANYTHING, column_of, kinds, same, suggested, text_of
from .laying import VERB, change_for, lay, may_lay
from .models import Correction

TOKEN_BYTES = 32
# A school has one address for many people; a person who goes through a list proposes much on one day.
MOST_OF_ADDRESS = 20
MOST_OF_PERSON = 60
SENDER_KEPT = datetime.timedelta(days=2)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = 7


def propose_correction(
    record: Record,
    field: str,
    was: str,
    proposed: str,
    reason: str,
    *,
    by: Actor,
    email: str = "",
    sender: str = "",
) -> tuple[Correction, str]:
    """Keep what a reader proposes for one field of a record the reader may see; return it with its token.

    ``was`` is what the reader saw, ``sender`` the hash of the address of a visitor. The token stands nowhere else.

    Raises:
        ValidationError: it says nothing new, it was proposed before, or this sender proposed much today.
    """
    person = by.user if getattr(by.user, "is_authenticated", False) else None
    kind = kind_of(record)
    with change_set(by, "correction.proposed"):
        _one_at_a_time(f"{kind}:{record.uuid}")
        _check_new(kind, record, field, was, proposed)
        _check_number(person, sender)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        correction = Correction(
            kind=kind,
            record=record.uuid,
            version=record.version,
            region=region_of(record),
            field=field,
            was=was,
            proposed=proposed,
            reason=reason.strip(),
            proposed_by=person,
            email="" if person else email.strip().lower(),
            sender_hash="" if person else sender,
            token_hash=hash_of(token),
        )
        correction.full_clean()
        correction.save()
        _announce("proposed", correction)
    correction.refresh_from_db()
    return correction, token


def accept_correction(
    correction: Correction, text: str, answer: str = "", *, by: Actor, seen: int
) -> Correction:
    """Lay ``text`` in the field as the deciding person, and tell the reader; another text than proposed is an adjustment.

    What was proposed about something else is only marked: the person changed the record.

    Raises:
        Conflict: the record is no longer at ``seen``.
        ValidationError: it was decided before, the record is gone, or it refuses the text; nothing is changed then.
    """
    with transaction.atomic():
        fresh = _held(correction)
        record = _record_of(fresh)
        column = column_of(type(record), fresh.field)
        if fresh.field != ANYTHING and column is None:
            raise ValidationError(
                _("Dit gegeven is er niet meer. Pas het zelf aan, of wijs het voorstel af.")
            )
        state = State.ACCEPTED
        if column is not None:
            if not may_lay(by.user, record, column):
                raise ValidationError(
                    _("‘%(field)s’ mag jij hier niet veranderen. Laat dit aan de redactie over.")
                    % {"field": column.label}
                )
            now = text_of(record, column, Desk(by.user))
            is_as_proposed = same(text, suggested(column, now, fresh.was, fresh.proposed))
            state = State.ACCEPTED if is_as_proposed else State.ADJUSTED
            change = change_for(record, column, text, by.user)
            event = f"{record._meta.model_name}.{VERB}"
            with change_set(by, event, correction=str(fresh.uuid)):
                fresh.change_set = lay(record, change, by=by, seen=seen).change_set
            fresh.laid = text
        # A change set of its own: undoing the change of the record leaves the proposal as it was decided.
        return _decide(fresh, state, answer, by=by)


def decline_correction(correction: Correction, answer: str, *, by: Actor) -> Correction:
    """Leave the record as it is, and tell the reader why.

    Raises:
        ValidationError: it was decided before, or there is no reason.
    """
    if not answer.strip():
        raise ValidationError({"answer": _("Schrijf op waarom je het voorstel niet overneemt.")})
    with transaction.atomic():
        return _decide(_held(correction), State.DECLINED, answer, by=by)


def withdraw_correction(correction: Correction, *, by: Actor) -> Correction:
    """Take an own proposal back.

    Raises:
        ValidationError: it was decided before.
    """
    with transaction.atomic():
        return _decide(_held(correction), State.WITHDRAWN, "", by=by)


def assign_correction(correction: Correction, person: User | None, *, by: Actor) -> Correction:
    """Say who looks at a proposal; None lets go of it.

    Raises:
        ValidationError: it was decided before.
    """
    with change_set(by, "correction.assigned"):
        fresh = _held(correction)
        fresh.assignee = person
        fresh.save(update_fields=["assignee"])
    return fresh


def tell_what_is_overdue(now: datetime.datetime | None = None) -> int:
    """Write every curator that proposals wait too long, at most once a day; return how many letters there are."""
    local = (now or timezone.now()).astimezone(AMSTERDAM)
    number = Correction.objects.overdue(local.date()).count()
    if not number or local.hour < HOUR:
        return 0
    people = PeriodQuerySet.current(Membership.objects.filter(role=Role.CURATOR)).values("user")
    subject, text = emails.overdue(number)
    curators = list(User.objects.filter(pk__in=people, is_active=True).order_by("pk"))
    with transaction.atomic():
        for person in curators:
            write_letter(f"corrections:overdue:{local:%Y-%m-%d}:{person.pk}", person.email, subject, text)
    return len(curators)


def forget_senders(now: datetime.datetime | None = None) -> int:
    """Remove the hashes of addresses after two days; return how many."""
    old = Correction.objects.filter(created_at__lt=(now or timezone.now()) - SENDER_KEPT)
    return old.exclude(sender_hash="").update(sender_hash="")


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def region_of(record: Record) -> Region | None:
    """Return the region that keeps a record; of a line of an agenda that of the agenda."""
    if isinstance(record, Region):
        return record
    return getattr(record, "owner", None) or getattr(getattr(record, "agenda", None), "owner", None)


def _one_at_a_time(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('corrections'), hashtext(%s))", [key])


def _check_new(kind: str, record: Record, field: str, was: str, proposed: str) -> None:
    if field != ANYTHING and same(was, proposed):
        raise ValidationError({"proposed": _("Dit staat er al. Verander wat er niet klopt.")})
    earlier = Correction.objects.open().filter(kind=kind, record=record.uuid, field=field)
    if any(same(proposed.casefold(), each.casefold()) for each in earlier.values_list("proposed", flat=True)):
        raise ValidationError({"proposed": _("Dit is al voorgesteld. We kijken er nog naar.")})


def _check_number(person: User | None, sender: str) -> None:
    """Refuse who proposed very much today; one at a time, so that many at once count too."""
    _one_at_a_time(f"person:{person.pk}" if person else f"sender:{sender}")
    day_ago = timezone.now() - datetime.timedelta(days=1)
    rows = Correction.objects.filter(created_at__gte=day_ago)
    sent = rows.filter(proposed_by=person) if person else rows.filter(proposed_by=None, sender_hash=sender)
    if sent.count() >= (MOST_OF_PERSON if person else MOST_OF_ADDRESS):
        raise ValidationError(
            _("Er zijn vandaag al veel correcties van jou of van jouw adres. Ga morgen verder.")
        )


def _held(correction: Correction) -> Correction:
    """Return the row, locked, while nobody decided on it."""
    fresh = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    if not fresh.is_open:
        raise ValidationError(
            _("Over dit voorstel is intussen al besloten: %(state)s.")
            % {"state": fresh.get_state_display().lower()}
        )
    return fresh


def _record_of(correction: Correction) -> Record:
    model = kinds().get(correction.kind)
    found = model.objects.filter(uuid=correction.record, hidden_at=None).first() if model else None
    if found is None:
        raise ValidationError(_("Dit is intussen verwijderd. Je kunt het voorstel alleen nog afwijzen."))
    return found


def _decide(correction: Correction, state: State, answer: str, *, by: Actor) -> Correction:
    person = by.user if getattr(by.user, "is_authenticated", False) else None
    with change_set(by, f"correction.{state}"):
        correction.state, correction.answer = state, answer.strip()
        correction.decided_by, correction.decided_at = person, timezone.now()
        if state != State.WITHDRAWN:
            _tell(correction)
        correction.email = ""  # from now on only in the letter itself
        correction.full_clean(exclude=["token_hash", "sender_hash", "region"])
        correction.save()
        _announce(state, correction)
    return correction


def _tell(correction: Correction) -> None:
    """Write the one who proposed, unless that is who decided."""
    person = correction.proposed_by
    to = (person.email if person.is_active else "") if person else correction.email
    if to and (person is None or person != correction.decided_by):
        subject, text = emails.decided(correction)
        write_letter(f"correction:{correction.uuid}:decided", to, subject, text)


def _announce(verb: str, correction: Correction) -> None:
    step = 1 if correction.is_open else 2
    Event.objects.create(kind=f"correction.{verb}", record=correction.uuid, version=step)
