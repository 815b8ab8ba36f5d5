"""Which organisations may be one and the same, and why.

Names are compared without case, accents, punctuation, legal forms and words that say little ("ROC", "College"). Only
pairs that share a code, a name, a rare word or a beginning are compared at all, so that the cost grows with the
number of organisations and not with its square. Figures: docs/performance.md.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from industriecoalitie.core.naming import folded

# Words that name a legal form or a sort of school, and so do not tell two organisations apart.
SAYS_LITTLE = frozenset(
    [
        "bv",
        "nv",
        "vof",
        "ua",
        "stichting",
        "vereniging",
        "cooperatie",
        "roc",
        "aoc",
        "mbo",
        "college",
        "de",
        "het",
        "een",
        "en",
        "van",
        "voor",
        "te",
        "in",
    ]
)
BLOCK_MOST = 12
NEIGHBOURS = 3
SHOWN_MOST = 50
ALIKE, ALIKE_IN_PLACE = 86, 76
LOWEST = 65

Pair = tuple[int, int]


def words_of_name(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it apart; all its words when none of them does."""
    plain = re.sub(r"[.'’]", "", folded(name))
    words = re.findall(r"[^\W_]+", plain.replace("&", " en "))
    return tuple(word for word in words if word not in SAYS_LITTLE) or tuple(words)


@dataclass(frozen=True)
class Candidate:
    """An organisation as it is compared; ``codes`` are pairs of register and code."""

    pk: int
    name: str
    slug: str
    aliases: Sequence[str]
    kind: str
    place: str
    parent: int | None
    codes: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words_of_name(self.name)

    @cached_property
    def key(self) -> str:
        return " ".join(self.words)

    @cached_property
    def other_keys(self) -> dict[str, str]:
        """Return the aliases by how they are compared."""
        return {" ".join(words_of_name(alias)): alias for alias in self.aliases}

    @cached_property
    def numbers(self) -> list[str]:
        return sorted(word for word in self.words if word.isdecimal())


@dataclass(frozen=True)
class Double:
    """Two organisations that may be one. ``score`` is 0–100; ``reasons`` are sentences."""

    one: Candidate
    other: Candidate
    score: int
    reasons: list[str]

    @property
    def strength(self) -> str:
        if self.score >= 90:
            return _("Heel waarschijnlijk")
        return _("Waarschijnlijk") if self.score >= 78 else _("Misschien")


def possible_doubles(
    candidates: Sequence[Candidate], mine: Collection[int], apart: Collection[Pair] = ()
) -> list[Double]:
    """Return the pairs that may be one organisation, the surest first, at most 50.

    ``mine`` are the keys of the organisations to look at: one of a pair must be among them. ``apart`` are pairs of
    keys, in any order, that are known to be two.
    """
    known = {frozenset(pair) for pair in apart}
    found = []
    for first, second in _worth_comparing(candidates):
        one, other = candidates[first], candidates[second]
        if one.pk not in mine and other.pk not in mine:
            continue
        if one.pk == other.parent or other.pk == one.parent or frozenset((one.pk, other.pk)) in known:
            continue
        double = compared(one, other)
        if double is not None:
            found.append(double)
    found.sort(key=lambda double: (-double.score, double.one.name.casefold(), double.one.pk, double.other.pk))
    return found[:SHOWN_MOST]


def _worth_comparing(candidates: Sequence[Candidate]) -> set[Pair]:
    """Return the pairs of places in the list that share something; what many share does not count."""
    blocks: dict[object, list[int]] = defaultdict(list)
    for place, each in enumerate(candidates):
        for mark in {
            *each.codes,
            *each.other_keys,
            each.key,
            *(f"{word} " for word in each.words if len(word) > 2),
        }:
            blocks[mark].append(place)
    pairs = {
        pair for block in blocks.values() if 1 < len(block) <= BLOCK_MOST for pair in combinations(block, 2)
    }
    return pairs | set(_neighbours(candidates))


def _neighbours(candidates: Sequence[Candidate]) -> Iterator[Pair]:
    """Yield the pairs whose names stand close together in order: they begin alike, typing errors included."""
    ordered = sorted(range(len(candidates)), key=lambda place: candidates[place].key)
    for step in range(1, NEIGHBOURS + 1):
        for first, second in zip(ordered, ordered[step:], strict=False):
            yield min(first, second), max(first, second)


def compared(one: Candidate, other: Candidate) -> Double | None:
    """Return why two organisations may be one; None when there is too little for it."""
    score, reasons = _by_name(one, other)
    for register, code in sorted(one.codes & other.codes):
        reasons.append(
            _("Ze hebben dezelfde code: %(register)s %(code)s.") % {"register": register, "code": code}
        )
        score = 100
    if score < LOWEST:
        return None
    if one.place and one.place == other.place:
        reasons.append(_("Ze zitten allebei in %(place)s.") % {"place": one.place})
    return Double(one, other, score, reasons)


def _by_name(one: Candidate, other: Candidate) -> tuple[int, list[str]]:
    if one.key == other.key:
        if folded(one.name) == folded(other.name):
            return 95, [_("Ze heten allebei ‘%(name)s’.") % {"name": one.name}]
        return 92, [
            _("De namen zijn gelijk, op rechtsvorm, leestekens en woorden als ‘ROC’ of ‘College’ na.")
        ]
    for named, called in ((one, other), (other, one)):
        if named.key in called.other_keys:
            names = {"alias": called.other_keys[named.key], "name": called.name}
            return 90, [_("‘%(alias)s’ is ook een andere naam van %(name)s.") % names]
    for key in one.other_keys.keys() & other.other_keys.keys():
        return 80, [_("Ze hebben allebei de andere naam ‘%(name)s’.") % {"name": one.other_keys[key]}]
    return _by_likeness(one, other)


def _by_likeness(one: Candidate, other: Candidate) -> tuple[int, list[str]]:
    if one.numbers != other.numbers:
        return 0, []
    same_place = bool(one.place) and one.place == other.place
    if same_place and one.kind == other.kind and _but_for_place(one) == _but_for_place(other):
        return 85, [_("De namen zijn gelijk, op de plaats na.")]
    lowest = ALIKE_IN_PLACE if same_place else ALIKE
    likeness = max(
        fuzz.ratio(one.key, other.key, score_cutoff=lowest),
        fuzz.token_sort_ratio(one.key, other.key, score_cutoff=lowest),
    )
    if not likeness:
        return 0, []
    score = round(likeness) - 12
    score += 8 if same_place else 0
    score -= 12 if one.place and other.place and not same_place else 0
    score -= 12 if one.kind != other.kind else 0
    return score, [_("De namen lijken op elkaar.")]


def _but_for_place(one: Candidate) -> Iterable[str]:
    place = set(words_of_name(one.place))
    return {word for word in one.words if word not in place} or set(one.words)
