"""What the clock does with corrections."""

from celery import shared_task

from . import actions


@shared_task(name="corrections.tell_what_is_overdue")
def tell_what_is_overdue() -> None:
    actions.tell_what_is_overdue()


@shared_task(name="corrections.forget_senders")
def forget_senders() -> None:
    actions.forget_senders()
