"""The words that occur in public records: how often, which begin alike, and which one a typing error was meant to be."""

import functools
import math
import re
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Min, OuterRef, Subquery, Sum
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from . import analysis
from .models import SearchTerm, Synonym

MOST_BEGINNINGS = 20
SHORTEST_BEGINNING = 3
MOST_MEANT = 3
MOST_WORDS = 200_000
# Drachten as "dragten", elektronica as "electronica": heard the same, written differently.
SOUNDS = (("sch", "sg"), ("ch", "g"), ("ck", "k"), ("c", "k"), ("ij", "y"), ("ei", "y"), ("au", "ou"), ("th", "t"), ("ph", "f"),
          ("x", "ks"), ("q", "k"), ("z", "s"), ("v", "f"))  # fmt: skip
DOUBLED = re.compile(r"(.)\1+")
SAME_SOUND = 0.5  # counts as half a letter
LONGEST_CLOSE = 5  # letters; up to here one error is made good, in longer words two


def counts(lexemes: Collection[str]) -> dict[str, int]:
    """Return in how many public records each lexeme occurs; those in none are left out."""
    rows = SearchTerm.objects.filter(lexeme__in=lexemes).order_by().values("lexeme")
    found = rows.annotate(total=Sum("count")).filter(total__gt=0)
    return dict(found.values_list("lexeme", "total"))


def beginning_with(start: str, most: int = MOST_BEGINNINGS) -> list[tuple[str, str]]:
    """Return word and lexeme of the most used words that begin like this, of public records."""
    if len(start) < SHORTEST_BEGINNING:
        return []
    same = SearchTerm.objects.filter(lexeme=OuterRef("lexeme")).order_by().values("lexeme")
    rows = SearchTerm.objects.filter(word__startswith=start).order_by().values("lexeme")
    used = rows.annotate(
        first=Min("word"), total=Subquery(same.annotate(total=Sum("count")).values("total"))
    ).filter(total__gt=0)
    return list(used.order_by("-total", "first").values_list("first", "lexeme")[:most])


def sound(word: str) -> str:
    """Return how a word sounds, roughly: what people who write by ear write differently has one form."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return DOUBLED.sub(r"\1", word[:-1] + {"d": "t", "b": "p"}.get(word[-1:], word[-1:]))


class Vocabulary:
    """The words of the index in this process, by length and sound; what came since is read before each question."""

    def __init__(self) -> None:
        self.last = 0
        self.by_length: dict[int, dict[str, str]] = defaultdict(dict)
        self.by_sound: dict[str, dict[str, str]] = defaultdict(dict)
        self.lock = threading.Lock()

    def catch_up(self) -> None:
        rows = SearchTerm.objects.filter(pk__gt=self.last, count__gte=0).exclude(word="")
        for pk, word, lexeme in rows.order_by("pk").values_list("pk", "word", "lexeme")[:MOST_WORDS]:
            self.by_length[len(word)][word] = lexeme
            self.by_sound[sound(word)][word] = lexeme
            self.last = max(self.last, pk)

    def nearest(self, word: str) -> list[tuple[str, str]]:
        """Return word and lexeme of what a typing error was probably meant to be, best first.

        Tried words sound the same, or differ by one letter, in words of six letters and more by two (changed, left out,
        added, swapped).
        """
        with self.lock:
            self.catch_up()
            most = 1 if len(word) <= LONGEST_CLOSE else 2
            near: dict[str, tuple[str, float]] = {}
            for length in range(len(word) - most, len(word) + most + 1):
                words = self.by_length.get(length, {})
                found = extract(word, words.keys(), scorer=OSA.distance, score_cutoff=most, limit=50)
                near |= {each: (words[each], distance) for each, distance, _place in found}
            near |= {
                each: (lexeme, SAME_SOUND) for each, lexeme in self.by_sound.get(sound(word), {}).items()
            }
        used = counts({lexeme for lexeme, _distance in near.values()})
        # The first letter is seldom wrong, and a frequent word is more likely meant: .91 right at the first try.
        likely = {
            each: distance - 0.5 * (each[0] == word[0]) - 0.12 * math.log(used[lexeme])
            for each, (lexeme, distance) in near.items()
            if lexeme in used
        }
        return [
            (each, near[each][0])
            for each in sorted(likely, key=lambda each: (likely[each], each))[:MOST_MEANT]
        ]


vocabulary = Vocabulary()


def synonyms() -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """Return what curators call the same: the lexemes of a term → those of each other term of its row."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for terms in Synonym.objects.standing().order_by("pk").values_list("terms", flat=True):
        told = list(dict.fromkeys(lexemes_in(term) for term in terms))
        for term in told:
            found[term] += [other for other in told if other != term and other]
    return found


@functools.lru_cache(maxsize=10_000)  # the terms of synonyms come with every question
def lexemes_in(text: str) -> tuple[str, ...]:
    """Return the lexemes of the words of a text that matter."""
    return tuple(analysis.stem(word) for word in words_in(token.word for token in analysis.tokens(text)))


def words_in(words: Iterable[str]) -> list[str]:
    """Leave out the words that every text has."""
    return [word for word in words if word not in analysis.STOP_WORDS]
