"""Which documents are finished, and which lines of the feed a reader gets."""

from typing import Self

from django.db import models
from django.db.models import Q

from industriecoalitie.core.choices import Audience


class ApiDocumentQuerySet(models.QuerySet):
    """Finished documents."""

    def finished(self, form: str) -> Self:
        """Return the documents that a visitor may read as they are."""
        return self.filter(audience=Audience.PUBLIC, form=form)


class FeedEventQuerySet(models.QuerySet):
    """Lines of the change feed."""

    def settled(self) -> Self:
        """Return the lines that have a place, in the order of the feed."""
        return self.filter(place__isnull=False).order_by("place")

    def open_to(self, audience: Audience) -> Self:
        """Return the lines about what somebody of an audience could see before or can see after.

        A visitor gets only what became another answer for a visitor.
        """
        if audience == Audience.PUBLIC:
            return self.filter(Q(before=audience) | Q(after=audience), is_public=True)
        return self.filter(Q(before__lte=audience) | Q(after__lte=audience))
