"""The project's own Python environment in .venv; runs with any Python from 3.11 and its standard library."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ops.paths import PYTHON, ROOT, VENV
from ops.progress import LaunchError, Steps, say
from ops.stamps import alone_in_checkout, fingerprint, holds, press

SERVERS = "requirements-servers.txt"
DEVELOPMENT = "requirements-dev.txt"


def ensure(name: str) -> bool:
    """Make the environment hold what this requirements file names; return whether there was work."""
    if _is_ready(name):
        return False
    with alone_in_checkout():
        if _is_ready(name):
            return False
        if not _works():
            _make()
        say(f"      pip install -r {name}")
        with Steps(1, quiet=True).step("pip install"):
            _run(
                "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", str(ROOT / name)
            )
        press(_stamp(name), _wanted(name))
    return True


def requirements_mark() -> str:
    """Return the fingerprint of all that is installed by name, for stamps that depend on it."""
    return fingerprint([ROOT / "requirements.txt", ROOT / SERVERS])


def _stamp(name: str) -> Path:
    return VENV / f".installed-{Path(name).stem}"


def _wanted(name: str) -> str:
    return fingerprint([ROOT / "requirements.txt", ROOT / SERVERS, ROOT / name])


def _is_ready(name: str) -> bool:
    """The larger set serves for the smaller one too."""
    return PYTHON.exists() and any(holds(_stamp(each), _wanted(each)) for each in (name, DEVELOPMENT))


def _works() -> bool:
    """Return whether .venv holds a Python that runs, with pip."""
    if not PYTHON.exists():
        return False
    test = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", test], capture_output=True, check=False).returncode == 0


def _make() -> None:
    say(f"      making {VENV} with Python {sys.version.split()[0]}")
    if not os.access(ROOT, os.W_OK):
        raise LaunchError(f"{ROOT} cannot be written by this user; .venv has to be made there")
    if VENV.exists():
        shutil.rmtree(VENV)
    base = getattr(sys, "_base_executable", sys.executable)
    made = subprocess.run([base, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode and os.geteuid() == 0 and shutil.which("apt-get"):
        # Debian ships Python without the part that puts pip into a new environment.
        say("      apt-get install python3-venv")
        quiet = {"check": False, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "python3-venv"], **quiet)
        made = subprocess.run(
            [base, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
        )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise LaunchError(
            f"{base} -m venv failed:\n{made.stdout}{made.stderr}\nOn Debian or Ubuntu: apt-get install python3-venv"
        )


def _run(*arguments: str) -> None:
    done = subprocess.run([str(PYTHON), "-m", *arguments], check=False)
    if done.returncode:
        raise LaunchError(f"{' '.join(arguments)} failed; is there a network connection?")
