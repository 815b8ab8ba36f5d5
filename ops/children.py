"""Starting child processes so that they end with their parent, and ending them with all they started."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def start(
    command: Sequence[str | Path],
    *,
    log: IO[Any] | int | None = None,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    account: dict[str, int] | None = None,
    when_orphaned: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process as leader of its own group.

    A Ctrl-C at the terminal does not reach it, so its parent decides the order of ending; when the
    parent dies without a word, the kernel sends it ``when_orphaned``.
    """

    def end_with_parent() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, when_orphaned)

    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT if log is not None else None,
        env=env,
        cwd=cwd,
        start_new_session=True,
        preexec_fn=end_with_parent,
        **(account or {}),
    )


def end(
    process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, patience: float = 10.0
) -> None:
    """End a process and its whole group: first asked, after ``patience`` seconds killed."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    _end_group(process.pid)


def _end_group(group: int) -> None:
    """Kill what a dead leader left behind in its group."""
    for _ in range(20):
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(0.05)
