"""The weekly letters of those who follow a filter."""

import datetime
import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from industriecoalitie.core.dates import last_monday
from industriecoalitie.exchange import emails
from industriecoalitie.exchange.models import Follow, SavedFilter, hash_of
from industriecoalitie.notifications.outbox import write_letter

from .filters import snapshot_of

logger = logging.getLogger(__name__)


def send_weekly_letters(now: datetime.datetime | None = None) -> int:
    """Write the letters that are due since last Monday; return how many. May run at any hour, and twice."""
    now = now or timezone.now()
    due = last_monday(now)
    keys = Follow.objects.filter(looked_at__lt=due).order_by("pk").values_list("pk", flat=True)
    return sum(1 for key in list(keys) if _sent(key, due, now))


def _sent(key: int, due: datetime.datetime, now: datetime.datetime) -> bool:
    try:
        return _send(key, due, now)
    except Exception:  # one letter may not keep the others waiting
        logger.exception("follow %s broke", key)
        return False


def _send(key: int, due: datetime.datetime, now: datetime.datetime) -> bool:
    with transaction.atomic():
        rows = Follow.objects.filter(looked_at__lt=due).select_for_update(skip_locked=True, of=("self",))
        follow = rows.select_related("user", "saved_filter").filter(pk=key).first()
        if follow is None or not follow.user.is_active:
            return False
        if not SavedFilter.objects.visible_to(follow.user).filter(pk=follow.saved_filter_id).exists():
            return False
        try:
            current = snapshot_of(follow.saved_filter, follow.user)
        except ValidationError:
            logger.warning("follow %s: its filter makes no sense any more", follow.pk)
            return False
        is_written = _write(follow, current, due)
        follow.snapshot, follow.looked_at = current, now
        follow.token_hash = hash_of(follow.token())
        follow.save(update_fields=["snapshot", "looked_at", "token_hash"])
    return is_written


def _write(follow: Follow, current: dict[str, int], due: datetime.datetime) -> bool:
    """Write the letter; nothing when there is nothing to tell."""
    before = follow.snapshot
    groups = [
        [uuid for uuid in current if uuid not in before],
        [uuid for uuid in before if uuid not in current],
        [uuid for uuid, version in current.items() if before.get(uuid, version) != version],
    ]
    records = _records(follow, {uuid for group in groups for uuid in group})
    entered, left, changed = ([records[uuid] for uuid in group if uuid in records] for group in groups)
    if not (entered or left or changed):
        return False
    subject, text = emails.weekly(follow, entered, left, changed)
    write_letter(
        f"follow:{follow.pk}:{due:%Y-%m-%d}", follow.user.email, subject, text,
        unsubscribe_url=emails.stop_url(follow),
    )  # fmt: skip
    return True


def _records(follow: Follow, uuids: set[str]) -> dict[str, Model]:
    """Return what the person may see today; what is hidden since is not named, not even as gone."""
    rows = follow.saved_filter.table.model.objects.visible_to(follow.user).filter(uuid__in=uuids)
    return {str(record.uuid): record for record in rows}
