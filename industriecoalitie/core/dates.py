"""Dates of which only the year or the month may be known."""

import datetime
import re
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import dateformat
from django.utils.translation import gettext as _

from .choices import Precision

# Beyond these years nothing of ours lies, and near the last one that computers know there is no day after it.
FIRST_YEAR, LAST_YEAR = 1000, 2999
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# On Mondays, in the Netherlands: when the letters of the week are written.
LETTERS_HOUR = 7


class PartialDate(NamedTuple):
    """The first day of what is known, and how much is known.

    Written in ISO 8601: ``2024``, ``2024-02`` or ``2024-02-09``.
    """

    first_day: datetime.date
    precision: str

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read an ISO 8601 year, month or day.

        Raises:
            ValidationError: the text is none of these, or no such day exists.
        """
        parts = str(text).strip().split("-")
        lengths = [len(part) for part in parts]
        if lengths not in ([4], [4, 2], [4, 2, 2]) or not all(part.isdecimal() for part in parts):
            raise ValidationError(_("Schrijf een datum als 2024, 2024-02 of 2024-02-09."))
        numbers = [int(part) for part in parts] + [1] * (3 - len(parts))
        try:
            day = datetime.date(*numbers)
        except ValueError as error:
            raise ValidationError(_("Deze datum bestaat niet.")) from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Kies een jaar tussen 1000 en 2999."))
        return cls(day, list(Precision.values)[len(parts) - 1])

    @property
    def last_day(self) -> datetime.date:
        """Return the last day of the known year, month or day."""
        year, month = self.first_day.year, self.first_day.month
        if self.precision == Precision.YEAR:
            return datetime.date(year, 12, 31)
        if self.precision == Precision.MONTH:
            first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
            return first_of_next - datetime.timedelta(days=1)
        return self.first_day

    def __str__(self) -> str:
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[Precision(self.precision)]
        return self.first_day.isoformat()[:length]

    def in_words(self) -> str:
        """Return the date in Dutch: ``2024``, ``februari 2024`` or ``9 februari 2024``."""
        form = {Precision.YEAR: "Y", Precision.MONTH: "F Y", Precision.DAY: "j F Y"}
        return dateformat.format(self.first_day, form[Precision(self.precision)])


MONTH_NAMES = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def written(text: str) -> PartialDate:
    """Read a date as people write it: ``2023``, ``mei 2023``, ``5-2023``, ``9 mei 2023``, ``9-5-2023``, or ISO 8601.

    Raises:
        ValidationError: the text is none of these, or no such day exists.
    """
    parts = re.split(r"[\s./-]+", text.strip().lower())
    numbers = [_month_or_number(part) for part in parts]
    if None in numbers or len(parts) > 3 or not _has_year(parts):
        raise ValidationError(_("Schrijf een datum als 2024, mei 2024 of 9 mei 2024."))
    if len(parts[0]) != 4:
        numbers.reverse()
    return PartialDate.parse(
        "-".join(f"{number:0{2 if place else 4}d}" for place, number in enumerate(numbers))
    )


def _month_or_number(part: str) -> int | None:
    if part.isdecimal() and len(part) <= 4:
        return int(part)
    part = "maart" if part == "mrt" else part
    found = [at for at, name in enumerate(MONTH_NAMES, 1) if len(part) >= 3 and name.startswith(part)]
    return found[0] if len(found) == 1 else None


def _has_year(parts: list[str]) -> bool:
    return (len(parts[0]) == 4 and parts[0].isdecimal()) or (len(parts[-1]) == 4 and parts[-1].isdecimal())


def stored_day(known: PartialDate, field_name: str) -> datetime.date:
    """Return the day that a field holds for what is known: the last one where something ends, else the first."""
    return known.last_day if field_name == "until_on" else known.first_day


def partial(day: datetime.date | None, precision: str) -> PartialDate | None:
    """Return a stored day and its precision as one value; None when there is no day."""
    return PartialDate(day, precision) if day else None


def last_monday(now: datetime.datetime) -> datetime.datetime:
    """Return the last Monday at seven in the Netherlands that is not later than ``now``."""
    local = now.astimezone(AMSTERDAM)
    monday = (local - datetime.timedelta(days=local.weekday())).replace(
        hour=LETTERS_HOUR, minute=0, second=0, microsecond=0
    )
    if monday > local:
        monday -= datetime.timedelta(days=7)
    return monday
