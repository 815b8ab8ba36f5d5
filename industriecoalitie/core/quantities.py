"""Numbers as the sources give them: a value, the word before it, and a unit."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import number_format

from .choices import Qualifier

TOLERANCE = {
    Qualifier.EXACT: (Decimal(1), Decimal(1)),
    Qualifier.OVER: (Decimal(1), Decimal("1.1")),
    Qualifier.MORE_THAN: (Decimal(1), Decimal("1.5")),
    Qualifier.NEARLY: (Decimal("0.9"), Decimal(1)),
    Qualifier.ABOUT: (Decimal("0.9"), Decimal("1.1")),
    Qualifier.SOME: (Decimal("0.9"), Decimal("1.1")),
    Qualifier.AVERAGE: (Decimal("0.9"), Decimal("1.1")),
    Qualifier.USUALLY: (Decimal("0.9"), Decimal("1.1")),
}


def in_words(value: Decimal | None, qualifier: str = Qualifier.EXACT) -> str:
    """Return a number in Dutch with its word: ``bijna 108.000``, ``2,5``; empty when there is none."""
    if value is None:
        return ""
    value = Decimal(value)
    decimals = max(0, -value.normalize().as_tuple().exponent)
    text = number_format(value, decimals, use_l10n=True, force_grouping=True)
    return text if qualifier == Qualifier.EXACT else f"{Qualifier(qualifier).label} {text}"


def fits(total: Decimal, qualifier: str, parts: list[tuple[Decimal, str]]) -> bool:
    """Tell whether parts may add up to a total, each as rough as its own word.

    ``parts`` are pairs of value and qualifier. "ruim 50.000" fits "bijna 23.000" and "28.000".
    """
    low = sum(value * TOLERANCE[Qualifier(word)][0] for value, word in parts)
    high = sum(value * TOLERANCE[Qualifier(word)][1] for value, word in parts)
    least, most = (total * factor for factor in TOLERANCE[Qualifier(qualifier)])
    return low <= most and high >= least


def whole(text: str) -> int | None:
    """Return a whole number of at most eight digits, as a form carries for itself (a version); None for any other text."""
    return int(text) if text.isdecimal() and len(text) < 9 else None


def number_in(data: Mapping[str, str], name: str) -> int | None:
    """Return the whole number that a form carries under a name; None when it carries none."""
    return whole(data.get(name, ""))
