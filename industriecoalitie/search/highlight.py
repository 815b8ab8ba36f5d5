"""The words that were asked for, marked in a text; all else escaped. Marks of Markdown are the feeder's to take out."""

import functools
import re
from collections import Counter, deque
from collections.abc import Collection, Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from .analysis import LONGEST_SURFACE, STOP_WORDS, lexemes, tokens

CUT = "…"
# Characters. What lies beyond (some twenty pages) is not looked through for a better place.
LONGEST_READ = 60_000
# Characters before the first marked word.
BEFORE = 60
SPACE = re.compile(r"\s")
CHUNK = re.compile(r"\S++")


@functools.lru_cache(maxsize=100_000)
def found_by(surface: str) -> frozenset[str]:
    """Return the lexemes that find a word as it stands in a text."""
    words = [lexemes(token.word) for token in tokens(surface) if token.word not in STOP_WORDS]
    return frozenset(lexeme for word in words for lexeme in (word.own, *word.parts))


class Hits:
    """The words of a text that are wanted, in order; ``names`` are the lexemes that they are wanted for."""

    def __init__(self, text: str, wanted: Collection[str]):
        self.text, self.wanted = text, frozenset(wanted)
        # Most words come more than once: each is looked up once.
        found = ((chunk, found_by(chunk[:LONGEST_SURFACE])) for chunk in set(text.split()))
        self.chunks = {
            chunk: names & self.wanted for chunk, names in found if not self.wanted.isdisjoint(names)
        }
        self.names = frozenset().union(*self.chunks.values())

    def __iter__(self) -> Iterator[tuple[int, int, frozenset[str]]]:
        if not self.chunks:
            return
        for chunk in CHUNK.finditer(self.text):
            if chunk[0] not in self.chunks:
                continue
            for token in tokens(chunk[0][:LONGEST_SURFACE]):
                if names := found_by(token.word) & self.wanted:
                    yield chunk.start() + token.start, chunk.start() + token.end, names


def marked(text: str, wanted: Collection[str]) -> SafeString:
    """Return the text escaped, each word with a wanted lexeme, its own or of a part, inside ``<mark>``."""
    pieces, done = [], 0
    for start, end, _ in Hits(text, wanted):
        pieces.append((text[done:start], text[start:end]))
        done = end
    return format_html_join("", "{}<mark>{}</mark>", pieces) + escape(text[done:])


def best_place(text: str, wanted: Collection[str], size: int) -> tuple[int, int]:
    """Return from where to where most different lexemes stand within ``size`` characters, the first of equals."""
    hits, window, inside = Hits(text, wanted), deque(), Counter()
    best, place = 0, (0, 0)
    for start, end, names in hits:
        window.append((start, names))
        inside.update(names)
        while end - window[0][0] > size and len(window) > 1:
            inside -= Counter(window.popleft()[1])
        if len(inside) > best:
            best, place = len(inside), (window[0][0], end)
        if best == len(hits.names):
            break
    return place


def fragment(text: str, wanted: Collection[str], size: int = 240) -> SafeString:
    """Return the best ``size`` characters of a text, marked, cut between words; ``…`` where the text goes on."""
    text = text.strip()
    first, last = best_place(text[:LONGEST_READ], wanted, size) if len(text) > size else (0, 0)
    start = max(0, min(first - min(BEFORE, max(0, size - (last - first)) // 2), len(text) - size))
    if start:
        space = SPACE.search(text, start - 1, first)
        start = space.end() if space else first
    end = start + size
    if end < len(text):
        spaces = [space.start() for space in SPACE.finditer(text, max(last, start + 1), end + 1)]
        end = spaces[-1] if spaces else max(last, end)
    pieces = (CUT if start else "", marked(text[start:end], wanted), CUT if end < len(text) else "")
    return format_html("{}{}{}", *pieces)
