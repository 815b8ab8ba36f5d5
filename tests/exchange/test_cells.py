"""Texts that no spreadsheet takes for a formula, and back."""

import datetime

import pytest

from industriecoalitie.exchange.cells import (
    LONGEST,
    for_sheet,
    from_sheet,
    guarded,
    text_of,
    too_long,
    unguarded,
)

from .corpus import HOSTILE


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_a_text_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text
    assert from_sheet(for_sheet(text)) == text


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_nothing_that_works_stands_first(text):
    first = guarded(text).lstrip(' "‘’“”')[:1]

    assert first not in tuple("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1", "'=1"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("'s morgens", "'s morgens"),
        ("", ""),
        ("Twente", "Twente"),
    ],
)
def test_only_what_works_gets_an_apostrophe(text, written):
    assert guarded(text) == written


def test_a_text_that_is_too_long_says_where_it_is():
    assert for_sheet("x" * LONGEST) == "x" * LONGEST
    assert for_sheet("x" * (LONGEST + 1)) == too_long()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (12, "12"), (12.0, "12"), (2.5, "2,5"), (True, "ja"), (False, "nee"),
        (datetime.datetime(2024, 2, 9), "2024-02-09"), ("_x000D_", "\r"),
    ],
)  # fmt: skip
def test_what_a_person_typed_becomes_text(value, text):
    assert text_of(value) == text
