"""What the clock asks of unsent forms."""

from celery import shared_task

from . import actions


@shared_task(name="editing.forget_old_work")
def forget_old_work() -> int:
    """Forget drafts nobody came back to, once a day."""
    return actions.forget_old_work()
