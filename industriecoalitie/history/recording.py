"""One recorded change: lock, check the version, set the context, save, announce."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import pghistory
from django.db import transaction
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Record
from industriecoalitie.notifications.models import Event

R = TypeVar("R", bound=Record)


class Conflict(Exception):
    """Someone changed the record after the version that was seen.

    ``current`` is the record as it is now.
    """

    def __init__(self, current: Record):
        super().__init__(f"{current} is at version {current.version}")
        self.current = current


@contextmanager
def recorded(kind: str, record: R, *, by: Actor, seen: int | None = None) -> Iterator[R]:
    """Change one record under a lock, as one transaction with one entry in the history and one ``Event``.

    Yields a fresh row; what is set on it is validated and saved on the way out. ``seen`` is the version the
    actor looked at; None means that nothing was looked at (a clock, a command). A record without a key is added.

    Raises:
        Conflict: the record is no longer at ``seen``.
        ValidationError: a value breaks a rule of the model, keyed by field name.
    """
    with transaction.atomic(), pghistory.context(**by.as_context(), event=kind):
        fresh = record
        if record.pk is not None:
            fresh = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
            if seen is not None and fresh.version != seen:
                raise Conflict(fresh)
            fresh.version += 1
        yield fresh
        fresh.updated_at = timezone.now()
        fresh.full_clean()
        fresh.save()
        Event.objects.create(kind=kind, record=fresh.uuid, version=fresh.version)
