"""Who does something, and through which door."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from .querysets import PeriodQuerySet


@dataclass(frozen=True)
class Actor:
    """A person or a token, and the door: ``page``, ``api``, ``admin``, ``command`` or ``job``."""

    door: str
    user: Any = None
    token_id: str = ""
    request_id: str = ""

    def as_context(self) -> dict[str, Any]:
        """Return what history keeps: keys only, no names and no addresses."""
        context = {"door": self.door, "user": getattr(self.user, "pk", None)}
        return context | {k: v for k, v in (("token", self.token_id), ("request", self.request_id)) if v}


def actor_of(request, *, door: str = "page") -> Actor:
    """Return the person behind a request, and the door it came through."""
    return Actor(door=door, user=request.user, request_id=getattr(request, "request_id", ""))


def somebody() -> Any:
    """Return a person who is signed in and has no role anywhere: who sees what the network shares. Never to be saved."""
    user = get_user_model()(pk=0, is_active=True)
    user._memberships_today = []
    return user


def memberships_of(user) -> list[Any]:
    """Return the roles that a person holds today, with region, by the name of the region.

    A role is a row of ``user.memberships``; it ends with its last day, at the next request. The rows are read
    once for each user object, which lives as long as a request, as Django itself does with permissions.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_memberships_today"):
        rows = PeriodQuerySet.current(user.memberships.select_related("region"))
        user._memberships_today = list(rows.order_by("region__name", "role", "pk"))
    return user._memberships_today
