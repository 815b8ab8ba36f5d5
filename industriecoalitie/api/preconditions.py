"""Answering only when something changed, and changing only what was seen: ETag, If-None-Match and If-Match."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags


def digest(content: bytes) -> str:
    """Return the hash of a body that its ETag is made of."""
    return hashlib.sha256(content).hexdigest()[:32]


def etag_of(content_digest: str, version: int | None = None) -> str:
    """Return a strong ETag; the one of a record begins with its version, which is all that a write compares."""
    return f'"{version}-{content_digest}"' if version is not None else f'"{content_digest}"'


def has_already(request: HttpRequest, etag: str) -> bool:
    """Tell whether the reader has this answer, so that nothing needs to be read."""
    asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return etag in asked or asked == ["*"]


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with a strong ``ETag``; 304 when the reader has it, 412 when If-Match asks for another.

    The tag is a hash of the whole body, so a change in a nested row or in a source changes it too; ``version`` of the
    response, when it is about one record, stands before it. What has a tag already keeps it.
    """
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return response
    if "ETag" not in response:
        response["ETag"] = etag_of(digest(response.content), getattr(response, "version", None))
    return get_conditional_response(request, etag=response["ETag"], response=response)
