"""Answers that are the same for everybody, kept by who asked and checked again each time."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date


def checked_again(
    request: HttpRequest, answer: HttpResponse, *, last_modified: int | None = None
) -> HttpResponse:
    """Give an answer its ETag, and say ‘not changed’ to who has it already; what is withdrawn is withdrawn at once.

    ``last_modified`` is a moment in seconds since 1970.
    """
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["Cache-Control"] = "public, no-cache"
    answer["ETag"] = etag
    if last_modified is not None:
        answer["Last-Modified"] = http_date(last_modified)
    answer = get_conditional_response(request, etag=etag, last_modified=last_modified, response=answer)
    answer.is_same_for_all = True
    return answer
