"""What every answer of the API carries, errors included."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from industriecoalitie.core.masking import holds_token

from .addresses import is_api, version_of
from .callers import READ_PUBLIC, token_of
from .exceptions import CONTENT_TYPE, problem_response
from .preconditions import conditional
from .throttling import count

MAX_QUERY_STRING = 8000
KEPT = ("Allow", "Retry-After", "WWW-Authenticate", "ETag", "Vary", "RateLimit", "RateLimit-Policy")


class ApiHeadersMiddleware:
    """Give each answer its version, its ETag and its cache rule, and make every error problem+json.

    It stands first, so that answers of other middleware (a bad host, a preflight) pass it too.
    Source: NLGov REST API Design Rules 2.2, rules version-header, security-headers and problem-details.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_api(request.path_info):
            return self.get_response(request)
        refusal = refused(request)
        response = refusal or conditional(request, self.get_response(request))
        return with_headers(request, as_problem(counted(request, response)))


def refused(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to a request that is not read any further: a bad host, no https, or far too long."""
    try:
        request.get_host()
    except DisallowedHost:
        return problem_response(400)
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return problem_response(403, _("Gebruik https."))
    if holds_token(request):
        return problem_response(
            400, _("Zet een sleutel nooit in een adres, maar in de header Authorization.")
        )
    if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_STRING:
        return problem_response(
            400, _("Het adres is te lang: hooguit %(most)d tekens.") % {"most": MAX_QUERY_STRING}
        )
    if length_of(request) > settings.API_MAX_BODY:
        return problem_response(413)
    return None


def length_of(request: HttpRequest) -> int:
    """Return how many bytes of body a request says to have."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def counted(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with what is left of the limit, or a refusal when no endpoint counted it and it is one too many.

    An endpoint counts before it does anything; here come unknown addresses and tokens, and other forms than JSON.
    """
    try:
        rate = count(request)
    except DatabaseError:
        return response
    if rate is None:
        return response
    if rate.is_over and response.status_code != 429:
        response = problem_response(429)
        response["Retry-After"] = str(rate.wait)
    rate.written_on(response)
    return response


def as_problem(response: HttpResponse) -> HttpResponse:
    """Return the answer itself, or problem+json in its place when it is an error in another form."""
    if response.status_code < 400 or response["Content-Type"] == CONTENT_TYPE:
        return response
    replacement = problem_response(response.status_code)
    for name in KEPT:
        if name in response:
            replacement[name] = response[name]
    return replacement


def with_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add what the design rules ask of every answer.

    Data is kept by caches but asked again each time (no-cache, with an ETag), what a token sees beyond a visitor by the
    client alone; errors, answers to what is done, and what forbids it itself are not kept at all.
    """
    response["API-Version"] = version_of(request.path_info)
    response.setdefault("Access-Control-Allow-Origin", "*")
    response.setdefault("X-Content-Type-Options", "nosniff")
    response.setdefault("X-Frame-Options", "DENY")
    response.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    is_data = response.status_code < 400 and request.method in ("GET", "HEAD", "OPTIONS")
    if not is_data or "no-store" in response.get("Cache-Control", ""):
        response["Cache-Control"] = "no-store"
    else:
        response["Cache-Control"] = "private, no-cache" if sees_more(request) else "no-cache"
    patch_vary_headers(response, ["Cookie", "Authorization"])
    return response


def sees_more(request: HttpRequest) -> bool:
    """Tell whether who asks may see more than a visitor: by signing in, or by what its token may."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return True
    token = token_of(request)
    return token is not None and not set(token.scopes) <= {READ_PUBLIC}
