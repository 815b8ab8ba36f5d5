"""The documents, and which facts rest on them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.db import models

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.core.querysets import PartQuerySet, RecordQuerySet
from industriecoalitie.core.relations import RelatedSection, subjects_of


class SourceDocumentQuerySet(RecordQuerySet):
    """Documents that facts rest on."""

    def editable_by(self, user) -> Self:
        """Return all documents to curators and the national team; nothing to others."""
        if user.is_authenticated and (user.is_superuser or holds_role(user, "curator", "national")):
            return self.all()
        return self.none()

    def for_list(self) -> Self:
        """Return documents with ``citation_count``: int, places cited; newest first, undated last."""
        return self.annotate(citation_count=models.Count("citations")).order_by(
            models.F("published_on").desc(nulls_last=True), "pk"
        )


class CitationQuerySet(PartQuerySet):
    """Places in documents that facts rest on."""

    def by_subject(self, subjects: Iterable[UUID]) -> dict[UUID, list]:
        """Return the citations of many facts in one query, per fact and in the order of the documents."""
        found = defaultdict(list)
        rows = self.filter(subject__in=set(subjects)).select_related("document", "section")
        for citation in rows.order_by("order", "document", "line", "pk"):
            found[citation.subject].append(citation)
        return found

    def of_page(self, sections: dict[str, RelatedSection], facts: Iterable) -> dict[UUID, list]:
        """Return the citations of all that a page shows: the rows of its relations, and further facts."""
        return self.by_subject(subjects_of(sections) | {fact.uuid for fact in facts})
