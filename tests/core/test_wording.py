"""Values as a page says them."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.html import strip_tags

from industriecoalitie.core import wording
from industriecoalitie.core.dates import PartialDate

from .gallery import Amount, Sample, year


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (year(2024), '<time datetime="2024">2024</time>'),
        (
            PartialDate(datetime.date(2024, 2, 1), "month"),
            '<time datetime="2024-02">februari 2024</time>',
        ),
        (datetime.date(2026, 11, 21), '<time datetime="2026-11-21">21 november 2026</time>'),
        (
            datetime.datetime(2026, 11, 21, 13, 32, tzinfo=datetime.UTC),
            '<time datetime="2026-11-21T14:32+01:00">21 november 2026, 14.32 uur</time>',
        ),
    ],
)
def test_day_html(value, expected):
    assert wording.day_html(value) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (None, None, ""),
        (year(2019), None, "sinds 2019"),
        (year(2190), None, "vanaf 2190"),
        (None, year(2023), "tot en met 2023"),
        (year(2019), year(2023), "van 2019 tot en met 2023"),
        (year(2021), year(2021), "2021"),
    ],
)
def test_period_html(starts, ends, expected):
    assert strip_tags(wording.period_html(SimpleNamespace(starts=starts, ends=ends))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, '<span class="leeg">niet bekend</span>'),
        ([], '<span class="leeg">niet bekend</span>'),
        (Amount(None, "", "fte"), '<span class="leeg">niet bekend</span>'),
        (0, "0"),
        (50000, "50.000"),
        (Decimal("2.5"), "2,5"),
        (True, "ja"),
        (False, "nee"),
        ("<b>", "&lt;b&gt;"),
        (Amount(Decimal(108000), "bijna 108.000", "vakmensen", "nearly"), "bijna 108.000 vakmensen"),
        (Sample("Maas"), '<a href="/samenwerkingen/maas/">Maas</a>'),
        (["a", Sample("Maas")], 'a en <a href="/samenwerkingen/maas/">Maas</a>'),
    ],
)
def test_value_html(value, expected):
    assert wording.value_html(value) == expected


def test_plain_has_no_link_and_no_word_for_nothing():
    assert wording.plain(Sample("Maas")) == "Maas"
    assert wording.plain(None) == ""
