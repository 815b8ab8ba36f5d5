"""Whether the portal says truly that it lives and that it is ready."""

import socket
import threading
import time

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from industriecoalitie.home import health


def test_livez_asks_nothing(client, django_assert_num_queries):
    answer = client.get("/livez")

    assert answer.json() == {"status": "ok"}
    assert answer["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db(transaction=True)
def test_readyz_is_ok_with_a_complete_schema(client, settings):
    settings.REDIS_URL = ""

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": 0, "redis": "none"}


@pytest.mark.django_db
def test_unapplied_migration_is_counted():
    MigrationRecorder.Migration.objects.filter(app="regions", name="0001_initial").delete()

    assert health.unapplied_migrations() == 1


@pytest.mark.django_db(transaction=True)
def test_readyz_is_not_ok_with_a_migration_to_go(client):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("regions", "0001_initial")

    try:
        answer = client.get("/readyz")
    finally:
        recorder.record_applied("regions", "0001_initial")

    assert answer.status_code == 503
    assert answer.json()["migrations"] == 1


@pytest.mark.django_db
def test_redis_away_is_reported_only(client, settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{unused.getsockname()[1]}/0"

        assert health.redis_state() == "away"


def test_redis_that_hangs_is_away_in_time(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        begun = time.monotonic()

        state = health.redis_state()

        assert state == "away"
        assert time.monotonic() - begun < 2 - health.PATIENCE


@pytest.fixture
def silent_database():
    """A server that accepts a connection and never answers, as the address of the database in other threads."""
    settings = connection.settings_dict
    before = {key: settings[key] for key in ("HOST", "PORT")}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.update(HOST="127.0.0.1", PORT=str(silent.getsockname()[1]))
        yield silent
        settings.update(before)


@pytest.mark.django_db(transaction=True)
def test_readyz_says_no_within_two_seconds_when_the_database_hangs(client, settings, silent_database):
    settings.REDIS_URL = ""
    begun = time.monotonic()

    first = client.get("/readyz")
    second = client.get("/readyz")

    assert (first.status_code, second.status_code) == (503, 503)
    assert first.json()["database"] == "away"
    assert time.monotonic() - begun < 2
    silent_database.close()
    _wait_for(lambda: not health._busy.locked())


@pytest.mark.django_db(transaction=True)
def test_readyz_says_no_at_once_when_the_database_is_gone(client, settings):
    settings.REDIS_URL = ""
    address = connection.settings_dict
    before = {key: address[key] for key in ("HOST", "PORT")}
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address.update(HOST="127.0.0.1", PORT=str(unused.getsockname()[1]))

        try:
            answer = client.get("/readyz")
        finally:
            address.update(before)

    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "away", "migrations": None, "redis": "none"}


def _wait_for(condition) -> None:
    done = threading.Event()
    for _attempt in range(100):
        if condition():
            return
        done.wait(0.1)
    raise AssertionError("the question to the database never ended")
