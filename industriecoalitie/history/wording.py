"""Differences in words, for one reader: keys become names, as far as that reader may see the records today."""

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from industriecoalitie.core.catalogue import words_of
from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.dates import PartialDate
from industriecoalitie.core.quantities import in_words

from .comparing import (
    LINK,
    ROW_ADDED,
    ROW_CHANGED,
    ROW_REMOVED,
    Difference,
    shown_fields,
    value_differences,
    value_of,
)
from .tables import parent_field

LONG_TEXT = 60
Names = Mapping[type[models.Model], Mapping[Any, str]]


@dataclass(frozen=True)
class Worded:
    """A difference as a reader sees it.

    ``was`` and ``now`` are plain text, empty when there was nothing. ``sentence`` says it in one line instead, when
    that reads better (added, removed, hidden, confirmed). ``title`` is what a row is called. ``words`` are the pieces of a long text in order, as
    (``same``, ``was`` or ``now``, text). ``parts`` are the fields of a row.
    """

    difference: Difference
    label: str
    was: str = ""
    now: str = ""
    sentence: str = ""
    title: str = ""
    words: Sequence[tuple[str, str]] = ()
    parts: Sequence["Worded"] = field(default=())


def worded(differences: Iterable[Difference], user) -> list[Worded]:
    """Return differences in Dutch for a reader, with one query for each kind of record that is named.

    What the reader may not see today, and what is no longer there, is called the same: a fact one may not see.
    """
    differences = list(differences)
    names = _names(differences, user)
    return [_worded(difference, names) for difference in differences]


def hidden_words() -> str:
    """Return what stands in the place of a name that the reader may not see."""
    return _("een gegeven dat je niet mag zien")


def _worded(difference: Difference, names: Names) -> Worded:
    if difference.kind in (ROW_ADDED, ROW_REMOVED, ROW_CHANGED):
        return _row(difference, names)
    if difference.kind == LINK:
        return _links(difference, names)
    return _field(difference, names)


def _field(difference: Difference, names: Names) -> Worded:
    each = difference.model._meta.get_field(difference.name)
    sentence = _sentence(each.name, difference.was, difference.now)
    was, now = (_text(each, value, names) for value in (difference.was, difference.now))
    return Worded(difference, difference.label, was, now, sentence, words=pieces(was, now))


def _links(difference: Difference, names: Names) -> Worded:
    each = difference.model._meta.get_field(difference.name)
    known = names.get(each.remote_field.model, {})
    gone = _listed(difference.was - difference.now, known)
    added = _listed(difference.now - difference.was, known)
    return Worded(difference, difference.label, gone, added)


def _listed(keys: Iterable[Any], known: Mapping[Any, str]) -> str:
    named = sorted((known[key] for key in keys if key in known), key=str.casefold)
    return ", ".join(named + [hidden_words()] * sum(1 for key in keys if key not in known))


def _row(difference: Difference, names: Names) -> Worded:
    values = difference.now or difference.was
    is_shown = _names_nothing_hidden(difference, names)
    title = _title(difference.model, values, names) if is_shown else hidden_words()
    label = f"{difference.label[:1].upper()}{difference.label[1:]}"
    words = {ROW_ADDED: _("toegevoegd"), ROW_REMOVED: _("weggehaald"), ROW_CHANGED: _("gewijzigd")}
    parts = [_part(each, difference.kind, names) for each in _parts(difference)] if is_shown else []
    sentence = f"{title} {words[difference.kind]}"
    told = tuple(
        part for part in parts if title not in (part.was, part.now) or difference.kind == ROW_CHANGED
    )
    return Worded(difference, label, sentence=sentence, title=title, parts=told)


def _part(difference: Difference, kind: str, names: Names) -> Worded:
    """Return a field of a row; of a row that came or went only what it says."""
    said = _links(difference, names) if difference.kind == LINK else _field(difference, names)
    if kind == ROW_CHANGED:
        return said
    return Worded(difference, said.label, *(("", said.now) if kind == ROW_ADDED else (said.was, "")))


def _parts(difference: Difference) -> Sequence[Difference]:
    """Return what a row says: what changed of it, or all that a row that came or went has filled in."""
    if difference.kind == ROW_CHANGED:
        return difference.parts
    blank = {each.attname: _blank(each) for each in difference.model._meta.concrete_fields}
    was = blank if difference.was is None else {**blank, **difference.was}
    now = blank if difference.now is None else {**blank, **difference.now}
    return value_differences(difference.model, was, now)


def _blank(each: models.Field) -> Any:
    """Return what a field holds when nobody filled it in."""
    return each.get_default() if not each.primary_key and not each.unique else None


def _named_by(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a row that name other records than the one it belongs to."""
    parent = parent_field(model)
    fields = [model._meta.get_field(name) for name in getattr(model, "shows", ())]
    return [each for each in fields if each != parent]


def _names_nothing_hidden(difference: Difference, names: Names) -> bool:
    """Tell whether the reader may know of a row: as on its page, not when it names a record hidden from the reader."""
    for each in _named_by(difference.model):
        for values in (difference.was, difference.now):
            key = (values or {}).get(each.attname)
            if key is not None and key not in names.get(each.remote_field.model, {}):
                return False
    return True


def _title(model: type[models.Model], values: Mapping[str, Any], names: Names) -> str:
    """Return what a row is called: the record that it names, or its own words."""
    for each in _named_by(model):
        key = values.get(each.attname)
        if key is not None:
            return names[each.remote_field.model][key]
    own = words_of(model)
    if own == "uuid":
        return str(model._meta.verbose_name)
    return _shortened(_text(model._meta.get_field(own), value_of(model._meta.get_field(own), values), names))


def _shortened(text: str) -> str:
    return text if len(text) <= LONG_TEXT else f"{text[:LONG_TEXT].rsplit(' ', 1)[0]} …"


def _sentence(name: str, was: Any, now: Any) -> str:
    if name == "hidden_at":
        return _("Verborgen") if now else _("Weer zichtbaar gemaakt")
    if name == "confirmed_on" and now:
        return _("Bevestigd op %(day)s: het klopt nog.") % {"day": _day(now)}
    if name == "visibility":
        readers = {
            Visibility.CONCEPT: _("alleen het eigen team (concept)"),
            Visibility.NETWORK: _("iedereen met een account"),
            Visibility.PUBLIC: _("iedereen"),
        }
        before = f", {_('eerst')} {readers[Visibility(was)]}" if was else ""
        return _("Te lezen voor %(readers)s%(before)s.") % {
            "readers": readers.get(now, now),
            "before": before,
        }
    return ""


def _text(each: models.Field, value: Any, names: Names) -> str:
    if value is None or value == "" or value == []:
        return ""
    if each.is_relation:
        return names.get(each.remote_field.model, {}).get(value) or hidden_words()
    if getattr(each, "choices", None):
        return str(dict(each.flatchoices).get(value, value))
    return _plain(each, value)


def _plain(each: models.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, PartialDate):
        return value.in_words()
    if isinstance(value, datetime.date):
        return _day(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, Decimal | int) and "year" not in each.name.removesuffix("_years"):
        return in_words(Decimal(value))
    return str(value)


def _day(value: datetime.date) -> str:
    if isinstance(value, datetime.datetime):
        return dateformat.format(timezone.localtime(value), r"j F Y, H.i \u\u\r")
    return dateformat.format(value, "j F Y")


def pieces(was: str, now: str) -> list[tuple[str, str]]:
    """Return two long texts as one, in pieces that stayed, went and came; empty when a text is short or new."""
    if not was or not now or max(len(was), len(now)) < LONG_TEXT:
        return []
    old, new = (re.findall(r"\S+\s*", text) for text in (was, now))
    pieces = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        pieces += [(kind, "".join(part)) for kind, part in (("was", old[a:b]), ("now", new[c:d])) if part]
    return pieces


def _names(differences: Iterable[Difference], user) -> Names:
    """Return the names of all records that are named, by model and key, without those hidden from the reader."""
    keys: dict[type[models.Model], set] = {}
    for model, key in _keys(differences):
        keys.setdefault(model, set()).add(key)
    return {model: names_of(model, found, user) for model, found in keys.items()}


def names_of(model: type[models.Model], keys: Iterable[Any], user) -> dict[Any, str]:
    """Return the names of rows of one model that a reader may see today, by key, in one query."""
    if model is get_user_model():
        people = model.objects.filter(pk__in=keys).values_list("pk", "name")
        return {pk: name or _("onbekend") for pk, name in people}
    own = words_of(model)
    rows = model._default_manager
    rows = rows.visible_to(user) if hasattr(rows, "visible_to") else rows.all()
    named = rows.filter(pk__in=keys).order_by().values_list("pk", own)
    return {pk: str(name) if own != "uuid" else str(model._meta.verbose_name) for pk, name in named}


def _keys(differences: Iterable[Difference]) -> Iterator[tuple[type[models.Model], Any]]:
    """Yield each record that is named somewhere in the differences, as model and key."""
    for difference in differences:
        if difference.kind in (ROW_ADDED, ROW_REMOVED, ROW_CHANGED):
            for values in (difference.was, difference.now):
                yield from _keys_of_row(difference.model, values or {})
            yield from _keys(_parts(difference))
            continue
        each = difference.model._meta.get_field(difference.name)
        if each.is_relation:
            both = (difference.was, difference.now)
            found = both[0] ^ both[1] if difference.kind == LINK else both
            yield from ((each.remote_field.model, key) for key in found if key is not None)


def _keys_of_row(
    model: type[models.Model], values: Mapping[str, Any]
) -> Iterator[tuple[type[models.Model], Any]]:
    for each in shown_fields(model):
        if each.is_relation and values.get(each.attname) is not None:
            yield each.remote_field.model, values[each.attname]
