"""The set-up artefacts of a checkout: fonts and the map in static-built/, all static files in static-collected/."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.environment import requirements_mark
from ops.paths import PYTHON, ROOT
from ops.progress import LaunchError
from ops.stamps import alone_in_checkout, fingerprint, holds, press

BUILT = ROOT / "static-built"
COLLECTED = ROOT / "static-collected"


def manage(env: Mapping[str, str], *arguments: str) -> str:
    """Run one manage.py command, return what it printed; fail with that when it fails."""
    done = subprocess.run(
        [str(PYTHON), str(ROOT / "manage.py"), *arguments],
        env=dict(env),
        cwd=ROOT,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise LaunchError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout.rstrip()}")
    return done.stdout


def _unless_stamped(folder: Path, value: str, env: Mapping[str, str], command: Sequence[str]) -> bool:
    """Run a command that fills a folder unless it ran on the same inputs; return whether it ran."""
    stamp = folder / ".stamp"
    if holds(stamp, value):
        return False
    with alone_in_checkout():
        if holds(stamp, value):
            return False
        folder.mkdir(exist_ok=True)
        manage(env, *command)
        press(stamp, value)
    return True


def build(env: Mapping[str, str]) -> bool:
    """Cut the fonts and draw the map, when what they are made of changed; return whether it was done."""
    BUILT.mkdir(exist_ok=True)
    sources = sorted(ROOT.glob("*/management/commands/build_assets.py"))
    sources += sorted(ROOT.glob("*/*/management/commands/build_assets.py"))
    sources += sorted((ROOT / "industriecoalitie" / "core").glob("*.py"))
    return _unless_stamped(BUILT, fingerprint(sources, requirements_mark()), env, ["build_assets"])


def collect(env: Mapping[str, str]) -> bool:
    """Gather all static files under names that carry their content's hash; return whether it was done."""
    sources = [ROOT / "static", BUILT, *sorted(ROOT.glob("*/static")), *sorted(ROOT.glob("*/*/static"))]
    value = fingerprint(sources, requirements_mark())
    return _unless_stamped(
        COLLECTED, value, env, ["collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    )
