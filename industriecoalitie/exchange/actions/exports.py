"""Large lists as files: made by the worker, kept a day, for one person."""

import datetime
import logging
import tempfile

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from industriecoalitie.accounts.models import User
from industriecoalitie.core.tables import Table
from industriecoalitie.exchange.lists import chosen
from industriecoalitie.exchange.models import ExportRun, ExportState
from industriecoalitie.exchange.writing import write_csv, write_json, write_xlsx
from industriecoalitie.notifications.waking import wake

WORK_TASK = "exchange.work_on_export"
MOST_ATTEMPTS = 3
logger = logging.getLogger(__name__)
# A file in memory becomes one on disk beyond this.
IN_MEMORY = 2 * 1024 * 1024
KEPT_FOR = datetime.timedelta(hours=24)


def start_export(table: Table, user: User, query: str, file_format: str, total: int) -> ExportRun:
    """Leave a large list to the worker."""
    with transaction.atomic():
        run = ExportRun.objects.create(
            user=user, table_key=table.key, query=query, file_format=file_format, total=total
        )
        wake(WORK_TASK, run.pk)
    run.refresh_from_db()
    return run


def write_file(table: Table, rows: QuerySet, user, file_format: str, progress=None):
    """Return a temporary file with the rows, at its beginning."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    if file_format == "xlsx":
        write_xlsx(table, rows, user, target, progress)
    else:
        write = write_csv if file_format == "csv" else write_json
        for part in write(table, rows, user, progress):
            target.write(part)
    target.seek(0)
    return target


def work_on(key: int) -> None:
    """Make the file of a run; nothing when it is made or another worker is at it. May run twice."""
    with transaction.atomic():
        waiting = ExportRun.objects.of_lists().busy().select_for_update(skip_locked=True, of=("self",))
        if not waiting.filter(pk=key).exists():
            return
        # Counted in a transaction of its own: an attempt that breaks counts too.
        ExportRun.objects.filter(pk=key).update(attempts=F("attempts") + 1)
    with transaction.atomic():
        waiting = ExportRun.objects.of_lists().busy().select_for_update(skip_locked=True, of=("self",))
        run = waiting.select_related("user").filter(pk=key).first()
        if run is None:
            return
        try:
            rows = chosen(run.table, run.user, run.query) if run.table else None
        except ValidationError:
            rows = None  # a value of the filter is gone, or hidden from the person since
        if run.attempts > MOST_ATTEMPTS or rows is None:
            ExportRun.objects.filter(pk=key).update(state=ExportState.FAILED, ended_at=timezone.now())
            return
        with write_file(run.table, rows, run.user, run.file_format) as made:
            run.file.save(f"{run.uuid}.{run.file_format}", File(made), save=False)
        ExportRun.objects.filter(pk=key).update(
            file=run.file.name, state=ExportState.READY, done=run.total, ended_at=timezone.now()
        )


def pick_up_exports() -> None:
    """Make the files that nobody was woken for, or whose worker was killed."""
    for key in ExportRun.objects.of_lists().busy().order_by("pk").values_list("pk", flat=True):
        try:
            work_on(key)
        except Exception:  # one file may not keep the others waiting
            logger.exception("export %s broke", key)


def forget_old_exports() -> int:
    """Remove files of a day ago."""
    old = list(ExportRun.objects.older_than(KEPT_FOR))
    for run in old:
        run.file.delete(save=False)
        run.delete()
    return len(old)
