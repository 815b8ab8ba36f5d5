"""Requests that have nothing to say in a body: what stands there anyway is refused, for it would do nothing."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from rest_framework.request import Request

from .faults import Refusal


def check_no_body(request: Request) -> None:
    """Refuse a body that says something; none at all is fine, and so is an empty object.

    Raises:
        Refusal: with every attribute that it has (400).
    """
    if not request._request.body:
        return
    body = request.data
    if not isinstance(body, Mapping):
        faults = [{"name": "body", "reason": _("Stuur niets, of een leeg object.")}]
    else:
        faults = unknown_in(body)
    if faults:
        raise Refusal(400, _("De plekken in invalidParams kloppen niet."), faults)


def unknown_in(body: Mapping, known: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Return a fault for every attribute that is not one of ``known``."""
    reason = _("Dit kenmerk bestaat niet.")
    return [{"name": name[:100], "reason": reason} for name in body if name not in known]
