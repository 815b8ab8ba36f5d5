"""bin/run for real: its start, its second start, two at once, and that nothing stays behind."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.paths import ROOT

# All in one worker, because they share what the first start made.
pytestmark = pytest.mark.xdist_group("run")

OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "DJANGO_SETTINGS_MODULE",
    "STATE_DIR",
    "PORT",
    "HOST",
    "BASE_URL",
    "DEMO",
)
FIRST_START = 150
# Two cores that do other work as well; on a quiet machine it is below 8 seconds.
SECOND_START = 20
STOP = 15


class Portal:
    """One running bin/run."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.port = free_port()
        self.output = state.parent / f"output-{self.port}"
        self.began = time.monotonic()
        env = {name: value for name, value in os.environ.items() if name not in OURS}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [str(ROOT / "bin" / "run")],
                env={**env, "STATE_DIR": str(state), "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def text(self) -> str:
        return self.output.read_text()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/"

    def await_ready(self, seconds: float) -> float:
        """Return after how many seconds the address was printed."""
        until = time.monotonic() + seconds
        while self.address not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < until, self.text
            time.sleep(0.05)
        return time.monotonic() - self.began

    def status(self) -> int:
        with urllib.request.urlopen(self.address, timeout=10) as response:
            return response.status

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(STOP)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(state: Path) -> dict[int, str]:
    """Return the processes that were started for this STATE_DIR, and all that descend from them."""
    parents, found = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            environment = (folder / "environ").read_bytes().split(b"\0")
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] == "Z":
            continue
        number = int(folder.name)
        parents[number] = (int(fields[1]), line)
        if f"STATE_DIR={state}".encode() in environment or f"{state}/" in line:
            found[number] = line
    while more := {
        pid: line for pid, (parent, line) in parents.items() if parent in found and pid not in found
    }:
        found.update(more)
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> dict:
    """What a first start gives and leaves behind."""
    state = tmp_path_factory.mktemp("first") / "state"
    portal = Portal(state)
    try:
        seconds = portal.await_ready(FIRST_START)
        status, running = portal.status(), processes_of(state)
        code = portal.stop(signal.SIGTERM)
    finally:
        portal.process.kill()
        portal.process.wait()
    return {
        "state": state,
        "text": portal.text,
        "address": portal.address,
        "seconds": seconds,
        "status": status,
        "running": running,
        "code": code,
        "left": {pid: line for pid, line in processes_of(state).items() if pid != os.getpid()},
    }


@pytest.fixture
def start() -> Iterator[Callable[[Path], Portal]]:
    """Start portals that end with the test, whatever happens."""
    portals: list[Portal] = []

    def begin(state: Path) -> Portal:
        portals.append(Portal(state))
        return portals[-1]

    yield begin
    for portal in portals:
        if portal.process.poll() is None:
            portal.stop(signal.SIGTERM)


def test_the_first_start_tells_its_progress_the_address_and_the_demo_accounts(first):
    assert "[1/8] PostgreSQL: embedded" in first["text"]
    assert "[8/8] Web, worker and scheduler: done" in first["text"]
    assert first["address"] in first["text"]
    assert "beheerder@demo.test" in first["text"]
    assert "demo-industriecoalitie" in first["text"]
    assert first["status"] == 200


def test_it_runs_web_worker_scheduler_and_both_servers(first):
    lines = "\n".join(first["running"].values())

    for part in ("gunicorn", " worker ", " beat ", "bin/postgres ", "redis-server"):
        assert part in lines


def test_sigterm_ends_every_process_that_it_started(first):
    assert first["code"] == 0
    assert first["left"] == {}
    assert "Stopped" in first["text"]


def test_secrets_are_made_once_and_are_for_the_owner_only(first):
    path = first["state"] / "secrets.env"

    assert path.stat().st_mode & 0o777 == 0o600
    assert {line.split("=")[0] for line in path.read_text().splitlines()} == {"SECRET_KEY", "TOKEN_PEPPER"}


def test_the_second_start_skips_what_is_unchanged_and_a_dead_process_ends_all(first, start):
    secrets = (first["state"] / "secrets.env").read_text()

    portal = start(first["state"])
    seconds = portal.await_ready(SECOND_START)

    print(f"first start {first['seconds']:.1f} s, second start {seconds:.1f} s")
    assert "Database schema: unchanged" in portal.text
    assert portal.status() == 200
    assert (first["state"] / "secrets.env").read_text() == secrets
    worker = next(pid for pid, line in processes_of(first["state"]).items() if " worker " in line)
    os.kill(worker, signal.SIGKILL)
    assert portal.process.wait(STOP) == 1
    assert "worker ended by itself with code -9" in portal.text
    assert processes_of(first["state"]) == {}


def test_two_run_side_by_side_and_ctrl_c_ends_only_its_own(first, start, tmp_path):
    # A copy, with its owners, spares the time of making everything anew.
    subprocess.run(["cp", "-a", str(first["state"]), str(tmp_path / "other")], check=True)
    one, other = start(first["state"]), start(tmp_path / "other")
    one.await_ready(FIRST_START)
    other.await_ready(FIRST_START)

    assert (one.status(), other.status()) == (200, 200)
    assert other.stop(signal.SIGINT) == 0
    assert processes_of(tmp_path / "other") == {}
    assert one.status() == 200


def test_a_killed_launcher_takes_its_processes_along(first, start):
    portal = start(first["state"])
    portal.await_ready(FIRST_START)

    portal.process.kill()

    until = time.monotonic() + STOP
    while (left := processes_of(first["state"])) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == {}


def test_commands_use_the_servers_of_the_running_portal(first, start):
    portal = start(first["state"])
    portal.await_ready(FIRST_START)
    before = {pid for pid, line in processes_of(first["state"]).items() if "bin/postgres " in line}

    env = {name: value for name, value in os.environ.items() if name not in OURS}
    done = subprocess.run(
        [str(ROOT / "bin" / "manage"), "migrate", "--check"],
        env={**env, "STATE_DIR": str(first["state"])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert {pid for pid, line in processes_of(first["state"]).items() if "bin/postgres " in line} == before
    assert portal.status() == 200


def test_a_second_portal_on_the_same_state_or_port_is_refused_with_a_reason(first, start, tmp_path):
    portal = start(first["state"])
    portal.await_ready(FIRST_START)
    env = {name: value for name, value in os.environ.items() if name not in OURS}

    def attempt(state: Path, port: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROOT / "bin" / "run")],
            env={**env, "STATE_DIR": str(state), "PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    same_state = attempt(first["state"], free_port())
    same_port = attempt(tmp_path / "other", portal.port)

    assert (same_state.returncode, same_port.returncode) == (1, 1)
    assert "a portal already runs on" in same_state.stderr
    assert "choose another PORT" in same_port.stderr
    assert portal.status() == 200
