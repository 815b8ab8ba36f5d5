"""Reading OIDC_PROVIDERS: where else people of an institution may sign in (SURFconext)."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NAMES = {"id", "name", "issuer", "client_id", "client_secret"}
EXAMPLE = (
    'OIDC_PROVIDERS must look like [{"id": "surfconext", "name": "SURFconext", '
    '"issuer": "https://connect.surfconext.nl", "client_id": "…", "client_secret": "…"}]'
)


def oidc_apps(text: str) -> list[dict[str, Any]]:
    """Return the apps for ``SOCIALACCOUNT_PROVIDERS``; an empty text gives none.

    :raises ImproperlyConfigured: for anything but a list of providers with these five names, for an address
        without https outside this machine, and for two with the same id or issuer.
    """
    try:
        providers = json.loads(text or "[]")
        apps = [_app_of(provider) for provider in providers]
    except (ValueError, TypeError, AttributeError) as error:
        raise ImproperlyConfigured(EXAMPLE) from error
    issuers = [app["settings"]["server_url"] for app in apps]
    if len({app["provider_id"] for app in apps}) < len(apps) or len(set(issuers)) < len(apps):
        raise ImproperlyConfigured("OIDC_PROVIDERS names an id or an issuer twice")
    return apps


def origins_of(apps: list[dict[str, Any]]) -> list[str]:
    """Return where a form may lead to when signing in elsewhere, for the Content-Security-Policy."""
    parts = (urlsplit(app["settings"]["server_url"]) for app in apps)
    return [f"{part.scheme}://{part.netloc}" for part in parts]


def _app_of(provider: dict[str, str]) -> dict[str, Any]:
    issuer = urlsplit(provider.get("issuer", ""))
    is_safe = issuer.scheme == "https" or (
        issuer.scheme == "http" and issuer.hostname in ("127.0.0.1", "localhost")
    )
    if set(provider) != NAMES or not all(provider.values()) or not (is_safe and issuer.hostname):
        raise ValueError(provider.get("id"))
    if not re.fullmatch(r"[a-z][a-z0-9-]*", provider["id"]):
        raise ValueError(provider["id"])
    return {
        "provider_id": provider["id"],
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider["client_secret"],
        "settings": {"server_url": provider["issuer"]},
    }
