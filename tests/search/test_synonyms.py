"""Synonyms widen a question at once, both ways; those that a portal begins with mean what they say."""

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from industriecoalitie.search import actions, engine, query, terms
from industriecoalitie.search.feeds import feed_of
from industriecoalitie.search.query import LONGEST_SYNONYM
from knowledgebank.models import Practice
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.search import SynonymFactory

FILE = settings.BASE_DIR / "industriecoalitie" / "search" / "data" / "synonyms.yaml"
ROWS = yaml.safe_load(FILE.read_text())["rows"]
MOST_ROWS = 80
# Other forms of these are the same for the search without a synonym.
ABBREVIATIONS = {
    "ad", "bbl", "bol", "cib", "civ", "coe", "cop", "hca", "icd", "ksf", "llo", "mkb", "mtzh", "obm", "pps", "ptvt", "rif",
    "roc", "sbb", "sto", "tcic", "w&t",
}  # fmt: skip


def add(title: str) -> Practice:
    practice = PracticeFactory(title=title)
    actions.index(feed_of(Practice), [practice.pk])
    return practice


def found(text: str) -> set:
    return {hit.record for hit in engine.search(text, AnonymousUser()).hits}


@pytest.mark.django_db
class TestInForce:
    @pytest.mark.parametrize("text", ["LLO", "leven lang ontwikkelen", "Leven lang leren"])
    def test_each_term_finds_what_has_another(self, text):
        SynonymFactory(terms=["llo", "leven lang ontwikkelen", "leven lang leren"])
        records = {
            add("De LLO-dag").uuid,
            add("Leven lang ontwikkelen in Twente").uuid,
            add("Een leven lang leren").uuid,
        }

        assert found(text) == records

    def test_terms_work_within_a_question(self):
        SynonymFactory(terms=["rif", "regionaal investeringsfonds"])
        wanted = add("Regionaal investeringsfonds voor robots")
        add("Regionaal investeringsfonds voor de zorg")

        best = engine.search("robots uit het RIF", AnonymousUser()).hits[0]

        assert best.record == wanted.uuid

    def test_hidden_ones_do_nothing(self):
        SynonymFactory(terms=["llo", "leven lang ontwikkelen"], hidden_at="2026-01-01T00:00Z")
        add("Leven lang ontwikkelen in Twente")

        assert found("llo") == set()

    def test_reading_them_takes_one_query(self, django_assert_num_queries):
        SynonymFactory.create_batch(3)

        with django_assert_num_queries(1):
            terms.synonyms()

    def test_what_was_also_looked_for_is_told(self):
        SynonymFactory(terms=["cobot", "meewerkrobot"])

        (group,) = query.read("cobot").groups

        assert group.also == terms.lexemes_in("meewerkrobot")


class TestFirstRows:
    def test_every_abbreviation_of_the_sources_is_there(self):
        assert ABBREVIATIONS - {row["terms"][0] for row in ROWS} == set()

    def test_there_are_few_enough_to_read_with_every_question(self):
        assert len(ROWS) <= MOST_ROWS

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: row["slug"])
    def test_the_search_can_look_for_each_and_tell_them_apart(self, row):
        lexemes = [terms.lexemes_in(term) for term in row["terms"]]

        assert len(set(lexemes)) == len(lexemes)
        assert [each for each in lexemes if not 0 < len(each) <= LONGEST_SYNONYM] == []

    def test_no_term_stands_in_two_rows(self):
        every = [terms.lexemes_in(term) for row in ROWS for term in row["terms"]]

        assert len(set(every)) == len(every)
