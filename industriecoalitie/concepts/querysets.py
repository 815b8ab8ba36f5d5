"""The terms of the code lists, and what lies under them."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.core.querysets import RecordQuerySet


class ConceptQuerySet(RecordQuerySet):
    """Terms of the code lists."""

    def editable_by(self, user) -> Self:
        """Return all terms to a curator; nothing to others."""
        if user.is_authenticated and (user.is_superuser or holds_role(user, "curator")):
            return self.all()
        return self.none()

    def for_list(self) -> Self:
        """Return terms list by list, in the order a curator gave them, with their broader terms."""
        return self.prefetch_related("broader").order_by("scheme", "order", "pk")

    def standing_for(self, scheme: str, notations: Iterable[str]) -> Self:
        """Return the terms that these keys of a list mean: of a term that was merged, the one that it became."""
        keys = self.model._base_manager.filter(scheme=scheme, notation__in=notations)
        kept = keys.filter(merged_into__isnull=False).values("merged_into")
        return self.filter(Q(pk__in=keys.filter(merged_into__isnull=True).values("pk")) | Q(pk__in=kept))

    def with_narrower(self) -> Self:
        """Return these terms and all terms below them, at any depth; no query before it is used."""
        chosen, params = self.order_by().values("pk").query.sql_with_params()
        links = self.model.broader.through._meta.db_table
        # No outside text in it: a table of ours, and SQL that Django made.
        tree = (
            f"WITH RECURSIVE below(id) AS ({chosen} UNION SELECT link.from_concept_id"  # noqa: S608
            f" FROM {links} link JOIN below ON link.to_concept_id = below.id) SELECT id FROM below"
        )
        below = RawSQL(tree, params)  # noqa: S611
        return self.model.objects.filter(pk__in=below)

    def counted_in(self, rows: models.QuerySet, relation: str) -> Self:
        """Annotate ``facet_count``: int, how many of ``rows`` a term describes, by itself or by a narrower term.

        ``relation`` is the path from a row to its terms.
        """
        links = self.model.broader.through._meta.db_table
        term = f'"{self.model._meta.db_table}"."id"'
        # No outside text in it: two tables of ours. The outer term is the one that is counted for.
        tree = (
            f"WITH RECURSIVE below(id) AS (SELECT {term} UNION SELECT link.from_concept_id"  # noqa: S608
            f" FROM {links} link JOIN below ON link.to_concept_id = below.id) SELECT id FROM below"
        )
        described = rows.filter(**{f"{relation}__in": RawSQL(tree, [])})  # noqa: S611
        total = described.order_by().annotate(one=models.Value(1)).values("one")
        total = total.annotate(total=models.Count("pk", distinct=True)).values("total")
        return self.annotate(facet_count=Coalesce(models.Subquery(total), 0))
