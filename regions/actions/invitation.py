"""What an invited person does first: choosing a name and a password."""

from allauth.account.models import EmailAddress

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set


def accept_invitation(user: User, name: str, password: str) -> User:
    """Open the account of an invited person; the address is confirmed by the link that led here.

    ``password`` is a clean one. The link is used up by it.

    Raises:
        ValidationError: the name is too long.
    """
    with change_set(Actor(door="page", user=user), "account.accepted"):
        fresh = User.objects.select_for_update().get(pk=user.pk)
        fresh.name = name
        fresh.set_password(password)
        fresh.full_clean()
        fresh.save()
        EmailAddress.objects.filter(user=fresh, email__iexact=fresh.email).update(verified=True)
    return fresh
