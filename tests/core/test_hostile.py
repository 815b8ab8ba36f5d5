"""Whatever people write, a page shows words: nothing runs, nothing is fetched, and nothing takes long."""

import time
from html.parser import HTMLParser
from types import SimpleNamespace

import nh3
import pytest

from industriecoalitie.core import texts

from .hostile import BOMBS, VECTORS

SECONDS_MOST = 1


class Seen(HTMLParser):
    """The tags with their attributes of a piece of HTML."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def faults(html: str) -> list[object]:
    """Return the tags and attributes that may not be in a text."""
    found = []
    for tag, given in Seen(html).found:
        href = given.pop("href", "https://")
        rel = given.pop("rel", "noopener noreferrer")
        is_good = tag in texts.ALLOWED_TAGS and not given and rel == "noopener noreferrer"
        if not is_good or not href.startswith(("https://", "mailto:")) or '"' in href or "<" in href:
            found.append((tag, href, rel, given))
    return found


def test_the_corpus_is_large():
    assert (len(VECTORS) >= 40, len(BOMBS) >= 20) == (True, True)
    assert len(set(VECTORS.values())) == len(VECTORS)


def test_a_fault_is_found():
    raw = '<p onclick="x()"><a href="javascript:x()">a</a><img src="x"><a href="https://a.nl" rel="opener">b</a></p>'

    assert [tag for tag, *_rest in faults(raw)] == ["p", "a", "img", "a"]


@pytest.mark.parametrize("text", VECTORS.values(), ids=VECTORS.keys())
def test_nothing_of_a_hostile_text_is_left(text):
    html = texts.markdown(text)

    assert faults(html) == []
    cleaned = nh3.clean(
        html, tags=texts.ALLOWED_TAGS, attributes={"a": {"href"}}, link_rel="noopener noreferrer"
    )
    assert cleaned == html
    assert texts.markdown.__wrapped__(text) == html


@pytest.mark.parametrize("text", VECTORS.values(), ids=VECTORS.keys())
def test_a_hostile_text_without_markup_stays_words(text):
    terms = [SimpleNamespace(short="script", full=text), SimpleNamespace(short="img", full=text)]

    assert "<" not in texts.with_soft_hyphens(text)
    assert "<" not in texts.joined([text, text])
    assert {tag for tag, _given in Seen(texts.explained(text, terms)).found} <= {"abbr"}
    assert {name for _tag, given in Seen(texts.explained(text, terms)).found for name in given} <= {"title"}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_text_that_wants_to_cost_time_does_not(text):
    begin = time.process_time()
    html = texts.markdown.__wrapped__(text)
    seconds = time.process_time() - begin

    assert seconds < SECONDS_MOST
    assert len(html) < 250_000
    assert faults(html) == []


def test_a_large_table_of_people_is_still_a_table():
    rows = "".join(f"| Organisatie {number} | Plaats | 12 | ja |\n" for number in range(450))
    table = f"| Naam | Waar | Hoeveel | Doet mee |\n| --- | --- | --- | --- |\n{rows}"

    assert len(table) < texts.LONGEST_MARKDOWN
    assert texts.markdown(table).count("<tr>") == 451
    assert texts.markdown(table + "\n\nwoord | woord\n" * 100).count("<tr>") == 451


def test_a_table_of_far_too_many_cells_is_shown_as_it_was_typed():
    bomb = BOMBS["wide table of empty rows"]

    assert "<table" not in texts.markdown(bomb)
    assert "|a|a|a|" in texts.markdown(bomb)
