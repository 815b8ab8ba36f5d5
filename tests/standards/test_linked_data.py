"""The catalogue of the data (DCAT-AP-NL) and the code lists (SKOS), as JSON-LD and as Turtle."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, OWL, RDF, SKOS

from industriecoalitie.api.addresses import COLLECTIONS
from industriecoalitie.concepts.choices import Scheme
from tests.factories.concepts import ConceptFactory

# A reader of the tests, in rdflib itself, warns of its own future.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:ConjunctiveGraph")]
BASE = settings.BASE_URL
SHAPES = Path(__file__).with_name("dcat-shapes.ttl")
FORMS = {"application/ld+json; charset=utf-8": "json-ld", "text/turtle; charset=utf-8": "turtle"}


def graph_at(client, address: str, **headers: str) -> Graph:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return Graph().parse(data=answer.content, format=FORMS[answer["Content-Type"]])


def node(path: str) -> URIRef:
    return URIRef(f"{BASE}{path}")


def faults(graph: Graph) -> str:
    is_valid, _report, text = validate(graph, shacl_graph=Graph().parse(SHAPES))
    return "" if is_valid else text


class TestCatalogue:
    def test_is_valid_in_both_forms(self, client):
        linked, turtle = graph_at(client, "/dcat"), graph_at(client, "/dcat?format=turtle")

        assert isomorphic(linked, turtle)
        assert faults(linked) == ""

    @pytest.mark.parametrize(
        "lost", [DCTERMS.publisher, DCTERMS.accessRights, DCTERMS.license, DCAT.contactPoint, DCAT.theme, DCAT.accessURL]
    )  # fmt: skip
    def test_the_shapes_miss_what_is_gone(self, client, lost):
        graph = graph_at(client, "/dcat?format=turtle")
        graph.remove((None, lost, None))

        assert faults(graph) != ""

    def test_the_form_follows_what_is_asked(self, client):
        types = {
            accept: client.get("/dcat", headers={"accept": accept})["Content-Type"].partition(";")[0]
            for accept in ("*/*", "text/html", "text/turtle", "application/ld+json", "text/turtle;q=0.2, application/ld+json;q=0.9")
        }  # fmt: skip

        assert types == {
            "*/*": "application/ld+json",
            "text/html": "application/ld+json",
            "text/turtle": "text/turtle",
            "application/ld+json": "application/ld+json",
            "text/turtle;q=0.2, application/ld+json;q=0.9": "application/ld+json",
        }
        assert client.get("/dcat")["Vary"] == "Accept"
        assert client.get("/dcat?format=xml").status_code == 404

    def test_holds_every_collection_with_its_files(self, client):
        graph = graph_at(client, "/dcat?format=turtle")

        catalogue = node("/dcat#catalogus")
        assert set(graph.objects(catalogue, DCAT.dataset)) == {
            node(f"/dcat#gegevens-{name}") for name in COLLECTIONS
        }
        addresses = {
            str(address).removeprefix(BASE)
            for part in graph.objects(node("/dcat#gegevens-partnerships"), DCAT.distribution)
            for address in graph.objects(part, DCAT.accessURL)
        }
        exports = {f"/api/v1/exports/partnerships?format={form}" for form in ("jsonl", "csv", "xlsx")}
        assert addresses == {"/api/v1/partnerships", *exports}
        services = {
            str(address).removeprefix(BASE)
            for service in graph.objects(catalogue, DCAT.service)
            for address in graph.objects(service, DCAT.endpointURL)
        }
        assert services == {"/api/v1", "/oeapi/v6", "/oai"}

    def test_is_not_sent_twice_and_costs_no_query(self, client, curator, django_assert_num_queries):
        first = client.get("/dcat")
        client.force_login(curator)
        second = client.get("/dcat")

        assert (second.content, second["ETag"]) == (first.content, first["ETag"])
        assert first["Access-Control-Allow-Origin"] == "*"
        client.logout()
        with django_assert_num_queries(0):
            assert client.get("/dcat", headers={"if-none-match": first["ETag"]}).status_code == 304


class TestCodeLists:
    def test_a_list_with_its_terms(self, client):
        top = ConceptFactory(
            scheme=Scheme.SECTOR, notation="techniek", label="Techniek", label_en="Technology"
        )
        low = ConceptFactory(scheme=Scheme.SECTOR, notation="lassen", label="Lassen", broader=[top])
        ConceptFactory(scheme=Scheme.THEME, notation="anders")
        graph = graph_at(client, "/begrippen/sector.ttl")

        scheme, techniek, lassen = (
            node("/begrippen/sector/"),
            node("/begrippen/sector/techniek/"),
            node("/begrippen/sector/lassen/"),
        )
        assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == {scheme}
        assert set(graph.subjects(SKOS.inScheme, scheme)) == {techniek, lassen}
        assert set(graph.objects(scheme, SKOS.hasTopConcept)) == {techniek}
        assert (lassen, SKOS.broader, techniek) in graph
        assert (techniek, SKOS.narrower, lassen) in graph
        assert set(graph.objects(techniek, SKOS.prefLabel)) == {
            Literal("Techniek", "nl"),
            Literal("Technology", "en"),
        }
        assert set(graph.objects(techniek, SKOS.notation)) == {Literal("techniek")}
        assert set(graph.objects(lassen, DCTERMS.identifier)) == {Literal(low.uuid.urn)}
        assert isomorphic(graph, graph_at(client, "/begrippen/sector.jsonld"))

    def test_what_was_merged_or_retired_says_so(self, client):
        kept = ConceptFactory(scheme=Scheme.THEME, notation="waterstof", label="Waterstof")
        between = ConceptFactory(
            scheme=Scheme.THEME, notation="h2", label="H2", hidden_at=timezone.now(), merged_into=kept
        )
        ConceptFactory(
            scheme=Scheme.THEME, notation="waterstofgas", label="Waterstofgas", hidden_at=timezone.now(), merged_into=between
        )  # fmt: skip
        ConceptFactory(scheme=Scheme.THEME, notation="oud", retired_on="2026-01-01")
        graph = graph_at(client, "/begrippen/theme.ttl")

        to = node("/begrippen/theme/waterstof/")
        assert {(str(a).removeprefix(BASE), c) for a, _b, c in graph.triples((None, DCTERMS.isReplacedBy, None))} == {
            ("/begrippen/theme/h2/", to), ("/begrippen/theme/waterstofgas/", to),
        }  # fmt: skip
        assert set(graph.objects(to, SKOS.altLabel)) == {Literal("H2", "nl"), Literal("Waterstofgas", "nl")}
        assert {str(each).removeprefix(BASE) for each in graph.subjects(OWL.deprecated, Literal(True))} == {
            "/begrippen/theme/h2/", "/begrippen/theme/waterstofgas/", "/begrippen/theme/oud/",
        }  # fmt: skip

    def test_only_what_a_visitor_may_see(self, client, curator):
        shown = ConceptFactory(scheme=Scheme.THEME, notation="wel")
        secret = ConceptFactory(scheme=Scheme.THEME, notation="stil", label="Geheim", visibility="network")
        ConceptFactory(scheme=Scheme.THEME, notation="weg", label="Geheim", hidden_at=timezone.now())
        ConceptFactory(
            scheme=Scheme.THEME, notation="op", label="Geheim", hidden_at=timezone.now(), merged_into=secret
        )
        shown.broader.add(secret)
        client.force_login(curator)

        for address in (
            "/begrippen/theme.ttl",
            "/begrippen/theme.jsonld",
            "/begrippen.ttl",
            "/begrippen.jsonld",
        ):
            answer = client.get(address)
            assert b"Geheim" not in answer.content
            assert b"/stil/" not in answer.content
            assert b"/wel/" in answer.content
            assert dict(answer.cookies) == {}

    def test_all_lists_together(self, client):
        graph = graph_at(client, "/begrippen.ttl")

        assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == {
            node(f"/begrippen/{each}/") for each in Scheme.values
        }

    @pytest.mark.parametrize(
        ("accept", "leads_to"),
        [
            ("text/html", "/begrippen/?scheme=theme"),
            ("*/*", "/begrippen/?scheme=theme"),
            ("text/turtle", "/begrippen/theme.ttl"),
            ("application/ld+json", "/begrippen/theme.jsonld"),
            ("text/html, text/turtle;q=0.5", "/begrippen/?scheme=theme"),
        ],
    )
    def test_the_name_of_a_list_leads_to_what_tells_of_it(self, client, accept, leads_to):
        answer = client.get("/begrippen/theme/", headers={"accept": accept})

        assert (answer.status_code, answer["Location"], answer["Vary"]) == (303, leads_to, "Accept")

    def test_no_such_list(self, client):
        assert [client.get(f"/begrippen/niets{end}").status_code for end in ("/", ".ttl", ".jsonld")] == [
            404
        ] * 3

    def test_pages_name_it(self, client):
        term = ConceptFactory(scheme=Scheme.THEME)

        assert (
            'type="text/turtle" href="/begrippen/theme.ttl"'
            in client.get(term.get_absolute_url()).content.decode()
        )
        assert 'type="text/turtle" href="/begrippen.ttl"' in client.get("/begrippen/").content.decode()

    def test_asks_as_much_for_three_as_for_one(self, client):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get("/begrippen/theme.ttl")
            return len(captured)

        top = ConceptFactory(scheme=Scheme.THEME)
        ConceptFactory(scheme=Scheme.THEME, broader=[top])
        one = queries()
        for _number in range(3):
            ConceptFactory(scheme=Scheme.THEME, broader=[top])

        assert queries() == one == 3

    def test_is_not_sent_twice(self, client):
        ConceptFactory(scheme=Scheme.THEME)
        for address in ("/begrippen/theme.ttl", "/begrippen/theme.jsonld"):
            first = client.get(address)
            assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
