"""What the clock does with tokens."""

from celery import shared_task

from . import actions


@shared_task(name="tokens.warn_of_expiry")
def warn_of_expiry() -> None:
    actions.warn_of_expiry()
