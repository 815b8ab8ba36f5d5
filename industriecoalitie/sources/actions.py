"""What is written about where facts come from."""

from collections.abc import Collection
from uuid import UUID

from industriecoalitie.history.merging import breaks_a_rule

from .models import Citation


def move_citations(kept: UUID, gone: UUID, fields: Collection[str] | None = None) -> None:
    """Let the sources of one fact stand with another; with ``fields`` only those about these (“” is the whole fact).

    A source that stands there already stays where it was.
    """
    citations = Citation.objects.filter(subject=gone).order_by("pk")
    for citation in citations if fields is None else citations.filter(field__in=fields):
        citation.subject = kept
        if not breaks_a_rule(citation):
            citation.save()
