"""Who may read a file, and which files nobody needs any more."""

import datetime
from collections.abc import Iterator
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from industriecoalitie.core.models import Part, Record

from .choices import FileState


class StoredFileQuerySet(models.QuerySet):
    """Files, which are seen with the records that point at them."""

    def readable_by(self, user) -> Self:
        """Return the clean files of rows that ``user`` may see, and those that ``user`` handed in."""
        return self.filter(self._shown_to(user), state=FileState.CLEAN)

    # What history and forms ask of any model.
    visible_to = readable_by

    def usable_by(self, user) -> Self:
        """Return the files that ``user`` may put in a form: readable ones, and own ones that still wait for the scanner."""
        return self.filter(self._shown_to(user)).exclude(state=FileState.REFUSED)

    def unused(self, *, linked_since: datetime.datetime) -> Self:
        """Return the files that nothing points at, and that nothing pointed at since ``linked_since``.

        History remembers who pointed at a file; until then a change that took a file away can be undone.
        """
        rows = self
        for model, name in pointers(self.model):
            rows = rows.filter(~Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
            events = getattr(model, "pgh_event_model", None)
            if events is not None and name in {field.name for field in events._meta.concrete_fields}:
                past = events._base_manager.filter(**{name: OuterRef("pk")}, pgh_created_at__gte=linked_since)
                rows = rows.filter(~Exists(past))
        return rows

    def _shown_to(self, user) -> Q:
        shown = Q(uploaded_by=user.pk) if user.is_authenticated else Q(pk__in=[])
        for model, name in pointers(self.model):
            if issubclass(model, Record | Part):
                rows = model.objects.visible_to(user).filter(**{f"{name}__isnull": False}).order_by()
                shown |= Q(pk__in=rows.values(name))
        return shown


def pointers(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Yield each model that points at files, with the name of the field it does so with."""
    for relation in model._meta.related_objects:
        yield relation.related_model, relation.field.name
