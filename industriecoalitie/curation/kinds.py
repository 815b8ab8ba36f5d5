"""The two kinds of words that curators keep: where their pages are, and what merges them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.models import Record
from knowledgebank.models import SuccessFactor

from .actions import merge_concepts, merge_factors


@dataclass(frozen=True)
class WordKind:
    """A kind of word: ``keys`` are its fields in the address, the last one telling it apart in its list."""

    model: type[Record]
    url: str
    keys: tuple[str, ...]
    one: Promise
    merge: Callable[..., Record]

    def lookup(self, record: Record) -> dict[str, str]:
        return {name: getattr(record, name) for name in self.keys}

    def key(self, record: Record) -> str:
        return getattr(record, self.keys[-1])

    def address(self, record: Record, page: str = "detail") -> str:
        """Return the address of a page about one word: ``detail``, ``edit``, ``merge``, ``retire``, ``take_back``."""
        return reverse(f"curation:{self.url}_{page}", kwargs=self.lookup(record))

    def family(self, record: Record):
        """Return the words of the same list."""
        return self.model.objects.filter(**{name: getattr(record, name) for name in self.keys[:-1]})


CONCEPTS = WordKind(Concept, "concept", ("scheme", "notation"), _("begrip"), merge_concepts)
FACTORS = WordKind(SuccessFactor, "factor", ("slug",), _("succesfactor"), merge_factors)
