"""Whether this process can serve visitors: asked by load balancers, answered within two seconds."""

import functools
import threading
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import Error, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

PATIENCE = 1.4
PATIENCE_WITH_REDIS = 0.4

_busy = threading.Lock()


def database_state() -> dict[str, object]:
    """Return ``{"database": "ok" or "away", "migrations": number that were not applied, or None}``.

    Asked in a thread of its own, so that a database that hangs does not hold the answer; while such a thread
    still waits, the database counts as away.
    """
    away: dict[str, object] = {"database": "away", "migrations": None}
    if not _busy.acquire(blocking=False):
        return away
    found: list[int] = []
    thread = threading.Thread(target=_ask, args=(unapplied_migrations, found.append), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return {"database": "ok", "migrations": found[0]} if found else away


def _ask(question: Callable[[], int], answer: Callable[[int], None]) -> None:
    try:
        answer(question())
    except (Error, OSError):
        pass
    finally:
        connections.close_all()
        _busy.release()


def unapplied_migrations() -> int:
    """Return how many migrations of this code the database does not have yet."""
    return len(_migrations_of_this_code() - set(MigrationRecorder(connection).applied_migrations()))


@functools.cache
def _migrations_of_this_code() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.nodes)


def redis_state() -> str:
    """Return ``ok``, ``away`` or ``none`` when no address is set. The portal serves pages without it."""
    if not settings.REDIS_URL:
        return "none"
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=PATIENCE_WITH_REDIS,
            socket_timeout=PATIENCE_WITH_REDIS,
            retry=None,
        ) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError):
        return "away"
    return "ok"
