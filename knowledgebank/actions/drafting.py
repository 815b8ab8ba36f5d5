"""A draft beside a published practice: begun as a copy, laid over it when a curator publishes it.

Three states meet: the practice as it was when the draft was begun (``base_version``), the draft, and the practice as it
is now. What the draft changed counts; what it left alone stays as it is now.
Source: docs/adr/0013-a-draft-beside-what-is-published.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.editing.sheets import free_slug
from industriecoalitie.history.recording import (
    Change,
    Row,
    add_record,
    change_record,
    change_set,
    hide_record,
    locked,
)
from industriecoalitie.history.states import NoSuchVersion, State, state_at, state_of
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice

# What a team writes; the rest of a practice belongs to the curators.
TEXTS = ("summary", "context", "approach", "results", "lessons", "costs")
VALUES = (
    "title",
    "kind",
    *TEXTS,
    "contact_function",
    "builds_on",
    "partnership",
    "programme",
    "region",
    "place",
)
LINKS = ("concepts", "organisations", "agenda_items")
ROWS = ("factor_links", "evidence", "quotes", "figures", "images")
# Columns of a row that belong to the one practice or to the other.
OWN = {"id", "uuid", "practice_id"}


def start_draft(practice: Practice, *, by: Actor) -> Practice:
    """Return the draft beside a published or retired practice; it is made when there is none.

    Raises:
        ValidationError: the practice was not published yet, and is written in itself.
    """
    if practice.state not in (PracticeState.PUBLISHED, PracticeState.RETIRED):
        raise ValidationError(_("Dit voorbeeld is nog niet gepubliceerd: je bewerkt het zelf."))
    with change_set(by, "practice.draft_started"):
        original = locked(practice)
        draft = open_draft(original)
        return draft or _copied(original, by)


def open_draft(practice: Practice) -> Practice | None:
    """Return the draft that stands beside a practice now; None without one."""
    return practice.drafts.filter(hidden_at=None).exclude(state=PracticeState.MERGED).first()


def discard_draft(draft: Practice, *, by: Actor, seen: int | None = None) -> Practice:
    """Throw away what was written; what is published stays as it is.

    Raises:
        Conflict: the draft is no longer at ``seen``.
    """
    return hide_record(draft, by=by, seen=seen)


def _copied(original: Practice, by: Actor) -> Practice:
    draft = Practice(
        slug=free_slug(Practice, f"{original.slug[:60]}-wijziging"),
        draft_of=original,
        base_version=original.version,
        owner=original.owner,
        visibility=original.visibility,
    )
    values = {name: getattr(original, name) for name in VALUES}
    links = {name: list(getattr(original, name).all()) for name in LINKS}
    rows = {name: [_copy_of(row, draft) for row in getattr(original, name).all()] for name in ROWS}
    try:
        with transaction.atomic():
            return add_record(draft, Change(values, links, rows), by=by)
    except IntegrityError as error:
        raise ValidationError(_("Er is al een wijziging van dit voorbeeld in de maak.")) from error


def _copy_of(row: Any, draft: Practice) -> Row:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    kept = {name: value for name, value in values.items() if name not in OWN}
    return Row(None, {**kept, "uuid": copy_uuid(draft, row.uuid)})


def copy_uuid(draft: Practice, row: UUID) -> UUID:
    """Return the identity that a row of the original has in the draft, so that it is known again."""
    return uuid5(draft.uuid, str(row))


@dataclass(frozen=True)
class Overlay:
    """What publishing a draft does to its original.

    ``change`` is laid over the original as it is now; ``crossed`` names what both changed since the draft was begun.
    """

    change: Change
    crossed: tuple[str, ...] = ()


def overlay(draft: Practice) -> Overlay:
    """Return what publishing a draft would do to its original as it is now.

    Raises:
        ValidationError: the history does not know the version it was begun from.
    """
    original = draft.draft_of
    try:
        base = state_at(original, draft.base_version)
    except NoSuchVersion as error:
        raise ValidationError(
            _("De geschiedenis mist de versie waarmee dit concept begon. Begin een nieuw concept.")
        ) from error
    mine, now = state_of(draft), state_of(original)
    values, crossed = _values(base, mine, now)
    links = {name: _links(name, base, mine, now) for name in LINKS}
    rows = {}
    for name in ROWS:
        rows[name], has_crossed = _rows(name, draft, base, mine, now)
        crossed += [name] if has_crossed else []
    return Overlay(Change(values, links, rows), tuple(crossed))


def _values(base: State, mine: State, now: State) -> tuple[dict[str, Any], list[str]]:
    values, crossed = {}, []
    for name in VALUES:
        attname = Practice._meta.get_field(name).attname
        old, new, current = (state.values.get(attname) for state in (base, mine, now))
        if new == old:
            continue
        values[attname] = new
        if current not in (old, new):
            crossed.append(name)
    return values, crossed


def _links(name: str, base: State, mine: State, now: State) -> list[Any]:
    keys = (now.links[name] | (mine.links[name] - base.links[name])) - (base.links[name] - mine.links[name])
    related = Practice._meta.get_field(name).related_model
    return list(related._base_manager.filter(pk__in=keys).order_by("pk"))


def _rows(name: str, draft: Practice, base: State, mine: State, now: State) -> tuple[list[Row], bool]:
    changes, has_crossed, known = [], False, set()
    for uuid, old in base.rows[name].items():
        copied = copy_uuid(draft, uuid)
        known.add(copied)
        current, new = now.rows[name].get(uuid), mine.rows[name].get(copied)
        if current is None:
            if new is not None and _differ(new, old):  # taken away there, rewritten here
                changes.append(Row(None, _own_values(new)))
                has_crossed = True
            continue
        if new is None:
            has_crossed |= _differ(current, old)  # rewritten there, taken away here
            changes.append(Row(uuid, is_removed=True))
            continue
        wanted = {key: value for key, value in new.items() if key not in OWN and value != old.get(key)}
        if wanted:
            changes.append(Row(uuid, wanted))
            has_crossed |= any(current.get(key) not in (old.get(key), value) for key, value in wanted.items())
    added = {uuid: row for uuid, row in mine.rows[name].items() if uuid not in known}
    changes += [Row(None, _own_values(row)) for row in added.values()]
    return changes, has_crossed


def _own_values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in OWN}


def _differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _own_values(one) != _own_values(other)


def correct_published(
    practice: Practice, change: Change, *, by: Actor, seen: int | None = None, verb: str = "corrected"
) -> Practice:
    """Change a practice at once, published or not, for a curator who accepts a correction; return the fresh record.

    A draft that stands beside it keeps what its team wrote; what the team left alone follows at publishing.

    Raises:
        Conflict: the practice is no longer at ``seen``.
        ValidationError: a value breaks a rule, or is not the team's to write.
    """
    foreign = [name for name in (*change.values, *change.links, *change.rows) if not is_content(name)]
    if foreign:
        raise ValidationError(_("Dit onderdeel wordt niet met een correctie gewijzigd."))
    return change_record(practice, change, by=by, seen=seen, verb=verb)


def is_content(name: str) -> bool:
    """Tell whether a field or relation of a practice is what its team writes."""
    return name.removesuffix("_id") in {*VALUES, *LINKS, *ROWS}
