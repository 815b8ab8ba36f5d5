"""Errors as problem+json. Source: RFC 9457, and the NLGov REST API Design Rules 2.2, "Error handling"."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
STATEMENT_TIMEOUT, LOCK_TIMEOUT = "57014", "55P03"
COME_BACK_SECONDS = "5"


class InvalidQuery(exceptions.APIException):
    """One or more parts of the query make no sense.

    ``invalid_params`` is a list of ``{"name", "reason"}``, all errors together.
    """

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, invalid_params: list[dict[str, str]]):
        super().__init__()
        self.invalid_params = invalid_params


def words_for(code: int) -> tuple[str, str]:
    """Return the title and the explanation of a status code, in Dutch."""
    known = {
        400: (_("Ongeldig verzoek"), _("Het verzoek klopt niet.")),
        401: (_("Niet aangemeld"), _("Meld je aan met een geldige sleutel.")),
        403: (_("Geen toegang"), _("Je mag dit niet doen.")),
        404: (_("Niet gevonden"), _("Dit adres bestaat niet, of je mag het niet zien.")),
        405: (_("Methode kan hier niet"), _("Gebruik een van de methoden in de header Allow.")),
        406: (_("Vorm kan niet"), _("De API antwoordt met application/json.")),
        409: (_("Even bezet"), _("Iemand anders verandert dit nu. Probeer het opnieuw.")),
        412: (_("Intussen veranderd"), _("De voorwaarde in je verzoek klopt niet meer.")),
        415: (_("Vorm van de inhoud kan niet"), _("Stuur application/json.")),
        429: (_("Te veel verzoeken"), _("Wacht zo lang als de header Retry-After zegt.")),
        500: (_("Er ging iets mis"), _("De fout ligt bij ons. Probeer het later opnieuw.")),
        503: (_("Tijdelijk niet bereikbaar"), _("Vraag minder tegelijk, of probeer het later opnieuw.")),
    }
    fallback = known[400] if code < status.HTTP_500_INTERNAL_SERVER_ERROR else known[500]
    return known.get(code, fallback)


def problem(
    code: int, detail: str = "", invalid_params: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Return the body of an error answer."""
    title, explanation = words_for(code)
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail or explanation}
    if invalid_params:
        body["invalidParams"] = invalid_params
    return body


def problem_response(code: int, detail: str = "") -> HttpResponse:
    """Return an error answer for a request that never reached an endpoint."""
    return HttpResponse(json.dumps(problem(code, detail)), status=code, content_type=CONTENT_TYPE)


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an error in an endpoint; None for what nobody foresaw, which becomes a 500."""
    code = code_of(exc)
    if code is None:
        return None
    headers = {}
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if code == status.HTTP_503_SERVICE_UNAVAILABLE:
        headers["Retry-After"] = COME_BACK_SECONDS
    detail = _("De parameters in invalidParams kloppen niet.") if isinstance(exc, InvalidQuery) else ""
    body = problem(code, detail, getattr(exc, "invalid_params", None))
    return Response(body, status=code, headers=headers, content_type=CONTENT_TYPE)


def code_of(exc: Exception) -> int | None:
    """Return the status code that an error calls for, None for a fault of our own."""
    if isinstance(exc, exceptions.APIException):
        return exc.status_code
    if isinstance(exc, Http404):
        return status.HTTP_404_NOT_FOUND
    if isinstance(exc, PermissionDenied):
        return status.HTTP_403_FORBIDDEN
    if isinstance(exc, OperationalError):
        states = {
            STATEMENT_TIMEOUT: status.HTTP_503_SERVICE_UNAVAILABLE,
            LOCK_TIMEOUT: status.HTTP_409_CONFLICT,
        }
        return states.get(getattr(exc.__cause__, "pgcode", ""))
    return None
