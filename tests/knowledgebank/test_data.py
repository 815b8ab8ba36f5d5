"""The practices that come with the portal keep the rules of the databank."""

from pathlib import Path

import pytest
import yaml

from knowledgebank.choices import PracticeKind

DATA = Path(__file__).parents[2] / "knowledgebank" / "data"
PRACTICES = yaml.safe_load((DATA / "practices.yaml").read_text())["rows"]
RESOURCES = yaml.safe_load((DATA / "learning_resources.yaml").read_text())["rows"]
PROVEN = [practice for practice in PRACTICES if practice.get("is_proven")]


def test_all_four_kinds_are_there_and_no_other():
    assert {practice["kind"] for practice in PRACTICES} == set(PracticeKind.values)


def test_chill_is_among_the_proven_ones():
    assert "chill-cop" in {practice["slug"] for practice in PROVEN}


@pytest.mark.parametrize("practice", PROVEN, ids=lambda practice: practice["slug"])
def test_proven_rests_on_a_factor_and_on_dated_evidence_and_is_looked_at_again(practice):
    dated = [proof for proof in practice["evidence"] if proof.get("dated")]

    assert practice["factor_links"]
    assert dated
    assert practice["review_on"]


@pytest.mark.parametrize("practice", PRACTICES, ids=lambda practice: practice["slug"])
def test_every_practice_has_a_source_a_factor_and_says_what_is_inferred(practice):
    unexplained = [
        link for link in practice["factor_links"] if link.get("is_inferred") and not link.get("basis")
    ]

    assert practice["sources"]
    assert practice["factor_links"]
    assert unexplained == []


def test_quotes_name_a_function_and_an_organisation_and_one_breaks_off():
    quotes = [quote for practice in PRACTICES for quote in practice.get("quotes", [])]

    assert len(quotes) == 5
    assert all(quote["function"] and quote["organisation"] for quote in quotes)
    assert [quote["organisation"] for quote in quotes if quote.get("is_cut_off")] == ["jc-training-center"]


def test_no_teaching_material_has_a_licence_that_no_source_names():
    assert [
        resource["slug"] for resource in RESOURCES if resource.get("licence") or resource.get("url")
    ] == []
