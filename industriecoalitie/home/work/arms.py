"""Rows of many kinds in one list and one query, each with the place where it can be put right."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    F,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Extract, JSONObject
from django.urls import NoReverseMatch, reverse

COLUMNS = ("r_arm", "r_rank", "r_day", "r_label", "r_slug", "r_uuid", "r_data")
ORDER = ("r_rank", "r_day", "r_label", "r_uuid", "r_arm")
# On the own page; the whole list of a section is paged.
SHOWN = 5
PAGE_SIZE = 25


@dataclass
class Row:
    """One line of work. ``links`` are what lacks, ``acts`` what to do, as (text, address); ``confirm`` a kind and uuid.

    ``task`` is a task to tick off, ``draft`` the address of a form that was not sent. ``about`` names the record that
    the line is about (its kind and uuid) when the title does not say it yet, ``label`` what of it.
    """

    title: str
    url: str
    meta: list[Any] = field(default_factory=list)
    status: str = ""
    tone: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    acts: list[tuple[str, str]] = field(default_factory=list)
    confirm: tuple[str, UUID] | None = None
    task: UUID | None = None
    draft: str = ""
    about: tuple[str, UUID] | None = None
    label: str = ""


@dataclass(frozen=True)
class Found:
    """What the database found for one row of an arm."""

    label: str
    slug: str
    day: datetime.date | None
    uuid: UUID
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Arm:
    """Records that ask the same: which, in what order, and how one of them becomes a row.

    ``label``, ``slug`` and ``uuid`` are paths; ``rank`` and ``day`` decide the place in a list with other arms, low
    and early first; ``data`` are further values, as name → path or expression.
    """

    key: str
    rows: QuerySet
    label: str
    row: Callable[[Found], Row]
    slug: str = "slug"
    uuid: str = "uuid"
    rank: int | Combinable = 0
    day: str | Combinable | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def as_values(self) -> QuerySet:
        """Return the columns that all arms share, in order."""
        rank = Value(self.rank) if isinstance(self.rank, int) else self.rank
        day = Cast(Value(None), DateField()) if self.day is None else self.day
        rows = self.rows.order_by().annotate(
            r_arm=Value(self.key, TextField()),
            r_rank=Cast(rank, BigIntegerField()),
            r_day=Cast(F(day) if isinstance(day, str) else day, DateField()),
            r_label=Cast(F(self.label), TextField()),
            r_slug=Cast(F(self.slug), TextField()),
            r_uuid=Cast(F(self.uuid), UUIDField()),
            r_data=JSONObject(**self.data),
        )
        return rows.order_by(*ORDER).values_list(*COLUMNS)

    def first(self) -> QuerySet:
        """Return the first rows only, each with the number that there are in all."""
        rows = self.as_values().annotate(r_total=Window(Count("pk")))
        return rows.values_list(*COLUMNS, "r_total")[:SHOWN]


@dataclass
class Start:
    """The first rows of all arms together, and how many each arm has."""

    rows: list[tuple[str, Found]]
    totals: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.totals.values())


def start_of(arms: Iterable[Arm]) -> Start:
    """Return what a section begins with, in one query; per arm enough to tell all that asks of the first records."""
    arms = list(arms)
    totals = dict.fromkeys((arm.key for arm in arms), 0)
    rows = []
    for *values, total in _together([arm.first() for arm in arms]):
        totals[values[0]] = total
        rows.append((values[0], _found(values)))
    return Start(rows, {key: total for key, total in totals.items() if total})


def page_of(arms: Iterable[Arm], number: str) -> Page:
    """Return a page of all rows, in two queries; its items are (key of the arm, ``Found``)."""
    page = Paginator(_together([arm.as_values() for arm in arms]), PAGE_SIZE).get_page(number[:6])
    page.object_list = [(values[0], _found(values)) for values in page.object_list]
    return page


def _together(rows: list[QuerySet]) -> QuerySet | list[tuple]:
    """Return the rows of all arms, each of which is in order, in one order."""
    asked = [each for each in rows if not each.query.is_empty()]
    if len(asked) < 2:
        return asked[0] if asked else []
    return asked[0].union(*asked[1:], all=True).order_by(*ORDER)


def _found(values: Iterable[Any]) -> Found:
    _arm, _rank, day, label, slug, uuid, data = values
    return Found(label, slug, day, uuid, data)


def newest_first(moment: str) -> Combinable:
    """Return a rank by which the latest moment comes first."""
    return Value(0) - Cast(Extract(moment, "epoch"), BigIntegerField())


def address(name: str, *args: object, block: str = "", instead: str = "") -> str:
    """Return the address of a page, at one block of it; of the page ``instead`` when the first is not there."""
    try:
        return reverse(name, args=args) + (f"#blok-{block}" if block else "")
    except NoReverseMatch:
        return reverse(instead, args=args) if instead else ""
