"""Dates of which only the year or the month may be known."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from industriecoalitie.core.dates import PartialDate, partial


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31), "2024"),
        ("2024-02", (2024, 2, 1), (2024, 2, 29), "februari 2024"),
        ("2023-12", (2023, 12, 1), (2023, 12, 31), "december 2023"),
        ("2024-02-09", (2024, 2, 9), (2024, 2, 9), "9 februari 2024"),
    ],
)
def test_partial_date_keeps_what_is_known(text, first, last, words):
    date = PartialDate.parse(text)

    assert date.first_day == datetime.date(*first)
    assert date.last_day == datetime.date(*last)
    assert (str(date), date.in_words()) == (text, words)


@pytest.mark.parametrize(
    "text", ["", "24", "2024-2", "2024-13", "2023-02-30", "0000", "20240-01", "2024-02-09-01", "x"]
)
def test_partial_date_refuses_what_is_no_date(text):
    with pytest.raises(ValidationError):
        PartialDate.parse(text)


def test_no_day_is_no_date():
    assert partial(None, "day") is None
