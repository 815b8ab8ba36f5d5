"""The pages of the code lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.views import LISTS
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import LearningResourceFactory, PracticeFactory
from tests.factories.partnerships import EcosystemFactory, PartnershipFactory
from tests.factories.programmes import DemandFactory, ModuleFactory, ProgrammeFactory
from tests.factories.regions import OrganisationFactory
from tests.factories.sources import TermFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
LIST = "/begrippen/"
MAKERS = {
    "partnerships.partnership": PartnershipFactory,
    "partnerships.ecosystem": EcosystemFactory,
    "programmes.programme": ProgrammeFactory,
    "programmes.module": ModuleFactory,
    "programmes.demand": DemandFactory,
    "knowledgebank.practice": PracticeFactory,
    "knowledgebank.learningresource": LearningResourceFactory,
    "regions.organisation": OrganisationFactory,
}


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


class TestConceptList:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        PracticeFactory().concepts.add(ConceptFactory(broader=[ConceptFactory()]))
        one = queries_of(client, LIST)

        for _number in range(2):
            PracticeFactory().concepts.add(ConceptFactory(broader=[ConceptFactory()]))
        TermFactory()
        three = queries_of(client, LIST)

        assert one == three
        assert three <= MOST_QUERIES

    def test_counts_visible_uses_only(self, client):
        sector = ConceptFactory(label="Chemie")
        PracticeFactory().concepts.add(sector)
        PartnershipFactory().concepts.add(sector)
        PracticeFactory(state="draft").concepts.add(sector)
        PartnershipFactory(visibility="concept").concepts.add(sector)

        answer = client.get(LIST)

        assert answer.context_data["uses"][sector.pk] == 2
        assert "2 keer gebruikt" in answer.text

    def test_narrows_by_list(self, client):
        ConceptFactory(scheme=Scheme.SECTOR, label="Chemie")
        ConceptFactory(scheme=Scheme.LEVEL, label="Mbo 4")

        answer = client.get(LIST, {"scheme": "level"})

        assert [concept.label for concept in answer.context_data["page"]] == ["Mbo 4"]

    def test_explains_abbreviations(self, client):
        TermFactory(short="CIV", full="Centrum voor innovatief vakmanschap")

        answer = client.get(LIST)

        assert "Centrum voor innovatief vakmanschap" in answer.text

    def test_keeps_hidden_terms_from_a_visitor(self, client):
        ConceptFactory(label="Stil begrip", visibility="concept")

        assert "Stil begrip" not in client.get(LIST).text

    def test_says_in_dutch_which_filter_it_does_not_know(self, client):
        answer = client.get(LIST, {"scheme": "kleuren"})

        assert answer.status_code == 400
        assert "Dit filter kennen we niet" in answer.text


class TestConceptDetail:
    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        concept = ConceptFactory(broader=[ConceptFactory()])
        PracticeFactory().concepts.add(concept)
        ConceptFactory(broader=[concept])
        one = queries_of(client, concept.get_absolute_url())

        for _number in range(2):
            PracticeFactory().concepts.add(concept)
            PartnershipFactory().concepts.add(ConceptFactory(broader=[concept]))
        three = queries_of(client, concept.get_absolute_url())

        assert one == three
        assert three <= MOST_QUERIES

    def test_counts_records_with_a_narrower_term_once(self, client):
        broad = ConceptFactory(label="Techniek")
        narrow = ConceptFactory(label="Chemie", broader=[broad])
        practice = PracticeFactory()
        practice.concepts.add(broad, narrow)
        PracticeFactory().concepts.add(narrow)

        answer = client.get(broad.get_absolute_url())

        assert [(use.title, len(use.rows)) for use in answer.context_data["uses"]] == [
            ("Praktijkvoorbeelden", 2)
        ]

    def test_shows_broader_and_narrower_terms(self, client):
        top = ConceptFactory(label="Werknemers")
        middle = ConceptFactory(label="Opstromers", broader=[top])
        ConceptFactory(label="Praktijkgeschoolden", broader=[middle])

        answer = client.get(middle.get_absolute_url())

        assert answer.context_data["broader"] == [top]
        assert [node["title"] for node in answer.context_data["tree"]] == ["Praktijkgeschoolden"]

    def test_terms_that_point_at_each_other_do_not_hang_the_page(self, client):
        one = ConceptFactory()
        other = ConceptFactory(broader=[one])
        one.broader.add(other)

        assert client.get(one.get_absolute_url()).status_code == 200

    def test_keeps_what_a_visitor_may_not_see_out(self, client):
        concept = ConceptFactory()
        PracticeFactory(title="Geheim", state="draft").concepts.add(concept)
        OrganisationFactory(
            name="Geheim bv", visibility="concept", kind=ConceptFactory(scheme=Scheme.ORGANISATION_KIND)
        )
        ConceptFactory(label="Geheim begrip", visibility="concept", broader=[concept])

        answer = client.get(concept.get_absolute_url())

        assert "Geheim" not in answer.text
        assert answer.context_data["use_total"] == 0

    @pytest.mark.parametrize(
        ("model", "field", "scheme"),
        [(model, field, scheme) for (model, field), (_url, keys) in LISTS.items() for scheme in keys],
    )
    def test_the_list_it_leads_to_holds_the_same_number(self, client, model, field, scheme):
        concept = ConceptFactory(scheme=scheme)
        for _number in range(2):
            record = MAKERS[model]()
            if field == "concepts":
                record.concepts.add(concept)
            else:
                type(record).objects.filter(pk=record.pk).update(**{field: concept})
        MAKERS[model]()

        uses = client.get(concept.get_absolute_url()).context_data["uses"]
        [use] = [use for use in uses if use.url]
        answer = client.get(use.url)

        assert answer.status_code == 200
        assert answer.context_data["total"] == len(use.rows) == 2
