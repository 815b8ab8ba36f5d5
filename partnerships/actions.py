"""Everything that can happen to partnerships."""

import datetime
import uuid

import pghistory
from django.db import transaction
from django.utils import timezone

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.outbox import write_letter
from regions.actions import demand_waiting, person_of

from . import emails
from .models import Partnership, PartnershipContact


def add_contact(partnership: Partnership, user: User, *, by: Actor) -> PartnershipContact:
    """Let a person of a partner keep one partnership current, from now on.

    Raises:
        ValidationError: this person already is a contact of this partnership.
    """
    with transaction.atomic(), pghistory.context(**by.as_context(), event="contact.added"):
        contact = PartnershipContact(partnership=partnership, user=user)
        contact.full_clean()
        contact.save()
    return contact


def invite_contact(
    partnership: Partnership,
    email: str,
    *,
    by: Actor,
    name: str = "",
    until_on: datetime.date | None = None,
) -> PartnershipContact:
    """Let the person behind an e-mail address keep one partnership current, with a letter.

    Who was a contact before becomes it again.

    Raises:
        ValidationError: the person is a contact already, or the account is off.
    """
    with change_set(by, "contact.added"):
        # One at a time, so that nobody is invited twice at once.
        Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
        user = person_of(email, name, by=by)
        contact = partnership.contacts.select_for_update().ended().filter(user=user).first()
        contact = contact or PartnershipContact(partnership=partnership, user=user)
        contact.from_on, contact.until_on = timezone.localdate(), until_on
        contact.full_clean()
        contact.save()
        _write_to(contact, by)
    return contact


def resend_contact_invitation(contact: PartnershipContact, *, by: Actor) -> None:
    """Send the invitation again, with a new link.

    Raises:
        ValidationError: the person has been here already.
    """
    with change_set(by, "contact.invited_again"):
        demand_waiting(contact.user)
        _write_to(contact, by)


def end_contact(contact: PartnershipContact, *, by: Actor) -> None:
    """End it now: at the next request the person changes nothing of the partnership. Who never came is taken away."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    with change_set(by, "contact.ended"):
        fresh = PartnershipContact.objects.select_for_update().filter(pk=contact.pk).first()
        if fresh is None:
            return  # taken away in the same moment
        if fresh.from_on is not None and fresh.from_on > yesterday:
            fresh.delete()
        else:
            fresh.until_on = yesterday
            fresh.full_clean()
            fresh.save()


def _write_to(contact: PartnershipContact, by: Actor) -> None:
    subject, text = emails.contact_invited(contact, by.user)
    write_letter(f"contact:{contact.pk}:{uuid.uuid4()}", contact.user.email, subject, text)
