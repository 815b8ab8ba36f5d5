"""Everything that can happen to an account."""

import pghistory
from allauth.account.models import EmailAddress
from django.db import transaction

from industriecoalitie.core.actors import Actor

from .models import User


def add_account(email: str, *, by: Actor, name: str = "", password: str = "", is_admin: bool = False) -> User:
    """Return a new account whose address needs no confirmation.

    ``password`` is an encoded one (``make_password``); without it nobody can sign in until a new one is set.

    Raises:
        IntegrityError: there is an account with this address.
    """
    with transaction.atomic(), pghistory.context(**by.as_context(), event="account.added"):
        user = User(email=email, name=name, password=password, is_staff=is_admin, is_superuser=is_admin)
        if not password:
            user.set_unusable_password()
        user.full_clean()
        user.save()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
