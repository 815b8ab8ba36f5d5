"""What somebody asks, as it stands in the address of the search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from industriecoalitie.search.choices import Facet
from industriecoalitie.search.engine import MOST_COUNTED, PAGE_SIZE
from industriecoalitie.search.query import MOST_LETTERS

# In the address: tell why each result stands where it stands.
EXPLAIN = "uitleg"
MOST_VALUES, LONGEST_VALUE = 20, 100
LAST_PAGE = MOST_COUNTED // PAGE_SIZE


@dataclass(frozen=True)
class Asked:
    """Words, values of facets and a page; whatever an address says, these hold no more than the search takes."""

    text: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    explains: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Return what an address asks; keys that we do not know are passed over."""
        chosen = {facet: _values(query.getlist(facet.value)) for facet in Facet}
        return cls(
            clean(query.get("q", "")),
            {facet: values for facet, values in chosen.items() if values},
            _page(query.get("page", "")),
            query.get(EXPLAIN) == "1",
        )

    @property
    def address(self) -> str:
        """Return the address that asks this."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(facet.value, value) for facet, values in self.chosen.items() for value in values]
        pairs += [(EXPLAIN, "1")] * self.explains + [("page", str(self.page))] * (self.page > 1)
        path = reverse("finding:search")
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def with_text(self, text: str) -> Self:
        return replace(self, text=text, page=1)

    def without(self, facet: Facet, *values: str) -> Self:
        """Return the same without these values of a facet; without values: without the facet."""
        left = tuple(value for value in self.chosen.get(facet, ()) if values and value not in values)
        return self.with_only(facet, *left)

    def with_only(self, facet: Facet, *values: str) -> Self:
        """Return the same with these values of a facet, and no others."""
        chosen = {key: values if key == facet else self.chosen.get(key, ()) for key in Facet}
        return replace(self, chosen={key: kept for key, kept in chosen.items() if kept}, page=1)

    def bare(self) -> Self:
        """Return the same words without filters."""
        return replace(self, chosen={}, page=1)


def clean(text: str) -> str:
    """Return typed text as far as the search reads it."""
    return " ".join(text.replace("\x00", " ")[: 2 * MOST_LETTERS].split())[:MOST_LETTERS]


def _values(values: Iterable[str]) -> tuple[str, ...]:
    kept = (value for value in values if value and len(value) <= LONGEST_VALUE and "\x00" not in value)
    return tuple(dict.fromkeys(kept))[:MOST_VALUES]


def _page(text: str) -> int:
    number = int(text) if len(text) <= 4 and text.isascii() and text.isdecimal() else 1
    return min(max(number, 1), LAST_PAGE)
