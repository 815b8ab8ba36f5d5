"""Two people changed one record: what goes together by itself, and what somebody has to choose.

Three states are laid side by side: the record as both saw it, as one wants it, as the other saved it. Only what both
changed to something different is asked; links go together as sets; a new row is never a conflict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from industriecoalitie.core.models import Record
from industriecoalitie.history.comparing import FIELD, LINK, ROW_ADDED, ROW_REMOVED, Difference
from industriecoalitie.history.recording import Change, Row
from industriecoalitie.history.states import (
    NoSuchVersion,
    State,
    differences,
    state_at,
    state_of,
    with_change,
    worded,
)

from .fields import NewRecord
from .sheets import Sheet

# Where a question stands: the relation ("" for the record itself), the row, the field ("" for the row as a whole).
Place = tuple[str, UUID | None, str]


@dataclass(frozen=True)
class Question:
    """One thing that both changed. ``was``, ``mine`` and ``theirs`` are in words."""

    name: str
    place: Place
    label: str
    was: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Line:
    """One thing that goes together by itself, in words."""

    label: str
    text: str
    whose: str


@dataclass(frozen=True)
class Merge:
    """A change laid on top of a newer version of the record."""

    wanted: Change
    ancestor: State
    theirs: State
    mine_at: Mapping[Place, Difference]
    questions: Sequence[Question]
    joined: Sequence[Line]

    @property
    def change(self) -> Change:
        """Return the change when nothing has to be chosen."""
        return self.resolved({})

    def resolved(self, answers: Mapping[str, bool]) -> Change:
        """Return what is to be saved; ``answers`` tell by the name of a question whether mine holds."""
        lost = {each.place for each in self.questions if not answers.get(each.name, False)}
        values = {
            name: value
            for name, value in self.wanted.values.items()
            if ("", None, _base(name)) in self.mine_at and ("", None, _base(name)) not in lost
        }
        rows = {
            name: [row for each in rows if (row := self._row(name, each, lost)) is not None]
            for name, rows in self.wanted.rows.items()
        }
        return Change(values, {name: self._links(name) for name in self.wanted.links}, rows)

    def _links(self, name: str) -> list[Any]:
        """Return what both want: theirs, with what I added and without what I took away."""
        old = self.ancestor.links.get(name, frozenset())
        mine = frozenset(each.pk for each in self.wanted.links[name])
        keys = (self.theirs.links.get(name, frozenset()) | (mine - old)) - (old - mine)
        model = self.theirs.model._meta.get_field(name).remote_field.model
        return list(model._base_manager.filter(pk__in=keys))

    def _row(self, name: str, row: Row, lost: set[Place]) -> Row | None:
        if row.uuid is None:
            return row
        is_there = row.uuid in self.theirs.rows.get(name, {})
        if (name, row.uuid, "") in lost or (row.is_removed and not is_there):
            return None
        if row.is_removed:
            return row
        changed = {
            key: value for key, value in row.values.items() if (name, row.uuid, _base(key)) in self.mine_at
        }
        if not is_there:
            return Row(None, row.values, links=row.links) if changed else None
        kept = {key: value for key, value in changed.items() if (name, row.uuid, _base(key)) not in lost}
        return replace(row, values=kept) if kept or row.links else None


def merged(sheet: Sheet, current: Record) -> Merge | None:
    """Lay the change of a valid sheet on top of the record as it is now; None when its own version is unknown."""
    try:
        ancestor = state_at(current, sheet.seen)
    except NoSuchVersion:
        return None
    wanted = sheet.change()
    theirs = state_of(current)
    mine_at = _by_place(differences(ancestor, with_change(ancestor, wanted)))
    theirs_at = _by_place(differences(ancestor, theirs))
    asked = [place for place, mine in mine_at.items() if _clash(place, mine, theirs_at)]
    questions = [
        _question(number, place, mine_at[place], theirs_at, sheet.user)
        for number, place in enumerate(asked, 1)
    ]
    joined = [
        *_lines(mine_at, asked, _("van jou"), sheet.user),
        *_lines(theirs_at, asked, _("van de ander"), sheet.user),
    ]
    return Merge(wanted, ancestor, theirs, mine_at, questions, joined)


def _base(name: str) -> str:
    """Return the field that a precision belongs to; a date and its precision are one."""
    return f"{name.removesuffix('_precision')}_on" if name.endswith("_precision") else name


def _by_place(found: Sequence[Difference]) -> dict[Place, Difference]:
    places: dict[Place, Difference] = {}
    for each in found:
        if each.kind in (FIELD, LINK):
            places["", None, each.name] = each
        elif each.kind in (ROW_ADDED, ROW_REMOVED):
            places[each.name, each.uuid, ""] = each
        else:
            for part in each.parts:
                places[each.name, each.uuid, part.name] = part
    return places


def _clash(place: Place, mine: Difference, theirs_at: Mapping[Place, Difference]) -> bool:
    """Tell whether somebody has to choose here."""
    relation, row, name = place
    if mine.kind in (LINK, ROW_ADDED):
        return False
    if name and place in theirs_at:
        return theirs_at[place].now != mine.now
    if name:
        gone = theirs_at.get((relation, row, ""))
        return gone is not None and gone.kind == ROW_REMOVED
    # I took the row away, the other changed something of it.
    return any(other[:2] == (relation, row) and other[2] for other in theirs_at)


def _question(
    number: int, place: Place, mine: Difference, theirs_at: Mapping[Place, Difference], user
) -> Question:
    relation, row, name = place
    if not name:
        other = next(each for at, each in theirs_at.items() if at[:2] == (relation, row) and at[2])
        said, changed = worded([mine, other], user)
        theirs = f"{changed.label}: {changed.now}"
        return Question(f"vraag-{number}", place, said.label, "", _("weghalen"), theirs)
    other = theirs_at.get(place)
    if other is None:
        said = worded([_without_new(mine)], user)[0]
        gone = _("de hele regel weghalen")
        return Question(f"vraag-{number}", (relation, row, ""), said.label, said.was, _now(mine, said), gone)
    said, answer = worded([_without_new(mine), other], user)
    return Question(f"vraag-{number}", place, said.label, said.was, _now(mine, said), answer.now)


def _without_new(difference: Difference) -> Difference:
    """Return the difference without a record that is still to be made, which has no key yet."""
    return replace(difference, now=None) if isinstance(difference.now, NewRecord) else difference


def _now(difference: Difference, said) -> str:
    return difference.now.name if isinstance(difference.now, NewRecord) else said.now


def _lines(places: Mapping[Place, Difference], asked: Sequence[Place], whose: str, user) -> list[Line]:
    rows = {place[:2] for place in asked if place[1] is not None}
    free = [
        _without_new(each) for place, each in places.items() if place not in asked and place[:2] not in rows
    ]
    return [
        Line(each.label, each.sentence or f"{each.was or _('leeg')} → {each.now or _('leeg')}", whose)
        for each in worded(free, user)
    ]
