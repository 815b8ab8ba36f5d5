"""How a page names its sources."""

from uuid import uuid4

from industriecoalitie.core import citing

from .gallery import Sample, citation


def test_place_in_words_names_document_section_and_line():
    document = Sample("Proefdocument <1>")

    assert citing.place_in_words(citation(document, "Kansen", 14, 3)) == (
        "Proefdocument &lt;1&gt;, Kansen, regel 14"
    )


def test_of_fact_prefers_the_citation_of_the_field():
    fact = Sample("Maas")
    whole, own = citation(fact, "a", 1, 1), citation(fact, "b", 2, 1)
    own.field = "budget"
    citations = {fact.uuid: [whole, own], uuid4(): [citation(fact, "c", 3, 1)]}

    assert citing.of_fact(citations, fact, "budget") == [own]
    assert citing.of_fact(citations, fact, "reach") == [whole]
    assert citing.of_fact(citations, fact) == [whole]
    assert citing.of_fact(None, fact) == []


def test_by_document_names_each_document_and_section_once_with_sorted_lines():
    document = Sample("Proefdocument")
    rows = [citation(document, "Kansen", line, 7) for line in (14, 3, 14)]

    assert citing.by_document(rows) == [
        {
            "document": document,
            "sections": [{"anchor": "bron-1-7", "section": "Kansen", "lines": [3, 14]}],
        }
    ]
