"""Who does something, and through which door."""

from dataclasses import dataclass
from typing import Any


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


def actor_of(request) -> Actor:
    """Return the person behind a page."""
    return Actor(door="page", user=request.user, request_id=getattr(request, "request_id", ""))
