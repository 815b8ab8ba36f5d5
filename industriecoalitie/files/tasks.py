"""What the worker does with files."""

from celery import shared_task

from . import actions


@shared_task(name=actions.SCAN_TASK)
def scan(key: int) -> None:
    """Have one file scanned; it may be asked twice."""
    actions.scan(key)


@shared_task(name="files.scan_waiting")
def scan_waiting() -> None:
    """Try again what still waits for the scanner."""
    actions.scan_waiting()


@shared_task(name="files.remove_unused")
def remove_unused() -> int:
    """Take away what nobody needs."""
    return actions.remove_unused()
