"""One search over all collections in the API: what it finds for whom, how it pages, what it refuses."""

import pytest

from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory, RegionFactory
from tests.indexing import indexed

from .test_document import faults
from .test_queries import wrong

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/search"


@pytest.fixture
def twente():
    return RegionFactory(slug="twente", name="Twente")


@pytest.fixture
def records(twente):
    """A practice and a partnership on robots in Twente, and an organisation elsewhere."""
    practice = PracticeFactory(
        title="Robots leren lassen",
        is_featured=True,
        region=twente,
        summary="Een lab",
        context="In het lab & elders lassen robots mee.",
    )
    practice.concepts.add(ConceptFactory(scheme="theme", notation="digitalisering", label="Digitalisering"))
    partnership = PartnershipFactory(name="Robotica Oost", region=twente, summary="Robots voor het mkb")
    organisation = OrganisationFactory(name="Zorgcollege")
    indexed(twente, practice, partnership, organisation)
    return practice, partnership, organisation


def found(answer) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.content
    return [(result["kind"], result["title"]) for result in answer.json()["results"]]


def test_a_result_leads_to_the_page_and_to_the_item(client, records):
    practice, _partnership, _organisation = records

    answer = client.get(ADDRESS, {"q": "robot lassen"})

    (result,) = [each for each in answer.json()["results"] if each["id"] == str(practice.uuid)]
    assert result == {
        "kind": "practices",
        "id": str(practice.uuid),
        "title": "Robots leren lassen",
        "url": f"http://localhost:8000{practice.get_absolute_url()}",
        "href": f"http://localhost:8000/api/v1/practices/{practice.uuid}",
        "summary": "Een lab",
        "fragment": result["fragment"],
    }
    assert "<mark>lassen</mark> <mark>robots</mark>" in result["fragment"]
    assert "lab &amp; elders" in result["fragment"]
    assert client.get(result["href"].removeprefix("http://localhost:8000")).json()["id"] == str(practice.uuid)
    assert found(answer)[0] == ("practices", "Robots leren lassen")
    assert faults("/search", answer) == []


def test_kinds_and_facets_are_counted_and_narrow(client, records):
    both = client.get(ADDRESS, {"q": "robots"})
    narrowed = client.get(ADDRESS, {"q": "robots", "kind": "partnerships"})
    by_theme = client.get(ADDRESS, {"q": "robots", "theme": "digitalisering"})

    assert set(found(both)) == {("practices", "Robots leren lassen"), ("partnerships", "Robotica Oost")}
    assert both.json()["total"] == {"value": 2, "isExact": True}
    facets = both.json()["facets"]
    assert {value["value"]: value["count"] for value in facets["kind"]} == {"practices": 1, "partnerships": 1}
    assert facets["theme"] == [{"value": "digitalisering", "label": "Digitalisering", "count": 1}]
    assert facets["region"] == [{"value": "twente", "label": "Twente", "count": 2}]
    assert {value["value"].partition(":")[0] for value in facets["category"]} <= {"practices", "partnerships"}
    assert facets["label"] == [{"value": "isFeatured", "label": "Uitgelicht", "count": 1}]
    assert found(client.get(ADDRESS, {"label": "isFeatured"})) == [("practices", "Robots leren lassen")]
    assert found(narrowed) == [("partnerships", "Robotica Oost")]
    assert {value["value"]: value["count"] for value in narrowed.json()["facets"]["kind"]} == {
        "practices": 1, "partnerships": 1,
    }  # fmt: skip
    assert found(by_theme) == [("practices", "Robots leren lassen")]
    for value in facets["category"]:
        assert value["count"] == len(found(client.get(ADDRESS, {"q": "robots", "category": value["value"]})))


def test_a_typing_error_is_told_and_made_good(client, records):
    answer = client.get(ADDRESS, {"q": "zorgcolege"}).json()

    assert answer["didYouMean"] == "zorgcollege"
    assert answer["readAs"] == [{"words": "zorgcolege", "also": [], "meant": ["zorgcollege"]}]
    assert [result["title"] for result in answer["results"]] == ["Zorgcollege"]


def test_pages_follow_each_other(client):
    indexed(*(PartnershipFactory(name=f"Robots {number}") for number in range(5)))

    first = client.get(ADDRESS, {"q": "robots", "limit": 2})
    links = first["Link"].split(", ")
    second = client.get(links[1][1:].partition(">")[0].removeprefix("http://localhost:8000"))
    last = client.get(ADDRESS, {"q": "robots", "limit": 2, "page": 3})

    assert links[1].endswith('rel="next"')
    assert len({*found(first), *found(second), *found(last)}) == 5
    assert 'rel="next"' not in last["Link"]
    assert faults("/search", first) == []


@pytest.mark.parametrize("hide", [{"visibility": "concept"}, {"hidden_at": "2026-01-01T00:00Z"}])
def test_what_a_visitor_may_not_see_is_not_found_counted_or_suggested(client, hide):
    hidden = PartnershipFactory(
        name="Zwaluwproject", region=RegionFactory(slug="geheim", name="Geheim gebied", **hide), **hide
    )
    shown = PartnershipFactory(name="Robots", region=hidden.region)
    indexed(hidden, shown, hidden.region)

    answers = [
        client.get(ADDRESS, {"q": text}).json() for text in ("zwaluwproject", "zwaluwprojct", "geheim")
    ]

    assert [(each["results"], each["total"]["value"], each["didYouMean"]) for each in answers] == [
        ([], 0, None)
    ] * 3
    assert "region" not in client.get(ADDRESS, {"q": "robots"}).json()["facets"]
    assert wrong(client.get(ADDRESS, {"region": "geheim"})) == {"region": "Onbekende waarde: geheim."}


def test_who_is_signed_in_finds_what_the_network_shares(client, lead):
    indexed(PartnershipFactory(name="Netwerkproject", visibility="network"))

    assert found(client.get(ADDRESS, {"q": "netwerkproject"})) == []
    client.force_login(lead)
    assert found(client.get(ADDRESS, {"q": "netwerkproject"})) == [("partnerships", "Netwerkproject")]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("zoek=a", {"zoek"}), ("q=a&q=b", {"q"}), ("q=" + "a+" * 11, {"q"}), ("q=" + "a" * 201, {"q"}),
        ("limit=0", {"limit"}), ("limit=101", {"limit"}), ("limit=1.5", {"limit"}), ("limit=٣", {"limit"}),
        ("page=0", {"page"}), ("page=11&limit=100", {"page"}), ("page=1001&limit=1", {"page"}),
        ("kind=praktijkvoorbeeld", {"kind"}), ("kind=concepts", {"kind"}), ("kind=", {"kind"}), ("year=99", {"year"}), ("label=is_featured", {"label"}),
        ("theme=bestaat-niet&sector=x&level=9&label=" + "x" * 500, {"theme", "sector", "level", "label"}),
        ("&".join(f"theme=t{n}" for n in range(101)), {"theme"}), ("category=practices:bestaat-niet", {"category"}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_all_at_once(client, query, keys):
    answer = client.get(f"{ADDRESS}?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert set(wrong(answer)) == keys


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "& | ! :* <->", "((((", '"', "-", "%_\\", "😀", "a <script>"]
)
def test_any_text_is_a_question(client, records, text):
    answer = client.get(ADDRESS, {"q": text})

    assert answer.status_code == 200
    assert faults("/search", answer) == []


def test_without_words_everything_is_there(client, records):
    answer = client.get(ADDRESS)

    assert len(found(answer)) == 4
    assert answer.json()["readAs"] == []
    assert client.head(ADDRESS).status_code == 200
    assert client.options(ADDRESS).status_code == 204
    assert client.post(ADDRESS).status_code == 405
    assert client.get(f"{ADDRESS}/").status_code == 404


def test_as_many_queries_for_one_result_as_for_many(client, records, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as few:
        client.get(ADDRESS, {"q": "zorgcollege"})
    indexed(*(PartnershipFactory(name=f"Zorgcollege {number}") for number in range(3)))
    with django_assert_max_num_queries(12) as many:
        client.get(ADDRESS, {"q": "zorgcollege"})

    assert len(many) <= len(few)
