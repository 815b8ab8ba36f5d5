"""Lists as tables: what a list page gives as a spreadsheet, and what of it may come back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from .columns import Column
from .desk import Desk
from .filters import RecordFilterSet

CHUNK = 500


@dataclass(frozen=True)
class Sheet:
    """Rows that belong to the records of a table, on a sheet of their own.

    ``relation`` is the reverse relation of the record; the first columns are the key of the row and of its record.
    """

    key: str
    title: Any
    relation: str
    columns: tuple[Column, ...]
    order: tuple[Any, ...] = ("pk",)


@dataclass(frozen=True)
class Table:
    """A list page as a table.

    ``key`` stands in addresses; ``columns`` come after the identifier and the version of the record. ``rows`` gives
    what a reader sees, as the page does; ``writers`` tells who may bring changes in, nobody when it is left out.
    """

    key: str
    title: Any
    model: type[Model]
    filterset_class: type[RecordFilterSet]
    list_url: str
    columns: tuple[Column, ...]
    sheets: tuple[Sheet, ...] = ()
    rows: Callable[[Any], QuerySet] | None = None
    writers: Callable[[Any], bool] | None = None

    @property
    def has_versions(self) -> bool:
        """Tell whether the rows are records with a version; a moment belongs to one."""
        return any(field.name == "version" for field in self.model._meta.fields)

    def visible_rows(self, user) -> QuerySet:
        """Return what a reader may see of this table."""
        return self.rows(user) if self.rows else self.model.objects.visible_to(user)

    def may_write(self, user) -> bool:
        """Tell whether a person may bring changes in; of each row its own rule decides."""
        return self.writers is not None and self.writers(user)

    def bulk_columns(self) -> list[Column]:
        return [column for column in self.columns if column.is_bulk]


_TABLES: dict[str, Table] = {}


def declare(*tables: Table) -> None:
    """Make tables known by their keys; each app does so in its room ``tables``."""
    _TABLES.update({table.key: table for table in tables})


def all_tables() -> list[Table]:
    """Return every table, in the order in which the apps name them."""
    return list(_TABLES.values())


def table_of(key: str) -> Table | None:
    """Return the table with a key; None when there is none."""
    return _TABLES.get(key)


def read_rows(columns: Sequence[Column], rows: Sequence[Model], desk: Desk) -> Iterator[list[str]]:
    """Yield the cells of rows, looked up for all of them together."""
    for column in columns:
        column.load(rows, desk)
    for row in rows:
        yield [column.read(row, desk) for column in columns]
