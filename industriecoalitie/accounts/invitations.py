"""The link with which an invited person opens the account: 14 days, once."""

import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

from .models import User

VALID_DAYS = 14


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens that end with the first password, the first visit or after 14 days; nothing of them is stored."""

    key_salt = "industriecoalitie.accounts.invitations"

    def is_valid(self, user: User, token: str, now: datetime.datetime | None = None) -> bool:
        """Tell whether a token is this person's, and not too old at ``now`` (local time without a zone)."""
        try:
            moment = base36_to_int(token.split("-")[0])
        except ValueError:
            return False
        candidates = [self._make_token_with_timestamp(user, moment, key) for key in self._keys()]
        if not any(constant_time_compare(candidate, token) for candidate in candidates):
            return False
        age = self._num_seconds(now or self._now()) - moment
        return age <= VALID_DAYS * 24 * 60 * 60

    def _keys(self) -> list[str]:
        return [self.secret, *self.secret_fallbacks]


tokens = InvitationTokens()


def is_waiting(user: User) -> bool:
    """Tell whether a person was invited and has not been here yet."""
    return user.is_active and user.last_login is None and not user.has_usable_password()


def link_of(user: User) -> str:
    """Return what stands in the address of a person's invitation: who, and a token."""
    return f"{int_to_base36(user.pk)}-{tokens.make_token(user)}"


def invited_by_link(link: str, now: datetime.datetime | None = None) -> User | None:
    """Return the person that a link invites; None when it is wrong, used, too old or of someone without a role."""
    who, _dash, token = link.partition("-")
    try:
        user = User.objects.filter(pk=base36_to_int(who)).first()
    except (ValueError, OverflowError):
        return None
    if user is None or not is_waiting(user) or not tokens.is_valid(user, token, now):
        return None
    return user if has_work(user) else None


def has_work(user: User) -> bool:
    """Tell whether a person has a role now or later; without one there is nothing to come for."""
    rows = (user.memberships.all(), user.partnership_contacts.all())
    return any(each.exclude(until_on__lt=timezone.localdate()).exists() for each in rows)
