"""What the clock does for accounts."""

from celery import shared_task

from . import actions


@shared_task(name="accounts.clear_old_traces")
def clear_old_traces() -> None:
    actions.clear_old_traces()
