"""Pages for bringing a file in: send, look through, carry out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.tables import Table
from industriecoalitie.exchange.actions.imports import confirm_import, start_import
from industriecoalitie.exchange.forms import ImportForm
from industriecoalitie.exchange.models import ImportRun, RunState

from .shared import crumbs_of, get_table

MOST_BUSY = 3
# The page shows so many; all of them count.
MOST_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request, key: str) -> HttpResponse:
    """Take a file and look it through; nothing is changed yet."""
    table = get_table(key)
    if not table.may_write(request.user):
        raise PermissionDenied(key)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _taken(request, table, form)
        if run is not None:
            return redirect(run)
    context = {"crumbs": crumbs_of(table, _("Importeren")), "table": table, "form": form}
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "exchange/import_start.html", context, status=status)


def _taken(request, table: Table, form: ImportForm) -> ImportRun | None:
    """Return the run of a file; None when it cannot be read, which the form then says."""
    file = form.cleaned_data["file"]
    try:
        if ImportRun.objects.visible_to(request.user).busy().count() >= MOST_BUSY:
            raise ValidationError(_("Er worden al drie bestanden van je verwerkt. Wacht tot die klaar zijn."))
        return start_import(table, request.user, file.name, file.read(), by=actor_of(request))
    except ValidationError as error:
        form.add_error("file", error)
        return None


@require_safe
def import_run(request, uuid) -> HttpResponse:
    """Show what a file will do or did, all that is wrong with it, or how far it is."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user).defer("content"), uuid=uuid)
    lines = [
        {**line, "name": plan["name"], "id": plan["id"]} for plan in run.differences for line in plan["lines"]
    ]
    new = sum(1 for plan in run.differences if not plan["id"])
    context = {
        "crumbs": [(_("Exporteren en importeren"), reverse("exchange:overview")), (run.file_name, "")],
        "run": run,
        "lines": lines[:MOST_SHOWN],
        "more": max(0, len(lines) - MOST_SHOWN),
        "new": new,
        "changed": len(run.differences) - new,
        "can_apply": run.state in (RunState.CHECKED, RunState.FAILED)
        and bool(run.differences)
        and not run.faults,
    }
    return TemplateResponse(request, "exchange/import_run.html", context)


@require_POST
def import_confirm(request, uuid) -> HttpResponse:
    """Carry out what was shown."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), uuid=uuid)
    if run.table is None or not run.table.may_write(request.user):
        raise PermissionDenied(run.table_key)
    try:
        confirm_import(run, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(run)
