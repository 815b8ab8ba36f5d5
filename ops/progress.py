"""Telling the person at the terminal what is being done, and for how long."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

BEAT = 10.0


class LaunchError(Exception):
    """The command cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


class Steps:
    """Numbered steps with their seconds; quiet ones speak only when they last."""

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self.total = total
        self.quiet = quiet
        self.number = 0
        self.began = time.monotonic()

    @contextmanager
    def step(self, title: str) -> Iterator[list[str]]:
        """Announce a step, tell every ten seconds that it still runs, and close it with its seconds.

        What is appended to the list that it yields stands in the closing line.
        """
        self.number += 1
        label = f"[{self.number}/{self.total}] {title}" if self.total > 1 else f"      {title}"
        notes: list[str] = []
        began = time.monotonic()
        done = threading.Event()
        beat = threading.Thread(target=self._beat, args=(label, began, done), daemon=True)
        beat.start()
        try:
            yield notes
        finally:
            done.set()
            beat.join()
        if not self.quiet:
            say(f"{label}: {', '.join(notes) or 'done'} ({time.monotonic() - began:.1f} s)")

    @staticmethod
    def _beat(label: str, began: float, done: threading.Event) -> None:
        while not done.wait(BEAT):
            print(f"{label}: still busy, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
