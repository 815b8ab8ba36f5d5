"""Small acts on one record of any kind: confirm, take away, who else is busy, and finding records while typing."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import is_valid_path, reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.shortcuts import get_permitted, next_address
from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.kinds import model_of
from industriecoalitie.core.models import Record
from industriecoalitie.core.quantities import number_in
from industriecoalitie.history.access import may_change
from industriecoalitie.history.recording import Conflict, confirm_record, hide_record
from industriecoalitie.search.lists import found_by_name

from . import actions
from .markdown import previewed
from .models import Presence
from .pages import with_undo

# As long as this after the last sign of life someone counts as busy.
PRESENT_SECONDS = 90
FOUND_MOST = 8


def _permitted(request: HttpRequest, kind: str, uuid, verb: str = "change") -> Record:
    model = model_of(kind)
    record = get_permitted(request.user, model, verb, queryset=model.objects.all(), uuid=uuid)
    # An administrator has every right, also where a record in this state is written in by nobody.
    if not may_change(request.user, record):
        raise PermissionDenied
    return record


@require_POST
def record_confirm(request, kind, uuid):
    """Say that a record is still right, in one click."""
    model = model_of(kind)
    record = get_permitted(request.user, model, "view", queryset=model.objects.all(), uuid=uuid)
    if not model.objects.kept_by(request.user).filter(pk=record.pk).exists():
        raise PermissionDenied
    try:
        saved = confirm_record(record, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, _not_whole(record, error, request.user))
        return redirect(next_address(request, _address_of(record)))
    if saved.change_set is None:
        messages.info(request, _("‘%(name)s’ was vandaag al bevestigd.") % {"name": record})
    else:
        text = _("‘%(name)s’ klopt nog: bevestigd.") % {"name": record}
        messages.success(request, with_undo(text, saved.change_set))
    return redirect(next_address(request, _address_of(record)))


def _not_whole(record: Record, error: ValidationError, user) -> str:
    """Return why a record cannot be called right as it is, with a link to where that can be mended."""
    words = {"name": record, "fault": " ".join(error.messages)}
    text = _("‘%(name)s’ kan zo niet bevestigd worden. %(fault)s") % words
    address = _address_of(record)
    if may_change(user, record) and is_valid_path(f"{address}bewerken/"):
        return format_html('{} <a href="{}bewerken/">{}</a>', text, address, _("Pas het eerst aan"))
    return format_html('{} <a href="{}">{}</a>', text, address, _("Bekijk het eerst"))


def _address_of(record: Record) -> str:
    """Return the page of a record; the own page for a kind without pages."""
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else reverse("my_page")


@require_http_methods(["GET", "HEAD", "POST"])
def record_hide(request, kind, uuid):
    """Ask whether a record may go, and take it away."""
    record = _permitted(request, kind, uuid)
    model = type(record)
    if not model.objects.publishable_by(request.user).filter(pk=record.pk).exists():
        raise PermissionDenied
    if request.method == "POST":
        seen = number_in(request.POST, "seen")
        try:
            saved = hide_record(record, by=actor_of(request), seen=-1 if seen is None else seen)
        except Conflict:
            messages.warning(request, _("Iemand veranderde dit zojuist. Kijk eerst even wat er nu staat."))
            return redirect(_address_of(record))
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect(_address_of(record))
        text = _("‘%(name)s’ is verwijderd.") % {"name": record}
        messages.success(request, with_undo(text, saved.change_set))
        return redirect("my_page")
    context = {
        "record": record,
        "kind": kind,
        "address": _address_of(record),
        "crumbs": [(str(record), _address_of(record)), (_("Verwijderen"), "")],
    }
    return TemplateResponse(request, "editing/hide.html", context)


@require_POST
@never_cache
def presence(request, kind, uuid):
    """Note that someone has the form of a record open, and say who else has."""
    record = _permitted(request, kind, uuid)
    actions.note_presence(request.user, record.uuid)
    since = timezone.now() - datetime.timedelta(seconds=PRESENT_SECONDS)
    others = Presence.objects.filter(record=record.uuid, seen_at__gte=since).exclude(user=request.user)
    names = [str(each.user) for each in others.select_related("user").order_by("user__name", "pk")[:4]]
    context = {"names": names, "is_newer": number_in(request.POST, "seen") not in (None, record.version)}
    return TemplateResponse(request, "editing/presence.html", context)


@require_safe
def pick_options(request, kind):
    """Find records by any of their names, for the field that is being typed in."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    model = model_of(kind)
    if not hasattr(model.objects, "named"):
        raise Http404
    rows = model.objects.visible_to(request.user).offered()
    records = found_by_name(rows, text, request.user, FOUND_MOST) if len(text) >= 2 else []
    is_known = any(str(record).casefold() == text.casefold() for record in records)
    may_add = request.GET.get("new") == "1" and not is_known
    context = {"records": records, "text": text, "may_add": may_add}
    return TemplateResponse(request, "editing/options.html", context)


@require_POST
@never_cache
def markdown_preview(request):
    """Answer a text that is being written as its page will show it."""
    return HttpResponse(conditional_escape(previewed(request.POST.get("text", ""))))
