"""Errors as problem+json. Source: RFC 9457, and the NLGov REST API Design Rules 2.2, "Error handling"."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
LOCK_TIMEOUT, IDLE_TIMEOUT = "55P03", "25P03"
COME_BACK_SECONDS = "5"


class InvalidQuery(exceptions.APIException):
    """One or more parts of the query make no sense.

    ``invalid_params`` is a list of ``{"name", "reason"}``, all errors together.
    """

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, invalid_params: list[dict[str, str]]):
        super().__init__()
        self.explanation = _("De parameters in invalidParams kloppen niet.")
        self.invalid_params = invalid_params


class InvalidBody(exceptions.APIException):
    """The body of a request makes no sense.

    ``explanation`` says so as a whole, ``invalid_params`` is a list of ``{"name", "reason"}`` with each place, as
    ``partners[0].name``.
    """

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, explanation: str = "", invalid_params: list[dict[str, str]] | None = None):
        super().__init__()
        self.explanation = explanation or _("De plekken in invalidParams kloppen niet.")
        self.invalid_params = invalid_params or []


class BodyTooLarge(exceptions.APIException):
    """The body of a request is longer than is read."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


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
        410: (
            _("Niet meer te volgen"),
            _("Vanaf deze cursor zijn de wijzigingen er niet meer. Haal alles opnieuw op."),
        ),
        412: (_("Intussen veranderd"), _("De voorwaarde in je verzoek klopt niet meer.")),
        413: (
            _("Te groot"),
            _("De inhoud is te groot: hooguit %(most)d bytes.") % {"most": settings.API_MAX_BODY},
        ),
        415: (_("Vorm van de inhoud kan niet"), _("Stuur application/json in UTF-8.")),
        422: (_("Ander verzoek"), _("Deze Idempotency-Key hoort bij een ander verzoek.")),
        428: (_("Voorwaarde ontbreekt"), _("Stuur de ETag van het record mee in If-Match.")),
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
    if asks_for := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = asks_for
    if code == status.HTTP_503_SERVICE_UNAVAILABLE:
        headers["Retry-After"] = COME_BACK_SECONDS
    invalid_params = getattr(exc, "invalid_params", None)
    if isinstance(exc, exceptions.ValidationError):
        invalid_params = faults_in(exc.detail)
    body = problem(code, getattr(exc, "explanation", ""), invalid_params)
    return Response(body, status=code, headers=headers, content_type=CONTENT_TYPE)


def code_of(exc: Exception) -> int | None:
    """Return the status code that an error calls for, None for a fault of our own."""
    if isinstance(exc, exceptions.APIException):
        return exc.status_code
    if isinstance(exc, Http404):
        return status.HTTP_404_NOT_FOUND
    if isinstance(exc, PermissionDenied):
        return status.HTTP_403_FORBIDDEN
    if isinstance(exc, UnreadablePostError):
        return status.HTTP_400_BAD_REQUEST
    if isinstance(exc, OperationalError | InterfaceError):
        return code_of_database(getattr(exc.__cause__, "pgcode", None))
    return None


def code_of_database(state: str | None) -> int | None:
    """Return the status code for a database that gives up or is away (no state), None for a fault of our own.

    Classes of PostgreSQL: 08 connection, 40 another transaction was in the way, 53 it is full, 57 somebody or a time
    limit ended it.
    """
    if state == LOCK_TIMEOUT:
        return status.HTTP_409_CONFLICT
    if state is None or state[:2] in ("08", "40", "53", "57") or state == IDLE_TIMEOUT:
        return status.HTTP_503_SERVICE_UNAVAILABLE
    return None


def faults_in(detail: Any, place: str = "") -> list[dict[str, str]]:
    """Return the messages of a serializer, each with its place as ``partners[0].name``."""
    if isinstance(detail, Mapping):
        parts = [(f"{place}.{name}" if place else str(name), part) for name, part in detail.items()]
    elif isinstance(detail, list) and any(isinstance(part, Mapping | list) for part in detail):
        parts = [(f"{place}[{number}]", part) for number, part in enumerate(detail)]
    else:
        messages = detail if isinstance(detail, list) else [detail]
        return [{"name": place or "body", "reason": str(message)} for message in messages]
    return [fault for name, part in parts for fault in faults_in(part, name)]
