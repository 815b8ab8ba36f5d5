"""Texts that no spreadsheet takes for a formula, and the way back.

Source: OWASP, CSV Injection; ECMA-376 part 1, 22.9.2.19 (ST_Xstring); docs/uitwisseling.md.
"""

import datetime
import re
from decimal import Decimal

from django.utils.translation import gettext as _

# Signs with which a cell begins to work in one program or another, the full-width forms included.
SIGNS = "=+\\-@\t\r\n＝＋－＠"
# After spaces, quotes and apostrophes programs still see the sign behind them.
WORKS = re.compile(rf"[\s\"'‘’“”]*[{SIGNS}]")
GUARDED = re.compile(rf"'(?=[\s\"'‘’“”]*[{SIGNS}])")
# What XML cannot hold, and what would be read as if it were such a sign.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
IN_XML = re.compile("_x([0-9A-Fa-f]{4})_")
# Excel holds no more in one cell.
LONGEST = 32_767


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a program could take for a formula."""
    return f"'{text}" if WORKS.match(text) else text


def unguarded(text: str) -> str:
    """Take that apostrophe away; a text without one stays as it is."""
    return text[1:] if GUARDED.match(text) else text


def for_sheet(text: str) -> str:
    """Return a text as a cell of a workbook holds it; one that does not fit says where it is."""
    written = NOT_IN_XML.sub(lambda found: f"_x{ord(found.group()):04X}_", text)
    return too_long() if len(written) > LONGEST else written


def from_sheet(text: str) -> str:
    """Return what ``for_sheet`` wrote, or a program in its place."""
    return IN_XML.sub(lambda found: chr(int(found.group(1), 16)), text)


def too_long() -> str:
    return _("[Deze tekst is te lang voor een cel en staat in het portaal]")


def text_of(value: object) -> str:
    """Return what a person typed in a cell as text: a day as 2024-02-09, a number with a comma."""
    if value is None:
        return ""
    if isinstance(value, str):
        return from_sheet(value)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f").replace(".", ",")
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
