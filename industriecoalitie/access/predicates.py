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


@rules.predicate
def keeps_records(user, _record: Model | None = None) -> bool:
    """Tell whether ``user`` works in a region or for the country, and so may add records there."""
    return user.is_active and (user.is_superuser or holds_role(user, "lead", "member", "national"))


@rules.predicate
def keeps_terms(user, _record: Model | None = None) -> bool:
    """Tell whether ``user`` is a curator, who keeps the words that all records are described with."""
    return user.is_active and (user.is_superuser or holds_role(user, "curator"))
