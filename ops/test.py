"""bin/test: everything the tests need, servers that are thrown away afterwards, then pytest."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from ctypes.util import find_library
from pathlib import Path

from ops import assets, template
from ops.account import account
from ops.embedded import Postgres, Redis
from ops.foreground import wait_for
from ops.paths import PYTHON, ROOT
from ops.progress import LaunchError, Steps, say
from ops.servers import wanted

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# What WeasyPrint loads of the machine, and where Debian keeps it.
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# With these pytest talks to one person at the terminal.
UNSPREAD = {"--pdb", "--collect-only", "--co"}


def main(arguments: list[str]) -> int:
    """Run pytest with these arguments; return its exit code."""
    chromium = browser()
    paper_libraries()
    with throw_away_servers() as addresses:
        env = test_environment(addresses, {"CHROMIUM": chromium})
        assets.build(env)
        command = [str(PYTHON), "-m", "pytest", *parallel(arguments), *short(arguments), *arguments]
        return wait_for(subprocess.Popen(command, env=env, cwd=ROOT))


def test_environment(*additions: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the tests: the machine's, the test settings, and these."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "industriecoalitie.settings.test"}
    for more in additions:
        env.update(more)
    return env


@contextmanager
def throw_away_servers() -> Iterator[dict[str, str]]:
    """Yield the addresses of fresh servers in a temporary folder, unless the environment names some.

    The embedded database carries the schema already, as a template for the tests' own databases.
    """
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if account():
            # Only passable, not listable: the servers run under another account than root.
            folder.chmod(0o711)
        found = {"STATE_DIR": str(folder / "state")}
        if "DATABASE_URL" in wanted():
            template.copy_to(folder / "postgresql")
            found |= template.ENVIRONMENT
            found["DATABASE_URL"] = _started(stack, Postgres(folder / "postgresql", throw_away=True))
        if "REDIS_URL" in wanted():
            found["REDIS_URL"] = _started(stack, Redis(folder / "redis", throw_away=True))
        yield found


def _started(stack: ExitStack, server: Postgres | Redis) -> str:
    """Start a server that ends with the stack; return its address."""
    stack.callback(server.stop)
    server.start()
    return server.url


def parallel(arguments: list[str]) -> list[str]:
    """Return the options that spread the suite over two cores, unless the caller chose or named one file."""
    chosen = any(each.startswith(("-n", "--numprocesses")) or each in UNSPREAD for each in arguments)
    return [] if chosen or _names_one_file(arguments) else ["-n", "2", "--dist", "loadgroup"]


def short(arguments: list[str]) -> list[str]:
    """Return the options that leave out the long promises, unless the caller chose or named one file."""
    chosen = any(each.startswith(("-m", "--markexpr")) for each in arguments)
    return [] if chosen or _names_one_file(arguments) else ["-m", "not release"]


def _names_one_file(arguments: list[str]) -> bool:
    paths = [ROOT / each.split("::")[0] for each in arguments if not each.startswith("-")]
    named = [path for path in paths if path.exists()]
    return len(named) == 1 and named[0].is_file()


def browser() -> str:
    """Return the path of a Chromium; as root install Debian's when there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with Steps(1).step("Chromium for the tests, by apt-get"):
            _apt("update", "-qq")
            _apt("install", "-y", "-qq", "--no-install-recommends", "chromium")
        found = shutil.which("chromium")
    if found is None or not os.access(found, os.X_OK):
        raise LaunchError(
            "the tests need Chromium: install it (apt-get install chromium) or name it in CHROMIUM"
        )
    return found


def paper_libraries() -> None:
    """See to it that PDFs can be made: as root install Debian's Pango when there is none."""
    if all(map(find_library, PANGO)):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LaunchError(f"the tests of PDFs need Pango: install {' '.join(PANGO_PACKAGES)}")
    with Steps(1).step("Pango for PDFs, by apt-get"):
        _apt("update", "-qq")
        _apt("install", "-y", "-qq", "--no-install-recommends", *PANGO_PACKAGES)


def _apt(*arguments: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", *arguments], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        say(done.stdout + done.stderr)
        raise LaunchError(f"apt-get {' '.join(arguments)} failed")
