"""Lists over all kinds of record: what changed of late, and what was taken away."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Max, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from pghistory.models import Context

from industriecoalitie.core.catalogue import words_of
from industriecoalitie.core.kinds import model_of, record_models
from industriecoalitie.core.models import Record
from industriecoalitie.core.texts import joined

from .origins import Origin, origins_of

RECENT_DAYS = 90
MOST_KINDS = 3


@dataclass(frozen=True)
class RecentChange:
    """A change set in a list: where it came from, and how many records of which kinds it touched."""

    origin: Origin
    title: str
    total: int


@dataclass(frozen=True)
class HiddenRecord:
    """A record that was taken away."""

    kind: str
    kind_name: str
    uuid: UUID
    title: str
    hidden_at: datetime.datetime


def recent_changes(user, *, by_others: bool) -> QuerySet:
    """Return the change sets of the last 90 days that touched a record the person may edit, newest first."""
    since = timezone.now() - datetime.timedelta(days=RECENT_DAYS)
    keys = [_editable_events(model, user).values("pgh_context_id") for model in record_models().values()]
    recent = Context.objects.filter(created_at__gte=since, pk__in=keys[0].union(*keys[1:]))
    if by_others:
        recent = recent.exclude(metadata__user=user.pk)
    return recent.order_by("-created_at", "pk")


def _editable_events(model: type[Record], user) -> QuerySet:
    since = timezone.now() - datetime.timedelta(days=RECENT_DAYS)
    events = QuerySet(model.pgh_event_model).filter(pgh_created_at__gte=since, pgh_context__isnull=False)
    return events.filter(pgh_obj_id__in=model.objects.kept_by(user).values("pk")).order_by()


def described(contexts: Sequence[Context], user) -> list[RecentChange]:
    """Return change sets with what they touched, of what the person may edit, in three queries."""
    keys = [context.pk for context in contexts]
    if not keys:
        return []
    arms = [
        _editable_events(model, user)
        .filter(pgh_context_id__in=keys)
        .values("pgh_context_id")
        .annotate(
            r_kind=Value(kind, TextField()),
            r_total=Count("pgh_obj_id", distinct=True),
            r_title=Max(Cast(F(words_of(model)), TextField())),
        )
        .values_list("pgh_context_id", "r_kind", "r_total", "r_title")
        for kind, model in record_models().items()
    ]
    touched = defaultdict(list)
    for key, kind, total, title in arms[0].union(*arms[1:], all=True):
        touched[key].append((kind, total, title))
    origins = origins_of(keys)
    return [
        RecentChange(origins[key], _title(touched[key]), sum(total for _kind, total, _one in touched[key]))
        for key in keys
    ]


def _title(touched: Iterable[tuple[str, int, str]]) -> str:
    """Return what a change set touched: the name of one record, or how many of each kind."""
    found = sorted(touched)
    if len(found) == 1 and found[0][1] == 1:
        kind, _total, title = found[0]
        model = model_of(kind)
        has_name = words_of(model) != "uuid"
        return str(title) if has_name else str(model._meta.verbose_name)
    if len(found) > MOST_KINDS:
        return _("%(total)d gegevens") % {"total": sum(total for _kind, total, _one in found)}
    counts = []
    for kind, total, _one in found:
        meta = model_of(kind)._meta
        counts.append(f"{total} {meta.verbose_name if total == 1 else meta.verbose_name_plural}")
    return str(joined(counts))


def hidden_records(user) -> QuerySet:
    """Return the hidden records that a person may bring back, the last hidden first, as tuples for ``HiddenRecord``."""
    arms = [
        model.objects.publishable_by(user)
        .filter(hidden_at__isnull=False)
        .order_by()
        .annotate(
            h_kind=Value(kind, TextField()),
            h_name=Value(str(model._meta.verbose_name), TextField()),
            h_uuid=F("uuid"),
            h_title=Cast(F(words_of(model)), TextField()),
            h_at=F("hidden_at"),
        )
        .values_list("h_kind", "h_name", "h_uuid", "h_title", "h_at")
        for kind, model in record_models().items()
    ]
    return arms[0].union(*arms[1:], all=True).order_by("-h_at", "h_uuid")


def shown_hidden(rows: Iterable[tuple]) -> list[HiddenRecord]:
    """Return rows of ``hidden_records`` with a name; a record without one is called after its kind."""
    return [
        HiddenRecord(kind, name, uuid, name if words_of(model_of(kind)) == "uuid" else title, at)
        for kind, name, uuid, title, at in rows
    ]
