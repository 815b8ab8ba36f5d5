"""The code lists as linked data. Source: W3C, SKOS Reference (2009); what was merged or retired, by DCMI Terms and OWL."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept

from .answers import VISITOR, absolute
from .graphs import new_graph

LANGUAGE = "nl"


def scheme_address(scheme: str) -> str:
    """Return the address of a code list, which is also its name as linked data."""
    return absolute(reverse("standards:scheme", args=[scheme]))


def graph_of(schemes: Iterable[str]) -> Graph:
    """Return code lists with their terms as a visitor may see them, in three queries.

    A term that was merged stays known, with the term it became; its name is another name of that term.
    """
    schemes = list(schemes)
    graph = new_graph()
    for scheme in schemes:
        node = URIRef(scheme_address(scheme))
        graph.add((node, RDF.type, SKOS.ConceptScheme))
        graph.add((node, SKOS.notation, Literal(scheme)))
        graph.add((node, DCTERMS.identifier, Literal(scheme)))
        for predicate in (DCTERMS.title, SKOS.prefLabel):
            with translation.override(LANGUAGE):
                graph.add((node, predicate, Literal(str(Scheme(scheme).label), lang=LANGUAGE)))
    terms = Concept.objects.filter(scheme__in=schemes).order_by("scheme", "order", "pk")
    shown = list(terms.visible_to(VISITOR).prefetch_related("broader"))
    merged = list(terms.known_to(VISITOR).filter(merged_into__isnull=False))
    here = {term.pk for term in shown}
    for term in shown:
        _add_term(graph, term)
        _add_place(graph, term, here)
    _add_merged(graph, {term.pk: term for term in shown}, {term.pk: term for term in merged})
    return graph


def node_of(term: Concept) -> URIRef:
    """Return the name of a term as linked data: the address of its page."""
    return URIRef(absolute(term.get_absolute_url()))


def _add_term(graph: Graph, term: Concept) -> None:
    node = node_of(term)
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.inScheme, URIRef(scheme_address(term.scheme))))
    graph.add((node, SKOS.notation, Literal(term.notation)))
    graph.add((node, DCTERMS.identifier, Literal(term.uuid.urn)))
    graph.add((node, SKOS.prefLabel, Literal(term.label, lang=LANGUAGE)))
    graph.add((node, DCTERMS.modified, Literal(term.updated_at.isoformat(), datatype=XSD.dateTime)))
    if term.label_en:
        graph.add((node, SKOS.prefLabel, Literal(term.label_en, lang="en")))
    if term.definition:
        graph.add((node, SKOS.definition, Literal(term.definition, lang=LANGUAGE)))
    if term.retired_on:
        graph.add((node, OWL.deprecated, Literal(True)))
        note = f"Niet meer te kiezen sinds {term.retired_on.isoformat()}."
        graph.add((node, SKOS.historyNote, Literal(note, lang=LANGUAGE)))


def _add_place(graph: Graph, term: Concept, here: set[int]) -> None:
    """Say under which terms a term stands, or that it stands on top."""
    node, scheme = node_of(term), URIRef(scheme_address(term.scheme))
    above = [node_of(each) for each in term.broader.all() if each.pk in here]
    for other in above:
        graph.add((node, SKOS.broader, other))
        graph.add((other, SKOS.narrower, node))
    if not above:
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, node))


def _add_merged(graph: Graph, shown: dict[int, Concept], merged: dict[int, Concept]) -> None:
    """Say what became of terms that were merged, when it ends at one that is shown."""
    for term in merged.values():
        key, passed = term.merged_into_id, {term.pk}
        while key in merged and key not in passed:
            passed.add(key)
            key = merged[key].merged_into_id
        if key not in shown:
            continue
        kept = shown[key]
        _add_term(graph, term)
        graph.set((node_of(term), OWL.deprecated, Literal(True)))
        graph.add((node_of(term), DCTERMS.isReplacedBy, node_of(kept)))
        graph.add((node_of(kept), DCTERMS.replaces, node_of(term)))
        if term.label != kept.label:
            graph.add((node_of(kept), SKOS.altLabel, Literal(term.label, lang=LANGUAGE)))
