"""What is like a record, with the reason; only to who may know both."""

import uuid
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.finding.likeness import telling, words_in
from industriecoalitie.search.analysis import stem
from industriecoalitie.search.engine import Hit
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.programmes import DemandFactory
from tests.indexing import indexed

SHARED = "Fieldlab met lasrobots, cobots en draaibanken."
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def others(db):
    """Enough records that have nothing in common with the rest, so that the words of the tests are rare."""
    indexed(*PartnershipFactory.create_batch(40))


def address(record) -> str:
    return reverse("finding:kin", args=[kind_of(record), record.uuid])


def rows(client, record) -> list[tuple[str, list[str]]]:
    answer = client.get(address(record), headers=HTMX)
    assert answer.status_code == 200
    return [(row.hit.title, list(row.reasons)) for row in answer.context["rows"]]


def partnership(name: str, summary: str = SHARED, **more):
    record = PartnershipFactory(name=name, summary=summary, **more)
    indexed(record)
    return record


def practice(title: str, summary: str = SHARED, **more):
    record = PracticeFactory(title=title, summary=summary, **more)
    indexed(record)
    return record


def test_the_reason_names_shared_terms_and_words_as_they_are_written(client):
    theme = ConceptFactory(scheme=Scheme.THEME, notation="robotisering", label="Robotisering")
    one = partnership("Alfa", "Een fieldlab in Drachten met cobots.")
    other = partnership("Beta", "Fieldlab voor cobots, in Drachten.")
    partnership("Gamma", "Heel iets anders over warmtepompen.")
    for each in (one, other):
        each.concepts.add(theme)
        indexed(each)

    assert rows(client, one) == [
        ("Beta", ["Zelfde thema: Robotisering", "Ook over: fieldlab, cobots, Drachten"])
    ] or rows(client, one) == [
        ("Beta", ["Zelfde thema: Robotisering", "Ook over: cobots, Drachten, fieldlab"])
    ]


def test_only_words_in_common(client):
    one, _other = practice("Alfa"), practice("Beta")

    ((title, (reason,)),) = rows(client, one)

    assert title == "Beta"
    assert reason.startswith("Allebei over: ")
    assert set(reason.removeprefix("Allebei over: ").split(", ")) <= {
        "fieldlab",
        "lasrobots",
        "cobots",
        "draaibanken",
    }


def test_a_broad_term_is_not_named_beside_a_narrow_one(client):
    broad = ConceptFactory(scheme=Scheme.THEME, notation="breed", label="Breed")
    narrow = ConceptFactory(scheme=Scheme.THEME, notation="smal", label="Smal", broader=[broad])
    one, other = partnership("Alfa"), partnership("Beta")
    for each in (one, other):
        each.concepts.add(narrow)
        indexed(each)

    ((_title, reasons),) = rows(client, one)

    assert reasons[0] == "Zelfde thema: Smal"


@pytest.mark.parametrize(
    ("make", "hidden"),
    [(partnership, {"visibility": "concept"}), (practice, {"visibility": "network"})],
)
def test_what_a_reader_may_not_see_is_no_kin(client, member, make, hidden):
    one = make("Alfa")
    make("Verborgen", f"{SHARED} Kanariewoord", **hidden)
    make("Beta")

    assert [title for title, _reasons in rows(client, one)] == ["Beta"]
    assert "anariewoord" not in client.get(address(one)).content.decode()

    client.force_login(member)
    seen = {title for title, _reasons in rows(client, one)}
    assert seen == ({"Beta", "Verborgen"} if hidden["visibility"] == "network" else {"Beta"})


def test_own_concepts_are_kin_to_their_team_alone(client, member, neighbour, region):
    one = partnership("Alfa")
    partnership("Concept van Twente", visibility="concept", owner=region)

    client.force_login(member)
    assert [title for title, _reasons in rows(client, one)] == ["Concept van Twente"]

    client.force_login(neighbour)
    assert rows(client, one) == []


def test_a_draft_beside_a_practice_is_no_kin(client, curator):
    one, other = practice("Alfa"), practice("Beta")
    draft = PracticeFactory(
        title="Beta opnieuw", summary=SHARED, draft_of=other, state="draft", base_version=1
    )
    indexed(draft)
    client.force_login(curator)

    assert [title for title, _reasons in rows(client, one)] == ["Beta"]


def test_words_of_hidden_records_are_no_reason(client):
    """A word that two public records share only with what is hidden is still theirs; one they do not have is not told."""
    one = partnership("Alfa")
    partnership("Beta")
    partnership("Geheim", f"{SHARED} Zwavelkanarie", visibility="concept")
    term = ConceptFactory(scheme=Scheme.THEME, notation="geheim", label="Zwavelthema", visibility="concept")
    for each in (one, PartnershipFactory(name="Delta", summary=SHARED)):
        each.concepts.add(term)
        indexed(each)

    html = client.get(address(one)).content.decode()

    assert "Beta" in html
    assert "wavel" not in html


def test_hidden_and_unknown_records_answer_alike(client, member):
    hidden = partnership("Verborgen", visibility="concept")
    client.force_login(member)

    assert client.get(address(hidden)).status_code == 404
    assert client.get(reverse("finding:kin", args=["samenwerking", uuid.uuid4()])).status_code == 404
    assert client.get(reverse("finding:kin", args=["organisatie", hidden.uuid])).status_code == 404
    assert client.get(reverse("finding:kin", args=["onzin", hidden.uuid])).status_code == 404


def test_each_kind_has_its_own_kin(client):
    shown = partnership("Alfa")
    practice("Voorbeeld van Alfa", partnership=shown)
    partnership("Beta")

    assert [title for title, _reasons in rows(client, shown)] == ["Beta"]


def test_a_demand_names_practices_first_and_not_its_own_answers(client):
    answer = partnership("Eigen antwoord")
    others = [partnership(name) for name in ("Alfa", "Beta", "Gamma", "Delta")]
    practice("Voorbeeld")
    demand = DemandFactory(title="Wie leert ons lassen?", summary=SHARED)
    demand.partnerships.add(answer)
    indexed(demand)

    found = client.get(address(demand), headers=HTMX).context["rows"]

    assert [row.kind for row in found] == ["Praktijkvoorbeeld"] + ["Samenwerking"] * 3
    assert {row.hit.title for row in found[1:]} < {each.name for each in others}


def test_nothing_alike_is_said(client):
    html = unescape(client.get(address(partnership("Alfa"))).content.decode())

    assert "Er is nog geen samenwerking die hierop lijkt." in html


def test_a_page_without_javascript_and_a_part_with_it(client):
    one = partnership("Alfa")
    partnership("Beta")

    whole, part = client.get(address(one)), client.get(address(one), headers=HTMX)

    assert "<h1" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]
    assert 'content="noindex"' in whole.content.decode()


@pytest.mark.parametrize("make", [partnership, practice])
def test_as_many_queries_for_one_as_for_four(client, make):
    one = make("Alfa")
    make("Beta")
    with CaptureQueriesContext(connection) as single:
        assert len(rows(client, one)) == 1
    for name in ("Gamma", "Delta", "Epsilon"):
        make(name)
    with CaptureQueriesContext(connection) as four:
        assert len(rows(client, one)) == 4

    assert len(four) == len(single)
    assert len(four) <= 8


def test_signed_in_stays_within_the_queries_of_a_page(client, member, region):
    one = partnership("Alfa")
    partnership("Beta", visibility="concept", owner=region)
    client.force_login(member)

    with CaptureQueriesContext(connection) as queries:
        assert len(rows(client, one)) == 1

    assert len(queries) <= 12


@pytest.mark.parametrize("make", [partnership, practice, lambda title: DemandFactory(title=title)])
def test_the_page_of_a_record_leads_there(client, make):
    record = make("Alfa")

    html = client.get(record.get_absolute_url()).content.decode()

    assert html.count(f'hx-get="{address(record)}"') == 1
    assert html.count(f'href="{address(record)}"') == 1


class TestWords:
    def hit(self, text: str) -> Hit:
        return Hit(uuid.uuid4(), "samenwerking", "Brainport leert", "/", "", text)

    def words(self, text: str, *wanted: str) -> list[str]:
        return words_in(self.hit(text), [stem(word) for word in wanted])

    def test_a_capital_is_kept_inside_a_sentence_only(self):
        assert self.words("In Drachten. Fieldlab met PLC.", "drachten", "fieldlab", "plc") == [
            "Drachten",
            "fieldlab",
            "PLC",
        ]

    def test_the_usual_way_of_writing_wins(self):
        assert self.words("Naar Brainport.", "brainport") == ["Brainport"]
        assert self.words("Een Fieldlab, een fieldlab.", "fieldlab") == ["fieldlab"]

    def test_a_word_that_is_not_in_the_texts_is_not_told(self):
        assert self.words("Een fieldlab.", "deltion") == []

    def test_everyday_short_and_known_words_say_nothing(self):
        assert telling(["drie", "bbl", "fieldlab", "fieldlabs", "robotisering"], "robotisering") == [
            "fieldlab"
        ]
