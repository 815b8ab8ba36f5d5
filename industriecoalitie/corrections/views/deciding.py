"""Deciding on what readers proposed: the list, one proposal beside what stands there now, and who looks at it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.models import Record
from industriecoalitie.core.pages import PAGE_SIZE
from industriecoalitie.corrections import actions
from industriecoalitie.corrections.choices import State
from industriecoalitie.corrections.content import (
    column_of,
    kind_in_words,
    kinds,
    shown_to,
    suggested,
    text_of,
)
from industriecoalitie.corrections.forms import AcceptForm, DeclineForm, FilterForm
from industriecoalitie.corrections.listing import rows_of, steps_of
from industriecoalitie.corrections.models import Correction
from industriecoalitie.history.access import history_shown_to
from industriecoalitie.history.recording import Conflict
from industriecoalitie.history.wording import pieces
from regions.models import Region

DECLINE = "afwijzen"
ALL, MINE, NOBODY, NO_REGION = "alle", "mij", "niemand", "geen"


@require_safe
def correction_list(request):
    """Show what this person may decide on, the longest waiting first."""
    decidable = Correction.objects.decidable_by(request.user)
    regions = Region.objects.filter(pk__in=decidable.order_by().values("region")).order_by("name")
    form = FilterForm(
        request.GET or None,
        kinds=[(kind, kind_in_words(kind)) for kind in sorted(kinds())],
        regions=list(regions.values_list("slug", "name")),
    )
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = _filtered(decidable, chosen, request.user).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    context = {
        "form": form,
        "choices": [form[name] for name in ("stand", "soort", "regio", "van")],
        "page": page,
        "rows": rows_of(list(page), request.user),
        "crumbs": [(_("Correcties"), "")],
    }
    return TemplateResponse(request, "corrections/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correction_detail(request, uuid):
    """Show a proposal beside what stands there now; lay it, lay something better, or leave it."""
    found = _decidable(request, uuid)
    record = _record(found)
    desk = Desk(request.user)
    model = kinds().get(found.kind)
    column = column_of(model, found.field) if model else None
    now = text_of(record, column, desk) if record and column else ""
    accept, decline = None, DeclineForm(prefix=DECLINE)
    if found.is_open and record and (column or not found.field):
        text = suggested(column, now, found.was, found.proposed)
        accept = AcceptForm(record=record, column=column, desk=desk, text=text)
    if request.method == "POST" and found.is_open:
        is_decline = "afwijzen" in request.POST
        form = decline = DeclineForm(request.POST, prefix=DECLINE) if is_decline else decline
        if not is_decline and accept is not None:
            form = accept = AcceptForm(
                request.POST.dict(), record=record, column=column, desk=desk, text=text
            )
        if form.is_bound and form.is_valid() and _decided(request, found, form, is_decline):
            return redirect("corrections:detail", uuid)
    elif request.method == "POST":
        messages.error(request, _("Over dit voorstel is intussen al besloten."))
        return redirect("corrections:detail", uuid)
    was = shown_to(desk, column, found.was)
    context = {
        "correction": found,
        "record": record,
        "column": column,
        "now": now,
        "was": was,
        "is_changed": bool(record and column) and found.is_open and now != found.was,
        # Nobody writes in what is published; its keepers still read and take back what was done to it.
        "has_history": bool(record) and _is_in(history_shown_to(type(record), request.user), record),
        "is_undoable": bool(record) and _is_in(type(record).objects.undoable_by(request.user), record),
        "line": {
            "label": found.field_label,
            "was": now,
            "now": found.proposed,
            "words": pieces(now, found.proposed),
        },
        "accept": accept,
        "decline": decline,
        "errors_of": accept if accept is not None and accept.is_bound else decline,
        "steps": steps_of(found),
        "crumbs": [(_("Correcties"), reverse("corrections:list")), (str(found), "")],
    }
    return TemplateResponse(request, "corrections/detail.html", context)


@require_POST
def assign(request, uuid):
    """Take a proposal up, or let go of it."""
    found = _decidable(request, uuid)
    person = None if "loslaten" in request.POST else request.user
    try:
        actions.assign_correction(found, person, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("corrections:detail", uuid)


def _filtered(rows, chosen: dict, user):
    state = chosen.get("stand") or State.OPEN
    if state != ALL:
        rows = rows.filter(state=state)
    if chosen.get("laat"):
        rows = rows.overdue()
    if chosen.get("soort"):
        rows = rows.filter(kind=chosen["soort"])
    if chosen.get("regio"):
        rows = (
            rows.filter(region=None)
            if chosen["regio"] == NO_REGION
            else rows.filter(region__slug=chosen["regio"])
        )
    if chosen.get("van"):
        rows = rows.filter(assignee=user if chosen["van"] == MINE else None)
    return rows


def _decidable(request, uuid) -> Correction:
    rows = Correction.objects.decidable_by(request.user).for_list()
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))
    return found


def _is_in(rows: QuerySet, record: Record) -> bool:
    return rows.filter(pk=record.pk).exists()


def _record(correction: Correction) -> Record | None:
    """Return the record of a proposal that this person may decide on; None when it was taken away."""
    model = kinds().get(correction.kind)
    return model.objects.filter(uuid=correction.record, hidden_at=None).first() if model else None


def _decided(request, correction: Correction, form, is_decline: bool) -> bool:
    """Do what was decided; False when it was refused, and the form says why."""
    by, data = actor_of(request), form.cleaned_data
    try:
        if is_decline:
            actions.decline_correction(correction, data["answer"], by=by)
            messages.success(request, _("Het voorstel is afgewezen."))
        else:
            done = actions.accept_correction(
                correction, data.get("value", ""), data["answer"], by=by, seen=data["seen"]
            )
            messages.success(request, f"{done.get_state_display()}.")
    except Conflict as conflict:
        # What was typed stays; the next try is about what stands on the page now.
        form.data = form.data | {"seen": conflict.current.version}
        form.add_error(None, _("Dit is veranderd terwijl je keek. Kijk wat er nu staat en besluit opnieuw."))
        return False
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    return True
