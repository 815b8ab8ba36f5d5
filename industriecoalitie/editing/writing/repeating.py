"""A request that is sent again gets the answer it missed: ``Idempotency-Key``."""

import hashlib
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from industriecoalitie.api.callers import Token
from industriecoalitie.editing import actions

from .faults import Refusal

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
KEY = re.compile(r"[\x21-\x7e]{1,200}")
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("Content-Type", "Location", "ETag")


def done_once(
    request: HttpRequest,
    token: Token,
    work: Callable[[], HttpResponse],
    kept: Callable[[bytes], bytes] = bytes,
) -> HttpResponse:
    """Return the answer of ``work``, done in one transaction; with a key that was used before, the answer of then.

    ``kept`` says what of the body is kept, and so given the next time: all of it, as a rule.

    Raises:
        Refusal: the key is no key (400), or belongs to another request (422).
    """
    key = request.headers.get(HEADER)
    if key is None:
        with transaction.atomic():
            return work()
    if not KEY.fullmatch(key):
        reason = _("Geef 1 tot en met 200 zichtbare ASCII-tekens.")
        raise Refusal(
            400, _("De headers in invalidParams kloppen niet."), [{"name": HEADER, "reason": reason}]
        )
    digest = digest_of(request)
    with transaction.atomic():
        known, is_new = actions.begin_request(token.uuid, key, digest)
        if not is_new:
            return answered(known, digest)
        response = work()
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        actions.answer_request(
            known, status=response.status_code, headers=headers, body=kept(response.content)
        )
        return response


def digest_of(request: HttpRequest) -> str:
    """Return what tells one request from another: a hash of method, address and body."""
    asked = f"{request.method}\n{request.get_full_path()}\n".encode()
    return hashlib.sha256(asked + request.body).hexdigest()


def answered(known: actions.AnsweredRequest, digest: str) -> HttpResponse:
    """Return the answer that a request had before."""
    if known.digest != digest:
        raise Refusal(422, _("Deze Idempotency-Key hoort bij een ander verzoek. Kies een nieuwe."))
    headers = {**known.headers, REPLAYED: "true"}
    return HttpResponse(bytes(known.body), status=known.status, headers=headers)
