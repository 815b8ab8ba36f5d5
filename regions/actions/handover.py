"""Handing over a seat: rights, tasks, follows and a briefing, in one action."""

import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.outbox import write_letter
from regions import emails
from regions.choices import Role
from regions.models import Handover, Membership, Region

from .team import close_membership, give_role, lock_team, person_of

# What goes along with a seat, as reverse relations of a person: a higher app adds one by its name only. Its queryset
# moves its rows by itself (``move_to(successor, region)``), or says which rows go along (``to_hand_over(region)``).
GOES_ALONG = ("tasks", "follows")


def hand_over(
    region: Region,
    predecessor: User,
    email: str,
    day: datetime.date,
    *,
    by: Actor,
    name: str = "",
    note: str = "",
) -> Handover:
    """Make the person behind an e-mail address kartrekker in the place of another, from ``day``.

    The predecessor leads until the day before, and is in no team of the region from ``day``. Tasks and follows go over
    on that day: at once when it is today, else by ``complete_due_handovers``.

    Raises:
        ValidationError: the day has passed, it is the same person, or the predecessor does not lead the region.
    """
    if day < timezone.localdate():
        raise ValidationError({"day": _("Kies vandaag of een dag die nog komt.")})
    with change_set(by, "region.handed_over"):
        lock_team(region)
        successor = person_of(email, name, by=by)
        if successor == predecessor:
            raise ValidationError({"email": _("Kies iemand anders dan de kartrekker die vertrekt.")})
        _end_roles(region, predecessor, day)
        membership = _seat(region, successor, day)
        handover = Handover(
            region=region, predecessor=predecessor, successor=successor, day=day, note=note.strip()
        )
        handover.full_clean()
        handover.save()
        if day <= timezone.localdate():
            _move(handover)
        _write_to_both(handover, membership)
    return handover


def complete_due_handovers() -> int:
    """Let tasks and follows go over where the day has come; return in how many handovers. May run twice at once."""
    done = 0
    for key in Handover.objects.due().values_list("pk", flat=True):
        with change_set(Actor(door="job"), "region.handed_over"):
            handover = Handover.objects.due().select_for_update(skip_locked=True).filter(pk=key).first()
            if handover is not None:
                _move(handover)
                done += 1
    return done


def _end_roles(region: Region, predecessor: User, day: datetime.date) -> None:
    """End every role in the region that the predecessor would still hold on ``day``."""
    held = Membership.objects.select_for_update().filter(
        Q(until_on__isnull=True) | Q(until_on__gte=day), user=predecessor, region=region
    )
    roles = list(held)
    if not any(each.role == Role.LEAD for each in roles):
        raise ValidationError(_("%(name)s is dan geen kartrekker van deze regio.") % {"name": predecessor})
    for membership in roles:
        close_membership(membership, day)


def _seat(region: Region, successor: User, day: datetime.date) -> Membership:
    """Return the role of kartrekker that the successor holds from ``day`` without an end."""
    held = Membership.objects.filter(user=successor, region=region, role=Role.LEAD)
    later = held.overlapping(day, None).order_by("from_on", "pk")
    membership = later.first()
    if membership is None:
        return give_role(region, successor, Role.LEAD, day)
    for other in later[1:]:
        other.delete()
    if membership.from_on is not None and membership.from_on > day:
        membership.from_on = day
    membership.until_on = None
    membership.full_clean()
    membership.save()
    return membership


def _move(handover: Handover) -> None:
    """Pass on what goes along with the seat."""
    for name in GOES_ALONG:
        rows = getattr(handover.predecessor, name, None) if handover.predecessor else None
        if rows is None or handover.successor is None:
            continue
        if hasattr(rows, "move_to"):
            rows.move_to(handover.successor, handover.region)
        else:
            _pass_on(rows, handover)
    handover.moved_at = timezone.now()
    handover.save()


def _pass_on(rows, handover: Handover) -> None:
    holder = rows.field.name
    for row in rows.to_hand_over(handover.region):
        setattr(row, holder, handover.successor)
        row.full_clean()
        row.save()


def _write_to_both(handover: Handover, membership: Membership) -> None:
    letters = (
        ("successor", handover.successor, emails.handover_to_successor(handover, membership)),
        ("predecessor", handover.predecessor, emails.handover_to_predecessor(handover)),
    )
    for who, person, (subject, text) in letters:
        write_letter(f"handover:{handover.uuid}:{who}", person.email, subject, text)
