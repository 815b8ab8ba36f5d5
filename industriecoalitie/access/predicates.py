"""The questions that rules are made of."""

import rules
from django.db.models import Model

from industriecoalitie.core.querysets import PeriodQuerySet


def holds_role(user, *roles: str) -> bool:
    """Tell whether ``user`` holds one of the roles today.

    A role is a row of ``user.memberships``; it ends with its last day, at the next request.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    return PeriodQuerySet.current(user.memberships.filter(role__in=roles)).exists()


def in_queryset(method: str) -> rules.Predicate:
    """Return a rule that asks of one record what the queryset ``method`` asks of all."""

    @rules.predicate(name=f"in_{method}")
    def is_in(user, record: Model | None) -> bool:
        if record is None:
            return False
        return getattr(type(record).objects, method)(user).filter(pk=record.pk).exists()

    return is_in
