"""The front page and what belongs to the site as a whole."""

import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from industriecoalitie.access.shortcuts import next_address
from industriecoalitie.editing.actions import discard_draft
from industriecoalitie.sources.models import Citation
from knowledgebank.models import Measurement

from . import health, work
from .front import front_of

SECURITY_TXT_DAYS = 180


@login_not_required
@require_safe
def home(request):
    """Show what the coalition is, where it works and what is new."""
    front = front_of(request.user)
    bars = [
        {"label": _kind_of(each, front.shortage), "value": each.value, "text": each.in_words}
        for each in front.shortage_parts
    ]
    legend = [
        ("marker", _("plaats met een samenwerking")),
        (3, _("vijf of meer in de provincie")),
        (2, _("één tot vier")),
        (0, _("nog geen")),
    ]
    context = {
        "front": front,
        "bars": bars,
        "legend": legend,
        "most": max((region.partnership_count for region in front.regions), default=0),
        "citations": Citation.objects.visible_to(request.user).by_subject(front.subjects),
    }
    return TemplateResponse(request, "home/home.html", context)


def _kind_of(part: Measurement, whole: Measurement | None) -> str:
    """Return the name of a part of a figure without what the whole has said already."""
    name = part.indicator.name
    return (name.removeprefix(whole.indicator.name).strip() if whole else name) or name


@require_safe
def my_page(request):
    """Show a person what asks attention first, and what the person keeps."""
    user = request.user
    scope = work.scope_of(user, request.GET.get("regio", ""))
    context = {
        "scope": scope,
        "sections": work.sections_of(scope),
        "kept": work.counts_of(scope) if scope.is_keeper and not scope.invited else [],
        "roles": [{"membership": each, "may": work.MAY[each.role]} for each in scope.memberships],
        "added": work.added_pages(user),
        "task_form": work.task_form_of(scope),
        "gaps_by_region": work.regions_with_gaps(user) if scope.is_national else [],
        "white_spots": work.white_spots(user) if scope.is_national else None,
        "back": request.get_full_path(),
        "crumbs": [(_("Mijn overzicht"), "")],
    }
    return TemplateResponse(request, "home/my_page.html", context)


@require_safe
def my_section(request, section):
    """Show the whole list of one section of the own page."""
    scope = work.scope_of(request.user, request.GET.get("regio", ""))
    kind, wanted = work.PAGED[section], request.GET.get("wat", "")
    page, rows = work.section_page(section, scope, request.GET.get("page", "1"), wanted)
    lack = work.lacks().get(wanted) if kind is work.GAPS else None
    context = {
        "scope": scope,
        "kind": kind,
        "lack": lack,
        "list_address": work.list_address(wanted, scope) if lack else "",
        "page": page,
        "rows": rows,
        "back": request.get_full_path(),
        "crumbs": [(_("Mijn overzicht"), reverse("my_page")), (str(kind.title), "")],
    }
    return TemplateResponse(request, "home/my_section.html", context)


@require_POST
def draft_discard(request):
    """Forget what the person typed in a form that was not sent."""
    discard_draft(request.user, request.POST.get("path", ""))
    messages.success(request, _("Het formulier is weggegooid. Wat al was opgeslagen, staat er nog."))
    return redirect(next_address(request, reverse("my_page")))


@login_not_required
@require_safe
def accessibility(request):
    return TemplateResponse(request, "home/accessibility.html", {"crumbs": [(_("Toegankelijkheid"), "")]})


@login_not_required
@require_safe
def privacy(request):
    return TemplateResponse(request, "home/privacy.html", {"crumbs": [(_("Privacy"), "")]})


@login_not_required
@require_safe
def favicon(request):
    """Lead a browser that asks by itself to the mark."""
    return redirect(static("img/merk.svg"))


@login_not_required
@require_safe
def security_txt(request):
    """Say where to report a weakness. Source: RFC 9116."""
    privacy_url = settings.BASE_URL + reverse("privacy")
    expires = timezone.now().astimezone(datetime.UTC) + datetime.timedelta(days=SECURITY_TXT_DAYS)
    lines = (
        f"Contact: {privacy_url}#lek-melden",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}{request.path}",
        f"Policy: {privacy_url}#lek-melden",
    )
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def livez(request):
    """Say that this process lives; it asks nothing of others."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """Say whether this process can serve visitors: the database is there and has this code’s schema."""
    state = health.database_state()
    is_ready = state["database"] == "ok" and state["migrations"] == 0
    answer = {"status": "ok" if is_ready else "unavailable", **state, "redis": health.redis_state()}
    return JsonResponse(answer, status=200 if is_ready else 503)


@login_not_required
def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


@login_not_required
def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request):
    return render(request, "500.html", status=500)
