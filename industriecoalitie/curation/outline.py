"""A code list as it is laid out: each term once, below its first broader term, in the order of the list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from industriecoalitie.concepts.models import Concept

# Deeper than this nothing is moved further in.
DEEPEST_SHOWN = 3


@dataclass(frozen=True)
class Place:
    """Where a term stands: ``depth`` 0 is the top; ``also`` are the other broader terms."""

    concept: Concept
    depth: int
    also: tuple[Concept, ...]
    is_first: bool
    is_last: bool


class Outline:
    """The terms of one list, given in their order and with their broader terms."""

    def __init__(self, concepts: Iterable[Concept]):
        self.concepts = list(concepts)
        self.known = {concept.pk: concept for concept in self.concepts}
        self.above: dict[int, int | None] = {}
        self.below: dict[int | None, list[Concept]] = defaultdict(list)
        rank = {pk: number for number, pk in enumerate(self.known)}
        for concept in self.concepts:
            broader = sorted((b.pk for b in concept.broader.all() if b.pk in self.known), key=rank.get)
            parent = next((pk for pk in broader if not self._leads_to(pk, concept.pk)), None)
            self.above[concept.pk] = parent
        for concept in self.concepts:
            self.below[self.above[concept.pk]].append(concept)

    def _leads_to(self, start: int, end: int) -> bool:
        """Tell whether going up from ``start``, as far as it is known, comes past ``end``."""
        passed: set[int] = set()
        pk: int | None = start
        while pk is not None and pk not in passed:
            if pk == end:
                return True
            passed.add(pk)
            pk = self.above.get(pk)
        return False

    def places(self, parent: int | None = None, depth: int = 0) -> Iterator[Place]:
        """Yield every term in the order of the page."""
        siblings = self.below[parent]
        for number, concept in enumerate(siblings):
            also = tuple(b for b in concept.broader.all() if b.pk in self.known and b.pk != parent)
            is_last = number == len(siblings) - 1
            yield Place(concept, min(depth, DEEPEST_SHOWN), also, number == 0, is_last)
            yield from self.places(concept.pk, depth + 1)

    def moved(self, notation: str, way: str) -> list[Concept]:
        """Return the terms with one of them, and what is below it, put before or after its neighbour.

        ``way`` is ``up`` or ``down``. What stands at the end already, or is not there, changes nothing.
        """
        concept = next((each for each in self.concepts if each.notation == notation), None)
        if concept is not None and way in ("up", "down"):
            siblings = self.below[self.above[concept.pk]]
            one = siblings.index(concept)
            other = one - 1 if way == "up" else one + 1
            if 0 <= other < len(siblings):
                siblings[one], siblings[other] = siblings[other], siblings[one]
        return [place.concept for place in self.places()]
