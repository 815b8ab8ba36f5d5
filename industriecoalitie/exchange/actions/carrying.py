"""Carrying out what is planned for many records: first each by itself without leaving a trace, then all or nothing."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.models import Record
from industriecoalitie.exchange.planning import changed_meanwhile
from industriecoalitie.exchange.plans import Fault, Plan
from industriecoalitie.history.recording import Conflict, add_record, change_record, change_set

Progress = Callable[[int], None]


class Refused(Exception):
    """Nothing was changed; ``faults`` says why, of all records."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)


def rehearse(plans: Sequence[Plan], *, by: Actor, progress: Progress | None = None) -> None:
    """Do what is planned for each record and take it back at once; what is refused becomes a fault of the plan.

    Each record by itself and for a moment only: nobody waits for a file that is looked through.
    """
    for number, plan in enumerate(plans, start=1):
        if not plan.faults:
            with transaction.atomic():
                _attempt(plan, plan.fresh(), by, kept_only=True)
                transaction.set_rollback(True)
        if progress:
            progress(number)


def carry_out(
    plans: Sequence[Plan], event: str, *, by: Actor, progress: Progress | None = None, **more: str
) -> UUID:
    """Do what is planned for all records as one change; return its key.

    Raises:
        Refused: something was refused; then nothing was changed.
    """
    with change_set(by, event, **more) as key:
        for number, plan in enumerate(in_order(plans), start=1):
            if not plan.faults:
                _attempt(plan, plan.record, by)
            if progress:
                progress(number)
        faults = [fault for plan in plans for fault in plan.faults]
        if faults:
            raise Refused(faults)
    return key


def _attempt(plan: Plan, record: Record, by: Actor, *, kept_only: bool = False) -> None:
    """Write one record in a transaction of its own inside the whole, so that one refusal does not hide the next."""
    try:
        with transaction.atomic():
            _write(plan, record, by, kept_only=kept_only)
    except Conflict:
        plan.faults.append(Fault(changed_meanwhile(plan), plan.row))
    except ValidationError as error:
        plan.refuse(error)
    except DatabaseError:
        message = _("‘%(name)s’ kan niet zo worden bewaard. Kijk of de waarden bij elkaar passen.")
        plan.faults.append(Fault(message % {"name": plan.record}, plan.row))


def _write(plan: Plan, record: Record, by: Actor, *, kept_only: bool) -> None:
    change = plan.change(kept_only=kept_only)
    if not plan.is_new:
        change_record(record, change, by=by, seen=plan.seen, verb=plan.verb)
        return
    # The new record must be one that this person may make: asked of the same rule as for every other.
    added = add_record(record, change, by=by)
    rows = type(record).objects
    if not rows.editable_by(by.user).filter(pk=added.pk).exists():
        raise ValidationError(_("Je mag dit alleen toevoegen bij je eigen regio."))
    is_published = added.visibility != Visibility.CONCEPT
    if is_published and not rows.publishable_by(by.user).filter(pk=added.pk).exists():
        raise ValidationError(
            {
                "visibility": _(
                    "Je mag dit niet openbaar maken. Kies ‘Concept’; de kartrekker maakt het openbaar."
                )
            }
        )


def in_order(plans: Sequence[Plan]) -> list[Plan]:
    """Return plans with each new record after the new records it mentions; going round in a circle is a fault."""
    new = {id(plan.record): plan for plan in plans if plan.is_new}
    ordered: list[Plan] = []
    placed: set[int] = set()

    def place(plan: Plan, above: tuple[int, ...]) -> None:
        if id(plan) in above:
            plan.faults.append(Fault(_("Deze regel verwijst in een kring naar zichzelf."), plan.row))
        elif id(plan) not in placed:
            for other in mentioned(plan, new):
                place(other, (*above, id(plan)))
            if id(plan) not in placed:
                placed.add(id(plan))
                ordered.append(plan)

    for plan in plans:
        place(plan, ())
    return ordered


def mentioned(plan: Plan, new: dict[int, Plan]) -> list[Plan]:
    """Return the plans of the new records that a plan mentions."""
    values = [*plan.draft.values.values(), *(each for found in plan.draft.links.values() for each in found)]
    return [new[id(value)] for value in values if id(value) in new]
