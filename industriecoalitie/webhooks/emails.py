"""Letters about webhooks: to who owns one, and to who approves hosts."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Endpoint


def disabled(endpoint: Endpoint) -> tuple[str, str]:
    """Return subject and text for the owner of a webhook that the portal put out."""
    return _("Je webhook is uitgezet"), render_to_string("webhooks/email/disabled.txt", _about(endpoint))


def approved(endpoint: Endpoint) -> tuple[str, str]:
    """Return subject and text for the owner of a webhook that may be sent to from now on."""
    return _("Je webhook is goedgekeurd"), render_to_string("webhooks/email/approved.txt", _about(endpoint))


def waiting(endpoint: Endpoint) -> tuple[str, str]:
    """Return subject and text for who approves hosts."""
    context = _about(endpoint) | {"address": settings.BASE_URL + reverse("webhooks:approvals")}
    return _("Een webhook wacht op goedkeuring"), render_to_string("webhooks/email/waiting.txt", context)


def _about(endpoint: Endpoint) -> dict[str, object]:
    return {"endpoint": endpoint, "address": settings.BASE_URL + endpoint.get_absolute_url()}
