"""Words in texts that are probably typing errors are named, with the records that hold them."""

import pytest

from industriecoalitie.search import actions
from industriecoalitie.search.feeds import feed_of
from industriecoalitie.search.models import SearchSlip
from industriecoalitie.search.spelling import look_for_slips
from knowledgebank.models import Practice
from tests.factories.knowledgebank import PracticeFactory

pytestmark = pytest.mark.django_db


def slips() -> list[tuple[str, str, list]]:
    look_for_slips()
    return list(SearchSlip.objects.order_by("word").values_list("word", "meant", "records"))


def add(title: str, **values) -> Practice:
    practice = PracticeFactory(title=title, **values)
    actions.index(feed_of(Practice), [practice.pk])
    return practice


def test_an_error_beside_the_right_word_is_named():
    add("Het Techniekpact van de regio")
    wrong = add("Afspraken uit het Techniepact")

    assert slips() == [("techniepact", "techniekpact", [wrong.uuid])]


def test_a_part_of_a_word_with_hyphens_is_no_word():
    add("Opleidingen in de regio")
    add("De opleiding-in-co-creatie")

    assert slips() == []


def test_words_that_are_right_are_left_alone():
    add(
        "Gasmodule en lasmodule, techniekpact en technieken, Zwembadweg, installatiemonteur en installatiemonteurs"
    )

    assert slips() == []


def test_a_word_of_a_record_that_is_not_public_is_not_named():
    add("Het Techniekpact van de regio")
    add("Afspraken uit het Techniepact", visibility="network")

    assert slips() == []


def test_each_time_all_are_made_anew():
    add("Het Techniekpact van de regio")
    wrong = add("Afspraken uit het Techniepact")
    slips()
    wrong.title = "Afspraken uit het Techniekpact"
    wrong.save()
    actions.index(feed_of(Practice), [wrong.pk])

    assert slips() == []
