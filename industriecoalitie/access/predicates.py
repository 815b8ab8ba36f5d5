"""The questions that rules are made of."""

import rules
from django.db.models import Model

from industriecoalitie.core.actors import memberships_of


def holds_role(user, *roles: str) -> bool:
    """Tell whether ``user`` holds one of the roles today."""
    return any(held.role in roles for held in memberships_of(user))


def regions_held(user, *roles: str) -> set[int]:
    """Return the keys of the regions in which ``user`` holds one of the roles today."""
    return {held.region_id for held in memberships_of(user) if held.role in roles and held.region_id}


def in_queryset(method: str) -> rules.Predicate:
    """Return a rule that asks of one record what the queryset ``method`` asks of all."""

    @rules.predicate(name=f"in_{method}")
    def is_in(user, record: Model | None) -> bool:
        if record is None:
            return False
        return getattr(type(record).objects, method)(user).filter(pk=record.pk).exists()

    return is_in
