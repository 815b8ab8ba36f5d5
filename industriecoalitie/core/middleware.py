"""What every request passes before a view sees it."""

import uuid

from django.http import HttpResponseBadRequest
from django.utils.cache import patch_vary_headers


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


class SameForAllMiddleware:
    """Let answers that are the same for everybody be kept so: no cookie goes along, and no cookie makes a difference.

    A view says so with ``response.is_same_for_all``. It stands before the sessions, which are read to know who asks.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(response, "is_same_for_all", False):
            response.cookies.clear()
            names = [name.strip() for name in response.get("Vary", "").split(",")]
            others = [name for name in names if name and name.lower() != "cookie"]
            del response["Vary"]
            if others:
                patch_vary_headers(response, others)
        return response
