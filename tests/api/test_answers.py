"""How facts are written: dates, numbers, terms, references and sources."""

import pytest

from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    MeasurementFactory,
    PracticeFactory,
    PracticeFigureFactory,
    PracticeImageFactory,
    ProgressEntryFactory,
    ProgressReportFactory,
)
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    AgendaRelationFactory,
    OrganisationFactory,
    PlaceFactory,
    ProvinceFactory,
    RegionFactory,
)
from tests.factories.sources import CitationFactory, SourceDocumentFactory, SourceSectionFactory

pytestmark = pytest.mark.django_db


def item(client, address: str) -> dict:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize(
    ("precision", "text"), [("year", "2024"), ("month", "2024-02"), ("day", "2024-02-09")]
)
def test_a_date_is_as_precise_as_its_source(client, precision, text):
    row = PartnershipFactory(from_on="2024-02-09", from_precision=precision)

    found = item(client, f"partnerships/{row.slug}")

    assert (found["from"], found["fromPrecision"]) == (text, precision)
    assert (found["until"], found["untilPrecision"]) == (None, None)


def test_a_number_keeps_its_word_beside_its_value(client):
    row = MeasurementFactory(value=108000, qualifier="nearly", unit="vakmensen")

    found = item(client, f"measurements/{row.uuid}")

    assert found["quantity"] == {
        "value": 108000,
        "qualifier": "nearly",
        "unit": "vakmensen",
        "text": "bijna 108.000 vakmensen",
    }
    assert found["outOf"] is None


def test_a_number_with_a_fraction_is_a_number(client):
    row = MeasurementFactory(value="2.5", unit="jaar")

    assert item(client, f"measurements/{row.uuid}")["quantity"]["value"] == 2.5
    programme = ProgrammeFactory(duration_years="2.0")
    assert item(client, f"programmes/{programme.slug}")["durationYears"] == 2


def test_what_the_source_leaves_out_is_null(client):
    row = PartnershipFactory(summary="", life_phase="", website="")

    found = item(client, f"partnerships/{row.slug}")

    assert [found[name] for name in ("summary", "lifePhase", "website", "region", "remark")] == [None] * 5


def test_terms_stand_list_by_list_in_the_order_of_the_list(client):
    row = PartnershipFactory()
    later = ConceptFactory(scheme="sector", notation="chemie", label="Chemie", order=2)
    sooner = ConceptFactory(scheme="sector", notation="metaal", label="Metaal", order=1)
    role = ConceptFactory(scheme="action-status", notation="loopt", label="Loopt")
    row.concepts.add(later, sooner, role)

    assert item(client, f"partnerships/{row.slug}")["concepts"] == {
        "targetGroups": [],
        "sectors": [
            {"notation": "metaal", "label": "Metaal"},
            {"notation": "chemie", "label": "Chemie"},
        ],
        "themes": [],
        "educationForms": [],
        "levels": [],
        "actionStatuses": [{"notation": "loopt", "label": "Loopt"}],
    }


def test_a_reference_names_the_record_and_its_address(client):
    region = RegionFactory(slug="twente", name="Twente")
    row = PartnershipFactory(region=region)

    assert item(client, f"partnerships/{row.slug}")["region"] == {
        "id": str(region.uuid),
        "slug": "twente",
        "name": "Twente",
        "href": "http://localhost:8000/api/v1/regions/twente",
    }


def test_a_source_is_named_for_the_record_and_for_its_rows(client):
    section = SourceSectionFactory(document=SourceDocumentFactory(slug="propositie", title="Propositie"))
    partner = PartnerFactory()
    CitationFactory(subject=partner.partnership.uuid, document=section.document, line=None)
    CitationFactory(
        subject=partner.uuid, document=section.document, section=section, line=112, field="from_on"
    )

    found = item(client, f"partnerships/{partner.partnership.slug}")

    place = {
        "document": "propositie",
        "title": "Propositie",
        "href": "http://localhost:8000/api/v1/sources/propositie",
    }
    assert found["sources"] == [place | {"section": None, "line": None, "field": None}]
    assert found["partners"][0]["sources"] == [
        place | {"section": section.title, "line": 112, "field": "fromOn"}
    ]


def test_a_hidden_source_is_not_named(client):
    row = PartnershipFactory()
    CitationFactory(subject=row.uuid, document__visibility="concept")

    assert item(client, f"partnerships/{row.slug}")["sources"] == []


@pytest.mark.parametrize("hide", [{"visibility": "concept"}, {"hidden_at": "2026-01-01T00:00Z"}])
def test_an_agenda_counts_only_the_lines_that_may_be_seen(client, hide):
    agenda = AgendaItemFactory().agenda
    AgendaItemFactory(agenda=agenda, **hide)
    report = ProgressReportFactory(agenda=agenda)

    opened = item(client, f"progress-reports/{report.slug}?expand=agenda")

    assert item(client, f"agendas/{agenda.slug}")["itemCount"] == 1
    assert opened["agenda"]["itemCount"] == 1


@pytest.mark.parametrize("hide", [{"visibility": "concept"}, {"hidden_at": "2026-01-01T00:00Z"}])
def test_a_hidden_term_place_or_province_is_not_written_out(client, hide):
    kind = ConceptFactory(scheme="organisation-kind", notation="geheim", **hide)
    row = OrganisationFactory(kind=kind, place=PlaceFactory(**hide), province=ProvinceFactory(**hide))

    found = item(client, f"organisations/{row.slug}")

    assert (found["kind"], found["place"], found["province"]) == (None, None, None)


def test_moments_are_utc(client):
    found = item(client, f"regions/{RegionFactory().slug}")

    assert found["updatedAt"].endswith("Z")
    assert found["createdAt"].endswith("Z")


@pytest.mark.parametrize("hide", [{"visibility": "concept"}, {"hidden_at": "2026-01-01T00:00Z"}])
def test_a_record_that_may_not_be_seen_is_named_nowhere(client, hide):
    secret = RegionFactory(name="Geheim gebied", **hide)
    hidden_party = OrganisationFactory(name="Geheim bedrijf", **hide)
    row = PartnershipFactory(region=secret, lead_organisation=hidden_party)
    row.regions.add(secret)
    PartnerFactory(partnership=row, organisation=hidden_party)
    hidden_row = PartnershipFactory(name="Geheime samenwerking", **hide)
    organisation = OrganisationFactory(region=secret)
    PartnerFactory(partnership=hidden_row, organisation=organisation)

    for address in (
        f"partnerships/{row.slug}",
        f"partnerships/{row.slug}?expand=region,regions,partners.organisation",
        f"partnerships/{row.slug}/partners",
        f"organisations/{organisation.slug}",
    ):
        assert b"Gehe" not in client.get(f"/api/v1/{address}").content, address
    found = item(client, f"partnerships/{row.slug}")
    assert (found["region"], found["regions"], found["partners"]) == (None, [], [])


def test_an_unpublished_practice_is_named_nowhere(client):
    draft = PracticeFactory(title="Geheim voorbeeld", state="draft", partnership=PartnershipFactory())

    assert item(client, f"partnerships/{draft.partnership.slug}")["practices"] == []
    assert client.get(f"/api/v1/practices/{draft.slug}").status_code == 404


def test_a_line_of_a_hidden_agenda_is_named_nowhere(client):
    line = AgendaItemFactory(agenda__visibility="concept", title="Geheim punt")
    row = AgendaRelationFactory(to_item=line, agenda=AgendaFactory())

    entry = ProgressEntryFactory()
    entry.agenda_items.add(line)

    assert b"Geheim" not in client.get(f"/api/v1/agendas/{row.agenda.slug}").content
    assert item(client, f"progress-reports/{entry.report.slug}")["entries"][0]["agendaItems"] == []


def test_a_signed_in_reader_sees_what_the_network_shares(client, member, neighbour, region):
    PartnershipFactory(name="Van het netwerk", visibility="network")
    PartnershipFactory(name="Nog in de maak", visibility="concept", owner=region)

    def names(user):
        client.force_login(user)
        return [found["name"] for found in client.get("/api/v1/partnerships").json()["items"]]

    assert client.get("/api/v1/partnerships").json()["items"] == []
    assert names(neighbour) == ["Van het netwerk"]
    assert names(member) == ["Nog in de maak", "Van het netwerk"]


def test_a_practice_shows_its_figures_and_the_pictures_that_may_be_read(client):
    practice = PracticeFactory(builds_on=PracticeFactory(slug="eerder", title="Eerder"))
    figure = PracticeFigureFactory(practice=practice, label="Uitval", value="12.5", unit="procent", year=2024)
    image = PracticeImageFactory(practice=practice, alt="Een robotarm")
    PracticeImageFactory(practice=practice, alt="Nog niet bekeken", file__state="waiting")

    found = item(client, f"practices/{practice.slug}")

    assert [(row["id"], row["label"], row["quantity"]["text"], row["year"]) for row in found["figures"]] == [
        (str(figure.uuid), "Uitval", figure.in_words + " procent", 2024)
    ]
    assert [(row["alt"], row["width"], row["height"]) for row in found["images"]] == [
        ("Een robotarm", image.file.width, image.file.height)
    ]
    assert found["images"][0]["url"].endswith(image.file.get_absolute_url())
    assert [found["buildsOn"]["title"], found["draftOf"], found["isFeatured"]] == ["Eerder", None, False]


def test_a_draft_names_what_it_is_a_draft_of_to_its_team_alone(client, lead, region):
    practice = PracticeFactory(owner=region, title="Staat er")
    draft = PracticeFactory(owner=region, state="draft", draft_of=practice, base_version=1)

    assert client.get(f"/api/v1/practices/{draft.slug}").status_code == 404
    assert [row["slug"] for row in item(client, "practices")["items"]] == [practice.slug]

    client.force_login(lead)

    assert item(client, f"practices/{draft.slug}")["draftOf"]["title"] == "Staat er"
