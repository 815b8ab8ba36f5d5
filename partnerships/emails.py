"""Letters to the people of partners."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from industriecoalitie.accounts.invitations import VALID_DAYS, is_waiting
from industriecoalitie.accounts.models import User
from regions.emails import invitation_address

from .models import PartnershipContact


def contact_invited(contact: PartnershipContact, inviter: User | None) -> tuple[str, str]:
    """Return subject and text for a contact of one partnership; with the way in for who has no account yet."""
    subject = _("Je bent contactpersoon van %(name)s") % {"name": contact.partnership}
    context = {
        "contact": contact,
        "inviter": inviter,
        "partnership_address": settings.BASE_URL + contact.partnership.get_absolute_url(),
        "invitation": invitation_address(contact.user) if is_waiting(contact.user) else "",
        "days": VALID_DAYS,
    }
    return subject, render_to_string("partnerships/email/contact_invited.txt", context)
