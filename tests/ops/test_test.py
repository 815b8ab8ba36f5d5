"""What bin/test adds to pytest's arguments, and the servers it throws away."""

import psycopg2
import pytest
import redis

from ops.embedded import Postgres, Redis
from ops.test import parallel, short


@pytest.mark.parametrize(
    ("arguments", "added"),
    [
        ([], True),
        (["-q"], True),
        (["tests"], True),
        (["-k", "ops"], True),
        (["tests/ops/test_test.py"], False),
        (["tests/ops/test_test.py::test_x", "-q"], False),
        (["tests/ops/test_test.py", "tests/ops/test_run.py"], True),
        (["-n", "4"], False),
        (["-n0"], False),
        (["--numprocesses=1"], False),
        (["--pdb"], False),
    ],
)
def test_the_suite_is_spread_unless_the_caller_chose(arguments, added):
    assert bool(parallel(arguments)) is added


@pytest.mark.parametrize(
    ("arguments", "added"),
    [([], True), (["tests"], True), (["-m", "release"], False), (["tests/ops/test_test.py"], False)],
)
def test_the_long_promises_are_left_out_unless_the_caller_chose(arguments, added):
    assert bool(short(arguments)) is added


def test_an_embedded_postgresql_starts_keeps_its_data_and_stops(tmp_path):
    # A path that is too long for a socket: its folder goes elsewhere.
    folder = tmp_path / ("long" * 20) / "postgresql"

    for expected in (1, 2):
        server = Postgres(folder, throw_away=True)
        server.start()
        with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS seen (id serial); INSERT INTO seen DEFAULT VALUES")
            cursor.execute("SELECT count(*), lower('ÄÖ') FROM seen")
            row = cursor.fetchone()
        connection.close()
        server.stop()

        assert row == (expected, "äö")
        assert not server.sockets.exists()
    assert not (folder / "data" / "postmaster.pid").exists()


def test_an_embedded_redis_asks_for_its_password_and_keeps_the_queue(tmp_path):
    for expected in (1, 2):
        server = Redis(tmp_path / "redis")
        server.start()
        with redis.from_url(server.url) as client:
            length = client.rpush("queue", "work")
            policy = client.config_get("maxmemory-policy")["maxmemory-policy"]
        with redis.Redis(port=server.port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
        server.stop()

        assert length == expected
        assert policy == "noeviction"
