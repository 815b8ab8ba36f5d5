"""The page that changes many records of a list at once: choose, look, do."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.core.actors import actor_of
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.models import Record
from industriecoalitie.core.quantities import whole
from industriecoalitie.core.tables import Table
from industriecoalitie.exchange.actions.carrying import Refused, carry_out, rehearse
from industriecoalitie.exchange.bulk import MOST_RECORDS, plan_bulk
from industriecoalitie.exchange.forms import BulkForm
from industriecoalitie.exchange.lists import chosen
from industriecoalitie.exchange.planning import uuid_of

from .shared import crumbs_of, get_table, list_url_of


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request, key: str) -> HttpResponse:
    """Show the chosen records with what can be set; then what will happen; then do it, all or nothing."""
    table = get_table(key)
    if not table.may_write(request.user) or not table.bulk_columns():
        raise PermissionDenied(key)
    try:
        records, seen = _chosen(request, table)
    except ValidationError as error:
        return _page(request, table, {"errors": error.messages}, 400)
    publishable = table.model.objects.publishable_by(request.user).filter(
        pk__in=[each.pk for each in records]
    )
    form = BulkForm(table, Desk(request.user), request.POST or None, can_publish=publishable.exists())
    context = {"records": records, "seen": seen, "form": form}
    if request.method != "POST" or not form.is_valid():
        return _page(request, table, context, 422 if form.is_bound else 200)
    wanted = form.wanted()
    if not wanted:
        form.add_error(None, _("Kies eerst wat je wilt veranderen."))
        return _page(request, table, context, 422)
    return _do(request, table, context, wanted)


def _do(request, table: Table, context: dict, wanted: dict) -> HttpResponse:
    actor = actor_of(request)
    plans = plan_bulk(table, context["records"], dict(context["seen"]), wanted, request.user)
    changing = [plan for plan in plans if plan.changes]
    faults = [fault for plan in plans for fault in plan.faults]
    if "bevestig" in request.POST and changing and not faults:
        try:
            done = carry_out(changing, "bulk.changed", by=actor, table=table.key)
            address = reverse("exchange:bulk_done", args=[table.key, done])
            return redirect(f"{address}?n={len(changing)}")
        except Refused as refused:
            faults = refused.faults
    elif not faults:
        rehearse(changing, by=actor)
        faults = [fault for plan in plans for fault in plan.faults]
    preview = {
        "plans": changing,
        "unchanged": len(plans) - len(changing),
        "faults": faults,
        "wanted": wanted,
        "is_preview": True,
    }
    return _page(request, table, {**context, **preview}, 422 if faults else 200)


def _chosen(request, table: Table) -> tuple[list[Record], list[tuple[str, int]]]:
    """Return the chosen records that the person may change, and the versions that were seen.

    Raises:
        ValidationError: nothing is chosen, or too much.
    """
    mine = table.model.objects.editable_by(request.user)
    seen: dict[str, int] = {}
    if request.method == "POST":
        for each in request.POST.getlist("gezien")[: MOST_RECORDS + 1]:
            key, _colon, version = each.partition(":")
            if uuid_of(key) and (number := whole(version)) is not None:
                seen[key] = number
        rows = table.visible_rows(request.user).filter(uuid__in=[UUID(key) for key in seen])
    elif "alles" in request.GET:
        rows = chosen(table, request.user, request.GET.get("lijst", ""))
    else:
        keys = [uuid for text in request.GET.getlist("rij")[: MOST_RECORDS + 1] if (uuid := uuid_of(text))]
        rows = table.visible_rows(request.user).filter(uuid__in=keys)
    if not rows.query.order_by:
        rows = rows.order_by(*next(iter(table.filterset_class.sorts.values()))[1])
    records = list(rows.filter(pk__in=mine.values("pk"))[: MOST_RECORDS + 1])
    if not records:
        raise ValidationError(_("Kies eerst een of meer regels die je mag bewerken."))
    if len(records) > MOST_RECORDS:
        raise ValidationError(
            _("Dit zijn te veel regels: hooguit 500 tegelijk. Kies een paar filters erbij.")
        )
    return records, [(str(each.uuid), seen.get(str(each.uuid), each.version)) for each in records]


def _page(request, table: Table, context: dict, status: int) -> HttpResponse:
    shared = {
        "crumbs": crumbs_of(table, _("Bewerken")),
        "table": table,
        "back_url": list_url_of(table),
    }
    return TemplateResponse(request, "exchange/bulk.html", {**shared, **context}, status=status)


@require_safe
def bulk_done(request, key: str, change_set: UUID) -> HttpResponse:
    """Say that it is done, and where it is undone."""
    table = get_table(key)
    number = request.GET.get("n", "")
    context = {
        "crumbs": crumbs_of(table, _("Bewerkt")),
        "table": table,
        "change_set": change_set,
        "count": int(number) if number.isdecimal() and len(number) < 5 else 0,
        "back_url": list_url_of(table),
    }
    return TemplateResponse(request, "exchange/bulk_done.html", context)
