"""One value for many records: what will happen to each."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.columns import Column, Links, join_names, split_names
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.models import Record
from industriecoalitie.core.tables import Table

from .forms import ADD, EMPTY, REMOVE, name_of
from .plans import Fault, Line, Plan

MOST_RECORDS = 500
HIDE = "verbergen"


def plan_bulk(
    table: Table, records: Sequence[Record], seen: Mapping[str, int], wanted: Mapping, user
) -> list[Plan]:
    """Return what happens to each record; ``seen`` are the versions that the person looked at, by identifier."""
    desk = Desk(user)
    columns = [column for column in table.bulk_columns() if _texts(column, wanted)]
    for column in columns:
        column.load(records, desk)
    plans = []
    for number, record in enumerate(records, start=1):
        plan = Plan(table, record, number, seen=seen.get(str(record.uuid), record.version))
        plan.line = Line("", number, False, [])
        for column in columns:
            _set(plan, column, wanted, desk)
        if wanted.get(HIDE):
            plan.draft.values["hidden_at"], plan.verb = timezone.now(), "hidden"
            plan.line.cells.append((_("In lijsten en op pagina’s"), _("te zien"), _("verborgen")))
        plans.append(plan)
    _check_publishing(table, plans, user)
    return plans


def _texts(column: Column, wanted: Mapping) -> list:
    name = name_of(column)
    return [wanted[key] for key in (name, f"{name}-{ADD}", f"{name}-{REMOVE}") if key in wanted]


def _set(plan: Plan, column: Column, wanted: Mapping, desk: Desk) -> None:
    was = column.read(plan.record, desk)
    text = _text(column, was, wanted)
    if text == was:
        return
    try:
        column.write(text, plan.record, desk, plan.draft)
        plan.line.cells.append((str(column.label), was, text))
    except ValidationError as error:
        plan.faults += [Fault(message, plan.row, str(column.label)) for message in error.messages]


def _text(column: Column, was: str, wanted: Mapping) -> str:
    """Return what the cell of a record will say."""
    name = name_of(column)
    if isinstance(column, Links):
        names = split_names(was)
        more, less = wanted.get(f"{name}-{ADD}"), wanted.get(f"{name}-{REMOVE}")
        kept = [each for each in names if each != less]
        return join_names([*kept, more] if more and more not in kept else kept)
    if column.widget == "date":
        return timezone.localdate().isoformat()
    return "" if wanted[name] == EMPTY else wanted[name]


def _check_publishing(table: Table, plans: Sequence[Plan], user) -> None:
    """Refuse what the person may change but not publish or hide."""
    fields = {column.field for column in table.columns if column.asks == "publishable_by"} | {"hidden_at"}
    asked = [plan for plan in plans if fields & set(plan.draft.values)]
    keys = [plan.record.pk for plan in asked]
    rows = (
        table.model.objects.publishable_by(user).filter(pk__in=keys) if keys else table.model.objects.none()
    )
    allowed = set(rows.values_list("pk", flat=True))
    message = _("Of ‘%(name)s’ te zien is, bepaalt de kartrekker van de regio die het bijhoudt.")
    for plan in asked:
        if plan.record.pk not in allowed:
            plan.faults.append(Fault(message % {"name": plan.record}, plan.row))
