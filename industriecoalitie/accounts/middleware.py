"""How long one stays signed in, and what opens only with a second step."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from .actions import has_second_step
from .sessions import SEEN_AT, STARTED_AT

HOUR = 60 * 60
# Seconds: without a request, and since signing in.
ORDINARY = (12 * HOUR, 30 * 24 * HOUR)
STAFF = (HOUR // 2, 12 * HOUR)
WRITE_EVERY = 60


class SessionLimitsMiddleware:
    """Sign out who was away too long, or has been signed in for too long; shorter for administrators."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Visitors have no cookie, and their pages ask nothing of sessions.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._check(request)
        return self.get_response(request)

    def _check(self, request) -> None:
        now = int(time.time())
        idle, whole = STAFF if request.user.is_staff else ORDINARY
        seen = request.session.get(SEEN_AT, now)
        if now - seen > idle or now - request.session.get(STARTED_AT, now) > whole:
            logout(request)
        elif now - seen >= WRITE_EVERY:
            request.session[SEEN_AT] = now


class SecondStepMiddleware:
    """Keep the administration shut for who signs in with a password alone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_STEP_REQUIRED or request.resolver_match.app_name != "admin":
            return None
        user = request.user
        if not (user.is_authenticated and user.is_staff) or has_second_step(user):
            return None
        messages.warning(
            request,
            _("Beheer opent pas als je inlogt in twee stappen. Stel hieronder je tweede stap in."),
        )
        return redirect("mfa_index")
