"""Every loaded fact leads to its source."""

import pytest

from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.models import Record, Traceable
from industriecoalitie.sources.models import Citation, SourceDocument, SourceSection
from tests.models import label_of, our_models

# What a document is made of, is its own source.
OWN_SOURCE = {"sources.SourceDocument", "sources.SourceSection", "sources.SourceGap", "sources.Citation"}
TRACEABLE = [
    model for model in our_models() if issubclass(model, Traceable) and model._meta.label not in OWN_SOURCE
]


@pytest.mark.parametrize("model", TRACEABLE, ids=label_of)
def test_every_row_has_a_source(model):
    cited = Citation.objects.values("subject")

    without = model.objects.exclude(uuid__in=cited)

    assert [str(row) for row in without] == []


@pytest.mark.parametrize("model", [m for m in our_models() if issubclass(m, Record)], ids=label_of)
def test_every_record_is_public(model):
    assert not model.objects.exclude(visibility=Visibility.PUBLIC).exists()


def test_every_citation_points_at_a_fact_that_exists():
    known = {uuid for model in TRACEABLE for uuid in model.objects.values_list("uuid", flat=True)}

    assert set(Citation.objects.values_list("subject", flat=True)) - known == set()


def test_every_citation_stands_in_the_section_of_its_line():
    sections: dict[int, list] = {}
    for section in SourceSection.objects.order_by("first_line"):
        sections.setdefault(section.document_id, []).append(section)

    misplaced = [
        str(citation)
        for citation in Citation.objects.select_related("document")
        if citation.section_id
        != next(s.pk for s in reversed(sections[citation.document_id]) if s.first_line <= citation.line)
    ]

    assert misplaced == []


def test_sections_without_facts_have_no_citation_and_all_others_have():
    cited = set(Citation.objects.values_list("section_id", flat=True))

    sections = SourceSection.objects.select_related("document")

    assert [str(s) for s in sections if not s.has_facts and s.pk in cited] == []
    assert [f"{s.document}: {s}" for s in sections if s.has_facts and s.pk not in cited] == []


def test_figures_of_a_document_are_of_its_date_or_marked_as_derived():
    document = SourceDocument.objects.get(slug="mbo-propositie")

    assert str(document.published) == "2023-01-24"
    assert document.edition.startswith("1.5")
