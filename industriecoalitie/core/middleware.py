"""What every request passes before a view sees it."""

import uuid

from django.http import HttpResponseBadRequest
from django.utils.cache import patch_vary_headers

from .masking import holds_token

# Where programs ask, which are told what is wrong.
TOLD = ("/api/", "/oeapi/")


class CleanRequestMiddleware:
    """Give each request a number, and keep away from PostgreSQL what it cannot hold: a NUL byte in an address.

    Of a query of a page it is left out, so that any words can be searched; else it is refused. So is a token in an address:
    who reads along, a log or the next page, could use it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = uuid.uuid4().hex
        raw = request.META.get("QUERY_STRING", "")
        has_nul = "%00" in raw or "\x00" in raw
        if "\x00" in request.path_info or (has_nul and request.path_info.startswith(TOLD)):
            return HttpResponseBadRequest("NUL")
        if holds_token(request):
            return HttpResponseBadRequest("TOKEN")
        while "%00" in raw or "\x00" in raw:  # what is left may be one again: %0%000
            raw = raw.replace("%00", "").replace("\x00", "")
        if has_nul:
            request.META["QUERY_STRING"] = raw
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
