"""What the worker does for the API, when it is woken or by the clock."""

from celery import shared_task

from . import actions


@shared_task(name=actions.CATCH_UP)
def catch_up() -> None:
    """Make the documents that were left for later."""
    actions.rebuild(only_behind=True)


@shared_task(name="api.look_over")
def look_over() -> None:
    """Compare every document with its record, and mend what two changes at the same time did not see of each other."""
    actions.rebuild()


@shared_task(name="api.forget_events")
def forget_events() -> None:
    actions.forget_events()
