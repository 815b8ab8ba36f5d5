"""One pair of embedded servers per STATE_DIR: whoever comes first owns them, later commands use them too."""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ops.embedded import Postgres, Redis
from ops.progress import LaunchError, Steps, say

WAIT = 60.0
PORTAL = "portal"
SECRETS = ("SECRET_KEY", "TOKEN_PEPPER")


class Lock:
    """A file lock that ends with the process that holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, *, shared: bool = False, wait: bool = False) -> bool:
        """Return whether the lock was got; with ``wait`` it always is."""
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self.handle, how if wait else how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def note(self, text: str) -> None:
        """Write down, for others, what the lock is held for."""
        os.ftruncate(self.handle, 0)
        os.pwrite(self.handle, text.encode(), 0)

    def noted(self) -> str:
        """Return what the lock is held for."""
        return os.pread(self.handle, 100, 0).decode()

    def release(self) -> None:
        """Let go of the lock."""
        fcntl.flock(self.handle, fcntl.LOCK_UN)


class State:
    """The folder STATE_DIR: the data, secrets, logs and locks of one installation on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.owner = Lock(folder / "owner.lock")
            self.users = Lock(folder / "users.lock")
        except PermissionError as error:
            raise LaunchError(
                f"STATE_DIR {folder} cannot be used by this user ({error}); choose another one"
            ) from None
        self.addresses = folder / "servers.json"

    def secrets(self) -> dict[str, str]:
        """Return this installation's own secrets; made once, readable by this user only."""
        path = self.folder / "secrets.env"
        if not path.exists():
            fresh = path.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text("".join(f"{name}={secrets.token_urlsafe(48)}\n" for name in SECRETS))
            fresh.replace(path)
        return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)

    def mark(self, addresses: Mapping[str, str]) -> None:
        """Tell later commands where the servers are."""
        fresh = self.addresses.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(dict(addresses)))
        fresh.replace(self.addresses)

    def marked(self) -> dict[str, str] | None:
        """Return where the running servers are, if they are."""
        try:
            return json.loads(self.addresses.read_text())
        except FileNotFoundError:
            return None


def wanted() -> list[str]:
    """Return which of the two addresses the environment leaves to us."""
    return [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]


@contextmanager
def own(state: State, steps: Steps) -> Iterator[dict[str, str]]:
    """Start the servers that the environment does not name and yield their addresses; the lock must be ours."""
    state.addresses.unlink(missing_ok=True)
    found: dict[str, str] = {}
    makers = {"DATABASE_URL": ("PostgreSQL", Postgres), "REDIS_URL": ("Redis", Redis)}
    with ExitStack() as stack:
        for variable, (name, maker) in makers.items():
            with steps.step(name) as notes:
                if variable not in wanted():
                    notes.append(f"the one of {variable}")
                    continue
                server = maker(state.folder / name.lower())
                stack.callback(server.stop)
                server.start()
                found[variable] = server.url
                notes.append("embedded")
        state.mark(found)
        stack.callback(state.addresses.unlink, missing_ok=True)
        yield found


@contextmanager
def share(state: State, steps: Steps) -> Iterator[dict[str, str]]:
    """Yield the addresses of the servers of this STATE_DIR: running ones, else started for as long as needed."""
    until = time.monotonic() + WAIT
    while True:
        if not wanted():
            yield {}
            return
        if state.owner.take():
            state.owner.note("command")
            with own(state, steps) as found:
                yield found
                state.addresses.unlink(missing_ok=True)
                state.users.take(wait=True)
            state.users.release()
            state.owner.release()
            return
        if state.users.take(shared=True):
            found = state.marked()
            if found is not None and set(wanted()) <= set(found):
                try:
                    yield {name: found[name] for name in wanted()}
                finally:
                    state.users.release()
                return
            state.users.release()
        if time.monotonic() > until:
            raise LaunchError(
                f"another command uses {state.folder} with other servers; choose another STATE_DIR"
            )
        time.sleep(0.1)


def take_ownership(state: State) -> None:
    """Wait for short commands on this STATE_DIR to end, then hold it; fail when another portal runs on it."""
    until = time.monotonic() + WAIT
    told = False
    while not state.owner.take():
        if state.owner.noted() == PORTAL:
            raise LaunchError(
                f"a portal already runs on {state.folder}; give another PORT and STATE_DIR to run two"
            )
        if not told:
            say(f"      waiting for another command on {state.folder} to end")
            told = True
        if time.monotonic() > until:
            raise LaunchError(f"another command keeps {state.folder} busy; choose another STATE_DIR")
        time.sleep(0.2)
    state.owner.note(PORTAL)


def environment(state: State, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of manage.py and the portal's processes; what the caller set goes first."""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "industriecoalitie.settings.development",
        "STATE_DIR": str(state.folder),
        # Addresses that are kept are those of the portal, also when a command writes them.
        **({"BASE_URL": f"http://localhost:{os.environ['PORT']}"} if os.environ.get("PORT") else {}),
        **state.secrets(),
        **addresses,
    }
    return {
        **defaults,
        **{name: value for name, value in os.environ.items() if value or name not in defaults},
    }
