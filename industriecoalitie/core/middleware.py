"""What every request passes before a view sees it."""

import uuid

from django.http import HttpResponseBadRequest


class CleanRequestMiddleware:
    """Give each request a number, and refuse addresses that PostgreSQL cannot hold (a NUL byte)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = uuid.uuid4().hex
        raw = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "%00" in raw or "\x00" in raw:
            return HttpResponseBadRequest("NUL")
        return self.get_response(request)
