"""What can happen to the tasks of a team. Each is a change set: undone as a whole."""

from typing import Any

from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import change_set
from regions.models import Region, Task


def add_task(region: Region, *, by: Actor, **values: Any) -> Task:
    """Add a task of a region's team; ``values`` are fields with clean values.

    Raises:
        ValidationError: a value breaks a rule, keyed by field name.
    """
    with change_set(by, "task.added"):
        task = Task(region=region, created_by=by.user, **values)
        _save(task)
    return task


def finish_task(task: Task, *, by: Actor) -> Task:
    """Tick a task off today; one that is done already stays done on its own day."""
    with change_set(by, "task.finished"):
        fresh = _locked(task)
        if fresh.done_on is None:
            fresh.done_on = timezone.localdate()
            _save(fresh)
    return fresh


def reopen_task(task: Task, *, by: Actor) -> Task:
    """Put a task back on the list."""
    with change_set(by, "task.reopened"):
        fresh = _locked(task)
        if fresh.done_on is not None:
            fresh.done_on = None
            _save(fresh)
    return fresh


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).get(pk=task.pk)


def _save(task: Task) -> None:
    task.full_clean()
    task.save()
