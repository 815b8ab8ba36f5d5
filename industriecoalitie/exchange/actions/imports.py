"""A file that someone brings in: kept, looked through, carried out; each step may be begun again."""

import datetime
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.tables import Table
from industriecoalitie.exchange.models import ImportRun, RunState
from industriecoalitie.exchange.planning import Planned, plan_file
from industriecoalitie.exchange.plans import Fault
from industriecoalitie.exchange.reading import Read, read_file
from industriecoalitie.notifications.waking import wake

from .carrying import Refused, carry_out, in_order, rehearse

# Shorter files are done while the person waits.
INLINE_ROWS = 200
MOST_ATTEMPTS = 3
WORK_TASK = "exchange.work_on_import"
MOST_FAULTS = 500
KEPT_FOR = datetime.timedelta(days=30)


def start_import(table: Table, user: User, name: str, content: bytes, *, by: Actor) -> ImportRun:
    """Keep a file and look it through; a long one is left to the worker.

    Raises:
        ValidationError: the file cannot be read.
    """
    sheets = read_file(name, content)
    total = rows_in(sheets)
    run = ImportRun.objects.create(
        user=user, table_key=table.key, file_name=name[-200:], content=content, total=total
    )
    _do(run, by)
    return run


def confirm_import(run: ImportRun, *, by: Actor) -> None:
    """Carry out what was shown; a long file is left to the worker.

    Raises:
        ValidationError: there is nothing to carry out, or it was done already.
    """
    changed = ImportRun.objects.filter(
        pk=run.pk, state__in=(RunState.CHECKED, RunState.FAILED), faults=[]
    ).exclude(differences=[])
    if not changed.update(state=RunState.APPLYING, done=0, attempts=0):
        raise ValidationError(_("Dit bestand is al ingevoerd, of er valt niets in te voeren."))
    run.refresh_from_db()
    _do(run, by)


def _do(run: ImportRun, by: Actor) -> None:
    if run.total > INLINE_ROWS:
        with transaction.atomic():
            wake(WORK_TASK, run.pk)
    else:
        work_on(run.pk, by=by)
    run.refresh_from_db()


def rows_in(sheets: list[Read]) -> int:
    return sum(len(sheet.rows) for sheet in sheets)


def work_on(key: int, *, by: Actor | None = None) -> None:
    """Do the step that a run waits for; nothing when another worker is at it or it needs none.

    A worker that is killed leaves nothing: its transaction ends with it, and the run still waits.
    """
    with only_one(key) as mine:
        run = ImportRun.objects.select_related("user").filter(pk=key).first() if mine else None
        if run is None or not run.is_busy:
            return
        ImportRun.objects.filter(pk=key).update(attempts=run.attempts + 1, done=0)
        if run.attempts >= MOST_ATTEMPTS:
            _end(run, state=RunState.FAILED)
            return
        actor = by or Actor(door="job", user=run.user)
        step = _check if run.state == RunState.CHECKING else _apply
        step(run, actor)


class only_one:  # noqa: N801 - reads as a phrase
    """Yield whether this connection is the only one that works on a run; ends with the connection.

    ``of`` tells runs of several kinds apart.
    """

    def __init__(self, key: int, of: str = "exchange.importrun"):
        self.names = [of, key]

    def __enter__(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", self.names)
            self.mine = cursor.fetchone()[0]
        return self.mine

    def __exit__(self, *error) -> None:
        if self.mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", self.names)


def plan_of(run: ImportRun) -> Planned:
    """Return what a kept file asks for, as things are now."""
    return plan_file(run.table, read_file(run.file_name, bytes(run.content)), run.user)


def _check(run: ImportRun, by: Actor) -> None:
    try:
        planned = plan_of(run)
    except ValidationError as error:
        _end(run, state=RunState.REFUSED, faults=[Fault(text).as_dict() for text in error.messages])
        return
    with progress_of(run) as tell:
        rehearse(in_order(planned.changing), by=by, progress=tell)
    faults = [fault.as_dict() for fault in planned.all_faults()]
    _end(
        run,
        state=RunState.REFUSED if faults else RunState.CHECKED,
        faults=faults[:MOST_FAULTS],
        differences=[plan.as_dict() for plan in planned.changing],
        unchanged=planned.unchanged,
    )


def _apply(run: ImportRun, by: Actor) -> None:
    """Do exactly what was shown: what would be different now is refused."""
    planned = plan_of(run)
    faults = [*planned.all_faults(), *_differing(run, planned)]
    more = {"table": run.table_key, "run": str(run.uuid)}
    try:
        if faults:
            raise Refused(faults)
        # The run is done in the same transaction as the work: a worker that is killed has done both or neither.
        with progress_of(run) as tell, transaction.atomic():
            key = carry_out(planned.changing, "import.applied", by=by, progress=tell, **more)
            _end(run, state=RunState.APPLIED, change_set=key)
    except Refused as refused:
        found = [fault.as_dict() for fault in refused.faults]
        _end(run, state=RunState.REFUSED, faults=found[:MOST_FAULTS])


def _differing(run: ImportRun, planned: Planned) -> list[Fault]:
    shown = {plan["lines"][0]["row"]: plan for plan in run.differences if plan["lines"]}
    now = {plan["lines"][0]["row"]: plan for each in planned.changing if (plan := each.as_dict())["lines"]}
    message = _("‘%(name)s’ is veranderd sinds je bestand is nagekeken. Stuur het bestand opnieuw in.")
    return [
        Fault(message % {"name": (now.get(row) or shown[row])["name"]}, row)
        for row in sorted(shown.keys() | now.keys())
        if shown.get(row) != now.get(row)
    ]


def _end(run: ImportRun, **values) -> None:
    if values["state"] in (RunState.APPLIED, RunState.CHECKED, RunState.REFUSED):
        values["done"] = run.total
    ImportRun.objects.filter(pk=run.pk).update(ended_at=timezone.now(), **values)


class progress_of:  # noqa: N801 - reads as a phrase
    """Yield what tells how far a run is, over a line of its own: the work itself is not to be seen before its end."""

    def __init__(self, run: ImportRun):
        self.run, self.line = run, None

    def __enter__(self) -> Callable[[int], None]:
        return self.tell

    def tell(self, done: int) -> None:
        if self.run.total <= INLINE_ROWS or done % 10:
            return
        if self.line is None:
            self.line = connection.get_new_connection(connection.get_connection_params())
            self.line.autocommit = True
        with self.line.cursor() as cursor:
            cursor.execute(
                "UPDATE exchange_importrun SET done = %s WHERE id = %s",
                [min(done, self.run.total), self.run.pk],
            )

    def __exit__(self, *error) -> None:
        if self.line is not None:
            self.line.close()


def pick_up_imports() -> None:
    """Do what runs wait for that nobody was woken for, or whose worker was killed."""
    for key in ImportRun.objects.busy().order_by("pk").values_list("pk", flat=True):
        work_on(key)


def forget_old_imports() -> int:
    """Remove files and differences of 30 days ago; the history keeps what they changed."""
    return ImportRun.objects.older_than(KEPT_FOR).delete()[0]
