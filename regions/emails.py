"""Letters about teams: an invitation, a role, a seat that is handed over."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from industriecoalitie.accounts.invitations import VALID_DAYS, link_of
from industriecoalitie.accounts.models import User

from .models import Handover, Membership

Letter = tuple[str, str]


def invitation_address(user: User) -> str:
    """Return the address with which an invited person opens the account."""
    return settings.BASE_URL + reverse("regions:invitation_accept", args=[link_of(user)])


def invitation(membership: Membership, inviter: User | None) -> Letter:
    """Return subject and text for someone without an account yet."""
    subject = _("Je bent uitgenodigd voor %(region)s") % {"region": membership.region}
    return subject, _text("invitation", membership, inviter, address=invitation_address(membership.user))


def new_role(membership: Membership, inviter: User | None) -> Letter:
    """Return subject and text for someone who has an account already."""
    subject = _("Je hebt een rol in %(region)s") % {"region": membership.region}
    return subject, _text("new_role", membership, inviter, address=settings.BASE_URL + reverse("my_page"))


def handover_to_successor(handover: Handover, membership: Membership) -> Letter:
    """Return subject and text for the next kartrekker; with the way in for who has none yet."""
    subject = _("Je wordt kartrekker van %(region)s") % {"region": handover.region}
    return subject, _handover_text("handover_to_successor", handover, membership)


def handover_to_predecessor(handover: Handover) -> Letter:
    """Return subject and text for the one who leaves."""
    subject = _("Je hebt %(region)s overgedragen") % {"region": handover.region}
    return subject, _handover_text("handover_to_predecessor", handover, None)


def _text(name: str, membership: Membership, inviter: User | None, address: str) -> str:
    return render_to_string(
        f"regions/email/{name}.txt",
        {
            "membership": membership,
            "inviter": inviter,
            "address": address,
            "days": VALID_DAYS,
        },
    )


def _handover_text(name: str, handover: Handover, membership: Membership | None) -> str:
    invited = membership is not None and not membership.user.has_usable_password()
    return render_to_string(
        f"regions/email/{name}.txt",
        {
            "handover": handover,
            "briefing": settings.BASE_URL + handover.get_absolute_url(),
            "invitation": invitation_address(membership.user) if invited else "",
            "days": VALID_DAYS,
        },
    )
