"""Organisations that turn out to be one, that are two after all, and that went on as another."""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.dates import PartialDate
from industriecoalitie.core.naming import folded
from industriecoalitie.history.merging import Link, links_to, locked_pair, move_links, renew
from industriecoalitie.history.recording import Change, Row, change_record, change_set, recorded
from industriecoalitie.sources.actions import move_citations
from regions.models import Organisation, OrganisationDistinct, Succession

# What a person chooses between when two organisations become one.
MERGED_FIELDS = (
    "name", "kind", "summary", "status", "parent", "place", "province", "region", "website", "owner", "visibility",
    "remark",
)  # fmt: skip


def links_to_organisations() -> list[Link]:
    """Return every way in which a row of any app may point at an organisation; the history is no such way."""
    return links_to(Organisation)


def merge_organisations(
    kept: Organisation,
    gone: Organisation,
    choices: Collection[str] = (),
    *,
    by: Actor,
    seen: int | None = None,
    seen_gone: int | None = None,
) -> Organisation:
    """Make two organisations one: all that points at ``gone`` points at ``kept`` from now on; return ``kept``.

    ``choices`` are the fields (of ``MERGED_FIELDS``) that get the value of ``gone``. Both names, and all aliases, find
    what is kept. A row that would stand there twice is removed, a record that would is hidden. ``gone`` is hidden, with
    ``merged_into``. Everything is one change set, whose key is ``kept.change_set``.

    Raises:
        Conflict: one of the two is no longer at the version that was seen.
        ValidationError: the two are one, one of them is gone already, or something that has to move breaks a rule.
    """
    if kept.pk == gone.pk:
        raise ValidationError(_("Kies twee verschillende organisaties."))
    with change_set(by, "organisation.merged"):
        kept, gone = locked_pair((kept, seen), (gone, seen_gone))
        if kept.hidden_at or gone.hidden_at:
            raise ValidationError(_("Een van deze organisaties is intussen verwijderd of samengevoegd."))
        values = _values_of_both(kept, gone, choices)
        touched = move_links(kept, gone, by=by)
        move_citations(kept.uuid, gone.uuid, ["", *choices])
        with recorded("organisation.merged", gone, by=by) as hidden:
            hidden.merged_into = kept
            hidden.hidden_at = timezone.now()
        with recorded("organisation.changed", kept, by=by) as whole:
            for name, value in values.items():
                setattr(whole, name, value)
        renew(touched - {kept, gone}, by=by)
    return whole


def _values_of_both(kept: Organisation, gone: Organisation, choices: Collection[str]) -> dict[str, Any]:
    values = {name: getattr(gone, name) for name in MERGED_FIELDS if name in choices}
    values.setdefault("parent", kept.parent)
    if values["parent"] is not None and _lies_in(values["parent"], {kept.pk, gone.pk}):
        values["parent"] = gone.parent if _lies_in(kept.parent, {gone.pk}) else kept.parent
    if values["parent"] is not None and values["parent"].pk in (kept.pk, gone.pk):
        values["parent"] = None
    name = values.get("name", kept.name)
    values["aliases"] = _once([*kept.aliases, *gone.aliases, kept.name, gone.name], but=name)
    return values


def _lies_in(organisation: Organisation | None, keys: set[int]) -> bool:
    """Tell whether an organisation is one of these, or a part of one at any depth."""
    passed: set[int] = set()
    while organisation is not None and organisation.pk not in passed:
        if organisation.pk in keys:
            return True
        passed.add(organisation.pk)
        organisation = organisation.parent
    return False


def _once(names: list[str], *, but: str) -> list[str]:
    """Return each name once, without regard to capitals and accents, and without ``but``."""
    seen = {folded(but)}
    return [name for name in names if folded(name) not in seen and not seen.add(folded(name))]


def tell_apart(organisation: Organisation, other: Organisation, *, by: Actor) -> Organisation:
    """Store that two organisations that look alike are two; saying so again changes nothing.

    Raises:
        ValidationError: the two are one.
    """
    if _said_before(organisation, other):
        return organisation
    row = Row(values={"other": other})
    return change_record(organisation, Change(rows={"distinct_from": [row]}), by=by, verb="told_apart")


def _said_before(organisation: Organisation, other: Organisation) -> bool:
    pairs = models.Q(organisation=organisation, other=other) | models.Q(
        organisation=other, other=organisation
    )
    return OrganisationDistinct.objects.filter(pairs).exists()


def record_succession(
    predecessors: Collection[Organisation],
    successors: Collection[Organisation],
    kind: str,
    happened: PartialDate | None = None,
    *,
    by: Actor,
) -> list[Organisation]:
    """Store that every predecessor went on as every successor; return the successors as they are now.

    Raises:
        ValidationError: an organisation would follow itself, or followed the other already, keyed by ``others``.
    """
    if _circle(predecessors, successors):
        raise ValidationError({"others": _("Een organisatie kan niet uit zichzelf voortkomen.")})
    when = {"happened_on": happened.first_day, "happened_precision": happened.precision} if happened else {}
    with change_set(by, "organisation.succeeded") as key:
        changed = []
        for successor in successors:
            rows = [Row(values={"predecessor": each, "kind": kind, **when}) for each in predecessors]
            if Succession.objects.filter(successor=successor, predecessor__in=predecessors).exists():
                raise ValidationError({"others": _("Deze opvolging staat er al.")})
            changed.append(
                change_record(successor, Change(rows={"predecessor_links": rows}), by=by, verb="succeeded")
            )
    for each in changed:
        each.change_set = key
    return changed


def _circle(predecessors: Collection[Organisation], successors: Collection[Organisation]) -> bool:
    """Tell whether a successor is, or came before, one of the predecessors."""
    ends = {each.pk for each in successors}
    return any(key in ends for key in _all_before({each.pk for each in predecessors}))


def _all_before(keys: set[int]) -> Iterator[int]:
    passed: set[int] = set()
    while keys:
        yield from keys
        passed |= keys
        found = Succession.objects.filter(successor__in=keys).values_list("predecessor", flat=True)
        keys = set(found) - passed
