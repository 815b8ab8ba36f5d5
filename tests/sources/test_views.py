"""The pages of the documents."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    IndicatorFactory,
    LearningResourceFactory,
    MeasurementFactory,
    PracticeFactory,
    ProgressReportFactory,
    SuccessFactorFactory,
)
from tests.factories.partnerships import (
    EcosystemFactory,
    InstrumentFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipFactory,
)
from tests.factories.programmes import (
    DemandFactory,
    LearningPathFactory,
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
)
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    LabourMarketRegionFactory,
    OrganisationFactory,
    RegionFactory,
)
from tests.factories.sources import (
    CitationFactory,
    ContextFactFactory,
    SourceDocumentFactory,
    SourceGapFactory,
    SourceSectionFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
LIST = "/bronnen/"


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def add_facts(section) -> None:
    """Add facts of several kinds that rest on a section, and the rest of what a document has."""
    for fact in (
        PartnerFactory(organisation=OrganisationFactory()),
        MeasurementFactory(),
        AgendaItemFactory(),
        PracticeFactory(),
        MilestoneFactory(),
    ):
        CitationFactory(
            subject=fact.uuid, document=section.document, section=section, line=section.first_line
        )
    SourceGapFactory(document=section.document)
    ContextFactFactory(document=section.document)
    TermFactory(document=section.document)


class TestSourceList:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        SourceDocumentFactory()
        one = queries_of(client, LIST)

        CitationFactory()
        CitationFactory()
        three = queries_of(client, LIST)

        assert one == three
        assert three <= MOST_QUERIES

    def test_counts_the_places_cited(self, client):
        document = SourceDocumentFactory(title="Propositie", edition="1.5", published_on="2023-01-24")
        CitationFactory(document=document)
        CitationFactory(document=document)

        answer = client.get(LIST)

        assert [each.citation_count for each in answer.context_data["page"]] == [2]
        assert "24 januari 2023" in answer.text
        assert "1.5" in answer.text

    def test_keeps_hidden_documents_from_a_visitor(self, client):
        SourceDocumentFactory(title="Stil stuk", visibility="concept")

        assert "Stil stuk" not in client.get(LIST).text

    def test_says_in_dutch_which_filter_it_does_not_know(self, client):
        answer = client.get(LIST, {"year": "ooit"})

        assert answer.status_code == 400
        assert "Dit filter kennen we niet" in answer.text


class TestSourceDetail:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        document = SourceDocumentFactory()
        add_facts(SourceSectionFactory(document=document))
        one = queries_of(client, document.get_absolute_url())

        add_facts(SourceSectionFactory(document=document))
        add_facts(SourceSectionFactory(document=document))
        three = queries_of(client, document.get_absolute_url())

        assert one == three
        assert three <= MOST_QUERIES

    def test_leads_from_a_row_to_the_record_that_shows_it(self, client):
        partner = PartnerFactory(
            partnership=PartnershipFactory(name="Slimme fabriek"),
            organisation=OrganisationFactory(name="Firda"),
        )
        section = SourceSectionFactory(title="Bijlage 1")
        CitationFactory(subject=partner.uuid, document=section.document, section=section, line=166)

        answer = client.get(section.document.get_absolute_url())

        [(kind, row, lines)] = answer.context_data["chapters"][0].facts
        assert (kind, row.label, row.note, lines) == ("Partners", "Slimme fabriek", "Firda", [166])
        assert row.url == partner.partnership.get_absolute_url()

    def test_lists_a_fact_once_with_all_its_lines(self, client):
        practice = PracticeFactory()
        section = SourceSectionFactory()
        for line in (12, 14):
            CitationFactory(subject=practice.uuid, document=section.document, section=section, line=line)

        answer = client.get(section.document.get_absolute_url())

        assert [lines for _kind, _row, lines in answer.context_data["chapters"][0].facts] == [[12, 14]]
        assert answer.context_data["fact_total"] == 1
        assert answer.context_data["kinds"] == [("Praktijkvoorbeelden", 1)]

    def test_says_which_sections_hold_no_data(self, client):
        section = SourceSectionFactory(title="Inhoud", has_facts=False)

        answer = client.get(section.document.get_absolute_url())

        assert "Inhoud" in answer.text
        assert "geen gegevens" in answer.text

    def test_says_what_the_document_leaves_open_and_how_we_read_it(self, client):
        gap = SourceGapFactory(question="Hoeveel koplopers zijn het?", reading="Negen instellingen.")

        answer = client.get(gap.document.get_absolute_url())

        assert "Hoeveel koplopers zijn het?" in answer.text
        assert "Negen instellingen." in answer.text

    def test_keeps_facts_a_visitor_may_not_see_out_of_lists_and_counts(self, client):
        section = SourceSectionFactory()
        for hidden in (
            PracticeFactory(title="Geheim", state="draft"),
            PartnerFactory(partnership__visibility="concept", partnership__name="Geheim plan"),
            PartnerFactory(organisation=OrganisationFactory(name="Geheim bv", visibility="concept")),
            MeasurementFactory(indicator__visibility="concept", indicator__name="Geheim getal"),
            OfferingFactory(programme__visibility="concept", programme__name="Geheime opleiding"),
        ):
            CitationFactory(subject=hidden.uuid, document=section.document, section=section)

        answer = client.get(section.document.get_absolute_url())

        assert "Geheim" not in answer.text
        assert answer.context_data["fact_total"] == 0

    def test_shows_few_facts_of_a_long_section_and_all_on_its_own_page(self, client):
        section = SourceSectionFactory(slug="hoofdstuk-4")
        for number in range(9):
            practice = PracticeFactory(title=f"Voorbeeld nummer {number}")
            CitationFactory(
                subject=practice.uuid, document=section.document, section=section, line=number + 1
            )

        overview = client.get(section.document.get_absolute_url())
        whole = client.get(section.document.get_absolute_url(), {"onderdeel": "hoofdstuk-4"})

        assert "En nog 5 feiten" in overview.text
        assert "Voorbeeld nummer 8" not in overview.text
        assert "Voorbeeld nummer 8" in whole.text

    def test_facts_without_a_section_come_last(self, client):
        section = SourceSectionFactory()
        CitationFactory(subject=PracticeFactory(title="Los").uuid, document=section.document, line=None)

        chapters = client.get(section.document.get_absolute_url()).context_data["chapters"]

        assert [chapter.section for chapter in chapters] == [section, None]
        assert [row.label for _kind, row, _lines in chapters[1].facts] == ["Los"]

    def test_an_unknown_section_is_not_there(self, client):
        document = SourceDocumentFactory()

        assert client.get(document.get_absolute_url(), {"onderdeel": "bijlage-9"}).status_code == 404

    def test_a_hidden_document_is_not_there(self, client):
        document = SourceDocumentFactory(visibility="concept")

        assert client.get(document.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "factory",
    [
        AgendaFactory,
        AgendaItemFactory,
        ConceptFactory,
        DemandFactory,
        EcosystemFactory,
        IndicatorFactory,
        InstrumentFactory,
        LabourMarketRegionFactory,
        LearningPathFactory,
        LearningResourceFactory,
        MilestoneFactory,
        ModuleFactory,
        OrganisationFactory,
        PartnershipFactory,
        PracticeFactory,
        ProgrammeFactory,
        ProgressReportFactory,
        RegionFactory,
        SuccessFactorFactory,
    ],
)
def test_no_page_names_a_hidden_document(client, factory):
    record = factory()
    address = record.get_absolute_url() if hasattr(record, "get_absolute_url") else "/tijdlijn/"
    CitationFactory(subject=record.uuid, document__title="Gewoon stuk")
    CitationFactory(subject=record.uuid, document__title="Geheim stuk", document__visibility="concept")

    answer = client.get(address)

    assert "Gewoon stuk" in answer.text
    assert "Geheim stuk" not in answer.text
