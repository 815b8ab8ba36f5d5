"""A file that someone sends in, read within bounds: what cannot be read says what to do."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from .cells import text_of, unguarded

LARGEST_FILE = 10 * 1024 * 1024
MOST_MEMBERS = 1_000
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST_CELL = 1_000_000
# Rows without anything in them count too, up to here.
MOST_LINES = 50_000

csv.field_size_limit(LONGEST_CELL)


@dataclass
class Read:
    """One sheet: ``head`` the texts above the columns, ``rows`` pairs of row number and cells.

    ``faults`` are sentences with their place: (row number, text above the column, sentence).
    """

    title: str
    head: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)


def read_file(name: str, content: bytes) -> list[Read]:
    """Return the sheets of a workbook, or the one of a CSV or JSON file.

    Raises:
        ValidationError: the file cannot be read, with what to do.
    """
    if len(content) > LARGEST_FILE:
        raise ValidationError(_("Dit bestand is te groot: hooguit 10 MB. Verdeel het over meer bestanden."))
    if content[:4] == b"PK\x03\x04":
        return read_workbook(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ValidationError(
            _(
                "Dit is een oud Excelbestand, of er zit een wachtwoord op. Sla het op als .xlsx zonder wachtwoord."
            )
        )
    if name.lower().endswith(".json") or content.lstrip()[:1] == b"{":
        return read_json(content)
    if name.lower().endswith((".xlsx", ".xlsm", ".pdf", ".docx")) or b"\x00" in content[:2000]:
        raise ValidationError(
            _("Dit bestand kunnen we niet lezen. Gebruik een bestand dat je met ‘Exporteren’ hebt opgehaald.")
        )
    return [read_csv(content)]


def read_csv(content: bytes) -> Read:
    """Return the rows of a CSV, with semicolons or commas, in UTF-8 or as Excel saves it in the Netherlands."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    try:
        rows = list(bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise ValidationError(
            _("Dit CSV-bestand kunnen we niet lezen. Sla het in Excel op als ‘CSV UTF-8’.")
        ) from error
    return collected("", ((n, [unguarded(cell) for cell in cells]) for n, cells in rows))


def read_json(content: bytes) -> list[Read]:
    """Return the sheets of a JSON document as ``write_json`` makes it; its keys are the heads."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("Dit JSON-bestand kunnen we niet lezen.")) from error
    sheets = []
    for title, rows in document.items() if isinstance(document, dict) else ():
        if not isinstance(rows, list):
            continue
        if not all(isinstance(row, dict) and all(isinstance(v, str) for v in row.values()) for row in rows):
            raise ValidationError(_("Alle waarden in dit JSON-bestand moeten teksten zijn."))
        head = list(dict.fromkeys(key for row in rows for key in row))[: MOST_COLUMNS + 1]
        cells = ((n, [row.get(key, "") for key in head]) for n, row in enumerate(rows, start=2))
        sheets.append(collected("" if title == "rows" else title, bounded_pairs([(1, head), *cells])))
    return sheets


def read_workbook(content: bytes) -> list[Read]:
    """Return the sheets of a workbook; a formula is a fault, never calculated."""
    check_package(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return [_read_sheet(sheet) for sheet in book.worksheets[:20]]
    except ValidationError:
        raise
    except Exception as error:
        # A broken workbook breaks in many places of the library.
        raise ValidationError(
            _("Dit Excelbestand is beschadigd. Open het in Excel en sla het opnieuw op als .xlsx.")
        ) from error


def check_package(content: bytes) -> None:
    """Refuse a package that unpacks to more than we want to hold; counted while reading, not as it says itself."""
    wrong = ValidationError(_("Dit Excelbestand is te groot als het is uitgepakt. Maak het kleiner."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > MOST_MEMBERS:
                raise wrong
            left = LARGEST_UNPACKED
            for member in members:
                left = _counted(package, member, left, wrong)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValidationError(
            _("Dit Excelbestand is beschadigd. Open het in Excel en sla het opnieuw op als .xlsx.")
        ) from error


def _counted(package: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, wrong: ValidationError) -> int:
    with package.open(member) as stream:
        begin = True
        while part := stream.read(1 << 16):
            left -= len(part)
            if left < 0:
                raise wrong
            if begin and b"<!DOCTYPE" in part[:4096].upper():
                raise ValidationError(_("Dit Excelbestand bevat iets dat we niet lezen. Sla het opnieuw op."))
            begin = False
    return left


def _read_sheet(sheet) -> Read:
    sheet.reset_dimensions()
    faults = []

    def cells_of() -> Iterator[list[str]]:
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
            for cell in row:
                if getattr(cell, "data_type", "") == "f":
                    faults.append((cell.row, cell.column))
            yield ["" if getattr(c, "data_type", "") == "f" else text_of(c.value) for c in row]

    found = collected(sheet.title, bounded(cells_of()))
    sentence = _("Hier staat een formule. Zet er de uitkomst als waarde neer.")
    found.faults += [
        (row, found.head[column - 1] if column <= len(found.head) else "", sentence) for row, column in faults
    ]
    return found


def bounded(rows: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with anything in them, with their numbers, up to the most that is read."""
    yield from bounded_pairs(enumerate(rows, start=1))


def bounded_pairs(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    kept = 0
    for number, cells in rows:
        if number > MOST_LINES:
            raise ValidationError(_("Dit bestand heeft te veel lege regels. Haal die weg."))
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise ValidationError(_("Dit bestand heeft te veel kolommen: hooguit 100."))
        cells = cells[:MOST_COLUMNS]
        if not any(cell.strip() for cell in cells):
            continue
        kept += 1
        if kept > MOST_ROWS + 1:
            raise ValidationError(
                _("Dit bestand heeft meer dan 5.000 regels. Verdeel het over meer bestanden.")
            )
        yield number, cells


def collected(title: str, rows: Iterable[tuple[int, list[str]]]) -> Read:
    """Return the rows of a sheet under its head; the first row with anything in it is the head."""
    read = Read(title)
    for number, cells in rows:
        while cells and cells[-1] == "":
            cells = cells[:-1]
        if read.head:
            read.rows.append((number, cells))
        else:
            read.head = [cell.strip() for cell in cells]
    width = max((len(cells) for cells in (read.head, *(row for _number, row in read.rows))), default=0)
    read.head = padded(read.head, width)
    read.rows = [(number, padded(cells, width)) for number, cells in read.rows]
    return read


def padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
