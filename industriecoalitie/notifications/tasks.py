"""What the worker does with the outbox, when it is woken or by the clock."""

from celery import shared_task

from . import outbox


@shared_task(name=outbox.SEND_TASK)
def send_due_letters() -> None:
    outbox.send_due_letters()


@shared_task(name="notifications.clear_old_letters")
def clear_old_letters() -> None:
    outbox.clear_old_letters()
