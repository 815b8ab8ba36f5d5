"""A table on its way out: as workbook, as CSV that Dutch Excel opens, as JSON; row by row, in flat memory."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from django.db.models import Model, QuerySet
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from industriecoalitie.core.columns import Column
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.tables import CHUNK, Sheet, Table, read_rows

from .cells import for_sheet, guarded

IDENTIFIER, VERSION, PARENT = "id", "versie", "sleutel van"
AS_TEXT = "@"
# Signs that are written before they go out.
PART = 64 * 1024
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
Progress = Callable[[int], None]


def chunks(rows: QuerySet, size: int = CHUNK) -> Iterator[list[Model]]:
    """Yield rows in handfuls, without ever holding them all."""
    found = rows.iterator(chunk_size=size)
    while handful := list(islice(found, size)):
        yield handful


def head_of(table: Table) -> list[str]:
    """Return what stands above the columns of a table."""
    own = [IDENTIFIER, VERSION] if table.has_versions else [IDENTIFIER]
    return [*own, *(str(column.label) for column in table.columns)]


def head_of_sheet(sheet: Sheet) -> list[str]:
    return [IDENTIFIER, PARENT, *(str(column.label) for column in sheet.columns)]


def lines(table: Table, rows: QuerySet, desk: Desk, progress: Progress | None = None) -> Iterator[list[str]]:
    """Yield the cells of each row, the identifier and the version first."""
    done = 0
    for handful in chunks(rows):
        for row, cells in zip(handful, read_rows(table.columns, handful, desk), strict=True):
            own = [str(row.uuid), str(row.version)] if table.has_versions else [str(row.uuid)]
            yield [*own, *cells]
        desk.forget_links()
        done += len(handful)
        if progress:
            progress(done)


def sheet_lines(table: Table, sheet: Sheet, rows: QuerySet, desk: Desk) -> Iterator[list[str]]:
    """Yield the cells of the rows that belong to the records of a table, the key of the record second."""
    manager = getattr(table.model, sheet.relation)
    parent = manager.field.name
    keys = rows.order_by().values("pk")
    parts = manager.rel.related_model.objects.visible_to(desk.user).filter(**{f"{parent}__in": keys})
    parts = parts.select_related(parent).order_by(f"{parent}__slug", *sheet.order)
    for handful in chunks(parts):
        for row, cells in zip(handful, read_rows(sheet.columns, handful, desk), strict=True):
            yield [str(row.uuid), getattr(row, parent).slug, *cells]
        desk.forget_links()


def write_csv(table: Table, rows: QuerySet, user, progress: Progress | None = None) -> Iterator[bytes]:
    """Yield a table as CSV."""
    return as_csv(head_of(table), lines(table, rows, Desk(user), progress))


def as_csv(head: list[str], found: Iterable[list[str]]) -> Iterator[bytes]:
    """Yield a CSV with semicolons, a byte order mark and every cell in quotes: what Dutch Excel opens well."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    text.write("\ufeff")
    for cells in chain([head], found):
        writer.writerow([guarded(cell) for cell in cells])
        if text.tell() >= PART:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    if text.tell():
        yield text.getvalue().encode()


def keys_of(columns: Iterable[Column]) -> list[str]:
    return [column.key for column in columns]


def write_json(table: Table, rows: QuerySet, user, progress: Progress | None = None) -> Iterator[bytes]:
    """Yield a JSON document: the texts of the cells by the key of their column, and each sheet under its key."""
    desk = Desk(user)
    own = ["id", "version"] if table.has_versions else ["id"]
    parts = {"rows": ([*own, *keys_of(table.columns)], lines(table, rows, desk, progress))}
    for sheet in table.sheets:
        parts[sheet.key] = (["id", "parent", *keys_of(sheet.columns)], sheet_lines(table, sheet, rows, desk))
    yield f'{{"table": {json.dumps(table.key)}'.encode()
    for name, (keys, found) in parts.items():
        yield f", {json.dumps(name)}: [".encode()
        for number, cells in enumerate(found):
            text = json.dumps(dict(zip(keys, cells, strict=True)), ensure_ascii=False)
            yield f"{',' if number else ''}\n{text}".encode()
        yield b"]"
    yield b"}\n"


def write_xlsx(
    table: Table, rows: QuerySet, user, target: BinaryIO, progress: Progress | None = None
) -> None:
    """Write a workbook: all cells are text, the head stays in sight, rows of records have sheets of their own."""
    desk = Desk(user)
    book = Workbook(write_only=True)
    _write_sheet(book, str(table.title), head_of(table), lines(table, rows, desk, progress), "D2")
    for sheet in table.sheets:
        found = sheet_lines(table, sheet, rows, desk)
        _write_sheet(book, str(sheet.title), head_of_sheet(sheet), found, "C2")
    book.save(target)


def as_workbook(title: str, head: list[str], found: Iterable[list[str]], target: BinaryIO) -> None:
    """Write a workbook of one sheet: all cells are text, the head stays in sight."""
    book = Workbook(write_only=True)
    _write_sheet(book, title, head, found, "B2")
    book.save(target)


def _write_sheet(
    book: Workbook, title: str, head: list[str], found: Iterable[list[str]], frozen: str
) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = frozen
    for number in range(1, len(head) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 12 if number < 3 else 24
    bold = WriteOnlyCell(sheet)
    bold.font = Font(bold=True)
    sheet.append(_cells(bold, head))
    plain = WriteOnlyCell(sheet)
    for cells in found:
        sheet.append(_cells(plain, cells))


def _cells(cell: Cell, texts: Iterable[str]) -> Iterator[Cell | None]:
    """Yield one cell again and again, with the next text: each is written before the next gets its own."""
    cell.number_format, cell.data_type = AS_TEXT, "s"
    for text in texts:
        # Past the guessing of the library: "=1" and "#N/B" are text here.
        cell._value = for_sheet(text)
        yield cell if text else None
