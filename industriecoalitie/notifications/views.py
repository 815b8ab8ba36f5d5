"""The mail of a demonstration: on the machine itself only, because letters hold links that open doors."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .viewing import kept_letter, kept_letters

NEAR = {"127.0.0.1", "::1", ""}


@login_not_required
@require_safe
@never_cache
def mail_list(request):
    _demand_demonstration(request)
    context = {"letters": kept_letters(), "crumbs": [(_("Post van de demo"), "")]}
    return TemplateResponse(request, "notifications/mail_list.html", context)


@login_not_required
@require_safe
@never_cache
def mail_detail(request, name: str):
    _demand_demonstration(request)
    letter = kept_letter(name)
    if letter is None:
        raise Http404
    crumbs = [(_("Post van de demo"), reverse("notifications:mail_list")), (letter.subject, "")]
    return TemplateResponse(request, "notifications/mail_detail.html", {"letter": letter, "crumbs": crumbs})


def _demand_demonstration(request) -> None:
    """Answer as if there were no such page, elsewhere and for whoever comes through a proxy."""
    is_near = request.META.get("REMOTE_ADDR", "") in NEAR and "HTTP_X_FORWARDED_FOR" not in request.META
    if not (settings.IS_DEMO and is_near):
        raise Http404
