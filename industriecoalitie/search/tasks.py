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


@shared_task(name="search.fold_terms")
def fold_terms() -> None:
    """Count the words of the index again, and look for typing errors among them."""
    actions.fold_terms(exactly=True)
    spelling.look_for_slips()
