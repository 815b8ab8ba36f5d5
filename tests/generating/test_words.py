"""Made-up texts are the same for the same seed, and as uneven as real ones."""

import re
import statistics
from itertools import chain

import pytest

from industriecoalitie.generating.vocabulary import BEGINNINGS, COMMON, SECTIONS
from industriecoalitie.generating.words import compounds, document, documents, is_stopped, tail, uuid_of

COUNT = 600


@pytest.fixture(scope="module")
def texts():
    return list(documents(COUNT, seed=5))


def words_of(text) -> list[str]:
    return re.findall(r"\w+", f"{text.title} {text.summary} {text.body}".lower())


def test_the_same_seed_gives_the_same_texts(texts):
    assert list(documents(COUNT, seed=5)) == texts


def test_another_seed_gives_others(texts):
    assert [text.body for text in documents(5, seed=6)] != [text.body for text in texts[:5]]


def test_a_text_does_not_depend_on_how_many_there_are(texts):
    assert document(300, seed=5) == texts[300]
    assert list(documents(2, seed=5, start=300)) == texts[300:302]


def test_an_identity_follows_from_seed_kind_and_number():
    assert uuid_of(1, "voorbeeld", 2) == uuid_of(1, "voorbeeld", 2)
    assert (
        len(
            {
                uuid_of(1, "voorbeeld", 2),
                uuid_of(2, "voorbeeld", 2),
                uuid_of(1, "vraag", 2),
                uuid_of(1, "voorbeeld", 3),
            }
        )
        == 4
    )


def test_lengths_are_spread_as_those_of_real_texts(texts):
    lengths = sorted(len(text.body.split()) for text in texts)

    assert 260 < statistics.median(lengths) < 340
    assert lengths[0] >= 35
    assert lengths[COUNT // 10] < 160
    assert lengths[-COUNT // 10] > 600
    assert lengths[-1] <= 3_050


def test_long_texts_have_all_sections(texts):
    found = {tuple(text.sections) for text in texts}

    assert found == {tuple(SECTIONS), ("context", "approach", "results")}
    assert all(all(text.sections.values()) for text in texts)


@pytest.mark.parametrize("word", COMMON)
def test_common_words_are_in_most_texts(texts, word):
    share = sum(word in words_of(text) for text in texts) / COUNT

    assert 0.74 < share < 0.92


def test_compounds_are_written_in_three_ways(texts):
    text = " ".join(text.body for text in texts).lower()
    joined, hyphened, loose = (
        sum(
            len(re.findall(rf"\b{each.begin}{between}{each.end}\b", text))
            for each in compounds("mobiliteit", "ding")
            if each.joined == each.begin + each.end
        )
        for between in ("", "-", " ")
    )

    total = joined + hyphened + loose
    assert joined / total == pytest.approx(0.72, abs=0.06)
    assert hyphened / total == pytest.approx(0.10, abs=0.05)


def test_the_compounds_of_a_text_are_told(texts):
    for text in texts[:50]:
        squeezed = re.sub(r"[ -]", "", f"{text.title} {text.summary} {text.body}".lower())
        told = [word for word in text.compounds if word in squeezed]
        assert len(told) > len(text.compounds) / 3, text.number


def test_few_texts_share_the_words_of_the_tail(texts):
    rare = set(tail()[2_000:])
    shared = [word for text in texts for word in set(words_of(text)) & rare]

    assert len(shared) > COUNT
    assert len(set(shared)) > len(shared) * 0.6


def test_no_word_is_one_that_the_sources_are_known_by(texts):
    made = chain(
        *(words_of(text) for text in texts),
        tail(),
        (
            each.joined
            for sector in BEGINNINGS
            for kind in ("ding", "plek", "doen", "wie")
            for each in compounds(sector, kind)
        ),
    )

    assert {word for word in made if is_stopped(word)} == set()
    assert is_stopped("Chemelot-terrein".lower())
    assert is_stopped("robotlassen")
