"""What a question finds, in which order, and how it is narrowed."""

import random
import time

import pytest
from django.db import connection

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.search import engine
from industriecoalitie.search.actions import rebuild
from industriecoalitie.search.choices import Facet
from industriecoalitie.search.engine import search
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import AdoptionFactory, EvidenceFactory, PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory, RegionFactory
from tests.factories.search import PromotionFactory, SynonymFactory

PRACTICES = ["praktijkvoorbeeld"]


def titles(text: str, reader, **more) -> list[str]:
    return [hit.title for hit in search(text, reader, **more).hits]


def practices(*titles_and_texts: tuple[str, str]) -> None:
    for title, text in titles_and_texts:
        PracticeFactory(title=title, context=text)
    rebuild()


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("In dit techniekcentrum leren zij.", "techniek centrum"),
        ("In dit techniek centrum leren zij.", "techniekcentrum"),
        ("Zij zoeken een warmtepompmonteur.", "warmtepomp"),
        ("Zij plaatsen een warmtepomp.", "warmtepompmonteur"),
        ("Samen met bedrijven.", "bedrijf"),
        ("Industriële automatisering.", "industriele automatisering"),
        ("Met (keuze)modules.", "keuzemodule"),
        ("Besturing met PLC's.", "plc"),
        ("Leren werken met microcontrollers.", "microcontr"),
        ("Skillslab in Drachten.", "skilslab dragten"),
        ("Het Techniepact van 2013.", "Techniekpact"),
    ],
)
def test_dutch_finds_dutch(text, asked, visitor):
    practices(("Gezocht", text), ("Iets anders", "Een verhaal over de zorg."))

    assert titles(asked, visitor, kinds=PRACTICES)[:1] == ["Gezocht"]


def test_what_was_probably_meant_is_told(visitor):
    practices(("Lab", "Het Skillslab in Drachten."))

    result = search("skilslab dragten", visitor)

    assert result.question.did_you_mean == "skillslab drachten"
    assert search("skillslab drachten", visitor).question.did_you_mean == ""


def test_words_between_quotation_marks_stand_beside_each_other(visitor):
    practices(("Beside", "Slimme industrie in de regio."), ("Apart", "Industrie, ook de slimme."))

    assert titles('"slimme industrie"', visitor) == ["Beside"]


def test_a_word_with_a_minus_is_not_there(visitor):
    practices(("Robots", "Lassen met een robot."), ("Hand", "Lassen met de hand."))

    assert titles("lassen -robot", visitor) == ["Hand"]
    assert titles("-robot", visitor, kinds=PRACTICES) == ["Hand"]


def test_synonyms_work_both_ways_and_at_once(visitor):
    practices(("Kort", "Een LLO-aanbod."), ("Lang", "Leven lang ontwikkelen."))
    assert titles("llo", visitor) == ["Kort"]

    SynonymFactory(terms=["llo", "leven lang ontwikkelen"])

    assert set(titles("llo", visitor)) == {"Kort", "Lang"}
    assert set(titles("leven lang ontwikkelen", visitor)) == {"Kort", "Lang"}


def test_the_exact_title_comes_first_then_the_label_then_evidence_then_adoption(visitor):
    text = "Lassen in de regio."
    followed = PracticeFactory(title="Gevolgd", context=text)
    AdoptionFactory(practice=followed)
    EvidenceFactory(practice=PracticeFactory(title="Met bewijs", context=text))
    PracticeFactory(title="Bewezen", context=text, is_proven=True, review_on="2027-01-01")
    PracticeFactory(title="Gewoon", context=text)
    PracticeFactory(title="Lassen", context="Over iets anders.")
    rebuild()

    assert titles("lassen", visitor, kinds=PRACTICES) == [
        "Lassen",
        "Bewezen",
        "Met bewijs",
        "Gevolgd",
        "Gewoon",
    ]


def test_a_word_in_the_title_weighs_more_than_one_in_the_text(visitor):
    practices(("In de tekst", "Er is een fieldlab."), ("Een fieldlab", "Niets."))

    assert titles("fieldlab", visitor) == ["Een fieldlab", "In de tekst"]


def test_why_tells_what_the_place_is_made_of(visitor):
    practices(("Fieldlab", "Een fieldlab."))

    (hit,) = search("fieldlab", visitor).hits

    assert set(hit.why) == {"text", "exact", "core", "worth"}
    assert (hit.why["exact"], hit.why["core"]) == (2.0, 0.3)
    assert 0 < hit.why["text"] < 1


def test_what_a_curator_put_first_stands_first_and_says_so(visitor):
    practices(("Lassen", "Lassen."), ("Robotwerkplaats", "Iets met lassen."))
    other = PracticeFactory(title="Verborgen", visibility="concept")
    rebuild()
    chosen = next(hit for hit in search("robotwerkplaats", visitor).hits if hit.title == "Robotwerkplaats")
    PromotionFactory(query="lassen", subject=chosen.record)
    PromotionFactory(query="lassen", subject=other.uuid)

    hits = search("Lassen", visitor).hits

    assert [(hit.title, hit.is_promoted) for hit in hits] == [("Robotwerkplaats", True), ("Lassen", False)]
    assert titles("lassen regio", visitor)[0] == "Lassen"


def facets_of(text, reader, **chosen):
    wanted = {Facet(key): values for key, values in chosen.items()}
    return search(text, reader, kinds=PRACTICES, chosen=wanted, with_facets=True)


@pytest.fixture
def three(db):
    """Three practices: two about energy, of which one in the north; one about robots in the north."""
    energy = ConceptFactory(scheme=Scheme.THEME, notation="energie", label="Energie")
    robots = ConceptFactory(scheme=Scheme.THEME, notation="robots", label="Robots")
    north = RegionFactory(slug="noord", name="Noord")
    for title, theme, region in (("A", energy, north), ("B", energy, None), ("C", robots, north)):
        PracticeFactory(title=title, context="lassen", region=region).concepts.add(theme)
    rebuild()


def test_facets_narrow_each_other_and_widen_in_themselves(three, visitor):
    both = facets_of("lassen", visitor, theme=["energie", "robots"], region=["noord"])
    one = facets_of("lassen", visitor, theme=["energie"], region=["noord"])

    assert sorted(hit.title for hit in both.hits) == ["A", "C"]
    assert [hit.title for hit in one.hits] == ["A"]


def test_counts_of_a_chosen_facet_tell_what_another_choice_would_give(three, visitor):
    result = facets_of("lassen", visitor, theme=["energie"])

    assert result.facets[Facet.THEME] == {"energie": 2, "robots": 1}
    assert result.facets[Facet.REGION] == {"noord": 1}
    assert result.total == 2


def test_counts_are_those_of_the_list(three, visitor):
    found = facets_of("", visitor)

    for facet, values in found.facets.items():
        for value, number in values.items():
            assert facets_of("", visitor, **{facet.value: [value]}).total == number


def test_a_choice_in_every_facet_is_a_question_like_another(three, visitor):
    result = search("lassen", visitor, chosen={facet: ["x"] for facet in Facet}, with_facets=True)

    assert (result.hits, result.total) == ([], 0)


def test_what_has_all_words_is_ranked_whatever_else_has_one(visitor, monkeypatch):
    monkeypatch.setattr(engine, "MOST_TEXTS", 2)
    practices(*((f"Lassen {n}", "lassen") for n in range(12)), ("Beide", "lassen techniek"))

    assert titles("lassen techniek", visitor)[0] == "Beide"


def test_every_page_that_is_counted_has_its_records(visitor, monkeypatch):
    monkeypatch.setattr(engine, "MOST_TEXTS", 3)
    monkeypatch.setattr(engine, "MOST_CORES", 3)
    practices(*((f"Voorbeeld {n}", "lassen techniek") for n in range(30)))

    for text in ("lassen", "lassen techniek"):
        pages = [titles(text, visitor, first=first, size=10) for first in (0, 10, 20)]
        assert len({title for page in pages for title in page}) == search(text, visitor).total == 30


def test_what_a_curator_put_first_is_counted_once(visitor):
    practices(*((f"Lassen {n}", "lassen") for n in range(5)))
    last = search("lassen", visitor).hits[-1]
    PromotionFactory(query="lassen", subject=last.record)

    first, second = (search("lassen", visitor, first=start, size=3) for start in (0, 3))

    assert (first.total, len(first.hits), len(second.hits)) == (5, 3, 2)
    assert first.hits[0].title == last.title
    assert len({hit.record for hit in (*first.hits, *second.hits)}) == 5
    assert not any(hit.is_promoted for hit in search("lassen -robot", visitor).hits)


def test_a_record_with_very_many_values_is_written(visitor):
    practice = PracticeFactory(title="Overal")
    terms = [
        ConceptFactory(scheme=Scheme.SECTOR, notation=f"sector-{n:030d}", label=f"S{n}") for n in range(150)
    ]
    practice.concepts.add(*terms)
    rebuild()

    assert search("overal", visitor, chosen={Facet.SECTOR: [terms[7].notation]}).total == 1


def test_a_broader_term_counts_what_is_below_it(visitor):
    broad = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="volwassenen", label="Volwassenen")
    narrow = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="zijinstromers", label="Zij-instromers")
    narrow.broader.add(broad)
    PracticeFactory(title="A").concepts.add(narrow)
    rebuild()

    result = facets_of("", visitor, targetGroup=["volwassenen"])

    assert [hit.title for hit in result.hits] == ["A"]
    assert result.facets[Facet.TARGET_GROUP] == {"volwassenen": 1, "zijinstromers": 1}


def test_old_names_find_the_organisation_and_what_it_does(visitor):
    organisation = OrganisationFactory(name="Firda", aliases=["Friese Poort"])
    PracticeFactory(title="Skillslab").organisations.add(organisation)
    rebuild()

    assert titles("friese poort", visitor) == ["Firda", "Skillslab"]


def hostile_texts() -> list[str]:
    rest = random.Random(7)
    signs = "abz09 '\"\\|&!():*<->%_-+~^$€#@;\x00\ud800😀é\u0301\u202e\t\n"
    return [
        "a & b | !c:* <-> (d",
        "'; DROP TABLE search_searchdocument; --",
        "%" * 300,
        "_%_%",
        '"',
        '"" "" ""',
        "-",
        "--",
        '-"',
        "\x00",
        "\x00lassen",
        "😀 lassen 😀",
        "\ud800",
        "e\u0301" * 500,
        "\u202elassen",
        "woord " * 2_000,
        "x" * 100_000,
        " ".join(f"woord{n}" for n in range(2_000)),
        "!" * 1_000,
        "''''''''",
        "\\" * 99,
        "lassen\\",
        "de het een",
        "((((((((((",
        "<-> <2> :* :A",
        "NULL",
        *("".join(rest.choice(signs) for _ in range(rest.randint(1, 120))) for _ in range(150)),
    ]


def test_no_text_gives_an_error_or_a_slow_answer(visitor, lead):
    practices(*((f"Lassen {n}", "woord lassen techniek regio " * 50) for n in range(5)))
    slow = []

    for text in hostile_texts():
        for reader in (visitor, lead):
            begun = time.process_time()
            search(text, reader, with_facets=True, chosen={Facet.THEME: [text[:50].replace("\x00", "")]})
            if time.process_time() - begun > 0.3:
                slow.append(text[:40])

    assert slow == []


STATES = {"concept": set(), "network": {"lead", "neighbour"}}


@pytest.mark.parametrize("visibility", STATES)
def test_what_is_not_public_is_found_by_who_may_see_it_alone(visibility, visitor, lead, neighbour, region):
    PartnershipFactory(name="Zeldzaamwoord", visibility=visibility, owner=region)
    ConceptFactory(scheme=Scheme.THEME, notation="t", label="T")
    rebuild()

    found = {
        name: titles("zeldzaamwoord", who)
        for name, who in (("visitor", visitor), ("lead", lead), ("neighbour", neighbour))
    }

    expected = {
        "visitor": [],
        "lead": ["Zeldzaamwoord"],
        "neighbour": ["Zeldzaamwoord"] if visibility == "network" else [],
    }
    assert found == expected


def test_a_hidden_record_leaves_no_trace_in_any_answer(visitor, lead, region):
    """Every answer is the same as if it had never been: hits, counts, facets, what was meant, beginnings, kin."""
    term = ConceptFactory(scheme=Scheme.THEME, notation="bekend", label="Bekend")
    PracticeFactory(title="Lassen in de buurt", context="techniek").concepts.add(term)
    rebuild()
    asked = [
        "kanarievogel",
        "kanarievogels",
        "kanarie",
        "kanarivogel",
        "kanar",
        "lassen",
        "techniek kanarievogel",
        "",
    ]
    before = [_told(text, visitor) for text in asked]

    for visibility in ("concept", "network"):
        record = PartnershipFactory(
            name=f"Kanarievogel {visibility}", visibility=visibility, owner=region, region=region,
            summary="techniek kanarievogel lassen",
        )  # fmt: skip
        record.concepts.add(
            ConceptFactory(scheme=Scheme.THEME, notation=f"thema-{visibility}", label="Thema")
        )
    hidden = PracticeFactory(
        title="Kanarievogel verborgen", context="techniek", hidden_at="2026-01-01T00:00Z"
    )
    secret = OrganisationFactory(name="Kanarievogelcollege", visibility="concept")
    PracticeFactory(title="Lassen", visibility="concept").organisations.add(secret)
    hidden.organisations.add(secret)
    rebuild()

    assert [_told(text, visitor) for text in asked] == before
    assert titles("kanarievogel", lead) != []


def _told(text: str, reader) -> tuple:
    result = search(text, reader, with_facets=True)
    hits = [(hit.title, hit.text, hit.summary) for hit in result.hits]
    question = result.question
    facets = {facet: values for facet, values in result.facets.items() if facet != Facet.THEME or text}
    groups = [(group.strict, group.loose, group.count, group.meant) for group in question.groups]
    return hits, result.total, facets, question.did_you_mean, groups


def test_a_public_record_does_not_bring_the_name_of_a_hidden_one(visitor, lead, region):
    secret = OrganisationFactory(name="Geheimcollege", visibility="network")
    PracticeFactory(title="Openbaar").organisations.add(secret)
    rebuild()

    assert titles("geheimcollege", visitor) == []
    assert titles("geheimcollege", lead) == ["Geheimcollege"]


@pytest.mark.parametrize("text", ["lassen", "lassen techniek", "", '"lassen in"', "lasen"])
def test_the_number_of_queries_does_not_depend_on_what_is_found(text, visitor, django_assert_max_num_queries):
    practices(*((f"Lassen in de techniek {n}", "lassen") for n in range(12)))

    with django_assert_max_num_queries(14):
        found = search(text, visitor, with_facets=True)

    assert len(found.hits) >= 12
    assert connection.in_atomic_block
