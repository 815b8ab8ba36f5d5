"""Pages of changes over many records: one change set, what changed of late, and what was taken away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.kinds import kind_of, model_of
from industriecoalitie.core.models import Record
from industriecoalitie.core.pages import PAGE_SIZE
from industriecoalitie.history import recent
from industriecoalitie.history.access import get_with_history, may_publish
from industriecoalitie.history.changes import (
    ChangeSet,
    UndoRefused,
    changes_of,
    check_rights,
    shown_to,
    title_of_row,
    undo,
    undone_by,
)
from industriecoalitie.history.recording import restore_record
from industriecoalitie.history.states import worded


@require_safe
def change_set(request, key):
    return _change_set_page(request, key)


@require_POST
def undo_change_set(request, key):
    try:
        new = undo(key, actor_of(request))
    except UndoRefused as refusal:
        return _change_set_page(request, key, refusal)
    address = reverse("history:change_set", args=[new])
    words = _("De wijziging is ongedaan gemaakt.")
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, address, _("Toch niet")))
    return redirect("history:change_set", key)


def _change_set_page(request, key: UUID, refusal: UndoRefused | None = None) -> TemplateResponse:
    changes = changes_of(key)
    shown = shown_to(request.user, changes.records) if changes else []
    if not shown:
        raise Http404(_("Deze wijziging bestaat niet, of je mag haar niet zien."))
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    found = [each.differences for each, _row in page.object_list]
    words = iter(worded([one for group in found for one in group], request.user))
    records = [
        {
            "change": change,
            "title": title_of_row(row),
            "kind": change.kind,
            "kind_name": change.model._meta.verbose_name,
            "uuid": getattr(row, "uuid", None),
            "is_hidden": getattr(row, "hidden_at", None) is not None,
            "differences": [next(words) for _one in group],
        }
        for (change, row), group in zip(page.object_list, found, strict=True)
    ]
    first = next((row for _change, row in shown if isinstance(row, Record)), None)
    context = {
        "crumbs": [(_("Wijzigingen"), reverse("history:recent_changes")), (_("Eén wijziging"), "")],
        "changes": changes,
        "origin": changes.origin,
        "page": page,
        "records": records,
        "title": _title(records, len(shown), changes),
        "others": len(changes.records) - len(shown),
        "may_undo": _may_undo(request.user, changes),
        "undone_by": undone_by(key, first) if first is not None else None,
        "refusal": refusal,
    }
    return TemplateResponse(request, "history/change_set.html", context, status=409 if refusal else 200)


def _title(records: list[dict[str, Any]], total: int, changes: ChangeSet) -> str:
    verb = changes.origin.verb
    if total == 1 and len(changes.records) == 1:
        return f"{records[0]['title']}: {verb}"
    words = ngettext("%(total)d gegeven %(verb)s", "%(total)d gegevens %(verb)s", total)
    return words % {"total": total, "verb": verb}


def _may_undo(user, changes: ChangeSet) -> bool:
    try:
        check_rights(changes.nets, user, is_own=changes.origin.user == user.pk)
    except (Http404, PermissionDenied):
        return False
    return True


@require_safe
def recent_changes(request):
    by_others = request.GET.get("wie", "anderen") != "iedereen"
    paginator = Paginator(recent.recent_changes(request.user, by_others=by_others), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page", "1")[:6])
    context = {
        "crumbs": [(_("Wijzigingen"), "")],
        "page": page,
        "total": paginator.count,
        "changes": recent.described(list(page.object_list), request.user),
        "by_others": by_others,
        "days": recent.RECENT_DAYS,
    }
    return TemplateResponse(request, "history/recent_changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hidden_records(request):
    if request.method == "POST":
        return _bring_back(request)
    paginator = Paginator(recent.hidden_records(request.user), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page", "1")[:6])
    context = {
        "crumbs": [(_("Verwijderd"), "")],
        "page": page,
        "total": paginator.count,
        "records": recent.shown_hidden(page.object_list),
    }
    return TemplateResponse(request, "history/hidden_records.html", context)


def _bring_back(request):
    kind, text = request.POST.get("kind", ""), request.POST.get("uuid", "")
    model_of(kind)
    try:
        uuid = UUID(text)
    except ValueError as error:
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien.")) from error
    record = get_with_history(request.user, kind, uuid)
    if not may_publish(request.user, record):
        raise PermissionDenied("publish")
    try:
        saved = restore_record(record, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("history:hidden_records")
    words = _("‘%(name)s’ is teruggehaald.") % {"name": title_of_row(saved)}
    address = reverse("history:record_history", args=[kind_of(saved), saved.uuid])
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, address, _("Geschiedenis")))
    return redirect("history:hidden_records")
