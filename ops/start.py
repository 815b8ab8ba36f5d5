"""The way in of bin/run, bin/manage, bin/test and bin/check: makes the environment, then goes on inside it."""

import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ops.environment import DEVELOPMENT, SERVERS, ensure
from ops.paths import PYTHON, VENV
from ops.progress import LaunchError, say

NEEDS = {"run": SERVERS, "manage": SERVERS, "test": DEVELOPMENT, "check": DEVELOPMENT}


def main() -> int:
    """Run one command; return its exit code."""
    command, *arguments = sys.argv[1:]
    # An ordinary exception, so that what was started is ended on the way out.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    began = time.monotonic()
    if ensure(NEEDS[command]):
        say(f"      Python environment ready ({time.monotonic() - began:.1f} s)")
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    return import_module(f"ops.{command}").main(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LaunchError as failure:
        sys.exit(f"bin/{sys.argv[1]}: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
