"""Why a record is like another, in plain words: the terms that both have, and rare words that both use."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.search.analysis import fold, frequencies, parts, stem, tokens
from industriecoalitie.search.choices import Facet
from industriecoalitie.search.engine import Hit
from industriecoalitie.search.highlight import LONGEST_READ, Hits
from industriecoalitie.search.kin import Kin

from .labels import Label, labels_of

SAME = {
    Facet.THEME: gettext_lazy("Zelfde thema: %(names)s"),
    Facet.SECTOR: gettext_lazy("Zelfde sector: %(names)s"),
    Facet.TARGET_GROUP: gettext_lazy("Zelfde doelgroep: %(names)s"),
    Facet.ROUTE: gettext_lazy("Zelfde leerroute: %(names)s"),
}
# Of one record: so many sorts of terms, terms of one sort, and words.
MOST_SORTS, MOST_NAMES, MOST_WORDS = 2, 3, 3
SHORTEST_WORD = 4
# A word that is used this much, on the scale of ``analysis.frequencies``, tells nothing: drie, sinds, overige.
EVERYDAY = 460
# Beyond so many shared words those that are left say little.
MOST_LOOKED_UP = 12
ENDS_OF_SENTENCE = ".!?:•|\n"

Labels = Mapping[Facet, Mapping[str, Label]]


def reasons_of(found: Sequence[Kin], reader) -> list[list[str]]:
    """Return for each record why it is there, in a few short sentences; one query."""
    values: dict[Facet, set[str]] = defaultdict(set)
    for kin in found:
        for facet, shared in kin.facets.items():
            values[facet].update(shared)
    labels: Labels = labels_of(values, reader) if values else {}
    return [_reasons(kin, labels) for kin in found]


def _reasons(kin: Kin, labels: Labels) -> list[str]:
    told = {
        facet: names_of(kin.facets[facet], labels.get(facet, {})) for facet in SAME if facet in kin.facets
    }
    told = {facet: names for facet, names in told.items() if names}
    sorts = list(told)[:MOST_SORTS]
    reasons = [str(SAME[facet]) % {"names": ", ".join(told[facet][:MOST_NAMES])} for facet in sorts]
    known = fold(" ".join(name for names in told.values() for name in names))
    if words := shared_words(kin, known):
        sentence = _("Ook over: %(words)s") if reasons else _("Allebei over: %(words)s")
        reasons.append(sentence % {"words": ", ".join(words)})
    return reasons


def shared_words(kin: Kin, known: str = "") -> list[str]:
    """Return at most three words that a record shares and that tell something; ``known`` is folded text that already stands there."""
    return telling(words_in(kin.hit, kin.lexemes[:MOST_LOOKED_UP]), known)[:MOST_WORDS]


def names_of(values: Iterable[str], labels: Mapping[str, Label]) -> list[str]:
    """Return what terms are called; a broad one is not named beside a narrow one that lies in it."""
    shared = {value: labels[value] for value in values if value in labels}
    above = {value for label in shared.values() for value in label.above}
    return sorted(label.text for value, label in shared.items() if value not in above)


def words_in(hit: Hit, wanted: Sequence[str]) -> list[str]:
    """Return the words of a record's own texts that have these lexemes, as they are written there, in the same order."""
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, Counter[str]] = defaultdict(Counter)
    for text in (hit.title, hit.summary, hit.text[:LONGEST_READ]):
        for start, end, names in Hits(text, wanted):
            written = inside if _stands_inside(text, start) else first
            for lexeme, word in _found_in(text[start:end], names):
                written[lexeme][word] += 1
    usual = {lexeme: _lowered(_usual(words)) for lexeme, words in first.items()}
    usual |= {lexeme: _usual(words) for lexeme, words in inside.items()}
    return [usual[lexeme] for lexeme in wanted if lexeme in usual]


def _found_in(surface: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield lexeme and word of a word as it is written when it is meant itself, else of those parts that are."""
    for token in tokens(surface):
        own = stem(token.word)
        if own in names:
            yield own, surface
            continue
        for lexeme, part in parts(token.word):
            if lexeme in names:
                # With the capital of a name: Brainport-bedrijven.
                yield lexeme, surface[: len(part)] if fold(surface).startswith(part) else part


def telling(words: Iterable[str], known: str) -> list[str]:
    """Leave out words that are short or everyday, stand in ``known`` or are a part of another word."""
    kept: list[str] = []
    for word in words:
        plain = fold(word)
        if len(plain) < SHORTEST_WORD or plain in known or frequencies().get(plain, 0) >= EVERYDAY:
            continue
        if not any(plain in fold(other) or fold(other) in plain for other in kept):
            kept.append(word)
    return kept


def _stands_inside(text: str, start: int) -> bool:
    """Tell whether a word stands inside a sentence, where a capital is the word's own."""
    before = text[:start].rstrip(" ")
    return bool(before) and before[-1] not in ENDS_OF_SENTENCE


def _lowered(word: str) -> str:
    return word[:1].lower() + word[1:] if word[1:2].islower() else word


def _usual(surfaces: Counter[str]) -> str:
    """Return how a word is written: without a capital where that occurs."""
    return min(surfaces, key=lambda each: (not each.islower(), -surfaces[each], each))
