"""The own account: name, second step, sessions, account of an institution; and what allauth's pages lack."""

from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from industriecoalitie.core.actors import actor_of

from . import actions
from .devices import NAME
from .forms import NameForm
from .models import Session
from .provider import InstitutionAdapter
from .sessions import SEEN_AT, STARTED_AT, SessionStore, digest_of


@require_http_methods(["GET", "HEAD", "POST"])
def account_profile(request):
    """Show the own account; POST changes the name."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(request.user, form.cleaned_data["name"], by=actor_of(request))
        messages.success(request, _("Je naam is gewijzigd."))
        return redirect("account_profile")
    context = {
        "form": form,
        "steps": _steps_of(request.user),
        "session_count": len(_sessions_of(request)),
        "providers": _providers_of(request),
    }
    return TemplateResponse(request, "account/profile.html", context)


@require_safe
def session_list(request):
    """Show where one is signed in."""
    return TemplateResponse(
        request, "usersessions/usersession_list.html", {"sessions": _sessions_of(request)}
    )


@require_POST
def session_end(request):
    """Sign out in one other place (``session``), or everywhere else."""
    if stored := request.POST.get("session"):
        ended = actions.end_session(request.user, stored)
        text = _("Je bent daar uitgelogd.") if ended else _("Daar was je al uitgelogd.")
    else:
        actions.end_sessions(request.user, keep=request.session.session_key)
        text = _("Je bent op alle andere apparaten uitgelogd.")
    messages.success(request, text)
    return redirect("usersessions_list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def institution_login(request, provider_id):
    """Lead someone to the institution to sign in, or to connect it to the account that is signed in."""
    adapter = InstitutionAdapter(request, provider_id)
    try:
        return OAuth2LoginView.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (RequestException, OAuth2Error) as error:
        return render_authentication_error(request, adapter.get_provider(), exception=error)


@require_safe
@login_not_required
def institution_callback(request, provider_id):
    """Take in what the institution says about someone."""
    try:
        return OAuth2CallbackView.adapter_view(InstitutionAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


def _steps_of(user) -> dict[str, object]:
    """Return the second steps of a person: ``app`` or None, ``passkeys``, and ``codes`` left or None."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    by_type = {row.type: row for row in rows}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "app": by_type.get(Authenticator.Type.TOTP),
        "passkeys": [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes": len(codes.wrap().get_unused_codes()) if codes else None,
    }


def _sessions_of(request) -> list[dict[str, object]]:
    """Return where someone is signed in, this place first, then the latest."""
    here = digest_of(request.session.session_key)
    found = []
    for row in Session.objects.filter(user=request.user, expire_date__gt=timezone.now()):
        data = SessionStore().decode(row.session_data)
        # After a change of password elsewhere a session may still be stored, but opens nothing.
        if data.get(HASH_SESSION_KEY) == request.user.get_session_auth_hash():
            found.append(
                {
                    "stored": row.session_key,
                    "is_here": row.session_key == here,
                    "name": data.get(NAME) or _("Onbekend apparaat"),
                    "started_at": datetime.fromtimestamp(data.get(STARTED_AT, 0), UTC),
                    "seen_at": datetime.fromtimestamp(data.get(SEEN_AT, 0), UTC),
                }
            )
    return sorted(found, key=lambda each: (each["is_here"], each["seen_at"]), reverse=True)


def _providers_of(request) -> list[dict[str, object]]:
    """Return each institution where one may sign in, with the account there that is connected, or None."""
    connected = {row.provider: row for row in SocialAccount.objects.filter(user=request.user)}
    apps = get_adapter().list_apps(request, provider="institution")
    return [
        {"name": app.name, "id": app.provider_id, "account": connected.get(app.provider_id)} for app in apps
    ]
