"""How many passwords may be tried, by whom, and how the owner of an account still gets in.

Three counts, all in PostgreSQL (axes): five failures for one account from one address, thirty from one address,
and twenty for one account from anywhere. Past the last one a password alone opens nothing on a device that the
account was never used on: the link in a mail, a passkey or a known device does.
Source: docs/adr/0010-signing-in.md.
"""

import logging
import secrets
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.db.models import Sum
from django.utils import timezone

log = logging.getLogger(__name__)

ADDRESS_FACTOR = 6  # A school has one address for many people: 6 × 5 failures.
ACCOUNT_LIMIT = 20
WINDOW = timedelta(hours=1)
DEVICE_SALT = "accounts.known-device"
DEVICE_DAYS = 180


class Guard(AxesDatabaseHandler):
    """Counts an address more lightly than an account from that address."""

    def get_failures(self, request, credentials: dict | None = None) -> int:
        pair, address = (
            rows.aggregate(total=Sum("failures_since_start"))["total"] or 0
            for rows in self.get_user_attempts(request, credentials)
        )
        return max(pair, address // ADDRESS_FACTOR)


def username_of(request, credentials: dict | None = None) -> str:
    """Return the address someone signs in with, in small letters; empty without one."""
    given = credentials or request.POST
    name = given.get("email") or given.get("username") or given.get("login") or ""
    return str(name).strip().lower()[:255]


def address_of(request) -> str | None:
    """Return the network address of the visitor, as far as our own proxies tell; None when nobody does."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None


def failures_of(email: str) -> int:
    """Return how many passwords failed for an account in the last hour, from all addresses."""
    rows = AccessAttempt.objects.filter(username=email, attempt_time__gte=timezone.now() - WINDOW)
    return rows.aggregate(total=Sum("failures_since_start"))["total"] or 0


def is_under_attack(request, email: str) -> bool:
    """Tell whether the password of an account may not be tried here for now; the log says so once it happens."""
    if is_known_device(request, {"email": email}) or failures_of(email) < ACCOUNT_LIMIT:
        return False
    log.warning(
        "accounts: %s wrong passwords for one account within the hour; passwords refused", ACCOUNT_LIMIT
    )
    return True


def is_known_device(request, credentials: dict | None = None) -> bool:
    """Tell whether this account was used in this browser before."""
    return bool(_device_of(request, username_of(request, credentials)))


def may_try(request, email: str) -> bool:
    """Count a try on a known device: False past five in five minutes. On other devices axes counts."""
    device = _device_of(request, email)
    return not device or ratelimit.consume(request, action="login_failed", key=f"device-{device}")


def forget_tries(request, email: str) -> None:
    """Let the tries of a known device count no longer: it got in."""
    device = _device_of(request, email)
    if device:
        ratelimit.clear(request, action="login_failed", key=f"device-{device}")


def remember_device(request, response, email: str) -> None:
    """Let this browser carry the proof that the account was used on it."""
    known = _read_device(request)
    names = [email, *(name for name in known.get("names", []) if name != email)][:5]
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        "|".join([known.get("id") or secrets.token_urlsafe(16), *names]),
        salt=DEVICE_SALT,
        max_age=timedelta(days=DEVICE_DAYS),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read_device(request) -> dict:
    try:
        value = request.get_signed_cookie(
            settings.DEVICE_COOKIE_NAME, salt=DEVICE_SALT, max_age=timedelta(days=DEVICE_DAYS)
        )
    except (KeyError, BadSignature):
        return {}
    device, *names = value.split("|")
    return {"id": device, "names": names}


def _device_of(request, email: str) -> str:
    known = _read_device(request)
    return known["id"] if email and email in known.get("names", []) else ""
