"""bin/manage: manage.py with the embedded servers, those of a running bin/run or its own for the moment."""

import subprocess

from ops.assets import BUILT
from ops.data import forget_if_changed
from ops.foreground import wait_for
from ops.paths import PYTHON, ROOT, state_dir
from ops.progress import Steps
from ops.servers import State, environment, share


def main(arguments: list[str]) -> int:
    """Run manage.py with these arguments; return its exit code."""
    BUILT.mkdir(exist_ok=True)
    state = State(state_dir())
    with share(state, Steps(2, quiet=True)) as addresses:
        forget_if_changed(state.folder, arguments)
        command = [str(PYTHON), str(ROOT / "manage.py"), *arguments]
        return wait_for(subprocess.Popen(command, env=environment(state, addresses)))
