"""The keys of somebody's partner systems: look, make, replace, end."""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.accounts.actions import has_second_step
from industriecoalitie.core.actors import actor_of

from . import actions
from .forms import OnceForm, RotateForm, TokenForm
from .models import ApiToken

# Of those that work no longer the latest are shown.
MOST_ENDED = 10


def for_holders(view: Callable) -> Callable:
    """Open a page only for who may have tokens, signed in with a second step and just now sure to be there."""
    sure = reauthentication_required(view)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm("tokens.add_apitoken"):
            raise PermissionDenied("tokens.add_apitoken")
        if settings.SECOND_STEP_REQUIRED and not has_second_step(request.user):
            messages.warning(
                request,
                _(
                    "Een sleutel maken kan pas als je inlogt in twee stappen. Stel hieronder je tweede stap in."
                ),
            )
            return redirect("mfa_index")
        return sure(request, *args, **kwargs)

    return guarded


@require_safe
def token_list(request) -> HttpResponse:
    """Show the tokens of this person: what works, and what did."""
    rows = list(ApiToken.objects.owned_by(request.user).for_list())
    live = [token for token in rows if token.is_live]
    replaced = {token.replaces_id for token in live}
    context = {
        "crumbs": _crumbs(),
        "live": [
            {
                "token": token,
                "is_replaced": token.pk in replaced,
                "is_settled": token.pk not in replaced and not (token.replaces_id and token.replaces.is_live),
            }
            for token in live
        ],
        "ended": [token for token in rows if not token.is_live][:MOST_ENDED],
        "may_make": request.user.has_perm("tokens.add_apitoken"),
    }
    return TemplateResponse(request, "tokens/token_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_holders
def token_add(request) -> HttpResponse:
    """Make a token. The answer shows it, and nothing else ever does: sent again, the form makes no other."""
    form = TokenForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("name", "scopes", "networks", "days", "uuid")}
        regions = form.cleaned_data.get("regions", ())
        return _made(
            request,
            form,
            lambda: actions.make_token(request.user, by=actor_of(request), regions=list(regions), **given),
            "tokens/token_form.html",
            _("Sleutel maken"),
        )
    return _asked(request, form, "tokens/token_form.html", _("Sleutel maken"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_holders
def token_rotate(request, uuid) -> HttpResponse:
    """Make a new token in the place of one that works, which ends by itself."""
    token = _own(request, uuid)
    form = RotateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _made(
            request,
            form,
            lambda: actions.rotate_token(token, by=actor_of(request), **form.cleaned_data),
            "tokens/token_rotate.html",
            _("Sleutel vervangen"),
            token=token,
        )
    return _asked(request, form, "tokens/token_rotate.html", _("Sleutel vervangen"), token=token)


@require_http_methods(["GET", "HEAD", "POST"])
def token_end(request, uuid) -> HttpResponse:
    """Ask whether a token should end at once; POST ends it."""
    token = _own(request, uuid)
    if request.method == "POST":
        actions.revoke_token(token, by=actor_of(request))
        messages.success(
            request, _("‘%(name)s’ is beëindigd. De sleutel opent niets meer.") % {"name": token}
        )
        return redirect("tokens:token_list")
    context = {"crumbs": _crumbs(_("Sleutel beëindigen")), "token": token}
    return TemplateResponse(request, "tokens/token_end.html", context)


def _own(request, uuid) -> ApiToken:
    mine = ApiToken.objects.owned_by(request.user).for_list()
    return get_permitted(request.user, ApiToken, "change", queryset=mine, uuid=uuid)


def _asked(
    request, form: OnceForm, template: str, title: str, *, token: ApiToken | None = None
) -> HttpResponse:
    context = {"crumbs": _crumbs(title), "form": form, "token": token}
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _made(
    request,
    form: OnceForm,
    make: Callable[[], tuple[ApiToken, str]],
    template: str,
    title: str,
    *,
    token: ApiToken | None = None,
) -> HttpResponse:
    """Show a new token, this once: the text stands in this answer, not in the session."""
    try:
        made, text = make()
    except ValidationError as error:
        if "uuid" in getattr(error, "error_dict", {}):
            messages.info(
                request,
                _("Deze sleutel is al gemaakt. We laten hem maar één keer zien. Kwijt? Vervang hem dan."),
            )
            return redirect("tokens:token_list")
        form.add_error(None, error.messages)
        return _asked(request, form, template, title, token=token)
    context = {"crumbs": _crumbs(title), "token": made, "text": text, "replaced": token}
    return TemplateResponse(request, "tokens/token_made.html", context)


def _crumbs(title: str = "") -> list[tuple[str, str]]:
    own = (_("Mijn account"), reverse("account_profile"))
    if not title:
        return [own, (_("Sleutels"), "")]
    return [own, (_("Sleutels"), reverse("tokens:token_list")), (title, "")]
