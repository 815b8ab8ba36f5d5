"""Large files of the API: made by the worker in the rights of that moment, kept a day, for who asked."""

import logging
import tempfile
from typing import Any

from django.core.files import File
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.api.addresses import collections
from industriecoalitie.api.exceptions import InvalidQuery
from industriecoalitie.api.preconditions import digest
from industriecoalitie.core.actors import memberships_of
from industriecoalitie.core.querysets import PeriodQuerySet
from industriecoalitie.exchange.asked import Export, read_export, scope_of
from industriecoalitie.exchange.models import ExportRun, ExportState
from industriecoalitie.exchange.streams import write
from industriecoalitie.notifications.waking import wake

from .exports import IN_MEMORY, MOST_ATTEMPTS
from .imports import only_one

WORK_TASK = "exchange.work_on_job"
# A workbook holds no more, its head not counted.
MOST_IN_WORKBOOK = 1_048_575
logger = logging.getLogger(__name__)


def wait_turn(owner: User) -> None:
    """Let one request at a time of a person count and start files, until the end of the transaction."""
    list(User.objects.select_for_update().filter(pk=owner.pk).values_list("pk"))


def start_job(export: Export, query: QueryDict, owner: User, token: Any = None) -> ExportRun:
    """Leave a file to the worker; ``token`` is the key of the token that asks, None for a person."""
    with transaction.atomic():
        run = ExportRun.objects.create(
            user=owner,
            token=token,
            collection=export.collection,
            query=query.urlencode(),
            file_format=export.file_format,
            total=export.rows.order_by().count(),
        )
        wake(WORK_TASK, run.pk)
    run.refresh_from_db()
    return run


def work_on(key: int) -> None:
    """Make the file of a run; nothing when it is made or another worker is at it.

    No transaction is held: the progress is seen, and a worker that is killed leaves a run that still waits.
    """
    with only_one(key, "exchange.exportrun") as mine:
        waiting = ExportRun.objects.of_api().busy().select_related("user")
        run = waiting.filter(pk=key).first() if mine else None
        if run is None:
            return
        ExportRun.objects.filter(pk=key).update(attempts=run.attempts + 1, done=0)
        if run.attempts >= MOST_ATTEMPTS:
            _fail(run, _("Het maken van dit bestand is drie keer afgebroken. Kies een paar filters erbij."))
            return
        _make(run)


def _make(run: ExportRun) -> None:
    viewset = collections().get(run.collection)
    reader = reader_of(run, scope_of(viewset))
    if viewset is None or reader is None:
        _fail(run, _("Wie dit bestand vroeg, mag deze gegevens niet meer lezen."))
        return
    try:
        export = read_export(viewset, QueryDict(run.query), reader)
    except InvalidQuery:
        _fail(run, _("Een filter klopt niet meer: een waarde is weg, of niet meer te zien voor wie vroeg."))
        return
    if run.file_format == "xlsx" and run.total > MOST_IN_WORKBOOK:
        _fail(run, _("Zoveel regels passen niet in één werkblad. Kies jsonl of csv."))
        return
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as made:
        write(export, made, lambda done: _tell(run, done))
        made.seek(0)
        run.file.save(f"{run.uuid}.{run.file_format}", File(made), save=False)
    ExportRun.objects.filter(pk=run.pk).update(
        file=run.file.name,
        state=ExportState.READY,
        rights=rights_of(reader),
        done=run.done,
        total=run.done,
        ended_at=timezone.now(),
    )


def rights_of(reader: Any) -> str:
    """Return what is another when a reader may see something else: who made a file may only fetch it as that."""
    if not reader.is_authenticated:
        return ""
    roles = sorted((held.region_id or 0, held.role) for held in memberships_of(reader))
    invited = PeriodQuerySet.current(reader.partnership_contacts.all()) if reader.pk else ()
    partnerships = sorted(contact.partnership_id for contact in invited)
    return digest(repr((reader.is_superuser, roles, partnerships)).encode())


def reader_of(run: ExportRun, scope: str) -> Any:
    """Return the user in whose rights a file is made now, None when the person or the token opens nothing any more."""
    if not run.user.is_active:
        return None
    if run.token is None:
        return run.user
    token = run.user.api_tokens.for_request().live().filter(uuid=run.token).first()
    return token.reader(scope) if token is not None else None


def _tell(run: ExportRun, done: int) -> None:
    run.done = done
    ExportRun.objects.filter(pk=run.pk).update(done=done)


def _fail(run: ExportRun, reason: str) -> None:
    ExportRun.objects.filter(pk=run.pk).update(
        state=ExportState.FAILED, reason=reason, ended_at=timezone.now()
    )


def pick_up_jobs() -> None:
    """Make the files that nobody was woken for, or whose worker was killed."""
    for key in ExportRun.objects.of_api().busy().order_by("pk").values_list("pk", flat=True):
        try:
            work_on(key)
        except Exception:  # one file may not keep the others waiting
            logger.exception("job %s broke", key)
