"""What an invited person does first: choosing a name and a password."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set


def accept_invitation(user: User, name: str, password: str) -> User:
    """Open the account of an invited person; the address is confirmed by the link that led here.

    ``password`` is a clean one. The link is used up by it.

    Raises:
        ValidationError: the name is too long, or the link was used meanwhile.
    """
    with change_set(Actor(door="page", user=user), "account.accepted"):
        fresh = User.objects.select_for_update().get(pk=user.pk)
        if fresh.has_usable_password():
            raise ValidationError({"__all__": _("Deze link is al gebruikt. Log in met je wachtwoord.")})
        fresh.name = name
        fresh.set_password(password)
        fresh.full_clean()
        fresh.save()
        EmailAddress.objects.filter(user=fresh, email__iexact=fresh.email).update(verified=True)
    return fresh
