"""All that hangs on one record, from every side, in one query."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, DateField, F, IntegerField, QuerySet, TextField, UUIDField, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.urls import reverse

from . import dates
from .choices import Precision, Visibility

COLUMNS = (
    "r_key",
    "r_rank",
    "r_label",
    "r_slug",
    "r_slug2",
    "r_note",
    "r_uuid",
    "r_from",
    "r_from_precision",
    "r_until",
    "r_until_precision",
    "r_data",
)


def named_to(user, path: str) -> Case:
    """Return the value at ``path`` when its record may be named to ``user``; NULL when not.

    It tells in the database what ``Record.is_shown_to`` tells of one record.
    """
    record = path.rpartition("__")[0]
    shown = [Visibility.PUBLIC, Visibility.NETWORK] if user.is_authenticated else [Visibility.PUBLIC]
    may_be_named = {f"{record}__visibility__in": shown, f"{record}__hidden_at__isnull": True}
    return Case(When(**may_be_named, then=F(path)))


@dataclass(frozen=True)
class Relation:
    """One side of a record: rows, and where their label, address and note are found.

    ``rows`` are already what the reader may see. ``slugs`` are the paths of the parts of the address, at most two.
    ``period`` is the path to a row with ``from_on`` and ``until_on`` (empty for the row itself), None without one.
    ``data`` names further values of the row, as key → path or expression.
    """

    key: str
    title: str
    rows: QuerySet
    label: str
    url_name: str
    slugs: tuple[str, ...] = ("slug",)
    note: str = ""
    rank: str = ""
    subject: str = "uuid"
    period: str | None = None
    data: Mapping[str, str | Case] = field(default_factory=dict)

    def as_values(self) -> QuerySet:
        empty = Value("", TextField())

        def text(path: str):
            return Coalesce(Cast(F(path), TextField()), empty) if path else empty

        def note(path: str):
            # What another record is called goes along only when everyone may read that record.
            if "__" not in path:
                return text(path)
            return Coalesce(Cast(named_to(AnonymousUser(), path), TextField()), empty)

        def day(name: str):
            if self.period is None:
                # A bare NULL would pass for text when many rows without a period come first.
                return Cast(Value(None), DateField())
            return F(f"{self.period}__{name}" if self.period else name)

        def precision(name: str):
            if self.period is None:
                return Value(Precision.DAY.value, TextField())
            return Cast(F(f"{self.period}__{name}" if self.period else name), TextField())

        return (
            self.rows.order_by()
            .annotate(
                r_key=Value(self.key, TextField()),
                r_rank=Cast(F(self.rank), IntegerField()) if self.rank else Value(0, IntegerField()),
                r_label=text(self.label),
                r_slug=text(self.slugs[0] if self.slugs else ""),
                r_slug2=text(self.slugs[1] if len(self.slugs) > 1 else ""),
                r_note=note(self.note),
                r_uuid=Cast(F(self.subject), UUIDField()),
                r_from=day("from_on"),
                r_from_precision=precision("from_precision"),
                r_until=day("until_on"),
                r_until_precision=precision("until_precision"),
                r_data=JSONObject(**self.data),
            )
            .values_list(*COLUMNS)
        )


@dataclass(frozen=True)
class RelatedRow:
    """A line under a relation: what it is called, where it leads, and since when it holds."""

    label: str
    url: str
    note: str
    uuid: UUID
    starts: dates.PartialDate | None
    ends: dates.PartialDate | None
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_inferred(self) -> bool:
        return bool(self.data.get("is_inferred"))

    @property
    def basis(self) -> str:
        return str(self.data.get("basis") or "")


@dataclass
class RelatedSection:
    """The rows of one relation, in order."""

    key: str
    title: str
    rows: list[RelatedRow] = field(default_factory=list)


def related_sections(relations: Iterable[Relation]) -> dict[str, RelatedSection]:
    """Return the sections of all relations by key, in the order given, empty ones included, in one query."""
    relations = list(relations)
    sections = {relation.key: RelatedSection(relation.key, relation.title) for relation in relations}
    by_key = {relation.key: relation for relation in relations}
    first, *others = (relation.as_values() for relation in relations)
    rows = first.union(*others, all=True) if others else first
    for row in sorted(rows, key=_place):
        sections[row[0]].rows.append(_row(by_key[row[0]], row))
    return sections


def subjects_of(sections: dict[str, RelatedSection]) -> set[UUID]:
    """Return the facts of all sections, for their citations."""
    return {row.uuid for section in sections.values() for row in section.rows if row.uuid}


def _place(row: tuple) -> tuple[bool, int, str]:
    """Order as people read: rows without a rank last, capitals not before small letters."""
    rank, label = row[1], row[2]
    return rank is None, rank or 0, label.casefold()


def _row(relation: Relation, row: tuple) -> RelatedRow:
    _key, _rank, label, slug, slug2, note, subject, start, start_precision, end, end_precision, data = row
    parts = (slug, slug2)[: len(relation.slugs)]
    url = reverse(relation.url_name, args=parts) if relation.url_name and all(parts) else ""
    return RelatedRow(
        label, url, note, subject, _partial(start, start_precision), _partial(end, end_precision), data
    )


def _partial(day: datetime.date | None, precision: str) -> dates.PartialDate | None:
    return dates.partial(day, precision)
