"""Running one command in the foreground while we keep servers for it."""

import signal
import subprocess
from types import FrameType


def wait_for(process: subprocess.Popen[bytes]) -> int:
    """Wait for a command and return its exit code; ending signals go to it, so that it can finish itself.

    A Ctrl-C at the terminal reaches the command already, therefore we only keep waiting.
    """

    def pass_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda number, frame: None),
        signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
        signal.SIGHUP: signal.signal(signal.SIGHUP, pass_on),
    }
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code
