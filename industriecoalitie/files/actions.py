"""Taking files in, having them scanned, and taking away what nobody needs."""

import datetime
import logging
from collections.abc import Collection
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.api import actions as documents
from industriecoalitie.notifications.waking import wake

from . import scanning
from .checking import Checked, checked
from .choices import FileKind, FileState
from .models import WIDTHS, StoredFile

SCAN_TASK = "files.scan"
BOTH_KINDS = frozenset([FileKind.IMAGE, FileKind.DOCUMENT])
# Who handed in a file has this long to put it somewhere.
UNUSED_HOURS = 24
# So long a change that took a file away can be undone.
UNDO_DAYS = 90

log = logging.getLogger(__name__)


def take_in(upload: UploadedFile, *, by_user, kinds: Collection[str] = BOTH_KINDS) -> StoredFile:
    """Look a file through, keep it and return it: clean, or waiting when this portal has a scanner.

    ``kinds``: ``image``, ``document`` or both.

    Raises:
        ValidationError: the file is refused; one sentence says why.
    """
    file = checked(upload, kinds)
    is_waiting = scanning.has_scanner()
    stored = StoredFile(
        kind=file.kind, name=file.name, content_type=file.content_type, size_bytes=len(file.content),
        sha256=file.sha256, width=file.width, height=file.height, store_name=_free_name(), uploaded_by=by_user,
        state=FileState.WAITING if is_waiting else FileState.CLEAN,
    )  # fmt: skip
    _put(stored, file)
    with transaction.atomic():
        stored.save()
        if is_waiting:
            wake(SCAN_TASK, stored.pk)
    return stored


def scan(pk: int) -> None:
    """Have one waiting file scanned; it stays waiting when the scanner gives no answer."""
    with transaction.atomic():
        stored = (
            StoredFile.objects.select_for_update(skip_locked=True)
            .filter(pk=pk, state=FileState.WAITING)
            .first()
        )
        if stored is None:
            return
        try:
            with stored.open() as stream:
                clean = scanning.is_clean(stream)
        except scanning.ScannerDown as down:
            log.warning("files: the scanner gives no answer (%s); the file waits", down)
            return
        except FileNotFoundError:
            log.warning("files: a waiting file is not in the store")
            clean = False
        stored.state = FileState.CLEAN if clean else FileState.REFUSED
        stored.save(update_fields=["state"])
        documents.refresh({StoredFile: {stored.pk}})
        if not clean:
            transaction.on_commit(lambda: _remove_bytes(stored.store_name))


def scan_waiting() -> None:
    """Have all waiting files scanned, oldest first."""
    if scanning.has_scanner():
        for pk in (
            StoredFile.objects.filter(state=FileState.WAITING).order_by("pk").values_list("pk", flat=True)
        ):
            scan(pk)


def remove_unused(now: datetime.datetime | None = None) -> int:
    """Remove files that nothing points at, a day after they came, and bytes without a row; return how many rows went."""
    now = now or timezone.now()
    before = now - datetime.timedelta(hours=UNUSED_HOURS)
    since = now - datetime.timedelta(days=UNDO_DAYS)
    rows = StoredFile.objects.filter(created_at__lt=before)
    keys = list(rows.unused(linked_since=since).values_list("pk", flat=True))
    removed = sum(_remove(pk, since) for pk in keys)
    _remove_orphans(before)
    return removed


def _remove(pk: int, since: datetime.datetime) -> int:
    with transaction.atomic():
        # Who wants to point at it waits for this lock; whoever was first is found by asking again.
        stored = StoredFile.objects.select_for_update().filter(pk=pk).first()
        if stored is None or not StoredFile.objects.filter(pk=pk).unused(linked_since=since).exists():
            return 0
        stored.delete()
        transaction.on_commit(lambda: _remove_bytes(stored.store_name))
    return 1


def _free_name() -> str:
    key = uuid4().hex
    return f"{key[:2]}/{key}"


def _put(stored: StoredFile, file: Checked) -> None:
    """Write the bytes, before the row: a row always has its bytes, bytes without a row are swept up."""
    contents = {stored.store_name: file.content}
    contents |= {stored.rendition_name(width): content for width, content in file.renditions.items()}
    for name, content in contents.items():
        if storages["private"].save(name, ContentFile(content)) != name:
            raise ValidationError(_("Het bestand kon niet worden bewaard. Probeer het nog eens."))


def _remove_bytes(store_name: str) -> None:
    for name in (store_name, *(f"{store_name}-{width}" for width in WIDTHS)):
        storages["private"].delete(name)


def _remove_orphans(before: datetime.datetime) -> None:
    store = storages["private"]
    if not store.exists(""):
        return
    for folder in store.listdir("")[0]:
        names = [f"{folder}/{name}" for name in store.listdir(folder)[1]]
        known = set(
            StoredFile.objects.filter(store_name__startswith=f"{folder}/").values_list(
                "store_name", flat=True
            )
        )
        for name in names:
            if name.partition("-")[0] not in known and store.get_modified_time(name) < before:
                store.delete(name)
