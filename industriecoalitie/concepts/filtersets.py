"""Filtering records by the terms that describe them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.filters import (
    ChoicesFilter,
    FacetOption,
    Found,
    KeyFilter,
    RecordFilterSet,
    SearchFilter,
    reader_of,
)

from .choices import Scheme
from .models import Concept


class ConceptFilter(KeyFilter):
    """Records described by a term of one list, or by a narrower term of it."""

    def __init__(self, scheme: Scheme, *, path: str = "concepts", **kwargs):
        self.relation = path
        super().__init__(
            f"{path}__notation",
            f"{path}__label",
            "concepts.Concept",
            limit={"scheme": scheme},
            label=kwargs.pop("label", scheme.label),
            **kwargs,
        )

    def known_keys(self, keys: Iterable[str]) -> Iterable[str]:
        """Return the keys that are a term, or were one until it was merged with another."""
        return [*super().known_keys(keys), *(key for key, _label in self._merged(keys))]

    def _merged(self, keys: Iterable[str]) -> QuerySet:
        """Return key and present name of the terms that the reader knew, and that went up in one the reader may see."""
        rows = Concept.objects.known_to(reader_of(self)).filter(**self.limit, notation__in=keys)
        rows = rows.filter(merged_into__in=self.shown_targets())
        return rows.order_by().values_list("notation", "merged_into__label")

    def matching(self, keys: list[str]) -> Q:
        chosen = Concept.objects.standing_for(self.limit["scheme"], keys)
        return Q(**{f"{self.relation}__in": chosen.with_narrower()})

    def option_rows(self, rows: QuerySet) -> list[QuerySet]:
        """Return the terms of the list with how many records each gives, its narrower terms included."""
        terms = self.shown_targets().order_by().counted_in(rows, self.relation)
        named = terms.annotate(
            facet_key=Cast("notation", TextField()), facet_label=Cast("label", TextField())
        )
        return [named.values_list("facet_key", "facet_label", "facet_count")]

    def options(self, found: list[Found], chosen: list[str]) -> list[FacetOption]:
        """Return the terms that occur; a chosen term stays in the list."""
        options = super().options([row for row in found if row.count], chosen)
        shown = {option.value for option in options}
        missing = [key for key in chosen if key not in shown]
        return options + [FacetOption(key, label, 0, True) for key, label in self._labels(missing)]

    def _labels(self, keys: Iterable[str]) -> list[tuple[str, str]]:
        if not keys:
            return []
        rows = Concept.objects.filter(**self.limit, notation__in=keys)
        return list(rows.values_list("notation", Coalesce("merged_into__label", "label")))


class ConceptFilterSet(RecordFilterSet):
    """Filters of the code lists."""

    q = SearchFilter(label=_("Zoek"))
    scheme = ChoicesFilter("scheme", Scheme.choices, label=_("Lijst"))

    facets = ("scheme",)
    sorts = {"label": (_("Naam"), ("label", "pk")), "scheme": (_("Lijst"), ("scheme", "order", "pk"))}

    class Meta:
        model = Concept
        fields: list[str] = []
