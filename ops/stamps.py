"""Skipping work whose inputs did not change: a stamp holds the fingerprint of the inputs."""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.paths import ROOT


def fingerprint(paths: Iterable[Path], *extra: str) -> str:
    """Return the hash of these files' names and contents; folders count with all that is in them."""
    digest = hashlib.sha256()
    for text in extra:
        digest.update(f"{text}\0".encode())
    for path in sorted(_files(paths)):
        digest.update(f"{os.path.relpath(path, ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (found for found in path.rglob("*") if found.is_file() and found.suffix != ".pyc")
        elif path.is_file():
            yield path


def holds(stamp: Path, value: str) -> bool:
    """Return whether the stamp carries this fingerprint."""
    return stamp.is_file() and stamp.read_text() == value


def press(stamp: Path, value: str) -> None:
    """Write the fingerprint, after the work is done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    fresh = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    fresh.write_text(value)
    fresh.replace(stamp)


@contextmanager
def alone_in_checkout() -> Iterator[None]:
    """Wait until no other command sets up this checkout, and keep others waiting meanwhile."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
