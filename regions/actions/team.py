"""Who joins the team of a region, until when, and who leaves it."""

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.accounts.actions import add_account
from industriecoalitie.accounts.invitations import is_waiting
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.outbox import write_letter
from regions import emails
from regions.choices import REGIONAL_ROLES, Role
from regions.models import Membership, Region


def invite(
    region: Region,
    email: str,
    role: str,
    *,
    by: Actor,
    name: str = "",
    from_on: datetime.date | None = None,
    until_on: datetime.date | None = None,
) -> Membership:
    """Give the person behind an e-mail address a role in a region, with a letter; an account is made when there is none.

    Raises:
        ValidationError: the person has that role then already, the account is off, or the days are the wrong way round.
    """
    with change_set(by, "membership.added"):
        lock_team(region)
        membership = _add(region, person_of(email, name, by=by), role, from_on, until_on)
        _write_to(membership, by)
    return membership


def resend_invitation(membership: Membership, *, by: Actor) -> None:
    """Send the invitation again, with a new link.

    Raises:
        ValidationError: the person has been here already.
    """
    with change_set(by, "membership.invited_again"):
        demand_waiting(membership.user)
        _write_to(membership, by)


def withdraw_invitation(membership: Membership, *, by: Actor) -> None:
    """Take back the role of someone who has not been here yet; the link then opens nothing.

    Raises:
        ValidationError: the person has been here already, or nobody would lead the region.
    """
    with change_set(by, "membership.withdrawn"):
        lock_team(membership.region)
        demand_waiting(membership.user)
        _demand_other_lead(membership, timezone.localdate())
        membership.delete()


def change_last_day(membership: Membership, until_on: datetime.date | None, *, by: Actor) -> Membership:
    """Let a role end with another day, today or later; None lets it go on.

    Raises:
        ValidationError: the day has passed, the role would hold twice, or nobody would lead the region.
    """
    if until_on is not None and until_on < timezone.localdate():
        raise ValidationError({"until_on": _("Kies vandaag of een dag die nog komt.")})
    with change_set(by, "membership.changed"):
        lock_team(membership.region)
        fresh = _fresh(membership)
        if until_on is not None:
            _demand_other_lead(fresh, until_on + datetime.timedelta(days=1))
        fresh.until_on = until_on
        _demand_once(fresh)
        _save(fresh)
    return fresh


def end_membership(membership: Membership, *, by: Actor) -> None:
    """End a role now: at the next request the person is no longer in the team.

    Raises:
        ValidationError: nobody would lead the region.
    """
    today = timezone.localdate()
    with change_set(by, "membership.ended"):
        lock_team(membership.region)
        fresh = _fresh(membership)
        _demand_other_lead(fresh, today)
        close_membership(fresh, today)


def _fresh(membership: Membership) -> Membership:
    """Return the role as it is now, locked.

    Raises:
        ValidationError: someone took it away in the meantime.
    """
    fresh = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if fresh is None:
        raise ValidationError(_("Deze rol is intussen al weggehaald."))
    return fresh


def close_membership(membership: Membership, day: datetime.date) -> None:
    """Let a role hold until the day before ``day``; one that would never have held is taken away."""
    yesterday = day - datetime.timedelta(days=1)
    if membership.from_on is not None and membership.from_on > yesterday:
        membership.delete()
        return
    membership.until_on = yesterday
    _save(membership)


def lock_team(region: Region) -> None:
    """Let changes of one team go one by one, so that two kartrekkers cannot end each other."""
    Region.objects.select_for_update().get(pk=region.pk)


def person_of(email: str, name: str, *, by: Actor) -> User:
    """Return the account of an address; a new one waits for its first visit.

    Raises:
        ValidationError: the account is off.
    """
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        try:
            with transaction.atomic():
                return add_account(address, by=by, name=name, is_confirmed=False)
        except IntegrityError:
            # Someone else invited the same person in the same moment.
            user = User.objects.get(email__iexact=address)
    if not user.is_active:
        raise ValidationError(
            {"email": _("Dit adres kan niet worden uitgenodigd. Vraag de beheerder om hulp.")}
        )
    return user


def give_role(
    region: Region,
    user: User,
    role: str,
    from_on: datetime.date | None = None,
    until_on: datetime.date | None = None,
) -> Membership:
    """Add a role in a region, inside a change set of the caller.

    Raises:
        ValidationError: the person has that role then already, or the days are the wrong way round.
    """
    return _add(region, user, role, from_on, until_on)


def _add(region, user, role, from_on, until_on) -> Membership:
    if role not in REGIONAL_ROLES:
        raise ValidationError({"role": _("Kies een rol in de regio.")})
    membership = Membership(user=user, region=region, role=role, from_on=from_on, until_on=until_on)
    _demand_once(membership)
    _save(membership)
    return membership


def _save(membership: Membership) -> None:
    membership.full_clean()
    membership.save()


def _write_to(membership: Membership, by: Actor) -> None:
    letter = emails.invitation if is_waiting(membership.user) else emails.new_role
    subject, text = letter(membership, by.user)
    write_letter(f"membership:{membership.pk}:{uuid.uuid4()}", membership.user.email, subject, text)


def demand_waiting(user: User) -> None:
    """Refuse what is only for people who have not been here yet."""
    if not is_waiting(user):
        raise ValidationError(_("Deze persoon heeft de uitnodiging al gebruikt."))


def _demand_once(membership: Membership) -> None:
    held = Membership.objects.filter(user=membership.user, region=membership.region, role=membership.role)
    if held.exclude(pk=membership.pk).overlapping(membership.from_on, membership.until_on).exists():
        words = {"name": membership.user, "role": membership.get_role_display()}
        raise ValidationError(_("%(name)s heeft de rol ‘%(role)s’ in die tijd al.") % words)


def _demand_other_lead(membership: Membership, day: datetime.date) -> None:
    """Refuse to leave a region without a kartrekker on ``day``, the first without this one."""
    if membership.role != Role.LEAD:
        return
    others = membership.region.memberships.filter(role=Role.LEAD, user__is_active=True).exclude(
        pk=membership.pk
    )
    if not others.exclude(user=membership.user).on(day).exists():
        text = _(
            "%(name)s is de enige kartrekker. Maak eerst iemand anders kartrekker, of draag de regio over."
        )
        raise ValidationError(text % {"name": membership.user})
