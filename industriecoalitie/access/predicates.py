"""The questions that rules are made of."""

import rules
from django.db.models import Model

from industriecoalitie.core.querysets import PeriodQuerySet


def holds_role(user, *roles: str) -> bool:
    """Tell whether ``user`` holds one of the roles today."""
    return any(role in roles for role, _region in roles_of(user))


def regions_held(user, *roles: str) -> set[int]:
    """Return the keys of the regions in which ``user`` holds one of the roles today."""
    return {region for role, region in roles_of(user) if role in roles and region is not None}


def roles_of(user) -> frozenset[tuple[str, int | None]]:
    """Return the roles that ``user`` holds today, each with the key of its region or None.

    A role is a row of ``user.memberships``; it ends with its last day, at the next request. The rows are read
    once for each user object, which lives as long as a request, as Django itself does with permissions.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if not hasattr(user, "_roles_today"):
        rows = PeriodQuerySet.current(user.memberships.all())
        user._roles_today = frozenset(rows.values_list("role", "region_id"))
    return user._roles_today


def in_queryset(method: str) -> rules.Predicate:
    """Return a rule that asks of one record what the queryset ``method`` asks of all."""

    @rules.predicate(name=f"in_{method}")
    def is_in(user, record: Model | None) -> bool:
        if record is None:
            return False
        return getattr(type(record).objects, method)(user).filter(pk=record.pk).exists()

    return is_in
