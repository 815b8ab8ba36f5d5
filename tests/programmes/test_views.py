"""Pages of programmes, modules, learning paths and demands."""

import pytest

from industriecoalitie.concepts.choices import Scheme
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    IndicatorFactory,
    LearningResourceFactory,
    MeasurementFactory,
    PracticeFactory,
)
from tests.factories.partnerships import EcosystemFactory, PartnershipFactory
from tests.factories.programmes import (
    DemandFactory,
    DemandPartyFactory,
    LearningPathFactory,
    LearningPathStepFactory,
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
    ProgrammeModuleFactory,
    ProviderFactory,
)
from tests.factories.regions import AgendaItemFactory, OrganisationFactory, PlaceFactory, RegionFactory
from tests.factories.sources import CitationFactory, SourceDocumentFactory

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
SECRET = {"visibility": "concept"}


def full_programme(count: int, **values):
    """Return a programme with ``count`` of everything that its page shows."""
    programme = ProgrammeFactory(region=RegionFactory(), **values)
    for _number in range(count):
        rows = [
            ProviderFactory(programme=programme),
            ProviderFactory(programme=programme, role="partner"),
            ProgrammeModuleFactory(programme=programme),
            OfferingFactory(programme=programme, place=PlaceFactory(), level=ConceptFactory()),
            LearningPathStepFactory(programme=programme),
            MeasurementFactory(indicator=IndicatorFactory(programme=programme)),
        ]
        programme.concepts.add(ConceptFactory())
        programme.partnerships.add(PartnershipFactory())
        programme.ecosystems.add(EcosystemFactory())
        programme.agenda_items.add(AgendaItemFactory())
        PracticeFactory(programme=programme)
        LearningResourceFactory(programme=programme)
        demand = DemandPartyFactory().demand
        demand.programmes.add(programme)
        for row in rows:
            CitationFactory(subject=row.uuid)
    return programme


def full_module(count: int, **values):
    """Return a module with ``count`` of everything that its page shows."""
    module = ModuleFactory(**values)
    for _number in range(count):
        ProgrammeModuleFactory(module=module)
        OfferingFactory(programme=None, module=module)
        LearningPathStepFactory(programme=None, module=module)
        LearningResourceFactory(module=module)
        module.concepts.add(ConceptFactory())
    return module


def full_path(count: int, **values):
    """Return a learning path with ``count`` steps."""
    path = LearningPathFactory(region=RegionFactory(), **values)
    for _number in range(count):
        step = LearningPathStepFactory(path=path, organisation=OrganisationFactory(), level=ConceptFactory())
        CitationFactory(subject=step.uuid)
        path.concepts.add(ConceptFactory())
    return path


def full_demand(count: int, **values):
    """Return a demand with ``count`` of everything that its page shows."""
    demand = DemandFactory(region=RegionFactory(), **values)
    for _number in range(count):
        CitationFactory(subject=DemandPartyFactory(demand=demand).uuid)
        demand.concepts.add(ConceptFactory())
        demand.partnerships.add(PartnershipFactory())
        demand.programmes.add(ProgrammeFactory())
        demand.agenda_items.add(AgendaItemFactory())
    return demand


PAGES = [
    ("/opleidingen/", full_programme),
    ("/modules/", full_module),
    ("/leerpaden/", full_path),
    ("/vragen/", full_demand),
]


def text_of(response) -> str:
    return response.content.decode()


# How many questions a page asks


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "make", "queries"),
    [
        ("/opleidingen/", full_programme, 5),
        ("/modules/", full_module, 6),
        ("/leerpaden/", full_path, 4),
        ("/vragen/", full_demand, 5),
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
        ("/opleidingen/dit/", full_programme, 6),
        ("/modules/dit/", full_module, 5),
        ("/leerpaden/dit/", full_path, 5),
        ("/vragen/dit/", full_demand, 3),
    ],
)
def test_details_ask_as_much_for_one_of_everything_as_for_three(
    client, django_assert_num_queries, path, make, queries, count
):
    make(count, slug="dit")

    with django_assert_num_queries(queries):
        response = client.get(path)

    assert response.status_code == 200


@pytest.mark.parametrize("page", ["", "dit/"])
@pytest.mark.parametrize(("path", "make"), PAGES)
def test_pages_stay_under_the_most_queries_for_a_lead(
    client, lead, django_assert_max_num_queries, path, make, page
):
    make(3, slug="dit")
    client.force_login(lead)

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(path + page)

    assert response.status_code == 200


# What a visitor does not see


@pytest.mark.parametrize("hidden", [{"visibility": "concept"}, {"visibility": "network"}])
@pytest.mark.parametrize(
    ("path", "factory", "field"),
    [
        ("/opleidingen/", ProgrammeFactory, "name"),
        ("/modules/", ModuleFactory, "name"),
        ("/leerpaden/", LearningPathFactory, "name"),
        ("/vragen/", DemandFactory, "title"),
    ],
)
def test_visitor_finds_no_page_and_no_row_of_what_is_not_public(client, path, factory, field, hidden):
    factory(slug="geheim", **{field: "Geheim plan"}, **hidden)
    factory(slug="openbaar", **{field: "Openbaar plan"})

    page, listed = client.get(f"{path}geheim/"), client.get(path)

    assert page.status_code == 404
    assert listed.context_data["total"] == 1
    assert "Openbaar plan" in text_of(listed)
    assert "Geheim plan" not in text_of(listed)


def test_programme_pages_name_nothing_that_is_not_public(client):
    programme = ProgrammeFactory(slug="dit", region=RegionFactory(name="Geheime regio", **SECRET))
    school = OrganisationFactory(name="Geheime school", **SECRET)
    ProviderFactory(programme=programme, organisation=school)
    OfferingFactory(programme=programme, organisation=school)
    OfferingFactory(programme=programme, place=PlaceFactory(name="Geheime plaats", **SECRET))
    OfferingFactory(programme=programme, organisation__name="Geheim aanbod", **SECRET)
    ProgrammeModuleFactory(programme=programme, module=ModuleFactory(name="Geheime module", **SECRET))
    LearningPathStepFactory(programme=programme, path=LearningPathFactory(name="Geheim pad", **SECRET))
    programme.partnerships.add(PartnershipFactory(name="Geheime samenwerking", **SECRET))
    programme.ecosystems.add(EcosystemFactory(name="Geheim lab", **SECRET))
    programme.agenda_items.add(AgendaItemFactory(title="Geheime lijn", **SECRET))
    programme.concepts.add(ConceptFactory(scheme=Scheme.LEVEL, label="Geheim niveau", **SECRET))
    PracticeFactory(programme=programme, title="Geheim voorbeeld", state="draft")
    LearningResourceFactory(programme=programme, title="Geheim leermiddel", **SECRET)
    MeasurementFactory(indicator=IndicatorFactory(programme=programme, name="Geheim cijfer", **SECRET))
    secret_demand = DemandPartyFactory(
        demand=DemandFactory(title="Geheime vraag", **SECRET), organisation__name="Gehele open vrager"
    ).demand
    secret_demand.programmes.add(programme)
    open_demand = DemandPartyFactory(organisation=OrganisationFactory(name="Geheime vrager", **SECRET)).demand
    open_demand.programmes.add(programme)

    pages = [client.get(path) for path in ("/opleidingen/dit/", "/opleidingen/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("Gehe" not in text_of(page) for page in pages)


def test_other_pages_name_nothing_that_is_not_public(client):
    organisation = OrganisationFactory(name="Geheime organisatie", **SECRET)
    programme = ProgrammeFactory(name="Geheime opleiding", **SECRET)
    module = ModuleFactory(slug="dit")
    ProgrammeModuleFactory(module=module, programme=programme)
    path = LearningPathFactory(slug="dit")
    LearningPathStepFactory(path=path, programme=programme)
    LearningPathStepFactory(path=path, programme=None, organisation=organisation)
    demand = DemandFactory(slug="dit", region=RegionFactory(name="Geheime regio", **SECRET))
    DemandPartyFactory(demand=demand, organisation=organisation)
    demand.programmes.add(programme)

    addresses = [f"/{name}/{page}" for name in ("modules", "leerpaden", "vragen") for page in ("", "dit/")]
    pages = [client.get(address) for address in addresses]

    assert {page.status_code for page in pages} == {200}
    assert all("Geheim" not in text_of(page) for page in pages)


# What a page says


def test_programme_detail_leads_from_the_programme_back_to_the_companies_that_asked(client):
    programme = ProgrammeFactory(slug="dit")
    demand = DemandFactory(title="Storingen leren vinden", stage="bundled")
    demand.programmes.add(programme)
    party = DemandPartyFactory(demand=demand, organisation__name="Smederij Jansen")
    other = DemandFactory(title="Vraag zonder vrager")
    other.programmes.add(programme)

    response = client.get("/opleidingen/dit/")

    found = [
        (signal["row"].label, signal["stage"], [asker.label for asker in signal["askers"]])
        for signal in response.context_data["signals"]
    ]
    assert found == [
        ("Storingen leren vinden", "Gebundeld", ["Smederij Jansen"]),
        ("Vraag zonder vrager", "Gesignaleerd", []),
    ]
    assert party.organisation.get_absolute_url() in text_of(response)
    assert demand.get_absolute_url() in text_of(response)


def test_programme_detail_draws_the_week_and_says_what_is_known(client):
    programme = ProgrammeFactory(
        slug="dit",
        work_days_per_week=4,
        school_days_per_week=1,
        duration_years="1.5",
        is_publicly_funded=False,
    )
    programme.concepts.add(
        ConceptFactory(scheme=Scheme.LEVEL, notation="mbo-4", label="Mbo niveau 4"),
        ConceptFactory(scheme=Scheme.EDUCATION_FORM, notation="bbl", label="Bbl"),
    )

    response = client.get("/opleidingen/dit/")

    context = response.context_data
    assert [(day["label"], day["value"], day["text"]) for day in context["week"]] == [
        ("Op het werk", 4, "4 dagen"),
        ("Op school", 1, "1 dag"),
    ]
    assert (context["levels"], context["education_forms"]) == (["Mbo niveau 4"], ["Bbl"])
    assert context["duration"] == "1,5 jaar"
    assert "<dt>Bekostigd</dt><dd>nee</dd>" in text_of(response)
    assert "4 dagen" in text_of(response)


def test_programme_detail_says_what_is_not_in_the_source(client):
    ProgrammeFactory(slug="leeg", is_publicly_funded=None)

    page = text_of(client.get("/opleidingen/leeg/"))

    assert '<dt>Bekostigd</dt><dd><span class="leeg">niet bekend</span></dd>' in page
    assert "Hierover is nog niets bekend: aanbieders, modules," in page


def test_programme_detail_shows_all_relations(client):
    programme = full_programme(1, slug="dit")

    page = text_of(client.get("/opleidingen/dit/"))

    related = [
        *(link.organisation for link in programme.providers.all()),
        programme.module_links.get().module,
        programme.path_steps.get().path,
        programme.offerings.get().organisation,
        programme.partnerships.get(),
        programme.ecosystems.get(),
        programme.practices.get(),
        programme.learning_resources.get(),
        programme.demands.get(),
        programme.agenda_items.get(),
        programme.indicators.get(),
        programme.region,
        programme.concepts.get(),
    ]
    assert [record for record in related if record.get_absolute_url() not in page] == []


def test_programme_detail_leads_every_fact_to_its_place_in_the_source(client):
    document = SourceDocumentFactory(title="Techniekpact 2019")
    provider = ProviderFactory(programme=ProgrammeFactory(slug="dit"))
    CitationFactory(subject=provider.uuid, document=document, line=88)

    page = text_of(client.get("/opleidingen/dit/"))

    assert f'href="#bron-{document.pk}-0"' in page
    assert "regel 88" in page


def test_module_detail_shows_all_relations(client):
    module = full_module(1, slug="dit", outcome="unknown", hours=240)

    page = text_of(client.get("/modules/dit/"))

    for related in (
        module.programme_links.get().programme,
        module.path_steps.get().path,
        module.offerings.get().organisation,
        module.learning_resources.get(),
    ):
        assert related.get_absolute_url() in page
    assert '<dt>Leidt tot</dt><dd><span class="leeg">niet bekend</span></dd>' in page
    assert "<dt>Uren</dt><dd>240</dd>" in page


def test_learning_path_detail_draws_steps_with_rising_levels(client):
    path = LearningPathFactory(slug="dit", duration_years=8)
    levels = [
        ConceptFactory(scheme=Scheme.LEVEL, notation=name, label=name, order=order)
        for order, name in [(10, "vmbo"), (20, "mbo-4"), (30, "ad")]
    ]
    for order, (title, level) in enumerate(
        [("Vmbo", levels[0]), ("Mbo", levels[1]), ("Proef", None), ("Ad", levels[2])]
    ):
        LearningPathStepFactory(path=path, title=title, programme=None, level=level, order=order)

    response = client.get("/leerpaden/dit/")

    stairs = [
        (stair["number"], str(stair["step"]), stair["height"]) for stair in response.context_data["stairs"]
    ]
    assert stairs == [(1, "Vmbo", 1), (2, "Mbo", 2), (3, "Proef", 0), (4, "Ad", 3)]
    assert response.context_data["duration"] == "8 jaar"
    assert "niveau niet bekend" in text_of(response)


@pytest.mark.parametrize(
    ("stage", "reached"),
    [("signalled", 1), ("sharpened", 2), ("bundled", 3), ("decided", 4), ("delivered", 5)],
)
def test_demand_detail_draws_the_funnel_up_to_its_stage(client, stage, reached):
    DemandFactory(slug="dit", stage=stage)

    response = client.get("/vragen/dit/")

    steps = response.context_data["steps"]
    assert [step["is_reached"] for step in steps] == [True] * reached + [False] * (5 - reached)
    assert [step["is_current"] for step in steps].index(True) == reached - 1
    assert text_of(response).count('aria-current="step"') == 1


def test_demand_detail_shows_how_many_with_the_word_of_the_source(client):
    DemandFactory(slug="circa", value=25, qualifier="about", unit="personen per jaar")
    DemandFactory(slug="woorden", quantity_note="honderden in de komende jaren")

    assert "circa 25" in text_of(client.get("/vragen/circa/"))
    assert "honderden in de komende jaren" in text_of(client.get("/vragen/woorden/"))


def test_demand_detail_shows_who_asks_and_what_answers(client):
    demand = full_demand(1, slug="dit")

    page = text_of(client.get("/vragen/dit/"))

    for related in (
        demand.parties.get().organisation,
        demand.partnerships.get(),
        demand.programmes.get(),
        demand.agenda_items.get(),
        demand.region,
    ):
        assert related.get_absolute_url() in page


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/opleidingen/?isPubliclyFunded=soms", "Bekostiging: Onbekende waarde: soms."),
        ("/opleidingen/?level=mbo-99", "Niveau: Onbekende waarde: mbo-99."),
        ("/modules/?outcome=taart", "Leidt tot: Onbekende waarde: taart."),
        ("/leerpaden/?region=atlantis", "Regio: Onbekende waarde: atlantis."),
        ("/vragen/?stage=klaar", "Fase: Onbekende waarde: klaar."),
        ("/vragen/?updatedSince=9999999999", "gewijzigd sinds: Schrijf een moment als"),
    ],
)
def test_lists_say_in_dutch_which_filter_makes_no_sense(client, path, sentence):
    response = client.get(path)

    assert response.status_code == 400
    assert sentence in text_of(response)


@pytest.mark.parametrize("path", [path for path, _make in PAGES])
def test_empty_lists_and_unknown_records(client, path):
    listed, page = client.get(path), client.get(f"{path}bestaat-niet/")

    assert listed.status_code == 200
    assert 'class="leegstaat"' in text_of(listed)
    assert page.status_code == 404
