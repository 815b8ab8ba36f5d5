"""Pages whose address is a secret."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

PASSED_ON_TO_NOBODY = "no-referrer"
# A browser that sends no referrer sends no origin with a form either, and then Django takes no form with a cookie.
PASSED_ON_TO_US = "same-origin"


def secret_address(referrer: str = PASSED_ON_TO_NOBODY) -> Callable:
    """Let no cache, search engine or next page learn the address of a view."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response["X-Robots-Tag"] = "noindex, nofollow"
            response["Referrer-Policy"] = referrer
            return response

        return never_cache(guarded)

    return decorate
