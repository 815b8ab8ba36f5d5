"""Which rows of the search somebody may find, and what curators add to it."""

from typing import Self

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils import timezone

from industriecoalitie.access.predicates import keeps_terms
from industriecoalitie.core.choices import Audience
from industriecoalitie.core.kinds import record_models
from industriecoalitie.core.querysets import RecordQuerySet


class Lexemes(SearchQuery):
    """A question in ready-made lexemes, which the server's own analysis leaves alone."""

    def __init__(self, text: str):
        super().__init__(text, search_type="raw", config="simple")
        self.lexemes = text

    def as_sql(self, compiler, connection, function=None, template=None):
        return "%s::tsquery", [self.lexemes]


class SearchDocumentQuerySet(QuerySet):
    """Rows of the search."""

    def visible_to(self, user) -> Self:
        """Return the rows that ``user`` may find: what the rule of each kind of record says, and nothing else."""
        if not user.is_authenticated:
            return self.filter(audience=Audience.PUBLIC)
        return self.filter(Q(audience__lt=Audience.KEPT) | self._kept_for(user))

    def _kept_for(self, user) -> Q:
        """Return the rows that are neither public nor the network's, and whose record ``user`` may see all the same."""
        kept = self.model.objects.filter(audience=Audience.KEPT).order_by()
        kinds = set(kept.values_list("kind_name", flat=True).distinct())
        found = Q(pk__in=[])
        for kind, model in record_models().items():
            if kind in kinds:
                own = model.objects.visible_to(user).filter(
                    pk__in=kept.filter(kind_name=kind).values("object_id")
                )
                found |= Q(audience=Audience.KEPT, kind_name=kind, object_id__in=own.order_by().values("pk"))
        return found

    def matching(self, question: str) -> Self:
        """Return the rows that answer a question in lexemes (the text form of a ``tsquery``)."""
        return self.filter(vector=Lexemes(question))


class SynonymQuerySet(RecordQuerySet):
    """What curators add to the search. It works for everybody; the rows themselves are theirs."""

    def visible_to(self, user) -> Self:
        return self.editable_by(user).filter(hidden_at=None)

    def editable_by(self, user) -> Self:
        """Return all to a curator; nothing to others."""
        return self.all() if user.is_authenticated and keeps_terms(user) else self.none()

    def for_list(self) -> Self:
        return self.order_by("slug")

    def standing(self) -> Self:
        """Return what holds today."""
        rows = self.filter(hidden_at=None)
        fields = {field.name for field in self.model._meta.concrete_fields}
        if "until_on" not in fields:
            return rows
        return rows.filter(Q(until_on=None) | Q(until_on__gte=timezone.localdate()))
