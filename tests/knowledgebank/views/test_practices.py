"""The pages of practices, success factors and teaching materials."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.tables import table_of
from knowledgebank.actions.drafting import start_draft
from knowledgebank.choices import AdoptionState, PracticeKind, PracticeState
from tests.factories.accounts import UserFactory
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    AdoptionFactory,
    EvidenceFactory,
    IndicatorFactory,
    LearningResourceFactory,
    MeasurementFactory,
    PracticeFactorFactory,
    PracticeFactory,
    QuoteFactory,
    ReviewFactory,
    SuccessFactorFactory,
)
from tests.factories.partnerships import PartnershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.regions import AgendaItemFactory, OrganisationFactory, RegionFactory
from tests.factories.sources import CitationFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def full_practice(**fields):
    """Return a practice with one row of everything a page shows."""
    practice = PracticeFactory(
        partnership=PartnershipFactory(),
        region=RegionFactory(),
        is_proven=True,
        review_on="2027-01-24",
        **fields,
    )
    practice.concepts.add(ConceptFactory(scheme=Scheme.SECTOR), ConceptFactory(scheme=Scheme.THEME))
    practice.organisations.add(OrganisationFactory())
    practice.agenda_items.add(AgendaItemFactory())
    PracticeFactorFactory(practice=practice, how="Een vast team.", is_inferred=True)
    EvidenceFactory(practice=practice, dated_on="2023-01-01", dated_precision="year")
    QuoteFactory(practice=practice, organisation=OrganisationFactory())
    AdoptionFactory(practice=practice)
    LearningResourceFactory(practice=practice)
    MeasurementFactory(indicator=IndicatorFactory(partnership=practice.partnership))
    CitationFactory(subject=practice.uuid)
    return practice


def more_of(practice) -> None:
    """Add two rows of everything a page of a practice shows."""
    for _number in range(2):
        practice.concepts.add(ConceptFactory(scheme=Scheme.SECTOR))
        practice.organisations.add(OrganisationFactory())
        practice.agenda_items.add(AgendaItemFactory())
        PracticeFactorFactory(practice=practice)
        EvidenceFactory(practice=practice)
        QuoteFactory(practice=practice, organisation=OrganisationFactory())
        AdoptionFactory(practice=practice)
        LearningResourceFactory(practice=practice)
        MeasurementFactory(indicator=IndicatorFactory(partnership=practice.partnership))
        CitationFactory(subject=practice.uuid)


class TestPracticeList:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        full_practice()
        one = queries_of(client, reverse("knowledgebank:practice_list"))

        full_practice()
        full_practice()
        three = queries_of(client, reverse("knowledgebank:practice_list"))

        assert one == three
        assert three <= MOST_QUERIES

    @pytest.mark.parametrize(
        "fields",
        [
            {"state": PracticeState.DRAFT},
            {"state": PracticeState.IN_REVIEW},
            {"state": PracticeState.RETIRED},
            {"visibility": "concept"},
            {"visibility": "network"},
            {"hidden_at": "2024-01-01T00:00:00Z"},
        ],
    )
    def test_keeps_from_a_visitor_what_is_not_published(self, client, fields):
        hidden = PracticeFactory(title="Geheim plan", region=RegionFactory(name="Verborgen land"), **fields)
        hidden.concepts.add(ConceptFactory(scheme=Scheme.THEME, label="Geheim thema"))
        PracticeFactory(title="Open plan")

        answer = client.get(reverse("knowledgebank:practice_list"))

        assert answer.context_data["total"] == 1
        assert "Open plan" in answer.text
        assert "Geheim" not in answer.text
        assert "Verborgen land" not in answer.text

    def test_offers_exactly_four_kinds(self, client):
        for kind in PracticeKind:
            PracticeFactory(kind=kind)

        answer = client.get(reverse("knowledgebank:practice_list"))

        kinds = next(facet for facet in answer.context_data["facets"] if facet["name"] == "kind")
        assert [option.value for option in kinds["options"]] == [
            "partnership",
            "demand",
            "education_form",
            "programme",
        ]

    def test_narrows_by_kind_and_by_proven(self, client):
        PracticeFactory(title="Een vraag", kind=PracticeKind.DEMAND)
        PracticeFactory(title="Bewezen pps", is_proven=True, review_on="2027-01-24")

        by_kind = client.get(reverse("knowledgebank:practice_list"), {"kind": "demand"})
        by_proven = client.get(reverse("knowledgebank:practice_list"), {"proven": "true"})

        assert [practice.title for practice in by_kind.context_data["page"]] == ["Een vraag"]
        assert [practice.title for practice in by_proven.context_data["page"]] == ["Bewezen pps"]
        assert [chip["label"] for chip in by_proven.context_data["chips"]] == ["Bewezen"]

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("kind", "pps"),
            ("region", "atlantis"),
            ("theme", "x\x01"),
            ("proven", "misschien"),
        ],
    )
    def test_says_in_dutch_which_filter_it_does_not_know(self, client, key, value):
        answer = client.get(reverse("knowledgebank:practice_list"), {key: value})

        assert answer.status_code == 400
        assert "Dit filter kennen we niet" in answer.text
        assert len(answer.context_data["errors"]) == 1

    def test_shows_the_newest_measured_figure_with_its_word(self, client):
        practice = PracticeFactory(partnership=PartnershipFactory())
        indicator = IndicatorFactory(partnership=practice.partnership)
        MeasurementFactory(indicator=indicator, value=30, year=2019, qualifier="about")
        MeasurementFactory(indicator=indicator, value=60, year=2023, qualifier="about")
        MeasurementFactory(indicator=indicator, value=90, year=2030, kind="target")

        answer = client.get(reverse("knowledgebank:practice_list"))

        assert answer.context_data["key_figures"][practice.pk].in_words == "circa 60"
        assert "circa 60" in answer.text

    def test_does_not_show_a_figure_that_is_not_public(self, client):
        practice = PracticeFactory(partnership=PartnershipFactory())
        MeasurementFactory(
            indicator=IndicatorFactory(partnership=practice.partnership), value=777, visibility="concept"
        )

        answer = client.get(reverse("knowledgebank:practice_list"))

        assert "777" not in answer.text


class TestPracticeDetail:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        practice = full_practice()
        one = queries_of(client, practice.get_absolute_url())

        more_of(practice)
        three = queries_of(client, practice.get_absolute_url())

        assert one == three
        assert three <= MOST_QUERIES

    def test_says_what_the_source_leaves_out(self, client):
        practice = PracticeFactory(context="", approach="Samen beginnen.", results="", lessons="", costs="")

        answer = client.get(practice.get_absolute_url())

        assert "Samen beginnen." in answer.text
        assert [text for _heading, text in answer.context_data["story"]].count("") == 4
        assert answer.text.count("niet bekend") >= 4

    def test_shows_how_a_factor_worked_and_that_it_is_inferred(self, client):
        link = PracticeFactorFactory(how="De school en het bedrijf kiezen samen.", is_inferred=True)

        answer = client.get(link.practice.get_absolute_url())

        assert "De school en het bedrijf kiezen samen." in answer.text
        assert link.factor.get_absolute_url() in answer.text
        assert "afgeleid" in answer.text

    def test_shows_a_quote_with_function_and_organisation_and_that_it_is_cut_off(self, client):
        quote = QuoteFactory(
            function="voorzitter", organisation=OrganisationFactory(name="Techniekclub"), is_cut_off=True
        )

        answer = client.get(quote.practice.get_absolute_url())

        assert "voorzitter" in answer.text
        assert "Techniekclub" in answer.text
        assert "Afgebroken in de bron" in answer.text

    def test_does_not_name_a_hidden_organisation(self, client):
        practice = PracticeFactory()
        secret = OrganisationFactory(name="Stil bv", visibility="concept")
        QuoteFactory(practice=practice, organisation=secret)
        practice.organisations.add(secret)

        answer = client.get(practice.get_absolute_url())

        assert "Stil bv" not in answer.text

    def test_shows_who_follows_it_and_how_far(self, client):
        adoption = AdoptionFactory(region=RegionFactory(name="Noorderland"), state=AdoptionState.ADAPTED)

        answer = client.get(adoption.practice.get_absolute_url())

        assert "Noorderland" in answer.text
        assert "aangepast overgenomen" in answer.text

    def test_says_so_when_nobody_follows_it(self, client):
        answer = client.get(PracticeFactory().get_absolute_url())

        assert "Nog geen regio heeft zich gemeld" in answer.text

    def test_explains_the_proven_label_with_its_review_date(self, client):
        practice = PracticeFactory(is_proven=True, review_on="2027-01-24")

        answer = client.get(practice.get_absolute_url())

        assert "Dit voorbeeld is bewezen" in answer.text
        assert "24 januari 2027" in answer.text

    def test_names_the_line_a_fact_rests_on(self, client):
        practice = PracticeFactory()
        CitationFactory(subject=practice.uuid, document__title="Propositie", line=198)

        answer = client.get(practice.get_absolute_url())

        assert "Propositie" in answer.text
        assert "198" in answer.text

    def test_does_not_name_a_hidden_region_of_related_practices_or_followers(self, client):
        secret = RegionFactory(name="Stil land", visibility="concept")
        link = PracticeFactorFactory()
        PracticeFactorFactory(factor=link.factor, practice__region=secret)
        AdoptionFactory(practice=link.practice, region=secret)

        answer = client.get(link.practice.get_absolute_url())

        assert len(answer.context_data["related"]) == 1
        assert "Stil land" not in answer.text

    def test_does_not_offer_a_draft_as_related(self, client):
        factor = SuccessFactorFactory()
        shown = PracticeFactorFactory(factor=factor).practice
        PracticeFactorFactory(factor=factor, practice__title="Geheim", practice__state=PracticeState.DRAFT)
        PracticeFactorFactory(factor=factor, practice__title="Buurman")

        answer = client.get(shown.get_absolute_url())

        assert [row.label for row in answer.context_data["related"]] == ["Buurman"]

    @pytest.mark.parametrize(
        "state", [PracticeState.DRAFT, PracticeState.CHANGES_ASKED, PracticeState.RETIRED]
    )
    def test_is_not_there_for_a_visitor_until_it_is_published(self, client, state):
        practice = PracticeFactory(state=state)

        assert client.get(practice.get_absolute_url()).status_code == 404

    def test_shows_a_draft_to_its_own_team_and_to_a_curator_only(
        self, client, region, member, neighbour, curator
    ):
        practice = PracticeFactory(state=PracticeState.DRAFT, visibility="concept", owner=region)
        answers = {}
        for name, user in (("member", member), ("neighbour", neighbour), ("curator", curator)):
            client.force_login(user)
            answers[name] = client.get(practice.get_absolute_url()).status_code

        assert answers == {"member": 200, "neighbour": 404, "curator": 200}

    def test_shows_what_the_network_shares_once_signed_in(self, client):
        practice = PracticeFactory(visibility="network")
        before = client.get(practice.get_absolute_url()).status_code

        client.force_login(UserFactory())
        after = client.get(practice.get_absolute_url()).status_code

        assert (before, after) == (404, 200)


class TestSuccessFactors:
    def test_list_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        PracticeFactorFactory()
        one = queries_of(client, reverse("knowledgebank:success_factor_list"))

        PracticeFactorFactory()
        PracticeFactorFactory()
        three = queries_of(client, reverse("knowledgebank:success_factor_list"))

        assert one == three
        assert three <= MOST_QUERIES

    def test_list_counts_published_practices_only(self, client):
        factor = SuccessFactorFactory()
        PracticeFactorFactory(factor=factor)
        PracticeFactorFactory(factor=factor, practice__state=PracticeState.DRAFT)

        answer = client.get(reverse("knowledgebank:success_factor_list"))

        assert [each.practice_count for each in answer.context_data["page"]] == [1]

    def test_detail_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        factor = SuccessFactorFactory()
        PracticeFactorFactory(factor=factor, practice__region=RegionFactory())
        one = queries_of(client, factor.get_absolute_url())

        PracticeFactorFactory(factor=factor, practice__region=RegionFactory())
        PracticeFactorFactory(factor=factor, practice__region=RegionFactory())
        three = queries_of(client, factor.get_absolute_url())

        assert one == three
        assert three <= MOST_QUERIES

    def test_detail_keeps_drafts_from_a_visitor(self, client):
        factor = SuccessFactorFactory()
        PracticeFactorFactory(factor=factor, practice__title="Open", how="Met een vast team.")
        PracticeFactorFactory(factor=factor, practice__title="Geheim", practice__state=PracticeState.DRAFT)

        answer = client.get(factor.get_absolute_url())

        assert "Met een vast team." in answer.text
        assert "Geheim" not in answer.text


class TestLearningResources:
    def test_list_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        resources = [LearningResourceFactory()]
        resources[0].concepts.add(ConceptFactory())
        one = queries_of(client, reverse("knowledgebank:learning_resource_list"))

        for _number in range(2):
            LearningResourceFactory().concepts.add(ConceptFactory())
        three = queries_of(client, reverse("knowledgebank:learning_resource_list"))

        assert one == three
        assert three <= MOST_QUERIES

    def test_detail_asks_as_much_for_three_terms_as_for_one(self, client, lead):
        client.force_login(lead)
        resource = LearningResourceFactory(practice=PracticeFactory())
        resource.concepts.add(ConceptFactory())
        one = queries_of(client, resource.get_absolute_url())

        resource.concepts.add(ConceptFactory(), ConceptFactory())
        three = queries_of(client, resource.get_absolute_url())

        assert one == three
        assert three <= MOST_QUERIES

    def test_without_licence_there_is_no_link(self, client):
        resource = LearningResourceFactory(url="https://voorbeeld.test/les", licence="")

        answer = client.get(resource.get_absolute_url())

        assert "Nog niet gedeeld: de licentie is niet bekend" in answer.text
        assert "https://voorbeeld.test/les" not in answer.text

    def test_with_licence_there_is_a_link(self, client):
        resource = LearningResourceFactory(url="https://voorbeeld.test/les", licence="CC BY 4.0")

        answer = client.get(resource.get_absolute_url())

        assert "https://voorbeeld.test/les" in answer.text
        assert "CC BY 4.0" in answer.text

    def test_does_not_name_a_draft_practice(self, client):
        resource = LearningResourceFactory(practice=PracticeFactory(title="Geheim", visibility="concept"))

        answer = client.get(resource.get_absolute_url())

        assert "Geheim" not in answer.text


def test_a_curator_goes_from_a_practice_to_where_it_is_judged_or_kept(client, curator, region):
    published = PracticeFactory(owner=region)
    review = ReviewFactory(practice__owner=region)
    client.force_login(curator)

    kept = client.get(published.get_absolute_url()).content.decode()
    judged = client.get(review.practice.get_absolute_url()).content.decode()

    assert f'href="/redactie/voorbeelden/{published.slug}/"' in kept
    assert f'href="/redactie/beoordelen/{review.uuid}/"' in judged


def test_a_draft_is_no_second_line_beside_what_is_published(client, lead, region):
    partnership = PartnershipFactory(owner=region, region=region, visibility="public")
    programme = ProgrammeFactory(owner=region, visibility="public")
    practice = PracticeFactory(owner=region, region=region, partnership=partnership, programme=programme)
    link = PracticeFactorFactory(practice=practice)
    alike = PracticeFactorFactory(factor=link.factor).practice
    draft = start_draft(practice, by=Actor("page", lead))
    client.force_login(lead)

    pages = {
        record.get_absolute_url(): client.get(record.get_absolute_url()).content.decode()
        for record in (partnership, programme, region, alike)
    } | {"/": client.get("/").content.decode()}

    assert {at for at, page in pages.items() if f"/kennisbank/{practice.slug}/" in page} == set(pages)
    assert {at for at, page in pages.items() if draft.slug in page} == set()


def test_a_published_practice_without_a_day_has_a_page(client):
    practice = PracticeFactory(published_on=None)

    answer = client.get(practice.get_absolute_url())

    assert answer.status_code == 200
    assert "datePublished" not in answer.content.decode()


def test_an_export_holds_what_the_page_shows(client, lead, region):
    practice = PracticeFactory(owner=region, title="Eén keer")
    start_draft(practice, by=Actor("page", lead))
    client.force_login(lead)

    listed = client.get(reverse("knowledgebank:practice_list")).context_data["page"]

    assert list(table_of("practices").visible_rows(lead)) == [practice] == list(listed)
