"""Proposals as a list shows them: each with the name of its record, and the steps of one proposal."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, TextField, UUIDField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from industriecoalitie.core.catalogue import words_of
from industriecoalitie.history.origins import origins_of

from .choices import State
from .content import kind_in_words, kinds
from .models import Correction


@dataclass(frozen=True)
class Row:
    """A proposal and the name of its record; empty when the reader may not see it, or it is gone."""

    correction: Correction
    name: str


@dataclass(frozen=True)
class Step:
    """One thing that happened to a proposal: when, what and who."""

    at: datetime.datetime
    what: str
    who: str


def rows_of(corrections: Sequence[Correction], user) -> list[Row]:
    """Return proposals with the names of their records as far as ``user`` may see them, in one query."""
    names = names_of(corrections, user)
    return [Row(each, names.get(each.record, "")) for each in corrections]


def names_of(corrections: Iterable[Correction], user) -> dict[UUID, str]:
    """Return the names of the records of proposals, by identifier."""
    wanted: dict[str, set[UUID]] = {}
    for each in corrections:
        wanted.setdefault(each.kind, set()).add(each.record)
    asked = []
    for kind, model in kinds().items():
        if kind not in wanted:
            continue
        rows = model.objects.visible_to(user).filter(uuid__in=wanted[kind]).order_by()
        own = words_of(model)
        named = rows.annotate(c_uuid=Cast(F("uuid"), UUIDField()), c_name=Cast(F(own), TextField()))
        asked.append(named.values_list("c_uuid", "c_name"))
        if own == "uuid":
            wanted[kind] = set()
    found = dict(asked[0].union(*asked[1:], all=True)) if asked else {}
    nameless = {each.record: kind_in_words(each.kind) for each in corrections if not wanted.get(each.kind)}
    return {uuid: nameless.get(uuid, name) for uuid, name in found.items()}


def steps_of(correction: Correction) -> list[Step]:
    """Return what happened to a proposal, the first step first."""
    events = list(correction.events.order_by("pgh_id").select_related("assignee"))
    origins = origins_of(event.pgh_context_id for event in events)
    steps, before = [], None
    for event in events:
        what = _what(before, event)
        origin = origins.get(event.pgh_context_id)
        before = event
        if what:
            who = origin.who if origin and origin.user else _("een bezoeker")
            steps.append(Step(event.pgh_created_at, what, who))
    return steps


def _what(before, event) -> str:
    if before is None:
        return _("Voorgesteld")
    if event.state != before.state:
        return State(event.state).label
    if event.assignee_id != before.assignee_id:
        return (
            _("Opgepakt door %(name)s") % {"name": event.assignee} if event.assignee_id else _("Losgelaten")
        )
    return ""
