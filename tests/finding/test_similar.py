"""What is there already, while the title of a new record is typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.finding.similar import Similar
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.indexing import indexed

ADDRESS = reverse("finding:similar")


@pytest.fixture(autouse=True)
def others(db):
    """Enough records that have nothing in common with the rest, so that the words of the tests are rare."""
    indexed(*PartnershipFactory.create_batch(30))


@pytest.fixture
def team(client, member):
    client.force_login(member)
    return client


def found(client, title: str, kind: str = "samenwerking", **more) -> list[Similar]:
    answer = client.get(ADDRESS, {"kind": kind, "title": title, **more})
    assert answer.status_code == 200
    return answer.context["rows"]


def partnership(name: str, **more):
    record = PartnershipFactory(name=name, **more)
    indexed(record)
    return record


def test_the_same_name_comes_first_then_names_that_look_like_it(team):
    near = partnership("Het techniekcentrum in Almelo")
    same = partnership("Techniekcentrum Almelo")

    assert found(team, "techniekcentrum almelo") == [
        Similar("Techniekcentrum Almelo", same.get_absolute_url(), ["Heet precies zo."]),
        Similar("Het techniekcentrum in Almelo", near.get_absolute_url(), ["De naam lijkt erop."]),
    ]


def test_typing_errors_and_compounds_are_seen_through(team):
    one = partnership("Techniekcentrum Almelo")

    assert [each.address for each in found(team, "Techniek centrum Almello")] == [one.get_absolute_url()]


def test_likely_doubles_are_found_when_one_word_differs(team):
    double = OrganisationFactory(name="Techniekhuis voor Twente Almelo")
    indexed(double, OrganisationFactory(name="Zorghuis Twente"))

    def named(title: str) -> list[str]:
        return [each.title for each in found(team, title, kind="organisatie")]

    assert named("Techniekhuis Twente Hengelo") == ["Techniekhuis voor Twente Almelo"]
    assert named("Techniekhuizen Twente") == ["Techniekhuis voor Twente Almelo"]
    assert named("Iets heel anders") == []


def test_an_old_name_is_told(team):
    firda = OrganisationFactory(name="Firda", aliases=["ROC Friese Poort"])
    indexed(firda)

    assert found(team, "friese poort", kind="organisatie") == [
        Similar("Firda", firda.get_absolute_url(), ["Ook bekend als ROC Friese Poort."])
    ]


def test_what_tells_of_the_same_is_named_with_the_words(team):
    one = partnership("De Werf", summary="Een fieldlab voor lasrobots bij Stork.")

    assert found(team, "Fieldlab lasrobots") == [
        Similar("De Werf", one.get_absolute_url(), ["Gaat ook over: fieldlab, lasrobots"])
    ]


def test_one_word_of_many_in_common_is_no_second_one(team):
    partnership("De Werf", summary="Een fieldlab voor waterstof.")

    assert found(team, "Fieldlab lasrobots draaibanken") == []


def test_other_kinds_are_left_out(team):
    indexed(PracticeFactory(title="Techniekcentrum Almelo"))

    assert found(team, "Techniekcentrum Almelo") == []


@pytest.mark.parametrize("title", ["", "las", "  la  ", "\x00", "'" * 400, "100% _ \\ & | ! <->"])
def test_too_little_and_rubbish_give_nothing(team, title):
    partnership("Lassen")

    assert found(team, title) == []
    assert team.get(ADDRESS, {"kind": "samenwerking", "title": title}).content.strip() == b""


def test_a_field_of_the_form_is_read_by_its_own_name(team):
    partnership("Techniekcentrum")

    assert len(found(team, "", name="techniekcentrum")) == 1
    assert len(found(team, "", label="techniekcentrum")) == 1


@pytest.mark.parametrize("kind", ["", "onzin", "versie"])
def test_a_kind_that_is_not_searched_has_nothing_alike(team, kind):
    assert found(team, "techniekcentrum", kind=kind) == []


def test_only_who_is_signed_in_is_told(client):
    answer = client.get(ADDRESS, {"kind": "samenwerking", "title": "techniekcentrum"})

    assert answer.status_code == 302
    assert answer.url.startswith("/inloggen/")


@pytest.mark.parametrize("state", [{"visibility": "concept"}, {"hidden_at": "2026-01-01T00:00Z"}])
def test_what_somebody_may_not_see_is_not_named(client, neighbour, region, state):
    partnership("Kanariefabriek", summary="Over zwavelkanaries en lasrobots.", owner=region, **state)
    client.force_login(neighbour)

    for title in ("Kanariefabriek", "kanarie fabriek", "zwavelkanaries lasrobots"):
        assert client.get(ADDRESS, {"kind": "samenwerking", "title": title}).content.strip() == b""


def test_the_own_team_is_told_of_its_concepts(team, region):
    own = partnership("Kanariefabriek", visibility="concept", owner=region)

    assert [each.address for each in found(team, "Kanariefabriek")] == [own.get_absolute_url()]


def test_a_draft_beside_a_practice_is_not_named(client, curator):
    practice = PracticeFactory(title="Lasschool aan zee")
    draft = PracticeFactory(title="Lasschool aan zee", state="draft", draft_of=practice, base_version=1)
    indexed(practice, draft)
    client.force_login(curator)

    rows = found(client, "Lasschool aan zee", kind="praktijkvoorbeeld")

    assert [each.address for each in rows] == [practice.get_absolute_url()]


def test_names_are_escaped(team):
    partnership("<b>Techniekcentrum</b> & co")

    html = team.get(ADDRESS, {"kind": "samenwerking", "title": "techniekcentrum"}).content.decode()

    assert "&lt;b&gt;Techniekcentrum&lt;/b&gt; &amp; co" in html
    assert "<b>" not in html


def test_at_most_four_and_as_many_queries_for_one_as_for_three(team):
    partnership("Techniekcentrum 1")
    with CaptureQueriesContext(connection) as one:
        assert len(found(team, "Techniekcentrum")) == 1
    partnership("Techniekcentrum 2")
    partnership("Techniekcentrum 3")
    with CaptureQueriesContext(connection) as three:
        assert len(found(team, "Techniekcentrum")) == 3
    for number in range(4, 8):
        partnership(f"Techniekcentrum {number}")

    assert len(found(team, "Techniekcentrum")) == 4
    assert len(three) == len(one)


@pytest.mark.parametrize(
    ("name", "arguments", "kind", "field"),
    [
        ("partnerships:partnership_add", [], "samenwerking", "name"),
        ("partnerships:ecosystem_add", [], "ecosysteem", "name"),
        ("programmes:programme_add", [], "opleiding", "name"),
        ("programmes:module_add", [], "module", "name"),
        ("programmes:demand_add", [], "vraag", "title"),
        ("regions:organisation_add", [], "organisatie", "name"),
        ("knowledgebank:practice_add_kind", ["pps"], "praktijkvoorbeeld", "title"),
    ],
)
def test_each_page_that_adds_asks_while_a_title_is_typed(client, lead, name, arguments, kind, field):
    client.force_login(lead)

    html = client.get(reverse(name, args=arguments)).content.decode()

    assert html.count('id="lijkt-op"') == 1
    assert f'hx-get="{ADDRESS}?kind={kind}"' in html
    assert f'hx-trigger="input changed delay:400ms from:#id_{field}"' in html
    assert 'aria-live="polite"' in html


def test_a_page_that_edits_does_not_ask(client, lead, region):
    record = partnership("Techniekcentrum", owner=region)
    client.force_login(lead)

    assert 'id="lijkt-op"' not in client.get(f"{record.get_absolute_url()}bewerken/").content.decode()
