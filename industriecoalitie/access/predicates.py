"""The questions that rules are made of."""

import rules
from django.db.models import Model

from industriecoalitie.core.querysets import PeriodQuerySet


def holds_role(user, *roles: str) -> bool:
    """Tell whether ``user`` holds one of the roles today.

    A role is a row of ``user.memberships``; it ends with its last day, at the next request. The roles are read
    once for each user object, which lives as long as a request, as Django itself does with permissions.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if not hasattr(user, "_roles_today"):
        user._roles_today = set(PeriodQuerySet.current(user.memberships.all()).values_list("role", flat=True))
    return not user._roles_today.isdisjoint(roles)


def in_queryset(method: str) -> rules.Predicate:
    """Return a rule that asks of one record what the queryset ``method`` asks of all."""

    @rules.predicate(name=f"in_{method}")
    def is_in(user, record: Model | None) -> bool:
        if record is None:
            return False
        return getattr(type(record).objects, method)(user).filter(pk=record.pk).exists()

    return is_in
