"""Where a page names its sources: the link behind a fact and the list at the end."""

from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def anchor(citation: object) -> str:
    """Return the id of a place in the list of sources: one per document and section."""
    return f"bron-{citation.document_id}-{citation.section_id or 0}"


def place_in_words(citation: object) -> SafeString:
    """Return a place as it is read aloud: document, section, line."""
    parts = [str(citation.document)]
    if citation.section_id:
        parts.append(str(citation.section))
    if citation.line:
        parts.append(_("regel %(line)s") % {"line": citation.line})
    return format_html_join(", ", "{}", ([part] for part in parts))


def of_fact(citations: dict | None, fact: object, field: str = "") -> list:
    """Return the citations of one fact; of one field when that has its own, else of the whole fact."""
    found = (citations or {}).get(getattr(fact, "uuid", None), [])
    own = [citation for citation in found if citation.field == field]
    return own or [citation for citation in found if not citation.field]


def by_document(citations: Iterable) -> list[dict[str, object]]:
    """Return the list of sources of a page: documents, in each its sections, in each its lines.

    Each document is ``{"document", "sections": [{"anchor", "section", "lines": [int]}]}``.
    """
    documents: dict[int, dict] = {}
    for citation in citations:
        entry = documents.setdefault(citation.document_id, {"document": citation.document, "sections": {}})
        section = entry["sections"].setdefault(
            citation.section_id, {"anchor": anchor(citation), "section": citation.section, "lines": set()}
        )
        if citation.line:
            section["lines"].add(citation.line)
    return [
        {
            "document": entry["document"],
            "sections": [
                {**section, "lines": sorted(section["lines"])} for section in entry["sections"].values()
            ],
        }
        for entry in documents.values()
    ]
