"""Dutch text as lexemes: words of a text, their stems, and the parts of compounds.

The lexemes are made here and not by the server's own dictionary, that does not join "bedrijf" and "bedrijven", knows
no compounds, and changes with the server. No Django but the one way to fold a text.
"""

import functools
import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import Stemmer

from industriecoalitie.core.naming import folded

# Raise it when a word gets other lexemes: rows of the index with a lower number are made anew.
VERSION = 2

# Letters. A longer word is cut: folded, and before that, as a text may write it with marks and brackets.
LONGEST_WORD, LONGEST_SURFACE = 60, 120
LONGEST_COMPOUND = 35
SHORTEST_CUT = 3
# Of a word of more parts (a chain of hyphens) only the single ones are kept, no rows of them.
MOST_PIECES = 5
SHORTEST_WITH_HEAD = 11
SHORTEST_PART = 4
# Zipf frequencies times a hundred: once in ten million words, once in a million.
RARE, COMMON, WELL_KNOWN = 200, 300, 400

# Words that a process remembers in each of its caches.
MOST_REMEMBERED = 100_000

# What a tsvector of PostgreSQL holds.
LAST_POSITION = 16383
MOST_POSITIONS = 255
MOST_BYTES = 1_000_000
MOST_LEXEMES = 15_000
GAP = 10
LOWER = {"A": "B", "B": "C", "C": "D", "D": "D"}

DATA = Path(__file__).parent / "data"

SAY_NOTHING = """
    aan al als bij daar dan dat de der deze die dit door dus een en er had heb hebben heeft het hoe hun ik in is je kan
    kunnen maar me met mijn naar of om ons onze ook op over te tot uit van voor waar was wat we welke werd wie wij word
    worden wordt zal ze zich zij zijn zo zou
"""
STOP_WORDS = frozenset(SAY_NOTHING.split())

# Invisible in a word: soft hyphens, joiners. The other hyphens become the common one.
INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF]) | {0x2010: "-"}
LETTER = "[\\w\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]"
WORD = re.compile(
    rf"(?:\({LETTER}++-?\))?"  # (keuze)modules
    rf"\w{LETTER}*+"
    rf"(?:\((?!\d){LETTER}++-?\){LETTER}*+)?"  # bedrijfs(tak)scholen
    rf"(?:(?:[-‐‑–'’&]|(?<=\d)[.,](?=\d))\w{LETTER}*+)*"  # zij-instromers, PLC's, R&D, 4.0
)
SUFFIX = re.compile(r"'(?:s|en|ers?|tjes?)$")


@dataclass(frozen=True)
class Token:
    """A word of a text, folded, and where it stands in the text as it was given."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexemes:
    """What a word is found by: its own stem, and the stems of its parts (without its own)."""

    own: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Analysed:
    """Two tsvectors in PostgreSQL's text form (``core`` of weights A and B), and a word for each lexeme."""

    vector: str
    core: str
    words: dict[str, str]


def fold(text: str) -> str:
    """Return small letters without accents, with one sort of apostrophe and of dash."""
    return folded(text).translate(INVISIBLE)


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def cleaned(surface: str) -> str:
    # Brackets go, and what is tied to an abbreviation: PLC's, pps'en.
    word = SUFFIX.sub("", fold(surface.replace("(", "").replace(")", "")))
    return word[:LONGEST_WORD]


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order."""
    found = WORD.finditer(text.replace("_", " "))
    words = ((cleaned(match[0][:LONGEST_SURFACE]), match) for match in found)
    return [Token(word, match.start(), match.end()) for word, match in words if word]


@functools.cache
def frequencies() -> dict[str, int]:
    """Return the Zipf frequency, times a hundred, of each known word."""
    fields = gzip.decompress((DATA / "words.txt.gz").read_bytes()).decode().split()
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=True))


@functools.cache
def own_parts() -> frozenset[str]:
    """Return the lines of parts.txt: words that may be a part and are not cut, and after a minus words that never are."""
    lines = (DATA / "parts.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@functools.cache
def known_parts() -> dict[str, int]:
    """Return how well each word is known that may be a part of a compound, on the scale of ``frequencies``."""
    zipfs, own = frequencies(), own_parts()
    known = {
        word: zipf
        for word, zipf in zipfs.items()
        if zipf >= COMMON and len(word) >= SHORTEST_PART and f"-{word}" not in own
    }
    return known | {word: max(WELL_KNOWN, zipfs.get(word, 0)) for word in own if word[0] != "-"}


# Plurals that no rule makes: ends of words, and words that are ends of others (uitdagen, overwegen). .001 (.004)
PLURAL_ENDS = {
    "centra": "centrum",
    "laboratoria": "laboratorium",
    "curricula": "curriculum",
    "criteria": "criterium",
    "musea": "museum",
    "ministeria": "ministerie",
    "ici": "icus",
    "ieen": "ie",
    "lieden": "man",
    "vaklui": "vakman",
    "vakmensen": "vakman",
    "vakmens": "vakman",
}
PLURALS = {"dagen": "dag", "wegen": "weg", "leden": "lid", "steden": "stad", "kinderen": "kind"}
PLURAL_END = re.compile(rf"({'|'.join(PLURAL_ENDS)})$")
LONG_VOWEL = re.compile(r"(?<![aeiou])([aeou])([b-df-hj-np-tv-z])e$")
DOUBLE_VOWEL = re.compile(r"(a)a|(e)e|(o)o|(u)u")
kraaij_pohlmann = Stemmer.Stemmer("dutch", 0)


def singular(word: str) -> str:
    """Return a word as the stemmer takes it best, by what the list of words knows."""
    known = frequencies().get
    word = PLURALS.get(word) or PLURAL_END.sub(lambda match: PLURAL_ENDS[match[1]], word)
    if word.endswith("s"):
        # The s is the word's own: kans(en), proces(sen), grens (grenzen). .003 (.009)
        for plural in (word + "en", word + "sen", word[:-1] + "zen"):
            if known(plural, 0) >= RARE:
                return plural
        # A plural or a link: robots, storings-. .006 (.003)
        if len(word) > SHORTEST_PART and known(word[:-1], 0) > known(word, 0):
            word = word[:-1]
    # A long vowel in an open syllable: hoge, grote, brede. .012 (.014)
    if long := LONG_VOWEL.search(word):
        closed = word[: long.start()] + long[1] * 2 + long[2]
        if known(closed, 0) >= max(RARE, known(word, 0) - 100):
            return closed
    return word


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def stem(word: str) -> str:
    """Return the stem of a word; words of one family have one stem.

    Of the pairs of forms of one word among 40,000 words, Kraaij-Pohlmann joins .533 (.339 when each pair counts by its
    use), the Porter of PostgreSQL .339 (.237), this .612 (.405). Behind each rule stands what is lost without it.
    Measured with the lemmas of simplemma 2.0.
    """
    word = fold(word).replace("-", "").replace("'", "")
    if not word[-1:].isalpha():
        return word
    word = kraaij_pohlmann.stemWord(singular(word))
    if len(word) > 3 and word[-1] == "e" and word[-2] not in "aeiou":  # functie, technische: .023 (.028)
        word = word[:-1]
    if len(word) > 2 and word[-1] == word[-2] and word[-1] not in "aeiou":  # programm-: .004 (.001)
        word = word[:-1]
    word = word[:-1] + {"v": "f", "z": "s"}.get(word[-1], word[-1])  # brev-, huiz-: .004 (.009)
    if len(word) >= 6:  # industrieel, industriel-: .030 (.013)
        word = DOUBLE_VOWEL.sub(r"\1\2\3\4", word)
    return word


# What may tie two parts (bedrijf-s-school, maatregel-en-pakket), by the letter before the cut.
NO_LINK = ("",)
LINKS = {"s": ("", "s"), "e": ("", "e"), "n": ("", "en", "n")}


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def cut(word: str) -> tuple[float, tuple[tuple[int, int], ...]]:
    """Return how well the parts of a compound are known, and where each begins and ends, linking letters left out.

    No parts when the word stays whole: none are known, or the word itself is known better (Koehn and Knight). Of 95
    compounds 90 are cut as they should, without linking letters 73; of 102 whole words none.
    """
    if word in own_parts():
        return 0, ()
    known = known_parts().get
    best, place = frequencies().get(word, 0), None
    for at in range(SHORTEST_CUT, len(word) - SHORTEST_CUT + 1):
        for link in LINKS.get(word[at - 1], NO_LINK):
            if not word.endswith(link, 0, at) or not (left := known(word[: at - len(link)])):
                continue
            inner, ends = cut(word[at:])
            right = inner if ends else known(word[at:], 0)
            if right and (left + right) / 2 > best:
                best, place = (left + right) / 2, (at - len(link), at)
    if not place:
        return 0, ()
    end, at = place
    lefts = cut(word[:end])[1] or ((0, end),)
    rights = cut(word[at:])[1] or ((0, len(word) - at),)
    return best, (*lefts, *((at + start, at + end) for start, end in rights))


def head(word: str) -> tuple[tuple[int, int], ...]:
    """Return where an unknown word with a well-known last part is cut (bekostigings|model); () when it is not.

    In the portal's own texts 21 of 5,900 words, 16 of them well.
    """
    if len(word) < SHORTEST_WITH_HEAD or word in frequencies():
        return ()
    known = known_parts().get
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART):
        if known(word[at:], 0) >= WELL_KNOWN and word[at:] in frequencies():
            return ((0, at), (at, len(word)))
    return ()


def places(word: str) -> tuple[tuple[int, int], ...]:
    # Where the parts begin and end. A hyphen is a cut that the writer made.
    found, start = [], 0
    for piece in word.split("-"):
        if piece:
            inner = (cut(piece)[1] or head(piece)) if len(piece) <= LONGEST_COMPOUND else ()
            inner = inner or ((0, len(piece)),)
            found += [(start + begin, start + end) for begin, end in inner]
        start += len(piece) + 1
    return tuple(found) if len(found) > 1 else ()


def split(word: str) -> tuple[str, ...]:
    """Return the parts of a compound as words; () when it stays whole."""
    return tuple(word[start:end] for start, end in places(word))


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def parts(word: str) -> tuple[tuple[str, str], ...]:
    """Return lexeme and word of every part of a compound, and of every row of parts within it.

    By far the greatest gain of all: +.21 to +.24 of the known answers among the first ten.
    """
    found = places(word)
    most = len(found) if len(found) <= MOST_PIECES else 1
    rows = [
        (word[found[i][0] : found[j][1]]).replace("-", "")
        for i in range(len(found))
        for j in range(i, min(len(found), i + most))
    ]
    own = stem(word)
    stems = {stem(row): row for row in reversed(rows) if len(row) > 1 and row not in STOP_WORDS}
    stems.pop(own, None)
    return tuple(stems.items())


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def lexemes(word: str) -> Lexemes:
    """Return what a word, as ``tokens`` gives it, is found by."""
    return Lexemes(stem(word), tuple(lexeme for lexeme, _ in parts(word)))


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


class Vectors:
    """The lexemes of a record while they are gathered; ``is_full`` when PostgreSQL takes no more."""

    def __init__(self):
        self.places: dict[str, list[str]] = {}
        self.core: dict[str, list[str]] = {}
        self.words: dict[str, str] = {}
        self.position = 0
        self.room = MOST_BYTES

    @property
    def is_full(self) -> bool:
        return self.room < 0 or len(self.words) >= MOST_LEXEMES

    def move(self, places: int) -> None:
        self.position = min(self.position + places, LAST_POSITION)

    def add(self, lexeme: str, word: str, weight: str) -> None:
        if lexeme not in self.words:
            self.words[lexeme] = word
            self.places[lexeme] = []
            self.room -= len(lexeme.encode()) + 4
        if len(self.places[lexeme]) < MOST_POSITIONS:
            place = f"{self.position}{weight}"
            self.places[lexeme].append(place)
            self.room -= 2
            if weight in "AB":
                self.core.setdefault(lexeme, []).append(place)

    def add_text(self, text: str, weight: str) -> None:
        lower = LOWER[weight]
        for surface in WORD.findall(text.replace("_", " ")):
            word = cleaned(surface[:LONGEST_SURFACE])
            self.move(1)
            if not word or word in STOP_WORDS:
                continue
            if self.is_full:
                return
            self.add(stem(word), word, weight)
            for lexeme, part in parts(word):
                self.add(lexeme, part, lower)


def analyse(pieces: Iterable[tuple[str, str]]) -> Analysed:
    """Return the vectors of a record's texts, each with its weight from A to D, in order.

    Of a text of hundreds of pages only the first 15,000 different lexemes are kept.
    """
    vectors = Vectors()
    for text, weight in pieces:
        vectors.add_text(text, weight)
        vectors.move(GAP)
    return Analysed(as_text(vectors.places), as_text(vectors.core), vectors.words)


def as_text(vector: dict[str, list[str]]) -> str:
    return " ".join(f"{quoted(lexeme)}:{','.join(places)}" for lexeme, places in vector.items())
