"""Proposing a correction, with or without an account, and seeing what becomes of it."""

import html

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.access.links import PASSED_ON_TO_US, secret_address
from industriecoalitie.accounts.guard import address_of
from industriecoalitie.core.actors import Actor, actor_of
from industriecoalitie.core.columns import Column
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.models import Record
from industriecoalitie.core.pages import PAGE_SIZE
from industriecoalitie.core.texts import markdown
from industriecoalitie.corrections import actions
from industriecoalitie.corrections.content import (
    ANYTHING,
    PlainDesk,
    column_of,
    columns_of,
    kind_in_words,
    kinds,
    text_of,
    texts_of,
    visible_record,
)
from industriecoalitie.corrections.forms import ProposalForm
from industriecoalitie.corrections.listing import rows_of
from industriecoalitie.corrections.models import Correction
from industriecoalitie.corrections.senders import hash_of_sender

# What of a practice is written in Markdown.
STORY = {"context", "approach", "results", "lessons", "costs"}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, kind: str, uuid):
    """Let a reader choose a field of a record, and say what it should be."""
    record = visible_record(request.user, kind, uuid)
    if "veld" not in request.GET:
        return _choose(request, record, kind)
    column = _column(record, request.GET["veld"])
    desk = Desk(request.user)
    was = text_of(record, column, desk) if column else ""
    posted = request.POST if request.method == "POST" else None
    form = ProposalForm(posted, record=record, column=column, desk=desk, was=was)
    if request.method == "POST" and form.is_valid():
        token = _sent(request, record, column, was, form)
        if token:
            messages.success(request, _("Dank je wel. We bekijken je voorstel binnen 14 dagen."))
            return redirect("corrections:fate", token)
    context = {"record": record, "kind": kind, "column": column, "was": was, "form": form}
    return _page(request, "corrections/propose.html", record, kind, context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@secret_address(PASSED_ON_TO_US)
def fate(request, token: str):
    """Show what became of a proposal to who has its address, and let that person take it back."""
    found = Correction.objects.filter(token_hash=actions.hash_of(token)).first()
    if found is None:
        raise Http404(_("Deze pagina bestaat niet."))
    if request.method == "POST":
        _withdraw(request, found, Actor(door="link"))
        return redirect("corrections:fate", token)
    model = kinds().get(found.kind)
    record = model.objects.visible_to(request.user).filter(uuid=found.record).first() if model else None
    context = {
        "correction": found,
        "name": str(record) if record is not None else "",
        "page_address": record.get_absolute_url() if hasattr(record, "get_absolute_url") else "",
        "own_address": request.build_absolute_uri(request.path),
    }
    return TemplateResponse(request, "corrections/fate.html", context)


@require_safe
def mine(request):
    """Show the own proposals of who is signed in."""
    rows = Correction.objects.proposed_by(request.user)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1")[:6])
    context = {"page": page, "rows": rows_of(list(page), request.user)}
    return TemplateResponse(request, "corrections/mine.html", context)


@require_POST
def withdraw(request, uuid):
    found = Correction.objects.proposed_by(request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404(_("Deze pagina bestaat niet."))
    _withdraw(request, found, actor_of(request))
    return redirect("corrections:mine")


def _choose(request, record: Record, kind: str) -> TemplateResponse:
    if request.method == "POST":
        raise Http404(_("Deze pagina bestaat niet."))
    columns, desk = columns_of(type(record)), PlainDesk(request.user)
    desk.gather(record, columns)
    fields = list(zip(columns, map(without_marks, columns, texts_of(record, columns, desk)), strict=True))
    context = {"record": record, "kind": kind, "fields": fields}
    return _page(request, "corrections/choose.html", record, kind, context)


def without_marks(column: Column, text: str) -> str:
    """Return a text as it reads, of what is written in Markdown without its marks."""
    is_story = column.field in STORY or column.field == "introduction"
    return html.unescape(strip_tags(markdown(text))).strip() if is_story else text


def _column(record: Record, key: str) -> Column | None:
    column = column_of(type(record), key)
    if column is None and key != ANYTHING:
        raise Http404(_("Deze pagina bestaat niet."))
    return column


def _sent(request, record: Record, column: Column | None, was: str, form: ProposalForm) -> str:
    """Keep the proposal; return its token, empty when it was refused (the form says why)."""
    data = form.cleaned_data
    try:
        _correction, token = actions.propose_correction(
            record,
            column.key if column else ANYTHING,
            was,
            data["proposed"],
            data["reason"],
            by=actor_of(request),
            email=data.get("email", ""),
            sender=hash_of_sender(address_of(request)),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return ""
    return token


def _withdraw(request, correction: Correction, by: Actor) -> None:
    try:
        actions.withdraw_correction(correction, by=by)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Je voorstel is ingetrokken."))


def _page(request, template: str, record: Record, kind: str, context: dict) -> TemplateResponse:
    address = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    here = reverse("corrections:propose", args=[kind, record.uuid])
    crumbs = [(str(record), address)] if address else []
    if "column" in context:
        crumbs += [(_("Correctie"), here), (str(getattr(context["column"], "label", _("Iets anders"))), "")]
    else:
        crumbs += [(_("Correctie"), "")]
    more = {"crumbs": crumbs, "kind_label": kind_in_words(kind)}
    response = TemplateResponse(request, template, context | more)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
