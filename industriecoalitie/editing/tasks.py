"""What the clock asks of unsent forms and of answered requests."""

from celery import shared_task

from . import actions


@shared_task(name="editing.forget_old_work")
def forget_old_work() -> int:
    """Forget drafts nobody came back to, once a day."""
    return actions.forget_old_work()


@shared_task(name="editing.forget_answered_requests")
def forget_answered_requests() -> int:
    """Forget the answers that partner systems do not ask for again, every hour."""
    return actions.forget_answered_requests()
