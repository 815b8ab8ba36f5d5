import time

import pytest
from django.utils.safestring import SafeString

from industriecoalitie.search.analysis import stem, tokens
from industriecoalitie.search.highlight import fragment, marked


def wanted(text: str) -> set[str]:
    return {stem(token.word) for token in tokens(text)}


def test_a_word_is_marked_for_its_stem_and_for_its_parts():
    assert marked("Robotlassen, robots en de las!", wanted("robot")) == (
        "<mark>Robotlassen</mark>, <mark>robots</mark> en de las!"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("PLC's", "<mark>PLC&#x27;s</mark>"),
        ("_PLC_", "_<mark>PLC</mark>_"),
        ("(plc)modules", "<mark>(plc)modules</mark>"),
        ("<plc>", "&lt;<mark>plc</mark>&gt;"),
        ("robot/plc&las", "robot/<mark>plc&amp;las</mark>"),
        ("<script>alert('x')</script>", "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"),
        ("", ""),
    ],
)
def test_all_else_is_escaped(text, shown):
    found = marked(text, wanted("plc") | {"plc&las"})
    assert found == shown
    assert isinstance(found, SafeString)


def test_stop_words_are_not_marked():
    assert marked("de robot", {"de"}) == "de robot"


def test_a_short_text_is_shown_whole():
    assert fragment("  Een robot  ", wanted("robot")) == "Een <mark>robot</mark>"


def test_the_window_with_most_different_words_is_shown():
    filler = "Hier staat iets anders. " * 30
    text = f"{filler}Een robot, een robot, een robot. {filler}Een robot die kan lassen. {filler}Robot en lassen. {filler}"
    shown = fragment(text, wanted("robot lassen"), size=80)
    assert "Een <mark>robot</mark> die kan <mark>lassen</mark>." in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_a_fragment_is_cut_between_words_and_keeps_to_its_size():
    text = "woorden " * 100 + "robot " + "woorden " * 100
    shown = fragment(text, wanted("robot"), size=100)
    plain = shown.replace("<mark>", "").replace("</mark>", "")
    assert set(plain.strip("…").split()) == {"woorden", "robot"}
    assert 80 <= len(plain) <= 102


def test_without_a_wanted_word_the_beginning_is_shown():
    assert fragment("een twee drie vier", wanted("robot"), size=10) == "een twee…"


def test_the_end_of_a_text_is_shown_to_its_end():
    shown = fragment("woorden " * 100 + "robot", wanted("robot"), size=50)
    assert shown.endswith("woorden <mark>robot</mark>")


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "a b " * 25_000,
        "a " * 30_000 + "b",
        " " * 100_000,
        "<" * 100_000,
        "a&b;" * 25_000,
        "\x00😀\u0301" * 9_000,
    ],
    ids=["letters", "two", "far", "spaces", "signs", "tied", "odd"],
)
def test_a_hostile_text_costs_little(text):
    marked("warm", {"warm"})
    started = time.process_time()
    shown = fragment(text, {"a", "b"})
    assert time.process_time() - started < 0.15
    assert len(shown) < 4_000
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
