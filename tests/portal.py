"""A running portal with the initial data, for the tests that ask it from outside."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from psycopg2 import sql

from industriecoalitie.processes import command

READY_WITHIN_S = 60


@dataclass(frozen=True)
class Portal:
    """Where the portal answers, the database it runs on, and the folder that it keeps its letters and files in."""

    url: str
    database_url: str
    state: str


@pytest.fixture(scope="session")
def furnished(tmp_path_factory) -> Iterator[str]:
    """Return the name of a database with the initial data and the demo accounts, to be copied and left as it is."""
    schema = os.environ.get("TEST_DATABASE_TEMPLATE", "")
    with own_database(schema) as name:
        env = environment_of(name, tmp_path_factory.mktemp("furnished"))
        for arguments in ([] if schema else [["migrate", "-v0"]]) + [
            ["load_initial_data"],
            ["create_demo_accounts"],
        ]:
            manage(env, *arguments)
        yield name


@pytest.fixture(scope="session")
def portal(furnished, tmp_path_factory) -> Iterator[Portal]:
    """Return the portal that the tests share."""
    with running_portal(furnished, tmp_path_factory.mktemp("state")) as portal:
        yield portal


@contextmanager
def running_portal(furnished: str, state: Path) -> Iterator[Portal]:
    """Start a portal on a database of its own, a copy of the furnished one."""
    with own_database(furnished) as name, serving(environment_of(name, state), state) as url:
        yield Portal(url, address_of(name), str(state))


@contextmanager
def own_database(template: str) -> Iterator[str]:
    """Make a database, like the template when one is named; yield its name, and drop it afterwards."""
    name = f"portal_{uuid.uuid4().hex[:12]}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    administer(made.format(sql.Identifier(name), sql.Identifier(template or "template1")))
    try:
        yield name
    finally:
        administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def environment_of(database: str, state: Path) -> dict[str, str]:
    """Return the environment of a portal on a database, that keeps its letters and files in ``state``."""
    return {
        **os.environ, "DATABASE_URL": address_of(database), "STATE_DIR": str(state), "DEMO": "1", "WEB_CONCURRENCY": "1",
    }  # fmt: skip


@contextmanager
def serving(env: dict[str, str], state: Path) -> Iterator[str]:
    """Start the web process in this environment; yield where it answers once it is ready, and end it afterwards."""
    port = free_port()
    executable, *arguments = command("web", bind=f"127.0.0.1:{port}", state=str(state))
    with (state / "web.log").open("w") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / executable), *arguments], cwd=settings.BASE_DIR, stdout=log, stderr=log,
            env=env | {"DJANGO_SETTINGS_MODULE": "industriecoalitie.settings.test"},
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_ready(url, process, state / "web.log")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def address_of(name: str) -> str:
    """Return the address of another database on the server of the tests."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def administer(statement: sql.Composable) -> None:
    """Run a statement outside any transaction, on the server's own database."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"], dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run manage.py against that portal and return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def manage_portal(portal: Portal, *arguments: str) -> str:
    """Run manage.py against a running portal and return what it printed."""
    env = {**os.environ, "DATABASE_URL": portal.database_url, "STATE_DIR": portal.state, "DEMO": "1"}
    return manage(env, *arguments)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(url: str, process: subprocess.Popen, log: Path) -> None:
    """Return once the portal says that it is ready."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the portal was not ready in {READY_WITHIN_S} s: {log.read_text()[-2000:]}")
