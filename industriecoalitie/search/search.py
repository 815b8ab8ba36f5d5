"""What the rooms below the search feed into it: the terms of the code lists, and the sources."""

from industriecoalitie.concepts.models import Concept
from industriecoalitie.sources.models import SourceDocument

from .feeds import Feed, declare

declare(
    Feed(
        Concept,
        "label",
        names=("notation", "label_en"),
        summary=("definition",),
        category="scheme",
        is_apart=True,
    ),
    Feed(
        SourceDocument,
        "title",
        names=("slug",),
        summary=("summary",),
        related=("publisher",),
        text=("sections__title", "terms__short", "terms__full", "terms__explanation"),
        years=("published_on",),
        is_apart=True,
    ),
)
