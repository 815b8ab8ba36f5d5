"""Reading EMAIL_URL: where outgoing mail is handed over."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's EMAIL_ settings for an address as ``smtp+tls://user:password@host:587``.

    Without an address mail goes to the mail server on this machine.

    :raises ImproperlyConfigured: for another kind of address, or one without a host.
    """
    parts = urlsplit(url or "smtp://localhost")
    if parts.scheme not in PORTS or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp+tls://user:password@host:587")
    return {
        "EMAIL_TRANSPORT": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A dead mail server may not keep a process waiting for ever.
        "EMAIL_TIMEOUT": 10,
    }
