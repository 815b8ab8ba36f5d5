"""Answering only when something changed: ETag and If-None-Match."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with a strong ``ETag``; 304 when the reader has it, 412 when If-Match asks for another.

    The tag is a hash of the whole body, so a change in a nested row or in a source changes it too.
    """
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
