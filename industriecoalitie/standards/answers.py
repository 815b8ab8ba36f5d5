"""Answers of this room: the same for everybody, checked again each time; and which form of an answer somebody asks."""

import hashlib

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from industriecoalitie.api.addresses import absolute as of_portal

# For whom everything here is made, whoever asks.
VISITOR = AnonymousUser()


def absolute(address: str) -> str:
    """Return an address of this portal as others need it."""
    return of_portal(address) if address.startswith("/") else address


def open_answer(
    request: HttpRequest, content: bytes, content_type: str, *, varies: bool = False
) -> HttpResponse:
    """Give an answer that everybody gets, with its ETag; ‘not changed’ to who has it already.

    Other sites may read it. ``varies``: it has other forms, chosen by ``Accept``.
    """
    etag = f'"{hashlib.sha256(content_type.encode() + content).hexdigest()[:32]}"'
    answer = HttpResponse(content, content_type=content_type)
    answer["Cache-Control"] = "public, no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["ETag"] = etag
    if varies:
        patch_vary_headers(answer, ["Accept"])
    answer = get_conditional_response(request, etag=etag, response=answer)
    answer.is_same_for_all = True
    return answer
