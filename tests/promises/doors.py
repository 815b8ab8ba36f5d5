"""Every door of the portal: the routes of the URL conf, with names, and one request at a time that leaves nothing behind."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from industriecoalitie.core.kinds import kind_of

from .world import World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^()]*(?:\([^()]*\))?[^()]*\)")


@dataclass(frozen=True)
class Door:
    """One route. ``name`` is its URL name, or its address when it has none; ``address`` still holds parameters."""

    name: str
    address: str
    view: object

    @property
    def parameters(self) -> list[str]:
        return [found[1] or found[2] for found in PARAMETER.findall(self.address)]

    def filled(self, **values: object) -> str:
        """Return the address with these values in it."""
        path = PARAMETER.sub(lambda found: str(values[found.group(2) or found.group(3)]), self.address)
        return "/" + path


def doors(resolver: URLResolver | None = None, prefix: str = "", namespace: str = "") -> Iterator[Door]:
    """Yield every route: pages, signing in, API, health, admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern).removeprefix("^").removesuffix(r"\Z").removesuffix("$")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from doors(pattern, address, inner)
        elif isinstance(pattern, URLPattern):
            yield Door(
                f"{namespace}{pattern.name}" if pattern.name else f"/{address}", address, pattern.callback
            )


class Visitors:
    """People who are signed in once, and knock with a fresh browser each time.

    A knock goes straight to the handler: the test client keeps a copy of every context, which costs more than the page.
    """

    def __init__(self, world: World):
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.requests = RequestFactory()
        self.keys: dict[str, str] = {}
        for role, user in world.people.items():
            if not isinstance(user, AnonymousUser):
                client = Client()
                client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
                self.keys[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def knock(
        self,
        role: str,
        method: str,
        address: str,
        data: object = None,
        *,
        csrf: bool = False,
        keep: bool = False,
        **more: Any,
    ) -> HttpResponse:
        """Return the answer to one request; what it wrote is rolled back unless ``keep``, and no limit remembers it."""
        if isinstance(data, bytes):  # a body as it is
            request = self.requests.generic(method, address, data, **more)
        else:
            request = getattr(self.requests, method.lower())(address, data or None, **more)
        if role in self.keys:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = self.keys[role]
        request._dont_enforce_csrf_checks = not csrf
        cache.clear()
        with nullcontext() if keep else undone():
            answer = self.handler.get_response(request)
            body = b"".join(answer.streaming_content) if answer.streaming else None
            answer.body = body if body is not None else answer.content
            # Closed as a server would, but for the signal that also closes the connection to the database.
            for close in answer._resource_closers:
                close()
        return answer


@contextmanager
def undone() -> Iterator[None]:
    """Roll back all that is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def values_of(kind: str, record) -> dict[str, object]:
    """Return what the parameters of an address are for a record."""
    values: dict[str, object] = {"pk": record.pk, "id": getattr(record, "uuid", ""), "object_id": record.pk}
    for name in ("slug", "uuid", "code", "scheme", "notation"):
        if hasattr(record, name):
            values[name] = getattr(record, name)
    values |= {"key": getattr(record, "change_set", ""), "version": 1}
    if kind == "agendapunt":
        values["slug"] = record.agenda.slug
    if hasattr(record, "region") and kind in ("lid", "overdracht"):
        values["slug"] = record.region.slug
    if kind == "navolging":
        values |= {"slug": record.practice.slug, "region": record.region.slug}
    if kind == "contact":
        values["slug"] = record.partnership.slug
    if hasattr(type(record), "visibility"):
        values["kind"] = kind_of(record)
    return values
