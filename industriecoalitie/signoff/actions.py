"""Everything that can happen to a sign-off."""

import datetime
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.kinds import kind_of, model_of
from industriecoalitie.core.models import Record
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.outbox import write_letter

from . import emails
from .choices import Answer
from .models import SignOff

TOKEN_BYTES = 32
# More letters than this a person does not send to directors in a day.
MOST_A_DAY = 40


def ask_signoff(
    record: Record, email: str, position: str, *, by: Actor, days: int = 14, note: str = ""
) -> SignOff:
    """Ask someone by letter whether the text of a record is right; the link in it works ``days`` days and once.

    Raises:
        ValidationError: a value breaks a rule, or this person has an open question about the record.
    """
    with change_set(by, "signoff.asked"):
        # One at a time for each record, so that the same person is not asked twice at once.
        type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        address = email.strip().lower()
        if SignOff.objects.of(record).open().filter(email=address).exists():
            raise ValidationError({"email": _("Aan dit adres is dit al gevraagd. Trek die vraag eerst in.")})
        day_ago = timezone.now() - datetime.timedelta(days=1)
        if SignOff.objects.filter(asked_by=by.user, asked_at__gte=day_ago).count() >= MOST_A_DAY:
            raise ValidationError(
                {"email": _("Je vroeg vandaag al veel mensen om akkoord. Ga morgen verder.")}
            )
        token = secrets.token_urlsafe(TOKEN_BYTES)
        signoff = SignOff(
            kind=kind_of(record),
            record=record.uuid,
            version=record.version,
            email=address,
            position=position,
            note=note,
            token_hash=hash_of(token),
            asked_by=by.user,
            expires_at=timezone.now() + datetime.timedelta(days=days),
        )
        signoff.full_clean()
        signoff.save()
        subject, text = emails.question(signoff, record, token)
        write_letter(f"signoff:{signoff.uuid}:question", signoff.email, subject, text)
    return signoff


def answer_signoff(signoff: SignOff, answer: str, comment: str = "", *, now=None) -> SignOff | None:
    """Keep the answer of the one who was asked, and tell the one who asked; the link is used up.

    None when it was answered, withdrawn or expired (at ``now``) in the meantime. History names the invited address:
    it is a value of the row.

    Raises:
        ValidationError: a comment without words.
    """
    if answer == Answer.COMMENTED and not comment.strip():
        raise ValidationError({"comment": _("Schrijf je opmerking op.")})
    with change_set(Actor(door="link"), f"signoff.{Answer(answer)}"):
        fresh = SignOff.objects.open(now).select_for_update().filter(pk=signoff.pk).first()
        if fresh is None:
            return None
        fresh.answer, fresh.comment, fresh.answered_at = Answer(answer), comment.strip(), timezone.now()
        fresh.full_clean(exclude=["token_hash"])
        fresh.save()
        _tell(fresh)
    return fresh


def withdraw_signoff(signoff: SignOff, *, by: Actor) -> SignOff:
    """Take a question back; the link then opens nothing.

    Raises:
        ValidationError: it was answered already.
    """
    with change_set(by, "signoff.withdrawn"):
        fresh = SignOff.objects.select_for_update().get(pk=signoff.pk)
        if fresh.answered_at is not None:
            raise ValidationError(_("Deze vraag is al beantwoord."))
        if fresh.withdrawn_at is None:
            fresh.withdrawn_at = timezone.now()
            fresh.save()
    return fresh


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _tell(signoff: SignOff) -> None:
    record = model_of(signoff.kind).objects.filter(uuid=signoff.record).first()
    if record is None or signoff.asked_by is None or not signoff.asked_by.is_active:
        return
    subject, text = emails.answer(signoff, record)
    write_letter(f"signoff:{signoff.uuid}:answer", signoff.asked_by.email, subject, text)
