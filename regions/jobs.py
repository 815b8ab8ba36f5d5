"""What the clock starts for regions."""

from celery import shared_task

from . import actions


@shared_task(name="regions.complete_due_handovers")
def complete_due_handovers() -> None:
    actions.complete_due_handovers()
