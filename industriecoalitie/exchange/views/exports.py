"""Pages for taking a list along."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.core.tables import Table, all_tables
from industriecoalitie.exchange.actions.exports import start_export, write_file
from industriecoalitie.exchange.lists import LONGEST_QUERY, chosen
from industriecoalitie.exchange.models import ExportRun, ExportState, ImportRun
from industriecoalitie.exchange.writing import TYPES

from .shared import crumbs_of, get_table, list_url_of

# A longer list is left to the worker.
INLINE_ROWS = 2_000
MOST_BUSY = 3


@require_safe
def overview(request) -> HttpResponse:
    """Show all lists, and the person's own files on their way in and out."""
    user = request.user
    imports = ImportRun.objects.visible_to(user).defer("content", "faults", "differences")
    context = {
        "crumbs": [(_("Exporteren en importeren"), "")],
        "tables": [{"table": each, "can_write": each.may_write(user)} for each in all_tables()],
        "imports": list(imports.order_by("-pk")[:20]),
        "exports": list(ExportRun.objects.visible_to(user).of_lists().order_by("-pk")[:20]),
    }
    return TemplateResponse(request, "exchange/overview.html", context)


@login_not_required
@require_safe
def export(request, key: str) -> HttpResponse:
    """Let a person choose the kind of file; with ``format`` give it, of exactly what the list shows."""
    table = get_table(key)
    query = request.GET.copy()
    file_format = query.pop("format", [""])[-1]
    query.pop("page", None)
    try:
        if len(query.urlencode()) > LONGEST_QUERY * 2:
            raise ValidationError(_("Dit zijn te veel filters. Haal er een paar weg."))
        rows = chosen(table, request.user, query.urlencode())
    except ValidationError as error:
        return _choose(request, table, query, 0, error.messages)
    total = rows.count()
    if file_format not in TYPES:
        return _choose(request, table, query, total)
    if total <= INLINE_ROWS:
        return _file(table, write_file(table, rows, request.user, file_format), file_format)
    if not request.user.is_authenticated:
        return _choose(request, table, query, total, [_("Dit zijn te veel regels. Kies een paar filters erbij, of log in.")])  # fmt: skip
    if ExportRun.objects.visible_to(request.user).of_lists().busy().count() >= MOST_BUSY:
        return _choose(request, table, query, total, [_("Er worden al drie bestanden voor je gemaakt. Wacht tot die klaar zijn.")])  # fmt: skip
    return redirect(start_export(table, request.user, query.urlencode(), file_format, total))


def _choose(request, table: Table, query, total: int, errors=()) -> HttpResponse:
    context = {
        "crumbs": crumbs_of(table, _("Exporteren")),
        "table": table,
        "total": total,
        "query": query.urlencode(),
        "errors": errors,
        "back_url": f"{list_url_of(table)}?{query.urlencode()}",
        "can_write": table.may_write(request.user),
    }
    return TemplateResponse(request, "exchange/export.html", context, status=400 if errors else 200)


def _file(table: Table, content, file_format: str) -> FileResponse:
    name = f"{table.key}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    response = FileResponse(content, as_attachment=True, filename=name, content_type=TYPES[file_format])
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def export_run(request, uuid) -> HttpResponse:
    """Show how far a large file is, and the file when it is made."""
    run = get_object_or_404(ExportRun.objects.visible_to(request.user).of_lists(), uuid=uuid)
    crumbs = [
        (_("Exporteren en importeren"), ".."),
        (str(run.table.title) if run.table else run.table_key, ""),
    ]
    context = {"crumbs": crumbs, "run": run, "is_busy": run.state == ExportState.WAITING}
    return TemplateResponse(request, "exchange/export_run.html", context)


@require_safe
def export_file(request, uuid) -> HttpResponse:
    """Give the file, to the person who asked for it only."""
    runs = ExportRun.objects.visible_to(request.user).of_lists()
    run = get_object_or_404(runs, uuid=uuid, state=ExportState.READY)
    return _file(run.table, run.file.open("rb"), run.file_format)
