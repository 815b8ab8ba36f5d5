"""What data there is to have here, as a catalogue. Source: DCAT-AP-NL 3.0 (Geonovum)."""

from email.utils import parseaddr
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS

from industriecoalitie.api.addresses import COLLECTIONS, ROOT

from .answers import absolute
from .graphs import VCARD, new_graph, written
from .materials import NAME

LANGUAGE = "nl"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
DUTCH = URIRef(f"{AUTHORITY}language/NLD")
EDUCATION = URIRef(f"{AUTHORITY}data-theme/EDUC")
THEMES = URIRef(f"{AUTHORITY}data-theme")
NETHERLANDS = URIRef(f"{AUTHORITY}country/NLD")
PUBLIC = URIRef(f"{AUTHORITY}access-right/PUBLIC")
CONTINUOUS = URIRef(f"{AUTHORITY}frequency/CONT")
# What others may do with the data.
LICENCE = URIRef("http://creativecommons.org/licenses/by/4.0/deed.nl")
# The forms of a whole collection, as a file: the word in the address, the form, the media type.
EXPORTS = (
    ("jsonl", "JSON", "application/jsonl", "JSON Lines"),
    ("csv", "CSV", "text/csv", "CSV"),
    ("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
)
# Each service: the last word of its name, where it is, its description, and what it follows.
SERVICES = (
    (
        "api",
        ROOT,
        f"{ROOT}/openapi.json",
        "https://gitdocumentatie.logius.nl/publicatie/api/adr/",
        (
            "API van de Industriecoalitie",
            "Alle openbare gegevens als JSON, volgens de NLGov API Design Rules.",
        ),
    ),
    (
        "oeapi",
        "/oeapi/v6",
        "/oeapi/v6",
        "https://openonderwijsapi.nl/",
        (
            "Open Education API",
            "Organisaties, opleidingen, modules en aanbod, volgens de Open Education API v6.",
        ),
    ),
    (
        "oai",
        "/oai",
        "/oai?verb=Identify",
        "http://www.openarchives.org/OAI/2.0/",
        ("Leermiddelen voor harvesters", "Leermiddelen als NL LOM en Dublin Core, volgens OAI-PMH 2.0."),
    ),
)


@cache
def catalogue_in(form: str) -> tuple[bytes, str]:
    """Return the catalogue in a form, with its media type; it is the same as long as the portal runs."""
    with translation.override(LANGUAGE):
        return written(catalogue(), form)


def catalogue() -> Graph:
    """Return the catalogue: a data set for each collection of the API, and the services that give them."""
    graph = new_graph()
    node = URIRef(address("catalogus"))
    graph.add((node, RDF.type, DCAT.Catalog))
    _describe(graph, node, f"Gegevens van de {NAME}", (
        "Wat er open beschikbaar is over samenwerkingen van mbo en bedrijfsleven: regio’s, organisaties, opleidingen, "
        "praktijkvoorbeelden, leermiddelen en cijfers."
    ))  # fmt: skip
    graph.add((node, FOAF.homepage, _page(graph, "/")))
    graph.add((node, DCAT.themeTaxonomy, THEMES))
    graph.add((node, DCTERMS.license, LICENCE))
    _add_shared(graph)
    for service in SERVICES:
        graph.add((node, DCAT.service, _service(graph, *service)))
    for name, viewset in COLLECTIONS.items():
        graph.add((node, DCAT.dataset, _dataset(graph, name, viewset)))
    return graph


def address(*words: str) -> str:
    """Return the name of something in the catalogue."""
    return f"{absolute(reverse('standards:dcat'))}#{'-'.join(words)}"


def _describe(graph: Graph, node: URIRef, title: str, text: str) -> None:
    """Add what a catalogue, a data set and a service all have."""
    graph.add((node, DCTERMS.title, Literal(title, lang=LANGUAGE)))
    graph.add((node, DCTERMS.description, Literal(text, lang=LANGUAGE)))
    graph.add((node, DCTERMS.identifier, Literal(str(node))))
    graph.add((node, DCTERMS.language, DUTCH))
    graph.add((node, DCTERMS.publisher, URIRef(address("uitgever"))))
    graph.add((node, DCTERMS.creator, URIRef(address("uitgever"))))
    graph.add((node, DCAT.contactPoint, URIRef(address("contact"))))


def _add_shared(graph: Graph) -> None:
    """Add what the others point at: who publishes, whom to ask, the words of the lists."""
    publisher, contact = URIRef(address("uitgever")), URIRef(address("contact"))
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, RDF.type, FOAF.Organization))
    graph.add((publisher, FOAF.name, Literal(NAME, lang=LANGUAGE)))
    graph.add((contact, RDF.type, VCARD.Kind))
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(f"Beheer van de {NAME}", lang=LANGUAGE)))
    graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")))
    graph.add((EDUCATION, RDF.type, SKOS.Concept))
    graph.add((EDUCATION, SKOS.inScheme, THEMES))
    graph.add((EDUCATION, SKOS.prefLabel, Literal("Onderwijs, cultuur en sport", lang=LANGUAGE)))
    graph.add((THEMES, RDF.type, SKOS.ConceptScheme))
    graph.add((THEMES, DCTERMS.title, Literal("EU-thema’s voor gegevens", lang=LANGUAGE)))
    graph.add((PUBLIC, RDF.type, DCTERMS.RightsStatement))
    graph.add((LICENCE, RDF.type, DCTERMS.LicenseDocument))
    graph.add((DUTCH, RDF.type, DCTERMS.LinguisticSystem))
    graph.add((NETHERLANDS, RDF.type, DCTERMS.Location))
    graph.add((CONTINUOUS, RDF.type, DCTERMS.Frequency))


def _service(
    graph: Graph, word: str, endpoint: str, description: str, standard: str, words: tuple[str, str]
) -> URIRef:
    node = URIRef(address("dienst", word))
    graph.add((node, RDF.type, DCAT.DataService))
    _describe(graph, node, *words)
    _open(graph, node)
    graph.add((node, DCTERMS.license, LICENCE))
    graph.add((node, DCAT.endpointURL, URIRef(absolute(endpoint))))
    graph.add((node, DCAT.endpointDescription, URIRef(absolute(description))))
    _follows(graph, node, standard)
    graph.add((node, DCAT.keyword, Literal(words[0], lang=LANGUAGE)))
    for predicate in (DCAT.landingPage, FOAF.page):
        graph.add((node, predicate, _page(graph, reverse("api_docs"))))
    if word == "api":
        for name in COLLECTIONS:
            graph.add((node, DCAT.servesDataset, URIRef(address("gegevens", name))))
    return node


def _dataset(graph: Graph, name: str, viewset: Any) -> URIRef:
    model = viewset.queryset.model
    title = str(model._meta.verbose_name_plural)
    node = URIRef(address("gegevens", name))
    graph.add((node, RDF.type, DCAT.Dataset))
    _describe(graph, node, title[:1].upper() + title[1:], str(viewset.about or title))
    _open(graph, node)
    graph.add((node, DCTERMS.spatial, NETHERLANDS))
    graph.add((node, DCTERMS.accrualPeriodicity, CONTINUOUS))
    graph.add((node, DCAT.keyword, Literal(title, lang=LANGUAGE)))
    # Each field of it is described there.
    _follows(graph, node, absolute(f"{ROOT}/openapi.json"))
    for predicate in (DCAT.landingPage, FOAF.page):
        graph.add((node, predicate, _page(graph, reverse("api_docs"))))
    listed = _distribution(
        graph, name, "api", f"{ROOT}/{name}", ("JSON", "application/json", "JSON, per bladzijde")
    )
    graph.add((node, DCAT.distribution, listed))
    for word, form, media_type, label in EXPORTS:
        path = f"{ROOT}/exports/{name}?format={word}"
        whole = _distribution(graph, name, word, path, (form, media_type, f"{label}, alles in één bestand"))
        graph.add((whole, DCAT.downloadURL, URIRef(absolute(path))))
        graph.add((node, DCAT.distribution, whole))
    return node


def _distribution(graph: Graph, name: str, word: str, path: str, form: tuple[str, str, str]) -> URIRef:
    code, media_type, label = form
    node = URIRef(address("gegevens", name, word))
    kind = URIRef(f"{AUTHORITY}file-type/{code}")
    media = URIRef(f"https://www.iana.org/assignments/media-types/{media_type}")
    graph.add((node, RDF.type, DCAT.Distribution))
    graph.add((node, DCTERMS.title, Literal(label, lang=LANGUAGE)))
    graph.add((node, DCAT.accessService, URIRef(address("dienst", "api"))))
    _follows(graph, node, absolute(f"{ROOT}/openapi.json"))
    graph.add((node, DCAT.accessURL, URIRef(absolute(path))))
    graph.add((node, DCTERMS.license, LICENCE))
    graph.add((node, DCTERMS.language, DUTCH))
    graph.add((node, DCTERMS.format, kind))
    graph.add((kind, RDF.type, DCTERMS.MediaTypeOrExtent))
    graph.add((node, DCAT.mediaType, media))
    graph.add((media, RDF.type, DCTERMS.MediaType))
    return node


def _follows(graph: Graph, node: URIRef, standard: str) -> None:
    graph.add((node, DCTERMS.conformsTo, URIRef(standard)))
    graph.add((URIRef(standard), RDF.type, DCTERMS.Standard))


def _open(graph: Graph, node: URIRef) -> None:
    graph.add((node, DCAT.theme, EDUCATION))
    graph.add((node, DCTERMS.accessRights, PUBLIC))


def _page(graph: Graph, path: str) -> URIRef:
    page = URIRef(absolute(path))
    graph.add((page, RDF.type, FOAF.Document))
    return page
