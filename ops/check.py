"""bin/check: every check that CI makes, in order, stopping at the first that fails."""

import secrets
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ops import assets
from ops import test as tests
from ops.paths import PYTHON, ROOT, VENV
from ops.progress import LaunchError, say

DOCUMENT = ROOT / "docs" / "api" / "openapi.yaml"


def main(arguments: list[str]) -> int:
    """Run all checks; ``--release`` adds the long promises, ``--without-tests`` stops before the tests.

    Return 0 when all hold.
    """
    unknown = set(arguments) - {"--release", "--without-tests"}
    if unknown:
        raise LaunchError(
            f"unknown option {' '.join(sorted(unknown))}; there are --release and --without-tests"
        )
    release = "--release" in arguments
    with tests.throw_away_servers() as addresses:
        env = tests.test_environment(addresses)
        assets.build(env)
        steps = _steps(env)
        for number, (name, step) in enumerate(steps, 1):
            label = f"[{number}/{len(steps) + 1}] {name}"
            say(label)
            began = time.monotonic()
            if not step():
                say(f"{label}: FAILED")
                return 1
            say(f"{label}: good ({time.monotonic() - began:.1f} s)")
    if "--without-tests" in arguments:
        return 0
    label = f"[{len(steps) + 1}/{len(steps) + 1}] tests"
    say(label)
    code = tests.main(["-m", "release or not release"] if release else [])
    if code:
        say(f"{label}: FAILED")
    return code


def _steps(env: dict[str, str]) -> list[tuple[str, Callable[[], bool]]]:
    def tool(name: str, *arguments: str) -> Callable[[], bool]:
        return lambda: _good([str(VENV / "bin" / name), *arguments], env)

    def manage(*arguments: str, more: dict[str, str] | None = None) -> Callable[[], bool]:
        return lambda: _good([str(PYTHON), "manage.py", *arguments], {**env, **(more or {})})

    return [
        ("format (ruff format --check)", tool("ruff", "format", "--check", ".")),
        ("lint (ruff check)", tool("ruff", "check", ".")),
        ("rooms and layers (lint-imports)", tool("lint-imports")),
        ("no missing migrations", manage("makemigrations", "--check", "--dry-run")),
        ("deploy checks", manage("check", "--deploy", "--fail-level", "WARNING", more=production())),
        ("API document unchanged", lambda: _document_is_unchanged(env)),
    ]


def production() -> dict[str, str]:
    """Return settings with which production starts: strong secrets made up on the spot."""
    return {
        "DJANGO_SETTINGS_MODULE": "industriecoalitie.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "TOKEN_PEPPER": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": "portal.example",
        "BASE_URL": "https://portal.example",
    }


def _good(command: list[str], env: dict[str, str]) -> bool:
    return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode == 0


def _document_is_unchanged(env: dict[str, str]) -> bool:
    """Compare the API document that the code gives with the one that partners were given."""
    where = DOCUMENT.relative_to(ROOT)
    renew = f"bin/manage spectacular --file {where}"
    if not DOCUMENT.exists():
        say(f"{where} is missing; make it with: {renew}")
        return False
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        options = ["--validate", "--fail-on-warn"]
        if not _good([str(PYTHON), "manage.py", "spectacular", "--file", str(fresh), *options], env):
            return False
        same = (
            subprocess.run(["diff", "-u", str(DOCUMENT), str(fresh)], cwd=ROOT, check=False).returncode == 0
        )
    if not same:
        say(f"The code gives another API document than {where}. When the change is meant: {renew}")
    return same
