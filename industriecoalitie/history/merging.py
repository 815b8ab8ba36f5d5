"""Two records of a kind become one without losing a link: what points at the one points at the other.

Source: docs/adr/0009-one-way-to-change-a-record.md.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, IntegerField, Value
from django.utils import timezone
from pghistory.models import Event as HistoryEvent

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Part, Record

from .recording import locked, recorded

R = TypeVar("R", bound=Record)
# Is told of a row that would stand there twice, before it goes, with the record that stays.
OnDouble = Callable[[models.Model, Record], None]


@dataclass(frozen=True)
class Link:
    """One way in which something points at a kind of record: a field of a model, single or many-to-many."""

    field: models.Field
    is_many: bool

    @property
    def model(self) -> type[models.Model]:
        return self.field.model

    def rows(self, record: Record) -> models.QuerySet:
        """Return everything that points at a record this way, hidden records included."""
        return self.model._base_manager.filter(**{self.field.name: record}).order_by("pk")


def links_to(model: type[Record]) -> list[Link]:
    """Return every way in which a row of any app may point at a kind of record; the history is no such way."""
    found = []
    for relation in model._meta.related_objects:
        if issubclass(relation.related_model, HistoryEvent) or relation.related_model._meta.proxy:
            continue
        if relation.many_to_many and not relation.through._meta.auto_created:
            continue  # its rows are found by themselves
        found.append(Link(relation.field, bool(relation.many_to_many)))
    return found


def link_counts(links: Sequence[Link], keys: Collection[int]) -> dict[Link, dict[int, int]]:
    """Return how many rows point at each of these records, way by way, in one query; ways without any are left out."""
    if not links:
        return {}
    first, *others = (_counted(number, link, keys) for number, link in enumerate(links))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for number, key, count in first.union(*others, all=True):
        found[number][key] = count
    return {links[number]: counts for number, counts in sorted(found.items())}


def _counted(number: int, link: Link, keys: Collection[int]) -> models.QuerySet:
    rows = link.model._base_manager.filter(**{f"{link.field.name}__in": keys}).order_by()
    rows = rows.annotate(link=Value(number, IntegerField()), to=F(link.field.name)).values("link", "to")
    return rows.annotate(total=Count("pk")).values_list("link", "to", "total")


def locked_pair(*pair: tuple[R, int | None]) -> list[R]:
    """Return both records, fresh and locked in the order of their keys, so that two merges never wait for each other.

    Raises:
        Conflict: one of the two is no longer at the version that was seen.
    """
    fresh = {record.pk: locked(record, seen) for record, seen in sorted(pair, key=lambda each: each[0].pk)}
    return [fresh[record.pk] for record, _seen in pair]


def move_links(
    kept: R, gone: R, *, by: Actor, links: Iterable[Link] | None = None, on_double: OnDouble | None = None
) -> set[Record]:
    """Let everything that points at ``gone`` point at ``kept``; return the records whose rows or links changed.

    A row that would stand there twice is removed, a record that would is hidden.

    Raises:
        ValidationError: a record that has to move breaks a rule; its name stands before the message.
    """
    touched: set[Record] = set()
    for link in links_to(type(kept)) if links is None else links:
        for row in link.rows(gone):
            if row in (kept, gone):
                continue  # its own fields are chosen, not moved
            if link.is_many:
                _move_link(row, link.field.name, kept, gone)
                touched |= _owners(row)
            elif isinstance(row, Record):
                _move_record(row, link.field.name, kept, by)
            else:
                touched |= _owners(row)
                _move_row(row, link.field.name, kept, on_double)
                touched |= _owners(row)
    return touched


def renew(records: Iterable[Record], *, by: Actor) -> None:
    """Give records a new version because their rows or links changed.

    Raises:
        ValidationError: one of them breaks a rule; its name stands before the message.
    """
    for record in sorted(records, key=lambda each: (each._meta.label, each.pk)):
        with _named(record), recorded(f"{record._meta.model_name}.changed", record, by=by):
            pass


def _owners(row: models.Model) -> set[Record]:
    """Return the record that a row belongs to, or is."""
    if isinstance(row, Record):
        return {row}
    return {getattr(row, row.part_of)} if isinstance(row, Part) else set()


def _move_link(record: Record, name: str, kept: Record, gone: Record) -> None:
    links = getattr(record, name)
    links.remove(gone)
    links.add(kept)


def _move_record(record: Record, name: str, kept: Record, by: Actor) -> None:
    """Point a record at ``kept``; hide it when there already is the same one there."""
    setattr(record, name, kept)
    is_double = breaks_a_rule(record)
    verb = "hidden" if is_double else "changed"
    with _named(record), recorded(f"{record._meta.model_name}.{verb}", record, by=by) as fresh:
        if is_double:
            fresh.hidden_at = fresh.hidden_at or timezone.now()
        else:
            setattr(fresh, name, kept)


def _move_row(row: models.Model, name: str, kept: Record, on_double: OnDouble | None) -> None:
    """Point a row at ``kept``; remove it when it stands there already, or would come to name itself."""
    setattr(row, name, kept)
    if not breaks_a_rule(row):
        row.save()
        return
    if on_double is not None:
        on_double(row, kept)
    row.delete()


def breaks_a_rule(row: models.Model) -> bool:
    """Tell whether a row that was all right breaks a rule of its table now."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        return True
    return False


@contextmanager
def _named(record: Record) -> Iterator[None]:
    """Put the name of a record before what is wrong with it."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError([f"{record}: {text}" for text in error.messages]) from error
