"""What the worker does with webhooks, when it is woken or by the clock."""

from celery import current_app, shared_task

from .actions import fanning, sending
from .actions.endpoints import SEND_TASK


@shared_task(name=SEND_TASK)
def send() -> None:
    """Share out what happened, and send what is due; found by the clock when nobody was woken."""
    fanning.share_out()
    sending.send_due(wait=current_app.conf.task_always_eager)


@shared_task(name="webhooks.forget_old")
def forget_old() -> None:
    fanning.forget_old()
