"""Numbers with the word of their source."""

from decimal import Decimal

import pytest

from industriecoalitie.core.quantities import fits, in_words


@pytest.mark.parametrize(
    ("value", "qualifier", "words"),
    [
        (50000, "over", "ruim 50.000"),
        (108000, "nearly", "bijna 108.000"),
        (Decimal("2.500"), "exact", "2,5"),
        (Decimal("28000.000"), "exact", "28.000"),
        (70, "more_than", "meer dan 70"),
        (None, "about", ""),
        (0, "exact", "0"),
    ],
)
def test_number_in_words(value, qualifier, words):
    assert in_words(value, qualifier) == words


@pytest.mark.parametrize(
    ("total", "qualifier", "parts", "fit"),
    [
        (50000, "over", [(23000, "nearly"), (28000, "exact")], True),
        (40000, "over", [(23000, "nearly"), (28000, "exact")], False),
        (8, "exact", [(5, "exact"), (2, "exact"), (1, "exact")], True),
        (8, "exact", [(5, "exact"), (2, "exact"), (2, "exact")], False),
        (15, "exact", [(5, "exact"), (5, "exact"), (5, "exact")], True),
    ],
)
def test_parts_fit_a_total_as_rough_as_its_word(total, qualifier, parts, fit):
    pairs = [(Decimal(value), word) for value, word in parts]

    assert fits(Decimal(total), qualifier, pairs) is fit
