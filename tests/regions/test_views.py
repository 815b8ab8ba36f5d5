"""Pages of regions, organisations, agendas and the coverage of the country."""

import re

import pytest
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from regions.choices import AgendaRelationKind, PartRelation, Role
from regions.models import Agenda, AgendaItem, LabourMarketRegion, Organisation, Region
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    AdoptionFactory,
    IndicatorFactory,
    MeasurementFactory,
    PracticeFactory,
    ProgressEntryFactory,
    ProgressReportFactory,
    QuoteFactory,
)
from tests.factories.partnerships import (
    ContributionFactory,
    EcosystemFactory,
    FundingFactory,
    InstrumentFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipFactory,
)
from tests.factories.programmes import (
    DemandFactory,
    DemandPartyFactory,
    LearningPathFactory,
    LearningPathStepFactory,
    OfferingFactory,
    ProgrammeFactory,
    ProviderFactory,
)
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    AgendaRelationFactory,
    CommitmentFactory,
    CoverageFactory,
    ExpertiseRequestFactory,
    FrontrunnerFactory,
    LabourMarketRegionFactory,
    MembershipFactory,
    OrganisationCodeFactory,
    OrganisationFactory,
    PlaceFactory,
    ProvinceFactory,
    RegionFactory,
    RegionPartFactory,
    SuccessionFactory,
)
from tests.factories.sources import CitationFactory, SourceDocumentFactory, SourceGapFactory

pytestmark = pytest.mark.django_db

# Someone who is logged in asks three questions more: the session, the account and the roles.
LOGGED_IN = 3
MOST_QUERIES = 12


def text_of(response) -> str:
    """Return a page as read: without tags, without the hyphens that only show at the end of a line."""
    content = response.content.decode().replace("\u00ad", "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def full_region(count: int, **values) -> Region:
    """Return a region with ``count`` of everything that its page shows."""
    region = RegionFactory(**values)
    document = SourceDocumentFactory()
    for number in range(count):
        lead = FrontrunnerFactory(region=region, listed_as=f"Vermelding {number}")
        area = LabourMarketRegionFactory()
        area.provinces.add(ProvinceFactory())
        CoverageFactory(region=region, labour_market_region=area)
        RegionPartFactory(whole=region)
        RegionPartFactory(part=region, relation=PartRelation.OVERLAPS)
        PlaceFactory(region=region, latitude=52.2, longitude=6.9)
        OrganisationFactory(region=region)
        AgendaFactory(region=region)
        AgendaItemFactory().regions.add(region)
        partnership = PartnershipFactory(region=region)
        EcosystemFactory(region=region)
        ProgrammeFactory(region=region).partnerships.add(partnership)
        LearningPathFactory(region=region)
        DemandFactory(region=region)
        PracticeFactory(region=region, partnership=partnership)
        AdoptionFactory(region=region)
        InstrumentFactory(region=region)
        MeasurementFactory(region=region)
        ProgressEntryFactory(region=region)
        ExpertiseRequestFactory(region=region)
        for fact in (region, lead):
            CitationFactory(subject=fact.uuid, document=document, line=number + 1)
    return region


def full_organisation(count: int, **values) -> Organisation:
    """Return an organisation with ``count`` of everything that its page shows."""
    organisation = OrganisationFactory(
        place=PlaceFactory(latitude=52.2, longitude=6.9), province=ProvinceFactory(code="PV23"), **values
    )
    for number in range(count):
        OrganisationCodeFactory(organisation=organisation)
        OrganisationFactory(parent=organisation)
        older = SuccessionFactory(successor=organisation).predecessor
        SuccessionFactory(predecessor=organisation)
        FrontrunnerFactory(organisation=organisation)
        partner = PartnerFactory(organisation=organisation)
        PartnerFactory(organisation=older)
        PartnershipFactory(lead_organisation=organisation)
        EcosystemFactory(lead_organisation=organisation)
        ContributionFactory(organisation=organisation)
        FundingFactory(organisation=organisation)
        InstrumentFactory(organisation=organisation)
        ProviderFactory(organisation=organisation)
        OfferingFactory(organisation=organisation)
        LearningPathStepFactory(organisation=organisation)
        DemandPartyFactory(organisation=organisation)
        PracticeFactory().organisations.add(organisation)
        QuoteFactory(organisation=organisation)
        MeasurementFactory(indicator=IndicatorFactory(organisation=organisation))
        AgendaFactory(organisation=organisation)
        AgendaFactory().commissioners.add(organisation)
        AgendaItemFactory().organisations.add(organisation)
        CommitmentFactory(organisation=organisation)
        ExpertiseRequestFactory(assigned_organisation=organisation)
        CitationFactory(subject=partner.uuid, line=number + 1)
    return organisation


def full_agenda(count: int, **values) -> Agenda:
    """Return an agenda with ``count`` of everything that its page shows."""
    agenda = AgendaFactory(organisation=OrganisationFactory(), region=RegionFactory(), **values)
    status = ConceptFactory(scheme=Scheme.ACTION_STATUS, notation="loopt", label="Loopt")
    for number in range(count):
        item = AgendaItemFactory(agenda=agenda, status=status)
        AgendaItemFactory(agenda=agenda, parent=item, depth=2)
        agenda.commissioners.add(OrganisationFactory())
        AgendaRelationFactory(agenda=agenda)
        AgendaRelationFactory(to_agenda=agenda)
        PartnershipFactory(agenda=agenda)
        ProgressReportFactory(agenda=agenda)
        CommitmentFactory(agenda=agenda)
        MilestoneFactory(partnership=None, agenda=agenda)
        MeasurementFactory(indicator=IndicatorFactory(agenda=agenda))
        CitationFactory(subject=item.uuid, line=number + 1)
    return agenda


def full_item(count: int) -> AgendaItem:
    """Return a line of an agenda with ``count`` of everything that its page shows."""
    item = AgendaItemFactory()
    for number in range(count):
        AgendaItemFactory(agenda=item.agenda, parent=item, depth=2)
        AgendaRelationFactory(agenda=item.agenda, item=item)
        AgendaRelationFactory(to_agenda=None, to_item=item)
        for factory in (
            PartnershipFactory,
            EcosystemFactory,
            ProgrammeFactory,
            DemandFactory,
            PracticeFactory,
        ):
            factory().agenda_items.add(item)
        ProgressEntryFactory(theme=item)
        item.organisations.add(OrganisationFactory())
        item.regions.add(RegionFactory())
        MeasurementFactory(indicator=IndicatorFactory(agenda_item=item))
        CitationFactory(subject=item.uuid, line=number + 1)
    return item


def full_labour_market_region(count: int) -> LabourMarketRegion:
    area = LabourMarketRegionFactory()
    for _number in range(count):
        area.provinces.add(ProvinceFactory())
        region = CoverageFactory(labour_market_region=area).region
        FrontrunnerFactory(region=region)
        PartnershipFactory(region=region)
        RegionFactory(labour_market_region=area)
    return area


# Lists and pages ask as much for three rows as for one


LISTS = [
    (RegionFactory, "regions:region_list", 3),
    (OrganisationFactory, "regions:organisation_list", 3),
    (AgendaFactory, "regions:agenda_list", 3),
]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("factory", "name", "queries"), LISTS)
def test_list_query_count(client, member, django_assert_num_queries, count, factory, name, queries):
    factory.create_batch(count, summary="In het kort.")

    with django_assert_num_queries(queries):
        for_visitor = client.get(reverse(name))
    client.force_login(member)
    with django_assert_num_queries(queries + LOGGED_IN):
        for_member = client.get(reverse(name))

    assert for_visitor.status_code == for_member.status_code == 200
    assert queries + LOGGED_IN <= MOST_QUERIES


# What a visitor asks besides: what the page tells search engines. And a team: whether it follows the region, for the
# button that follows or says so.
DETAILS = [
    (full_region, 3, 1, 1),
    (full_labour_market_region, 3, 0, 0),
    (full_organisation, 3, 1, 0),
    (full_agenda, 5, 0, 0),
    (full_item, 4, 0, 0),
]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("make", "queries", "told", "for_team"), DETAILS)
def test_detail_query_count(client, member, django_assert_num_queries, count, make, queries, told, for_team):
    address = make(count).get_absolute_url()

    with django_assert_num_queries(queries + told):
        for_visitor = client.get(address)
    client.force_login(member)
    with django_assert_num_queries(queries + LOGGED_IN + for_team):
        for_member = client.get(address)

    assert for_visitor.status_code == for_member.status_code == 200
    assert queries + LOGGED_IN + for_team <= MOST_QUERIES


@pytest.mark.parametrize("count", [1, 3])
def test_coverage_query_count(client, member, django_assert_num_queries, count):
    for _number in range(count):
        region = CoverageFactory().region
        FrontrunnerFactory(region=region)
        SourceGapFactory(code="A01")
    LabourMarketRegionFactory.create_batch(count)
    OrganisationFactory.create_batch(count)

    with django_assert_num_queries(6):
        for_visitor = client.get(reverse("regions:coverage"))
    client.force_login(member)
    with django_assert_num_queries(6 + LOGGED_IN):
        for_member = client.get(reverse("regions:coverage"))

    assert for_visitor.status_code == for_member.status_code == 200


# What is hidden stays hidden, everywhere


@pytest.mark.parametrize(
    "hidden", [{"visibility": "concept"}, {"visibility": "network"}, {"hidden_at": "2026-01-01T00:00Z"}]
)
@pytest.mark.parametrize(
    ("factory", "name"),
    [
        (RegionFactory, "regions:region_list"),
        (OrganisationFactory, "regions:organisation_list"),
        (AgendaFactory, "regions:agenda_list"),
    ],
)
def test_hidden_record_has_no_page_and_is_in_no_list(client, factory, name, hidden):
    label = "title" if factory is AgendaFactory else "name"
    shown = factory(**{label: "Zichtbaar"})
    secret = factory(**{label: "Geheim"}, **hidden)

    page, listing = client.get(secret.get_absolute_url()), client.get(reverse(name))

    assert page.status_code == 404
    assert [row.pk for row in listing.context["page"]] == [shown.pk]
    assert listing.context["total"] == 1
    assert "Geheim" not in text_of(listing)


def test_concept_has_a_page_for_its_team(client, lead, region):
    organisation = OrganisationFactory(owner=region, visibility="concept", name="Nieuwe school")
    client.force_login(lead)

    page = client.get(organisation.get_absolute_url())

    assert page.status_code == 200
    assert "Concept" in text_of(page)


def test_line_of_a_hidden_agenda_has_no_page(client):
    item = AgendaItemFactory(agenda__visibility="concept")

    assert client.get(item.get_absolute_url()).status_code == 404


SECRET = {"visibility": "concept"}


def test_region_page_names_nothing_hidden(client):
    region = RegionFactory(
        slug="twente", labour_market_region=LabourMarketRegionFactory(name="Geheime Arbeidsmarkt", **SECRET)
    )
    place = PlaceFactory(name="Geheime Plaats", **SECRET)
    PartnershipFactory(region=RegionFactory(), place=place).regions.add(region)
    EcosystemFactory(region=region, place=place)
    FrontrunnerFactory(region=region, organisation=OrganisationFactory(name="Geheim Roc", **SECRET))
    RegionPartFactory(whole=region, part=RegionFactory(name="Geheim Deel", **SECRET))
    PartnershipFactory(region=region, name="Geheim Samen", **SECRET)
    EcosystemFactory(region=region, name="Geheim Lab", **SECRET)
    ProgrammeFactory(region=region, name="Geheime Opleiding", **SECRET)
    DemandFactory(region=region, title="Geheime Vraag", **SECRET)
    PracticeFactory(region=region, title="Geheim Voorbeeld", **SECRET)
    PracticeFactory(region=region, title="Geheime Kladversie", state="draft")
    AgendaFactory(region=region, title="Geheime Agenda", **SECRET)
    InstrumentFactory(region=region, name="Geheime Regeling", **SECRET)
    MeasurementFactory(region=region, indicator=IndicatorFactory(name="Geheim Cijfer", **SECRET))
    OrganisationFactory(region=region, name="Geheim Bedrijf", **SECRET)
    ExpertiseRequestFactory(region=region, title="Geheime Hulpvraag")

    page = client.get(region.get_absolute_url())

    assert page.status_code == 200
    assert "gehei" not in text_of(page).lower()
    listed = client.get(reverse("regions:region_list")).context["page"]
    assert [row.partnership_count for row in listed if row == region] == [1]


def test_organisation_page_names_nothing_hidden(client):
    organisation = OrganisationFactory(
        parent=OrganisationFactory(name="Geheime Moeder", **SECRET),
        region=RegionFactory(name="Geheime Regio", **SECRET),
        place=PlaceFactory(name="Geheime Plaats", **SECRET),
    )
    PartnerFactory(organisation=organisation, partnership=PartnershipFactory(name="Geheim Samen", **SECRET))
    PartnerFactory(organisation=organisation, partnership__region=organisation.region)
    MeasurementFactory(indicator=IndicatorFactory(organisation=organisation), region=organisation.region)
    SuccessionFactory(
        successor=organisation, predecessor=OrganisationFactory(name="Geheime Voorloper", **SECRET)
    )
    FrontrunnerFactory(organisation=organisation, region=RegionFactory(name="Geheim Gebied", **SECRET))
    CommitmentFactory(organisation=organisation, agenda=AgendaFactory(title="Geheime Agenda", **SECRET))
    OfferingFactory(organisation=organisation, programme=ProgrammeFactory(name="Geheime Opleiding", **SECRET))
    DemandPartyFactory(organisation=organisation, demand=DemandFactory(title="Geheime Vraag", **SECRET))
    AgendaItemFactory(title="Geheim Punt", **SECRET).organisations.add(organisation)
    QuoteFactory(organisation=organisation, practice=PracticeFactory(title="Geheim Voorbeeld", **SECRET))

    page = client.get(organisation.get_absolute_url())
    listing = client.get(reverse("regions:organisation_list"), {"q": organisation.name})

    assert page.status_code == 200
    assert "gehei" not in text_of(page).lower()
    assert "gehei" not in text_of(listing).lower()


def test_agenda_pages_name_nothing_hidden(client):
    agenda = AgendaFactory(
        organisation=OrganisationFactory(name="Geheime Eigenaar", **SECRET),
        region=RegionFactory(name="Geheime Regio", **SECRET),
        document=SourceDocumentFactory(title="Geheim Document", **SECRET),
    )
    agenda.commissioners.add(OrganisationFactory(name="Geheime Opdrachtgever", **SECRET))
    item = AgendaItemFactory(
        agenda=agenda, parent=AgendaItemFactory(agenda=agenda, title="Geheim Punt", **SECRET)
    )
    AgendaRelationFactory(agenda=agenda, item=item, to_agenda=AgendaFactory(title="Geheime Agenda", **SECRET))
    CommitmentFactory(agenda=agenda, organisation=OrganisationFactory(name="Geheim Bestuur", **SECRET))
    PartnershipFactory(name="Geheim Samen", **SECRET).agenda_items.add(item)
    ProgressReportFactory(agenda=agenda, title="Geheime Tussenstand", **SECRET)

    pages = [client.get(each.get_absolute_url()) for each in (agenda, item)]
    listing = client.get(reverse("regions:agenda_list"))

    assert [page.status_code for page in pages] == [200, 200]
    assert all("gehei" not in text_of(page).lower() for page in (*pages, listing))
    assert listing.context["page"][0].shown_lines == 1


def test_coverage_names_nothing_hidden(client):
    CoverageFactory(region=RegionFactory(name="Geheime Regio", **SECRET))
    FrontrunnerFactory(organisation=OrganisationFactory(name="Geheim Roc", **SECRET))
    OrganisationFactory(name="Geheim College", **SECRET)

    page = client.get(reverse("regions:coverage"))

    assert page.status_code == 200
    assert "gehei" not in text_of(page).lower()
    assert page.context["covered_count"] == 0


# Wrong addresses are answered in plain words


@pytest.mark.parametrize("path", ["/regios/", "/organisaties/", "/agendas/"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("region=bestaat-niet", 400),
        ("province=bestaat-niet", 400),
        ("kind=bestaat-niet", 400),
        ("koploper=misschien", 400),
        ("scope=heelal", 400),
        ("updatedSince=gisteren", 400),
        ("q=%00", 200),
        ("q=%0%000", 200),
        ("q=" + "a" * 300, 200),
        ("q=" + "a+" * 2000, 200),
        ("q=%ED%A0%80", 200),
        ("page=0", 200),
        ("page=99999999999", 200),
        ("page=abc", 200),
        ("sort=onzin", 200),
        ("onbekend=1", 200),
    ],
)
def test_wrong_filter_never_breaks_a_list(client, path, query, status):
    known = {
        "/regios/": "koploper kind province",
        "/organisaties/": "koploper kind province region",
        "/agendas/": "scope region",
    }
    name = query.partition("=")[0]
    is_filter = name in ("region", "province", "kind", "koploper", "scope")
    expected = 200 if is_filter and name not in known[path].split() else status

    page = client.get(f"{path}?{query}")

    assert page.status_code == expected
    if expected == 400 and "%00" not in query:
        assert "Dit filter kennen we niet" in text_of(page)


@pytest.mark.parametrize(
    "path",
    [
        "/regios/bestaat-niet/",
        "/organisaties/bestaat-niet/",
        "/agendas/bestaat-niet/",
        "/agendas/bestaat-niet/P1/",
        "/arbeidsmarktregios/bestaat-niet/",
        "/agendas/a/%20/",
        "/agendas/a/" + "x" * 500 + "/",
    ],
)
def test_unknown_page_is_404(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/regios/%00/", "/agendas/a/%00/"])
def test_nul_in_an_address_is_400(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("name", ["regions:region_list", "regions:coverage"])
def test_pages_are_for_reading(client, name):
    assert client.post(reverse(name)).status_code == 405


# What a page tells


def test_region_page_tells_who_leads_and_whether_the_seat_is_filled_without_a_name(client, region):
    vacant = client.get(region.get_absolute_url())
    MembershipFactory(region=region, role=Role.LEAD, until_on="2020-12-31")
    still_vacant = client.get(region.get_absolute_url())
    MembershipFactory(region=region, role=Role.LEAD, user__name="Sanne de Wit")
    filled = client.get(region.get_absolute_url())

    assert "ROC van Twente" in text_of(vacant)
    assert "Vacant" in text_of(vacant)
    assert "De plaats van kartrekker is vacant." in text_of(still_vacant)
    assert "Bezet" in text_of(filled)
    assert "vacant" not in text_of(filled).lower()
    assert "Sanne" not in text_of(filled)


def test_region_with_two_koplopers_has_two_seats(client, region):
    FrontrunnerFactory(region=region, organisation__name="Graafschap College")
    MembershipFactory(region=region, role=Role.LEAD)

    page = client.get(region.get_absolute_url())

    assert text_of(page).count("Bezet") == 1
    assert text_of(page).count("Vacant") == 1


def test_region_page_names_its_gaps(client, region):
    empty = text_of(client.get(region.get_absolute_url()))
    EcosystemFactory(region=region, kind="techniekcentrum")
    hybrid = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="hybride-professionals")
    ProgrammeFactory(region=region).concepts.add(hybrid)
    PartnershipFactory(region=region)
    CoverageFactory(region=region)
    MembershipFactory(region=region, role=Role.LEAD)
    full = client.get(region.get_absolute_url())

    assert "Nog geen TechniekCentrum geregistreerd." in empty
    assert "Aanbod voor hybride docenten en professionals ontbreekt." in empty
    assert "De koploper heeft nog geen voorbeeld van een samenwerking." in empty
    assert "Welk gebied de koploper dekt, staat niet bekend." in empty
    assert empty.count("niet bekend") >= 3
    assert full.context["gaps"] == []


def test_region_counts_partnerships_of_itself_its_parts_and_its_koploper_once(client, region):
    part = RegionPartFactory(whole=region).part
    overlapping = RegionPartFactory(whole=region, relation=PartRelation.OVERLAPS).part
    koploper = Organisation.objects.get(slug="roc-van-twente")
    PartnershipFactory(region=region, lead_organisation=koploper).regions.add(region)
    PartnershipFactory(region=part)
    PartnershipFactory(lead_organisation=koploper)
    PartnershipFactory(region=overlapping)

    listing = client.get(reverse("regions:region_list"), {"koploper": "true"})
    page = client.get(region.get_absolute_url())

    assert [row.partnership_count for row in listing.context["page"]] == [3]
    assert len(page.context["sections"]["partnerships"].rows) == 3


def test_every_fact_of_a_region_names_its_source(client, region):
    document = SourceDocumentFactory(title="Mbo-propositie")
    lead = region.frontrunners.get()
    CitationFactory(subject=lead.uuid, document=document, line=112)

    page = client.get(region.get_absolute_url())

    assert "Mbo-propositie, regel 112" in page.content.decode()
    assert "Bronnen" in text_of(page)


def test_inferred_fact_is_marked(client):
    FrontrunnerFactory(region=RegionFactory(slug="twente"), is_inferred=True, basis="Volgt uit de plaats.")

    page = client.get(reverse("regions:region_detail", args=["twente"]))

    assert "afgeleid" in text_of(page)


def test_organisation_shows_the_work_of_its_predecessor_under_the_old_name(client):
    firda = OrganisationFactory(name="Firda", slug="firda")
    older = OrganisationFactory(name="ROC Friese Poort")
    SuccessionFactory(predecessor=older, successor=firda)
    PartnerFactory(organisation=older, partnership=PartnershipFactory(name="Skillslab Drachten"))

    page = text_of(client.get(firda.get_absolute_url()))
    old_page = text_of(client.get(older.get_absolute_url()))

    assert "Skillslab Drachten" in page
    assert "ROC Friese Poort (destijds)" in page
    assert "Deze organisatie gaat verder onder een andere naam" in old_page


def test_organisation_shows_its_roles_from_every_document(client):
    deltion = OrganisationFactory(name="Deltion College")
    FrontrunnerFactory(organisation=deltion, region=RegionFactory(name="Regio Zwolle"))
    PartnerFactory(organisation=deltion, partnership=PartnershipFactory(name="Industriële robotica"))
    indicator = IndicatorFactory(organisation=deltion, name="Aandeel Deltion Techniek")
    MeasurementFactory(indicator=indicator, value=5, out_of=8, unit="")

    page = text_of(client.get(deltion.get_absolute_url()))

    assert {"Regio Zwolle", "Industriële robotica", "5 van 8"} <= {
        word for word in ("Regio Zwolle", "Industriële robotica", "5 van 8") if word in page
    }


def test_agenda_shows_its_lines_as_printed_in_two_orders(client):
    agenda = AgendaFactory()
    for number, shown in ((1, 1), (2, 3), (3, 2), (4, 4)):
        AgendaItemFactory(
            agenda=agenda, title=f"Project {number}", number=number, position=number, display_position=shown
        )

    chapters = client.get(agenda.get_absolute_url())
    overview = client.get(agenda.get_absolute_url(), {"order": "overview"})
    nonsense = client.get(agenda.get_absolute_url(), {"order": "x"})

    assert [node["title"] for node in chapters.context["nodes"]] == [
        "Project 1", "Project 2", "Project 3", "Project 4",
    ]  # fmt: skip
    assert [node["title"] for node in overview.context["nodes"]] == [
        "Project 1", "Project 3", "Project 2", "Project 4",
    ]  # fmt: skip
    assert nonsense.context["order"] == "chapters"


def test_agenda_numbering_runs_on(client):
    agenda = AgendaFactory()
    pillars = [
        AgendaItemFactory(agenda=agenda, level="pijler", number=number, position=number * 10)
        for number in (1, 2)
    ]
    for number in range(1, 5):
        AgendaItemFactory(
            agenda=agenda,
            level="actielijn",
            depth=2,
            number=number,
            parent=pillars[number // 4],
            position=pillars[number // 4].position + number,
        )

    nodes = client.get(agenda.get_absolute_url()).context["nodes"]

    assert [node["number"] for node in nodes] == ["Pijler 1", "Pijler 2"]
    assert [child["number"] for child in nodes[1]["children"]] == ["4"]


def test_agenda_shows_commitments_with_a_provisional_consortium(client):
    agenda = AgendaFactory()
    CommitmentFactory(agenda=agenda, organisation__name="Deltion College", consortium="TCIC (voorlopig)")

    page = text_of(client.get(agenda.get_absolute_url()))

    assert "Deltion College" in page
    assert "TCIC (voorlopig)" in page
    assert "onbekend" in page


def test_agenda_relation_is_seen_from_both_sides(client):
    line = AgendaItemFactory(title="Hybride docenten")
    other = AgendaItemFactory(title="Docententekort verminderen")
    AgendaRelationFactory(
        agenda=line.agenda, item=line, to_agenda=None, to_item=other, kind=AgendaRelationKind.SAME_SUBJECT
    )

    here = client.get(line.get_absolute_url())
    there = client.get(other.get_absolute_url())

    assert other.get_absolute_url() in here.content.decode()
    assert line.get_absolute_url() in there.content.decode()


def test_line_shows_what_works_on_it(client):
    item = AgendaItemFactory()
    partnership = PartnershipFactory(name="Gouden Poort")
    partnership.agenda_items.add(item)
    ProgressEntryFactory(theme=item, title="Stand van zaken")

    page = text_of(client.get(item.get_absolute_url()))

    assert "Gouden Poort" in page
    assert "Stand van zaken" in page


def test_coverage_tells_white_spots_and_where_the_division_comes_from(client):
    covered = CoverageFactory(labour_market_region__code="AM05", region=RegionFactory(name="Twente"))
    FrontrunnerFactory(region=covered.region, organisation=OrganisationFactory(name="ROC van Twente"))
    white = LabourMarketRegionFactory(code="AM22", name="Rijnmond")
    CitationFactory(subject=covered.uuid, document=SourceDocumentFactory(title="Besluiten van de redactie"))
    SourceGapFactory(
        code="A01", question="Negen of acht?", reading="Negen instellingen in acht vermeldingen."
    )
    OrganisationFactory(name="ROC Mondriaan")

    page = client.get(reverse("regions:coverage"))

    assert page.context["white_spots"] == [white]
    assert page.context["covered_count"] == 1
    assert [(lead.organisation.name, covers) for lead, covers in page.context["leads"]] == [
        ("ROC van Twente", 1)
    ]
    assert [each.name for each in page.context["not_joined"]] == ["ROC Mondriaan"]
    for words in ("Besluiten van de redactie", "Negen instellingen in acht vermeldingen.", "Onbevestigd"):
        assert words in page.content.decode()


def test_coverage_of_a_day(client):
    CoverageFactory(from_on="2022-01-01", labour_market_region__code="AM05")

    before = client.get(reverse("regions:coverage"), {"validOn": "2021-12-31"})
    after = client.get(reverse("regions:coverage"), {"validOn": "2022-01-01"})

    assert before.context["covered_count"] == 0
    assert after.context["covered_count"] == 1


@pytest.mark.parametrize("day", ["2022-13-01", "gisteren", "0001-01-01", "9999-12-31", "2022-01-01x"])
def test_coverage_of_no_day_is_400(client, day):
    page = client.get(reverse("regions:coverage"), {"validOn": day})

    assert page.status_code == 400
    assert "Schrijf een datum als 2023-01-24." in text_of(page)


def test_colleges_that_went_on_as_another_are_not_waited_for(client):
    SuccessionFactory(
        predecessor=OrganisationFactory(name="Friesland College"), successor=OrganisationFactory(name="Firda")
    )

    page = client.get(reverse("regions:coverage"))

    assert [each.name for each in page.context["not_joined"]] == ["Firda"]


def test_long_section_leads_to_its_list(client):
    region = RegionFactory(slug="twente")
    PartnershipFactory.create_batch(13, region=region)

    page = client.get(region.get_absolute_url())

    section = page.context["sections"]["partnerships"]
    assert (len(section.rows), section.total) == (12, 13)
    assert section.url == "/samenwerkingen/?region=twente"


def test_htmx_gets_the_list_without_header_and_footer(client):
    RegionFactory(name="Twente")

    part = client.get(reverse("regions:region_list"), headers={"HX-Request": "true"})

    assert "Twente" in text_of(part)
    assert "<footer" not in part.content.decode()
