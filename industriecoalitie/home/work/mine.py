"""What only this person or team has: tasks, forms that were not sent, and what others changed."""

import datetime

from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core import dates
from industriecoalitie.editing.models import Draft
from industriecoalitie.history.recent import described, recent_changes
from regions.choices import REGIONAL_ROLES
from regions.forms.team import TaskForm
from regions.models import Task

from .arms import Row
from .scope import Scope

CHANGED_DAYS = 14


def tasks_of(scope: Scope) -> QuerySet:
    """Return what the person has to do, and what nobody took yet: first what is late, then the own tasks."""
    regions = scope.regions_as(*REGIONAL_ROLES)
    mine = Q(assignee=scope.user.pk) | Q(assignee__isnull=True)
    rows = Task.objects.open().filter(mine, region__in=regions).select_related("region")
    late = When(due_on__lt=scope.today, then=Value(0))
    return rows.annotate(is_late=Case(late, default=Value(1))).order_by(
        "is_late", Case(When(assignee=scope.user.pk, then=0), default=1), "due_on", "pk"
    )


def task_row(task: Task, scope: Scope) -> Row:
    due = (
        _("klaar voor %(day)s") % {"day": dates.PartialDate(task.due_on, "day").in_words()}
        if task.due_on
        else ""
    )
    taken = "" if task.assignee_id else _("voor wie eraan toekomt")
    region = task.region.name if len(scope.regions) > 1 else ""
    late = _("Te laat") if task.is_overdue else ""
    meta = [part for part in (due, taken, region) if part]
    return Row(task.title, "", meta=meta, status=late, tone="let", task=task.uuid)


def drafts_of(scope: Scope) -> QuerySet:
    """Return the forms that the person began and did not send, the last one first."""
    return Draft.objects.filter(user=scope.user.pk).order_by("-saved_at", "pk")


def draft_row(draft: Draft) -> Row:
    moment = timezone.localtime(draft.saved_at)
    words = dates.PartialDate(moment.date(), "day").in_words()
    saved = _("bewaard op %(day)s, %(time)s uur") % {"day": words, "time": moment.strftime("%H.%M")}
    return Row(draft.title or _("Nog zonder naam"), draft.path, meta=[saved], draft=draft.path)


def changes_of(scope: Scope) -> QuerySet:
    """Return what other people changed on what the person keeps in the last 14 days, as change sets, newest first."""
    since = timezone.now() - datetime.timedelta(days=CHANGED_DAYS)
    return recent_changes(scope.user, by_others=True).filter(created_at__gte=since, metadata__user__gt=0)


def change_rows(contexts, scope: Scope) -> list[Row]:
    return [
        Row(
            change.title,
            reverse("history:change_set", args=[change.origin.key]),
            meta=[change.origin.verb, change.origin.who, _moment(change.origin.at)],
        )
        for change in described(list(contexts), scope.user)
    ]


def _moment(at: datetime.datetime) -> str:
    moment = timezone.localtime(at)
    words = dates.PartialDate(moment.date(), "day").in_words()
    return _("%(day)s, %(time)s uur") % {"day": words, "time": moment.strftime("%H.%M")}


def task_form_of(scope: Scope) -> TaskForm | None:
    """Return the form that adds a task of the own regions; None without a region."""
    regions = [scope.chosen] if scope.chosen else scope.regions
    return TaskForm(regions=regions) if regions else None
