"""Files as people send them in, for the tests."""

import io

from openpyxl import Workbook, load_workbook

from industriecoalitie.core.tables import Table, table_of
from industriecoalitie.exchange.writing import write_xlsx


def exported(key: str, user) -> dict[str, list[list[str]]]:
    """Return the sheets of a list as an export holds them: title → rows, the head first."""
    table: Table = table_of(key)
    target = io.BytesIO()
    write_xlsx(table, table.visible_rows(user).order_by("pk"), user, target)
    book = load_workbook(io.BytesIO(target.getvalue()))
    return {
        sheet.title: [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """Return a workbook with these sheets, its texts as a program saves them."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                cell._value, cell.data_type = (text, "s") if text else (None, "n")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def put(rows: list[list[str]], row: int, label: str, text: str) -> None:
    """Write in the column with this text above it."""
    rows[row][rows[0].index(label)] = text
