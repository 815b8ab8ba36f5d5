"""Answers that are the same for everybody, kept by who asked and checked again each time."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def checked_again(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Give an answer its ETag, and say ‘not changed’ to who has it already; what is withdrawn is withdrawn at once.

    Without a date: the newest that is left may be older than what was taken away.
    """
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["Cache-Control"] = "public, no-cache"
    answer["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=answer)
    answer.is_same_for_all = True
    return answer
