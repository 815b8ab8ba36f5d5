"""What the worker does for the search, when it is woken or by the clock."""

from celery import shared_task

from . import actions, asked, spelling


@shared_task(name="search.keep_asked")
def keep_asked() -> None:
    asked.keep_asked()


@shared_task(name="search.forget_asked")
def forget_asked() -> None:
    asked.forget_asked()


@shared_task(name="search.catch_up")
def catch_up() -> None:
    actions.rebuild(only_behind=True)


@shared_task(name="search.look_over")
def look_over() -> None:
    """Compare every row with its record, count the words again, and look for typing errors among them.

    It mends what two changes at the same time, each of what the other reads, did not see of each other.
    """
    actions.rebuild()
    spelling.look_for_slips()
