"""Milestones on a line of years: drawn by shape and word, set apart when they stand close."""

import re
from types import SimpleNamespace

import pytest

from industriecoalitie.core.dates import PartialDate
from industriecoalitie.core.templatetags.drawing import timeline


def moment(due: str, is_reached: bool = False) -> SimpleNamespace:
    return SimpleNamespace(due=PartialDate.parse(due) if due else None, is_reached=is_reached)


def shapes(html: str) -> list[str]:
    return re.findall(r'tijdas-punt--(\w+)" x=', html)


def test_each_state_has_a_shape_and_a_word():
    html = timeline([moment("2019-05-20", True), moment("2021"), moment("2999-01")])

    assert shapes(html) == ["reached", "late", "planned"]
    assert (
        'aria-label="3 momenten in 2019 tot en met 2999: 1 bereikt, 1 datum voorbij, niet bekend of het lukte, 1 gepland."'
        in html
    )
    assert re.findall(r"</svg>([^<]+)</li>", html) == [
        "bereikt",
        "datum voorbij, niet bekend of het lukte",
        "gepland",
    ]
    assert re.findall(r'text-anchor="middle">(\d)<', html) == ["1", "2", "3"]


def test_a_year_spans_its_year():
    html = timeline([moment("2020", True), moment("2021", True)])

    begin, width = map(
        float, re.search(r'tijdas-duur" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', html).groups()
    )
    assert (begin, 45 < width < 47) == (4.0, True)


def test_moments_that_stand_close_get_lanes_of_their_own():
    far = timeline([moment("2019-01-01"), moment("2024-01-01")])
    near = timeline([moment("2019-01-01"), moment("2019-01-02"), moment("2019-01-03"), moment("2024-01-01")])

    assert len(set(re.findall(r'tijdas-punt--late" x="[\d.]+%" y="(\d+)"', far))) == 1
    assert len(set(re.findall(r'tijdas-punt--late" x="[\d.]+%" y="(\d+)"', near))) == 3


def test_everything_stays_within_the_drawing():
    html = timeline([moment(f"{year}-{month:02}") for year in (1999, 2030) for month in (1, 6, 12)])

    places = [float(each) for each in re.findall(r' x="([\d.]+)%"', html)]
    assert (min(places) >= 4, max(places) <= 96) == (True, True)
    assert len(re.findall(r'class="tijdas-jaar" x="[\d.]+%" y="\d+">\d{4}<', html)) <= 5


@pytest.mark.parametrize("rows", [[], [moment("2019")], [moment("2019"), moment("")]])
def test_fewer_than_two_dates_are_no_drawing(rows):
    assert timeline(rows) == ""


def test_what_has_no_date_is_counted():
    html = timeline([(moment("2019"), "", ""), (moment(""), "", ""), (moment("2020"), "", "")])

    assert "Eén mijlpaal zonder datum staat alleen in de lijst." in html
    assert re.findall(r'text-anchor="middle">(\d)<', html) == ["1", "3"]
