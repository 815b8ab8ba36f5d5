"""Where things stand in the checkout and on this machine."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def state_dir() -> Path:
    """Return the folder for data, secrets and logs: STATE_DIR, by default .local/ in the checkout."""
    return Path(os.environ.get("STATE_DIR") or ROOT / ".local").expanduser().resolve()
