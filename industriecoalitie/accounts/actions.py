"""Everything that can happen to an account."""

import pghistory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import transaction
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set

from .models import Session, User
from .sessions import SessionStore, digest_of

ASK_SECOND_STEP = "ask_second_step"
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def add_account(
    email: str,
    *,
    by: Actor,
    name: str = "",
    password: str = "",
    is_admin: bool = False,
    is_confirmed: bool = True,
) -> User:
    """Return a new account; ``is_confirmed`` tells whether the address is known to be the person's.

    ``password`` is an encoded one (``make_password``); without it nobody can sign in until a new one is set.

    Raises:
        IntegrityError: there is an account with this address.
    """
    with change_set(by, "account.added"):
        user = User(email=email, name=name, password=password, is_staff=is_admin, is_superuser=is_admin)
        if not password:
            user.set_unusable_password()
        user.full_clean()
        user.save()
        EmailAddress.objects.create(user=user, email=email, verified=is_confirmed, primary=True)
    return user


def rename(user: User, name: str, *, by: Actor) -> User:
    """Give a person another name on screen.

    Raises:
        ValidationError: the name is too long.
    """
    with transaction.atomic(), pghistory.context(**by.as_context(), event="account.renamed"):
        fresh = User.objects.select_for_update().get(pk=user.pk)
        fresh.name = name
        fresh.full_clean(exclude=["password"])
        fresh.save()
    return fresh


def set_password(user: User, password: str, *, keep: str | None = None) -> None:
    """Set a new password; whoever is signed in elsewhere is so no longer, and old wrong tries count no longer.

    ``password`` is a clean one; ``keep`` is the key of the session in which it happens.
    """
    door = Actor(door="page", user=user)
    with transaction.atomic(), pghistory.context(**door.as_context(), event="account.password_set"):
        user.set_password(password)
        user.save()
        end_sessions(user, keep=keep)
        AccessAttempt.objects.filter(username=user.email.lower()).delete()


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """Sign a person out everywhere, but not in the session with the key ``keep``; return in how many places."""
    rows = Session.objects.filter(user=user).exclude(session_key=digest_of(keep))
    return rows.delete()[1].get("accounts.Session", 0)


def end_session(user: User, stored: str) -> bool:
    """Sign a person out in one place; ``stored`` is the digest of its key. False when there is none."""
    return Session.objects.filter(user=user, session_key=stored).delete()[0] > 0


def has_second_step(user: User) -> bool:
    """Tell whether a person signs in with more than a password. Recovery codes alone do not count."""
    return Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists()


def remove_second_steps(user: User, *, by: Actor) -> None:
    """Take all second steps and sessions of a person away, who lost the phone and the recovery codes."""
    with transaction.atomic(), pghistory.context(**by.as_context(), event="account.second_steps_removed"):
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user)


def clear_old_traces(days: int = 30) -> None:
    """Forget failed tries older than ``days``, and sessions that have passed."""
    limit = timezone.now() - timezone.timedelta(days=days)
    AccessAttempt.objects.filter(attempt_time__lt=limit).delete()
    SessionStore.clear_expired()
