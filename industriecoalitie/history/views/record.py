"""Pages of the history of one record: its versions, two of them compared, and one brought back."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.filters import StrictDateField
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.core.models import Record
from industriecoalitie.core.pages import PAGE_SIZE
from industriecoalitie.core.quantities import number_in
from industriecoalitie.history.access import get_with_history, left_alone, may_change
from industriecoalitie.history.changes import title_of_row
from industriecoalitie.history.origins import origins_of
from industriecoalitie.history.recording import Conflict
from industriecoalitie.history.reverting import revert_plan, revert_record
from industriecoalitie.history.states import (
    NoSuchVersion,
    Past,
    State,
    Worded,
    differences,
    state_at,
    state_of,
    state_on,
    worded,
)


@require_safe
def record_history(request, kind, uuid):
    record = get_with_history(request.user, kind, uuid)
    past = Past(record)
    page = Paginator(past.marks[::-1], PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    known, day, error = _known_on(request, record)
    context = _frame(record, record.is_open) | {
        "page": page,
        "entries": _entries(past, page, request.user),
        "versions": _versions(past),
        "may_change": may_change(request.user, record),
        "known": known,
        "known_day": day,
        "known_on": request.GET.get("knownOn", ""),
        "known_error": error,
    }
    return TemplateResponse(request, "history/record_history.html", context, status=400 if error else 200)


@require_safe
def record_compare(request, kind, uuid):
    record = get_with_history(request.user, kind, uuid)
    past = Past(record)
    versions = _versions(past)
    chosen = [number_in(request.GET, name) for name in ("van", "tot")]
    known = {number for number, _at in versions}
    if not set(chosen) <= known | {None}:
        raise Http404(_("Deze versie bestaat niet."))
    context = _frame(record, record.is_open, _("Vergelijken")) | {"versions": versions, "chosen": chosen}
    if None not in chosen:
        first, last = (past.state_at(number) for number in chosen)
        context["differences"] = worded(differences(first, last), request.user)
        context["is_compared"] = True
    return TemplateResponse(request, "history/record_compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_restore(request, kind, uuid, version):
    record = get_with_history(request.user, kind, uuid)
    if not may_change(request.user, record):
        raise PermissionDenied("change")
    kept, is_open = left_alone(request.user, record), record.is_open
    try:
        then = state_at(record, version)
    except NoSuchVersion as error:
        raise Http404(_("Deze versie bestaat niet.")) from error
    errors: list[str] = []
    if request.method == "POST":
        seen = number_in(request.POST, "seen")
        try:
            saved = revert_record(record, version, by=actor_of(request), seen=seen or 0, kept=kept)
        except Conflict as conflict:
            record = conflict.current
            errors = [
                _("Iemand anders heeft dit intussen gewijzigd. Kijk hieronder wat er nu zou veranderen.")
            ]
        except ValidationError as refusal:
            errors = refusal.messages
        else:
            return _restored(request, saved, version)
    plan = revert_plan(record, then, kept=kept)
    now = state_of(record)
    target = _without(then, now, kept)
    context = _frame(record, is_open, _("Versie %(version)d terugzetten") % {"version": version}) | {
        "version": version,
        "differences": worded(differences(now, target), request.user),
        "left_out": plan.left_out,
        "errors": errors,
    }
    status = 200 if not errors else 409
    return TemplateResponse(request, "history/record_restore.html", context, status=status)


def _without(then: State, now: State, kept: set[str]) -> State:
    """Return a state in which some fields and relations are as they are now."""
    names = [each.attname for each in then.model._meta.concrete_fields if each.name in kept]
    values = {**then.values, **{name: now.values[name] for name in names if name in now.values}}
    rows = {**then.rows, **{name: stored for name, stored in now.rows.items() if name in kept}}
    return State(then.model, values, then.links, rows)


def _restored(request, saved: Record, version: int):
    words = {"name": title_of_row(saved), "version": version}
    if saved.change_set is None:
        messages.info(request, _("‘%(name)s’ is al zoals in versie %(version)d.") % words)
    else:
        text = _("‘%(name)s’ is weer zoals in versie %(version)d.") % words
        address = reverse("history:change_set", args=[saved.change_set])
        message = format_html('{} <a href="{}">{}</a>', text, address, _("Bekijken of ongedaan maken"))
        messages.success(request, message)
    return redirect("history:record_history", kind_of(saved), saved.uuid)


def _frame(record: Record, is_open: bool, here: str = "") -> dict[str, Any]:
    """Return what every page of a record's history shows round it; its address when the reader may open that."""
    kind, title = kind_of(record), title_of_row(record)
    shown = record.get_absolute_url() if is_open and hasattr(record, "get_absolute_url") else ""
    crumbs = [(title, shown)]
    if here:
        crumbs += [
            (_("Geschiedenis"), reverse("history:record_history", args=[kind, record.uuid])),
            (here, ""),
        ]
    else:
        crumbs += [(_("Geschiedenis"), "")]
    return {"crumbs": crumbs, "record": record, "record_title": title, "record_url": shown, "kind": kind}


def _entries(past: Past, page: Page, user) -> list[dict[str, Any]]:
    """Return the steps of a page with where they came from and what they changed, in words, newest first."""
    last = len(past.marks) - (page.start_index() - 1 if page.object_list else 0)
    steps = past.steps(last - len(page.object_list), last)[::-1]
    origins = origins_of([step.key for step in steps])
    found = [differences(step.before, step.after) for step in steps]
    words = iter(worded([each for group in found for each in group], user))
    return [
        {
            "step": step,
            "origin": origins.get(step.key, origins[None]),
            "is_first": step.before is None,
            "differences": [next(words) for _each in group],
        }
        for step, group in zip(steps, found, strict=True)
    ]


def _versions(past: Past) -> list[tuple[int, datetime.datetime]]:
    """Return the numbers of all versions with the moment they were made, newest first."""
    found: dict[int, datetime.datetime] = {}
    for mark in past.marks:
        if mark.version is not None:
            found.setdefault(mark.version, mark.at)
    return list(found.items())[::-1]


def _known_on(request, record: Record) -> tuple[list[Worded], datetime.date | None, str]:
    """Return what the portal knew at the end of a day, field by field; that day; and what is wrong with it."""
    try:
        day = StrictDateField(required=False).clean(request.GET.get("knownOn", ""))
    except ValidationError as error:
        return [], None, " ".join(error.messages)
    if day is None:
        return [], None, ""
    end = timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
    try:
        return worded(differences(None, state_on(record, end)), request.user), day, ""
    except NoSuchVersion:
        return [], day, ""
