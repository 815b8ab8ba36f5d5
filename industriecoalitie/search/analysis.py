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
VERSION = 1

LONGEST_WORD = 60
LONGEST_COMPOUND = 40
SHORTEST_COMPOUND = 6
MOST_PIECES = 5
SHORTEST_PART = 4
RECURSES_FROM = 8

# What a tsvector of PostgreSQL holds.
LAST_POSITION = 16383
MOST_POSITIONS = 255
MOST_BYTES = 1_000_000
GAP = 10
LOWER = {"A": "B", "B": "C", "C": "D", "D": "D"}

DATA = Path(__file__).parent / "data"

STOP_WORDS = frozenset(
    "aan al als bij da daar dan dat de der deze die dit door dus een en er had hare heb hebben heeft het hoe hun ik in"
    " is je kan kunnen maar me met mijn naar of om onze ook op over te tot uit van voor waar was wat we welke werd wie"
    " wij word worden wordt zal ze zich zij zijn zo zou".split()
)

# Invisible in a word: soft hyphens, joiners. The other hyphens become the common one.
INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF]) | {0x2010: "-"}
LETTER = "[\\w\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]"
WORD = re.compile(
    rf"(?:\({LETTER}++-?\))?"  # (keuze)modules
    rf"\w{LETTER}*+"
    rf"(?:\({LETTER}++-?\){LETTER}*+)?"  # bedrijfs(tak)scholen
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


@functools.lru_cache(maxsize=200_000)
def cleaned(surface: str) -> str:
    # Brackets go, and what is tied to an abbreviation: PLC's, pps'en.
    word = SUFFIX.sub("", fold(surface.replace("(", "").replace(")", "")))
    return word[:LONGEST_WORD]


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order."""
    found = WORD.finditer(text.replace("_", " "))
    return [Token(cleaned(match[0]), match.start(), match.end()) for match in found]


@functools.cache
def frequencies() -> dict[str, int]:
    """Return the Zipf frequency, times a hundred, of each known word."""
    with gzip.open(DATA / "words.txt.gz", "rt", encoding="utf-8") as lines:
        return {word: int(zipf) for word, zipf in map(str.split, lines)}


@functools.cache
def bound_parts() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that may be a part although the list does not say so, and those that never are."""
    lines = (DATA / "parts.txt").read_text(encoding="utf-8").splitlines()
    words = {line for line in lines if line and not line.startswith("#")}
    never = frozenset(word[1:] for word in words if word.startswith("-"))
    return frozenset(word for word in words if not word.startswith("-")), never


PLURALS = {
    "centra": "centrum",
    "laboratoria": "laboratorium",
    "curricula": "curriculum",
    "criteria": "criterium",
    "musea": "museum",
    "ministeria": "ministerie",
    "ici": "icus",
    "ieen": "ie",
    "vaklieden": "vakman",
    "vaklui": "vakman",
    "vakmensen": "vakman",
    "steden": "stad",
}
PLURAL = re.compile(rf"({'|'.join(PLURALS)})$")
DOUBLE_VOWEL = re.compile(r"(a)a|(e)e|(o)o|(u)u")
kraaij_pohlmann = Stemmer.Stemmer("dutch", 0)


def without_s(word: str) -> str:
    known = frequencies()
    if word.endswith("s") and len(word) > 4 and known.get(word[:-1], 0) > known.get(word, 0):
        return word[:-1]
    return word


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a word; words of one family have one stem."""
    word = fold(word).replace("-", "").replace("'", "")
    if not word.isalpha():
        return word
    word = PLURAL.sub(lambda match: PLURALS[match[1]], word)
    word = kraaij_pohlmann.stemWord(without_s(word))
    if len(word) > 3 and word.endswith("e") and word[-2] not in "aeiou":
        word = word[:-1]
    if len(word) > 2 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    word = word[:-1] + {"v": "f", "z": "s"}.get(word[-1], word[-1])
    if len(word) >= 6:
        word = DOUBLE_VOWEL.sub(r"\1\2\3\4", word)
    return word


def worth(part: str) -> int:
    """Return how well a part is known; 0 when it cannot be a part."""
    allowed, never = bound_parts()
    if part in allowed:
        return max(frequencies().get(part, 0), 400)
    if len(part) < SHORTEST_PART or part in never:
        return 0
    zipf = frequencies().get(part, 0)
    return zipf if zipf >= 300 else 0


LINKS = ("", "s", "e", "en", "n")


@functools.lru_cache(maxsize=200_000)
def cut(word: str) -> tuple[tuple[int, int], ...]:
    """Return where the parts of a compound begin and end, linking letters left out; () when it stays whole."""
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND:
        return ()
    best, place, length = frequencies().get(word, 0), 0, 0
    for at in range(3, len(word) - 2):
        right = worth(word[at:]) or compound_worth(word[at:])
        if not right:
            continue
        for link in LINKS:
            if not word[:at].endswith(link):
                continue
            left = word[: at - len(link)]
            value = worth(left) or compound_worth(left)
            if value and (value + right) / 2 > best:
                best, place, length = (value + right) / 2, at, at - len(link)
    if not place:
        return ()
    lefts = cut(word[:length]) or ((0, length),)
    rights = cut(word[place:]) or ((0, len(word) - place),)
    return (*lefts, *((start + place, end + place) for start, end in rights))


def compound_worth(word: str) -> int:
    """Return how well the parts of an unknown compound are known; 0 when it is none."""
    if len(word) < RECURSES_FROM:
        return 0
    places = cut(word)
    return sum(worth(word[start:end]) for start, end in places) // len(places) if places else 0


@functools.lru_cache(maxsize=200_000)
def places(word: str) -> tuple[tuple[int, int], ...]:
    # A hyphen is a cut that the writer made.
    found, start = [], 0
    for piece in word.split("-"):
        if piece:
            inner = cut(piece) or ((0, len(piece)),)
            found += [(start + begin, start + end) for begin, end in inner]
        start += len(piece) + 1
    return tuple(found) if len(found) > 1 else ()


def split(word: str) -> tuple[str, ...]:
    """Return the parts of a compound as words; () when it stays whole."""
    return tuple(word[start:end] for start, end in places(word))


@functools.lru_cache(maxsize=200_000)
def parts(word: str) -> tuple[tuple[str, str], ...]:
    """Return lexeme and word of every part of a compound, and of every row of parts within it."""
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


@functools.lru_cache(maxsize=200_000)
def lexemes(word: str) -> Lexemes:
    """Return what a word, as ``tokens`` gives it, is found by."""
    return Lexemes(stem(word), tuple(lexeme for lexeme, _ in parts(word)))


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def analyse(pieces: Iterable[tuple[str, str]]) -> Analysed:
    """Return the vectors of a record's texts, each with its weight from A to D, in order."""
    vector: dict[str, list[str]] = {}
    core: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    room, position = MOST_BYTES, 0

    def add(lexeme: str, word: str, weight: str) -> None:
        nonlocal room
        places = vector.get(lexeme)
        if places is None:
            room -= len(lexeme.encode()) + 4
            if room < 0:
                return
            places = vector[lexeme] = []
            words[lexeme] = word
        if len(places) < MOST_POSITIONS:
            room -= 2
            place = f"{position}{weight}"
            places.append(place)
            if weight in "AB":
                core.setdefault(lexeme, []).append(place)

    for text, weight in pieces:
        for token in tokens(text):
            position = min(position + 1, LAST_POSITION)
            if token.word in STOP_WORDS:
                continue
            add(stem(token.word), token.word, weight)
            for lexeme, part in parts(token.word):
                add(lexeme, part, LOWER[weight])
        position = min(position + GAP, LAST_POSITION)
    return Analysed(as_text(vector), as_text(core), words)


def as_text(vector: dict[str, list[str]]) -> str:
    return " ".join(f"{quoted(lexeme)}:{','.join(places)}" for lexeme, places in vector.items())
