"""The terms of the code lists, and what lies under them."""

from typing import Self

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

    def with_narrower(self) -> Self:
        """Return these terms and all terms below them, at any depth (a list has a few levels)."""
        found = set(self.values_list("pk", flat=True))
        layer = found
        while layer:
            layer = set(self.model.objects.filter(broader__in=layer).values_list("pk", flat=True)) - found
            found |= layer
        return self.model.objects.filter(pk__in=found)
