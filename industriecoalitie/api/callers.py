"""Who asks: a visitor, a person who is signed in, or a partner system with a token, and what each scope opens."""

from collections.abc import Collection
from typing import Any, Protocol

from django.http import HttpRequest

from industriecoalitie.core.actors import Actor

READ_PUBLIC = "read:public"
READ_NETWORK = "read:network"
WRITE_PARTNERSHIPS = "write:partnerships"
WRITE_PROGRAMMES = "write:programmes"
WRITE_PRACTICES = "write:practices"
WEBHOOKS = "webhooks"
EVENTS = "events"


class Token(Protocol):
    """What the API knows of a token: ``request.auth`` of a request that carries one."""

    uuid: Any
    scopes: Collection[str]

    def allows(self, scope: str) -> bool:
        """Tell whether the token has this scope."""

    def reader(self, scope: str) -> Any:
        """Return the user for ``visible_to``, in a collection that is written with ``scope`` (empty: with none)."""

    def writer(self, scope: str) -> Any:
        """Return the user whose rights a write with ``scope`` has: the owner, within the regions of the token."""

    def actor(self) -> Actor:
        """Return who does it, as history keeps it."""


def token_of(request: HttpRequest) -> Token | None:
    """Return the token that a request carries, None for a visitor and for who is signed in by a page."""
    auth = getattr(request, "auth", None)
    return auth if hasattr(auth, "allows") else None


def reader_of(request: HttpRequest, scope: str = "") -> Any:
    """Return the user for ``visible_to`` in a collection that is written with ``scope``."""
    token = token_of(request)
    return token.reader(scope) if token is not None else request.user


def seen_as(user: Any, scope: str) -> Any:
    """Return as whom ``user`` reads a collection that is written with ``scope``.

    Who reads through a token sees more only of what that token may write: ``user.read_through`` is the token, as its
    ``reader`` notes it. Anybody else sees all with the same eyes.
    """
    token = getattr(user, "read_through", None)
    return token.reader(scope) if token is not None else user
