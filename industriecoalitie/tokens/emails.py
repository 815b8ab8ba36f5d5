"""Letters about tokens to their owners. None of them holds a token."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import ApiToken


def made(token: ApiToken) -> tuple[str, str]:
    """Return subject and text: there is a new token in your name."""
    return _("Nieuwe sleutel: %(name)s") % {"name": token.name}, _text("made", token)


def rotated(token: ApiToken) -> tuple[str, str]:
    """Return subject and text: a new token stands beside the one it replaces."""
    return _("Sleutel vervangen: %(name)s") % {"name": token.name}, _text("rotated", token)


def revoked(token: ApiToken) -> tuple[str, str]:
    """Return subject and text: somebody else ended your token."""
    return _("Sleutel beëindigd: %(name)s") % {"name": token.name}, _text("revoked", token)


def expiring(token: ApiToken) -> tuple[str, str]:
    """Return subject and text: your token soon opens nothing any more."""
    return _("Sleutel verloopt binnenkort: %(name)s") % {"name": token.name}, _text("expiring", token)


def _text(name: str, token: ApiToken) -> str:
    address = settings.BASE_URL + reverse("tokens:token_list")
    return render_to_string(f"tokens/email/{name}.txt", {"token": token, "address": address})
