"""Where loaded facts stand in the documents: citations, each in the section its line is in."""

from collections import defaultdict
from collections.abc import Iterable

from industriecoalitie.sources.models import Citation, SourceDocument, SourceSection

from .building import Draft, citation_uuid


def citations_of(drafts: Iterable[Draft]) -> list[Citation]:
    """Return the citations of drafts, not stored yet."""
    sections = sections_by_document()
    documents = dict(SourceDocument.objects.values_list("slug", "pk"))
    return [
        Citation(
            uuid=citation_uuid(draft.instance.uuid, place),
            subject=draft.instance.uuid,
            document_id=documents[place.document],
            section=section_of(sections[place.document], place.line),
            line=place.line,
            field=place.field,
            order=place.order,
        )
        for draft in drafts
        for place in draft.places
    ]


def sections_by_document() -> dict[str, list[SourceSection]]:
    """Return the sections of each document, the last first."""
    sections = defaultdict(list)
    for section in SourceSection.objects.select_related("document").order_by("-first_line", "-pk"):
        sections[section.document.slug].append(section)
    return sections


def section_of(sections: list[SourceSection], line: int | None) -> SourceSection | None:
    """Return the section that a line is in; None for the whole document."""
    return next((section for section in sections if section.first_line <= (line or 0)), None)
