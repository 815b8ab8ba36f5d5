"""Linked data as an answer: Turtle or JSON-LD, as who asks prefers."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from rdflib import Graph, Namespace
from rdflib.namespace import DCAT, DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, XSD

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PREFIXES = {
    "dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "owl": OWL, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "vcard": VCARD,
    "xsd": XSD,
}  # fmt: skip
# Each form: the word for it in an address, its media type, and what rdflib calls it.
FORMS: Mapping[str, tuple[str, str]] = {
    "jsonld": ("application/ld+json", "json-ld"),
    "turtle": ("text/turtle", "turtle"),
}
SHORT = {"ttl": "turtle", "json-ld": "jsonld"}


def new_graph() -> Graph:
    """Return an empty graph that writes names short."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def written(graph: Graph, form: str) -> tuple[bytes, str]:
    """Return a graph in a form, with its media type."""
    media_type, name = FORMS[form]
    if form == "jsonld":
        context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
        told = json.loads(graph.serialize(format=name, context=context, auto_compact=True))
        content = json.dumps(_in_order(told), ensure_ascii=False, indent=1).encode()
    else:
        content = graph.serialize(format=name, encoding="utf-8")
    return content, f"{media_type}; charset=utf-8"


def _in_order(told: Any) -> Any:
    """Return JSON-LD in a fixed order, so that the same graph is the same answer; its lists are sets."""
    if isinstance(told, dict):
        return {name: _in_order(told[name]) for name in sorted(told)}
    if isinstance(told, list):
        return sorted((_in_order(each) for each in told), key=json.dumps)
    return told


def form_of(request: HttpRequest, *, default: str = "jsonld") -> str:
    """Return the form that is asked for: by ``format`` in the address, else by ``Accept``, else the default.

    Raises:
        Http404: ``format`` names a form that there is not.
    """
    asked = request.GET.get("format", "")
    if asked:
        asked = SHORT.get(asked, asked)
        if asked not in FORMS:
            raise Http404(_("Deze vorm bestaat niet."))
        return asked
    return accepted_form(request) or default


def accepted_form(request: HttpRequest) -> str:
    """Return the form that ``Accept`` prefers; empty when it names none of them."""
    by_type = {media_type: form for form, (media_type, _name) in FORMS.items()}
    named = [str(each) for each in request.accepted_types]
    if not any(each.partition(";")[0].strip() in by_type for each in named):
        return ""
    return by_type.get(request.get_preferred_type([*by_type, "text/html"]), "")
