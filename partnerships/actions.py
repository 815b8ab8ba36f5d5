"""Everything that can happen to partnerships."""

import pghistory
from django.db import transaction

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor

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
