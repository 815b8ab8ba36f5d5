"""What is suggested while somebody types."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.finding.suggesting import MOST, suggested
from industriecoalitie.search.models import SearchDay
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.indexing import indexed

SEARCH = reverse("finding:search")


def told(text: str, reader) -> dict[str, list[tuple[str, str]]]:
    """Return each group with texts and addresses."""
    return {
        group.label: [(each.text, each.address) for each in group.options]
        for group in suggested(text, reader)
    }


def names(text: str, reader) -> list[str]:
    return [name for name, _address in told(text, reader).get("Ga direct naar", [])]


def test_a_name_that_is_exactly_so_comes_first_then_what_begins_so_then_what_holds_it(db, visitor):
    rows = [
        OrganisationFactory(name=name, aliases=aliases, visibility="public")
        for name, aliases in [
            ("Het grote Technohuis", []), ("Technohuis Noord", []), ("Technohuis", []), ("Firda", ["Technohuis"]), ("Iets anders", []),
        ]
    ]  # fmt: skip
    indexed(*rows)

    assert names("technohuis", visitor) == ["Technohuis", "Technohuis Noord", "Firda", "Het grote Technohuis"]
    assert names("Technoh", visitor)[0] in ("Technohuis", "Technohuis Noord")
    assert set(names("Technoh", visitor)) == {
        "Technohuis",
        "Technohuis Noord",
        "Firda",
        "Het grote Technohuis",
    }


def test_all_words_that_were_typed_are_in_the_name(hall, visitor):
    assert names("lassen zee", visitor) == ["Lassen op zee"]
    assert names("lassen op zee", visitor) == ["Lassen op zee"]
    assert names("zee las", visitor) == ["Lassen op zee"]
    assert names("lassen maan", visitor) == []


def test_terms_lead_to_the_search_with_that_facet(hall, visitor):
    assert told("robotis", visitor)["Kies een onderwerp"] == [("Robotisering", f"{SEARCH}?theme=robots")]
    assert told("overstap", visitor)["Kies een onderwerp"] == [
        ("Overstappers", f"{SEARCH}?targetGroup=overstappers")
    ]


def test_the_last_word_is_completed_and_those_before_it_are_kept(hall, visitor):
    questions = told("Samen lasscho", visitor)["Zoek op"]

    assert questions == [("Samen lasschool", f"{SEARCH}?q=Samen+lasschool")]


def test_questions_that_many_ask_come_before_completions(hall, visitor):
    SearchDay.objects.create(day=timezone.localdate(), query="lassen zee", asked=9, found=1)
    SearchDay.objects.create(
        day=timezone.localdate() - datetime.timedelta(days=400), query="lassen staal", asked=9, found=1
    )

    questions = [text for text, _address in told("lassen", visitor)["Zoek op"]]

    assert questions[0] == "lassen zee"
    assert "lassen staal" not in questions


def test_there_are_never_more_than_eight(db, visitor):
    indexed(*(PartnershipFactory(name=f"Robothal {n}", visibility="public") for n in range(30)))

    assert sum(len(options) for options in told("robothal", visitor).values()) == MOST


@pytest.mark.parametrize("text", ["", " ", "l", "%", "\x00", "🤖"])
def test_nothing_is_suggested_for_nothing(hall, visitor, text):
    assert suggested(text, visitor) == []


@pytest.mark.parametrize(
    ("who", "sees"), [("visitor", set()), ("neighbour", {"netwerk"}), ("lead", {"netwerk", "concept"})]
)
def test_nobody_is_suggested_what_is_kept_from_him(request, kept, who, sees):
    reader = request.getfixturevalue(who)

    found = {
        text for group in suggested("geheimlas", reader) for text in [each.text for each in group.options]
    }

    assert found == {f"Geheimlassen {name}" for name in sees}
    assert told("geheim th", reader).get("Kies een onderwerp", []) == []


def test_four_queries_at_most_for_a_visitor(hall, visitor, django_assert_max_num_queries):
    SearchDay.objects.create(day=timezone.localdate(), query="lassen zee", asked=9, found=1)

    for text in (
        "la",
        "lassen",
        "staal en lass",
        "robotis",
        "qqxjkwz",
        "een twee drie vier vijf zes zeven acht lassen",
    ):
        with django_assert_max_num_queries(4):
            suggested(text, visitor)


def test_the_list_holds_options_in_groups_with_a_name(client, hall):
    html = unescape(client.get(reverse("finding:suggestions") + "?q=lassen").content.decode())

    groups = re.findall(r'role="group" aria-label="([^"]*)"', html)
    assert groups == ["Ga direct naar"] or groups == ["Zoek op", "Ga direct naar"]
    assert html.count('role="option"') == len(re.findall(r'data-adres="/[^"]+"', html)) > 0
    assert "<mark>" not in html
