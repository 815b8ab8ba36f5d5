"""Pages of partnerships, ecosystems, schemes and the timeline."""

import pytest
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    AdoptionFactory,
    IndicatorFactory,
    MeasurementFactory,
    PracticeFactory,
    ProgressEntryFactory,
)
from tests.factories.partnerships import (
    ActionLineFactory,
    ContributionFactory,
    EcosystemFactory,
    FacilityFactory,
    FundingFactory,
    InstrumentFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipFactory,
    TargetFactory,
)
from tests.factories.programmes import DemandFactory, ProgrammeFactory
from tests.factories.regions import AgendaItemFactory, OrganisationFactory, PlaceFactory, RegionFactory
from tests.factories.sources import CitationFactory, SourceDocumentFactory

pytestmark = pytest.mark.django_db

# A visitor asks nothing of sessions and roles; someone who is logged in asks three questions more.
LOGGED_IN = 3
MOST_QUERIES = 12


def full_partnership(count: int, **values) -> Partnership:
    """Return a partnership with ``count`` of everything that its page shows."""
    partnership = PartnershipFactory(
        region=RegionFactory(),
        place=PlaceFactory(latitude=52.2, longitude=6.9),
        lead_organisation=OrganisationFactory(),
        **values,
    )
    for number in range(count):
        role = ConceptFactory(scheme=Scheme.PARTNER_ROLE, notation=f"rol-{number}", label=f"Rol {number}")
        rows = [
            ActionLineFactory(partnership=partnership),
            PartnerFactory(partnership=partnership, role=role, from_on="2019-01-01"),
            ContributionFactory(partnership=partnership),
            TargetFactory(partnership=partnership),
            MilestoneFactory(partnership=partnership),
            FundingFactory(partnership=partnership),
        ]
        indicator = IndicatorFactory(partnership=partnership)
        rows.append(MeasurementFactory(indicator=indicator))
        PracticeFactory(partnership=partnership)
        AdoptionFactory(partnership=partnership)
        ProgressEntryFactory(partnership=partnership)
        partnership.concepts.add(ConceptFactory())
        partnership.regions.add(RegionFactory())
        partnership.places.add(PlaceFactory(latitude=51.4, longitude=5.4))
        partnership.ecosystems.add(EcosystemFactory())
        partnership.programmes.add(ProgrammeFactory())
        partnership.demands.add(DemandFactory())
        partnership.agenda_items.add(AgendaItemFactory())
        for row in rows:
            CitationFactory(subject=row.uuid)
    return partnership


def full_ecosystem(count: int, **values):
    """Return an ecosystem with ``count`` of everything that its page shows."""
    ecosystem = EcosystemFactory(region=RegionFactory(), place=PlaceFactory(), stage="civ", **values)
    for _number in range(count):
        CitationFactory(subject=FacilityFactory(ecosystem=ecosystem, place=PlaceFactory()).uuid)
        ecosystem.concepts.add(ConceptFactory())
        ecosystem.partners.add(OrganisationFactory())
        ecosystem.partnerships.add(PartnershipFactory())
        ecosystem.programmes.add(ProgrammeFactory())
        ecosystem.agenda_items.add(AgendaItemFactory())
        EcosystemFactory(part_of=ecosystem)
    return ecosystem


def full_instrument(count: int, **values):
    """Return a scheme with ``count`` of everything that its page shows."""
    instrument = InstrumentFactory(region=RegionFactory(), organisation=OrganisationFactory(), **values)
    for _number in range(count):
        FundingFactory(instrument=instrument)
        MilestoneFactory(partnership=None, instrument=instrument)
        MeasurementFactory(indicator=IndicatorFactory(instrument=instrument))
    return instrument


def text_of(response) -> str:
    return response.content.decode()


# How many questions a page asks


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "make", "queries"),
    [
        ("/samenwerkingen/", full_partnership, 4),
        ("/ecosystemen/", full_ecosystem, 4),
        ("/regelingen/", full_instrument, 3),
    ],
)
def test_lists_ask_as_much_for_one_row_as_for_three(
    client, django_assert_num_queries, path, make, queries, count
):
    for number in range(count):
        make(count, slug=f"rij-{number}")

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "make", "queries"),
    [
        ("/samenwerkingen/dit/", full_partnership, 9),
        ("/ecosystemen/dit/", full_ecosystem, 5),
        ("/regelingen/dit/", full_instrument, 5),
    ],
)
def test_details_ask_as_much_for_one_of_everything_as_for_three(
    client, django_assert_num_queries, path, make, queries, count
):
    make(count, slug="dit")

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("/samenwerkingen/", full_partnership),
        ("/samenwerkingen/dit/", full_partnership),
        ("/ecosystemen/", full_ecosystem),
        ("/ecosystemen/dit/", full_ecosystem),
        ("/regelingen/", full_instrument),
        ("/regelingen/dit/", full_instrument),
        ("/tijdlijn/", full_partnership),
    ],
)
def test_pages_stay_under_the_most_queries_for_a_lead(
    client, lead, django_assert_max_num_queries, path, make
):
    make(3, slug="dit")
    client.force_login(lead)

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(path)

    assert response.status_code == 200


def test_partnership_list_stays_under_the_most_queries_with_filters(
    client, lead, django_assert_max_num_queries
):
    ConceptFactory(scheme=Scheme.THEME, notation="waterstof")
    full_partnership(3, slug="dit")
    client.force_login(lead)

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get("/samenwerkingen/?theme=waterstof&status=running&region=twente&q=x&sort=start")

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_timeline_asks_as_much_for_one_moment_as_for_three(client, django_assert_num_queries, count):
    for _number in range(count):
        CitationFactory(subject=MilestoneFactory().uuid)

    with django_assert_num_queries(4):
        response = client.get("/tijdlijn/")

    assert response.status_code == 200


# What a visitor does not see


@pytest.mark.parametrize("hidden", [{"visibility": "concept"}, {"visibility": "network"}])
@pytest.mark.parametrize(
    ("path", "factory"),
    [
        ("/samenwerkingen/", PartnershipFactory),
        ("/ecosystemen/", EcosystemFactory),
        ("/regelingen/", InstrumentFactory),
    ],
)
def test_visitor_finds_no_page_and_no_row_of_what_is_not_public(client, path, factory, hidden):
    factory(slug="geheim", name="Geheim plan", **hidden)
    factory(slug="openbaar", name="Openbaar plan")

    page, listed = client.get(f"{path}geheim/"), client.get(path)

    assert page.status_code == 404
    assert listed.context_data["total"] == 1
    assert "Openbaar plan" in text_of(listed)
    assert "Geheim plan" not in text_of(listed)


def test_visitor_finds_no_hidden_partnership(client, admin_user):
    PartnershipFactory(slug="verborgen", name="Verborgen plan", hidden_at="2024-01-01T00:00:00Z")
    client.force_login(admin_user)

    assert client.get("/samenwerkingen/verborgen/").status_code == 404
    assert "Verborgen plan" not in text_of(client.get("/samenwerkingen/"))


def test_partnership_detail_names_nothing_that_is_not_public(client):
    secret = {"visibility": "concept"}
    partnership = PartnershipFactory(
        slug="dit",
        region=RegionFactory(name="Geheime regio", **secret),
        place=PlaceFactory(name="Geheime plaats", latitude=52.0, longitude=5.0, **secret),
        lead_organisation=OrganisationFactory(name="Geheime koploper", **secret),
    )
    partner = PartnerFactory(
        partnership=partnership, organisation=OrganisationFactory(name="Geheime partner", **secret)
    )
    ContributionFactory(partnership=partnership, organisation=partner.organisation)
    FundingFactory(partnership=partnership, instrument=InstrumentFactory(name="Geheime regeling", **secret))
    MeasurementFactory(
        indicator=IndicatorFactory(partnership=partnership, name="Geheim cijfer", **secret), value=4711
    )
    PracticeFactory(partnership=partnership, title="Geheim voorbeeld", state="draft")
    partnership.programmes.add(ProgrammeFactory(name="Geheime opleiding", **secret))
    partnership.ecosystems.add(EcosystemFactory(name="Geheim lab", **secret))
    partnership.demands.add(DemandFactory(title="Geheime vraag", **secret))
    partnership.agenda_items.add(AgendaItemFactory(title="Geheime actielijn", **secret))
    partnership.concepts.add(ConceptFactory(label="Geheim begrip", **secret))

    page = client.get("/samenwerkingen/dit/")
    listed = client.get("/samenwerkingen/")

    assert page.status_code == 200
    assert "Gehei" not in text_of(page)
    assert "4.711" not in text_of(page)
    assert "Gehei" not in text_of(listed)
    assert listed.context_data["page"][0].shown_partners == 0


def test_ecosystem_and_instrument_detail_name_nothing_that_is_not_public(client):
    secret = {"visibility": "concept"}
    ecosystem = EcosystemFactory(
        slug="dit",
        part_of=EcosystemFactory(name="Geheim geheel", **secret),
        organisation=OrganisationFactory(name="Geheime organisatie", **secret),
    )
    ecosystem.partners.add(OrganisationFactory(name="Geheime partner", **secret))
    ecosystem.partnerships.add(PartnershipFactory(name="Geheim plan", **secret))
    FacilityFactory(ecosystem=ecosystem, place=PlaceFactory(name="Geheime plaats", **secret))
    instrument = InstrumentFactory(
        slug="dit", organisation=OrganisationFactory(name="Geheime betaler", **secret)
    )
    FundingFactory(instrument=instrument, partnership=PartnershipFactory(name="Geheim gebruik", **secret))

    pages = [client.get(path) for path in ("/ecosystemen/dit/", "/regelingen/dit/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("Gehei" not in text_of(page) for page in pages)


def test_timeline_shows_no_moments_of_what_is_not_public(client):
    MilestoneFactory(title="Geheim begin", partnership__visibility="concept")
    MilestoneFactory(title="Begin voor iedereen", partnership=None)

    response = client.get("/tijdlijn/")

    assert response.context_data["total"] == 1
    assert "Geheim begin" not in text_of(response)
    assert "Begin voor iedereen" in text_of(response)


def test_team_sees_the_concept_of_its_own_region(client, lead, neighbour, region):
    PartnershipFactory(slug="concept", visibility="concept", owner=region)

    client.force_login(lead)
    assert client.get("/samenwerkingen/concept/").status_code == 200
    client.force_login(neighbour)
    assert client.get("/samenwerkingen/concept/").status_code == 404


# What a page says


def test_partnership_detail_leads_from_a_line_to_all_who_work_along_it(client):
    partnership = PartnershipFactory(slug="dit", name="Onderhoud van morgen")
    ActionLineFactory(partnership=partnership, title="Kiezen & leren", order=1)
    ActionLineFactory(partnership=partnership, title="Aan het begin", order=0)
    ActionLineFactory(partnership__name="Groene handel", title="Kiezen & leren")
    PartnershipFactory(name="Zonder lijnen")

    page = client.get("/samenwerkingen/dit/")
    listed = client.get("/samenwerkingen/", {"actionLine": "Kiezen & leren"})

    lines = page.context_data["sections"]["action_lines"].rows
    assert [row.label for row in lines] == ["Aan het begin", "Kiezen & leren"]
    assert "?actionLine=Kiezen%20%26%20leren" in text_of(page)
    assert {str(row) for row in listed.context_data["page"]} == {"Onderhoud van morgen", "Groene handel"}


def test_partnership_detail_shows_who_took_part_on_a_day(client):
    coalition = PartnershipFactory(slug="coalitie")
    for name, begun in [
        ("Bouwend Nederland", None),
        ("FME", None),
        ("Koninklijke Metaalunie", None),
        ("Techniek Nederland", None),
        ("WENB", "2023-01-24"),
    ]:
        PartnerFactory(partnership=coalition, organisation__name=name, from_on=begun)

    before = client.get("/samenwerkingen/coalitie/?validOn=2019-05-20")
    after = client.get("/samenwerkingen/coalitie/?validOn=2023-01-24")

    assert before.context_data["partner_total"] == 4
    assert "WENB" not in text_of(before)
    assert after.context_data["partner_total"] == 5
    assert "WENB" in text_of(after)


@pytest.mark.parametrize("day", ["gisteren", "2019-02-30", "0001-01-01", "9" * 400])
def test_partnership_detail_says_what_a_date_looks_like(client, day):
    PartnerFactory(partnership=PartnershipFactory(slug="dit"), organisation__name="Smederij Jansen")

    response = client.get(f"/samenwerkingen/dit/?validOn={day}")

    assert response.status_code == 400
    assert "Schrijf een datum als 2023-01-24." in text_of(response)
    assert "Smederij Jansen" in text_of(response)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/samenwerkingen/?status=onzin", "Stand: Onbekende waarde: onzin."),
        ("/samenwerkingen/?validOn=2019-13-40", "Geldig op: Schrijf een datum als 2023-01-24."),
        ("/ecosystemen/?kind=kasteel", "Soort: Onbekende waarde: kasteel."),
        ("/regelingen/?region=atlantis", "Regio: Onbekende waarde: atlantis."),
        ("/tijdlijn/?year=ooit", "Jaar: Onbekende waarde: ooit."),
    ],
)
def test_lists_say_in_dutch_which_filter_makes_no_sense(client, path, sentence):
    response = client.get(path)

    assert response.status_code == 400
    assert sentence in text_of(response)


@pytest.mark.parametrize("page", ["99999", "-1", "abc", "1" * 300])
def test_partnership_list_answers_an_absurd_page_number(client, page):
    PartnershipFactory(name="Enige plan")

    response = client.get(f"/samenwerkingen/?page={page}")

    assert response.status_code == 200
    assert "Enige plan" in text_of(response)


def test_partnership_detail_groups_partners_by_role_and_counts_the_unnamed(client):
    partnership = PartnershipFactory(slug="dit")
    late = ConceptFactory(scheme=Scheme.PARTNER_ROLE, notation="lid", label="Lid", order=2)
    early = ConceptFactory(scheme=Scheme.PARTNER_ROLE, notation="kartrekker", label="Kartrekker", order=1)
    PartnerFactory(
        partnership=partnership,
        organisation=None,
        label="onderwijs, overheid en ondernemers",
        count=60,
        count_qualifier="about",
        role=late,
    )
    PartnerFactory(partnership=partnership, organisation__name="Smederij Jansen", role=early)
    PartnerFactory(partnership=partnership, organisation__name="Zonder rol", role=None)

    response = client.get("/samenwerkingen/dit/")

    groups = [
        (str(group["role"] or ""), [str(partner) for partner in group["partners"]])
        for group in response.context_data["partner_groups"]
    ]
    assert groups == [
        ("Kartrekker", ["Smederij Jansen"]),
        ("Lid", ["onderwijs, overheid en ondernemers"]),
        ("", ["Zonder rol"]),
    ]
    assert "<strong>circa 60</strong> onderwijs, overheid en ondernemers" in text_of(response)
    assert "Rol niet bekend" in text_of(response)


def test_partnership_detail_names_the_side_of_the_helix_that_is_missing(client):
    partnership = PartnershipFactory(slug="dit")
    college = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="roc_mbo")
    company = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="company")
    PartnerFactory.create_batch(2, partnership=partnership, organisation__kind=college)
    PartnerFactory(partnership=partnership, organisation=None, label="bedrijven", kind=company)
    PartnerFactory(partnership=partnership, organisation=None, label="anderen")

    response = client.get("/samenwerkingen/dit/")

    assert [side["count"] for side in response.context_data["helix"]] == [2, 1, 0]
    assert "geen overheid bij de genoemde partners" in text_of(response)
    assert "De bron noemt ook 1 partij zonder naam," in text_of(response)


def test_partnership_detail_sees_a_province_as_government(client):
    partnership = PartnershipFactory(slug="dit")
    province = ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="government_province")
    PartnerFactory(partnership=partnership, organisation__kind=province)

    response = client.get("/samenwerkingen/dit/")

    assert "geen overheid bij de genoemde partners" not in text_of(response)


def test_partnership_detail_shows_money_without_amount_and_targets_as_bars(client):
    partnership = PartnershipFactory(slug="dit")
    FundingFactory(partnership=partnership, instrument=None, label="ondernemers")
    FundingFactory(
        partnership=partnership, instrument=None, label="het Rijk", amount_eur=18600000, qualifier="about"
    )
    TargetFactory(partnership=partnership, name="Instroom", baseline=35, value=45, result=None)
    TargetFactory(
        partnership=partnership, name="Leden", baseline=None, value=80, qualifier="about", result=70
    )

    response = client.get("/samenwerkingen/dit/")

    page = text_of(response)
    assert "bedrag niet bekend" in page
    assert "€ circa 18.600.000" in page
    assert [rows for _target, rows, _growth in response.context_data["targets"]] == [
        [
            {"label": "Nulmeting", "value": 35, "text": ""},
            {"label": "Doel", "value": 45, "text": "45 studenten"},
        ],
        [
            {"label": "Nulmeting", "value": None, "text": ""},
            {"label": "Resultaat", "value": 70, "text": ""},
            {"label": "Doel", "value": 80, "text": "circa 80 studenten"},
        ],
    ]


@pytest.mark.parametrize(
    ("baseline", "value", "words"),
    [
        (8, 15, "+7, 1,875 keer zoveel"),
        (5, 5, "+0"),
        (2, 5, "+3, 2,5 keer zoveel"),
        (10, 4, "−6, 0,4 keer zoveel"),
        (0, 4, "+4"),
        (None, 4, ""),
        (4, None, ""),
    ],
)
def test_partnership_detail_tells_how_much_more_a_target_means(client, baseline, value, words):
    TargetFactory(partnership=PartnershipFactory(slug="dit"), baseline=baseline, value=value)

    response = client.get("/samenwerkingen/dit/")

    assert [growth for *_rest, growth in response.context_data["targets"]] == [words]
    assert words in text_of(response)


def test_partnership_detail_says_what_is_not_in_the_source(client):
    PartnershipFactory(slug="leeg")

    page = text_of(client.get("/samenwerkingen/leeg/"))

    assert "Hierover is nog niets bekend: partners, inbreng, doelen, cijfers," in page
    assert page.count("niet bekend") >= 5


def test_partnership_detail_leads_every_fact_to_its_place_in_the_source(client):
    document = SourceDocumentFactory(slug="propositie", title="Mbo-propositie")
    partner = PartnerFactory(partnership=PartnershipFactory(slug="dit"))
    CitationFactory(subject=partner.uuid, document=document, line=162)

    page = text_of(client.get("/samenwerkingen/dit/"))

    anchor = f"bron-{document.pk}-0"
    assert f'href="#{anchor}"' in page
    assert f'id="{anchor}"' in page
    assert "regel 162" in page


def test_partnership_detail_shows_all_relations(client):
    partnership = full_partnership(1, slug="dit")

    page = text_of(client.get("/samenwerkingen/dit/"))

    for related in (
        partnership.ecosystems.get(),
        partnership.programmes.get(),
        partnership.demands.get(),
        partnership.practices.get(),
        partnership.agenda_items.get(),
        partnership.partners.get().organisation,
        partnership.fundings.get().instrument,
        partnership.indicators.get(),
        partnership.progress_entries.get().report,
        partnership.adoptions.get().practice,
        partnership.regions.get(),
        partnership.region,
        partnership.concepts.get(),
    ):
        assert related.get_absolute_url() in page


def test_ecosystem_detail_shows_all_relations_and_how_far_it_is(client):
    ecosystem = full_ecosystem(1, slug="dit")

    response = client.get("/ecosystemen/dit/")

    page = text_of(response)
    for related in (
        ecosystem.partners.get(),
        ecosystem.partnerships.get(),
        ecosystem.programmes.get(),
        ecosystem.parts.get(),
        ecosystem.agenda_items.get(),
        ecosystem.region,
    ):
        assert related.get_absolute_url() in page
    assert [(step["is_reached"], step["is_current"]) for step in response.context_data["stages"]] == [
        (True, True),
        (False, False),
        (False, False),
    ]
    assert "Dat bewijs staat niet bekend." in page


def test_ecosystem_detail_draws_no_way_to_cib_for_another_kind(client):
    EcosystemFactory(slug="lab", kind="lab", stage="")
    EcosystemFactory(slug="civ", kind="civ", stage="")

    assert "Van CIV naar CIB" not in text_of(client.get("/ecosystemen/lab/"))
    assert "Hoe ver dit centrum is: niet bekend." in text_of(client.get("/ecosystemen/civ/"))


def test_instrument_detail_shows_who_uses_it(client):
    instrument = full_instrument(1, slug="dit")

    page = text_of(client.get("/regelingen/dit/"))

    assert instrument.fundings.get().partnership.get_absolute_url() in page
    assert instrument.indicators.get().get_absolute_url() in page
    assert instrument.milestones.get().title in page


def test_timeline_shows_every_date_as_precise_as_it_is_known(client):
    MilestoneFactory(title="Laatste ronde", due_on="2024-02-01", due_precision="month", partnership=None)
    MilestoneFactory(title="Eerste pact", due_on="2013-01-01", due_precision="year", partnership=None)
    MilestoneFactory(title="Peildag", due_on="2019-05-20", due_precision="day", partnership=None)
    MilestoneFactory(title="Zonder datum", due_on=None, partnership=None)

    response = client.get("/tijdlijn/")

    found = [
        (year, [(milestone.title, milestone.due and milestone.due.in_words()) for milestone, *_rest in rows])
        for year, rows in response.context_data["years"]
    ]
    assert found == [
        (2013, [("Eerste pact", "2013")]),
        (2019, [("Peildag", "20 mei 2019")]),
        (2024, [("Laatste ronde", "februari 2024")]),
        (None, [("Zonder datum", None)]),
    ]
    assert '<time datetime="2024-02">februari 2024</time>' in text_of(response)


def test_timeline_of_one_year(client):
    MilestoneFactory(title="Laatste ronde", due_on="2024-02-01")
    MilestoneFactory(title="Eerste pact", due_on="2013-01-01")

    page = text_of(client.get("/tijdlijn/?year=2024"))

    assert "Laatste ronde" in page
    assert "Eerste pact" not in page


def test_timeline_holds_more_moments_than_another_list(client):
    MilestoneFactory.create_batch(60, partnership=None)

    response = client.get("/tijdlijn/")

    assert sum(len(rows) for _year, rows in response.context_data["years"]) == 60


@pytest.mark.parametrize(
    "name",
    [
        "partnerships:partnership_list",
        "partnerships:ecosystem_list",
        "partnerships:instrument_list",
        "partnerships:timeline",
    ],
)
def test_empty_lists_say_so(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "Hier staat nog niets" in text_of(response)


@pytest.mark.parametrize("path", ["/samenwerkingen/", "/ecosystemen/", "/regelingen/"])
def test_details_of_nothing_are_not_found(client, path):
    assert client.get(f"{path}bestaat-niet/").status_code == 404


def test_partnership_list_answers_only_reading(client):
    assert client.post("/samenwerkingen/").status_code == 405
