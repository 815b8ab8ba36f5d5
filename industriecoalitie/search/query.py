"""A question as a person types it, read as lexemes: each word a group of alternatives, all groups together the answer."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from . import analysis, terms

MOST_LETTERS = 200
MOST_WORDS = 10
LONGEST_SYNONYM = 6
SHORTEST_MEANT = 4
MOST_BESIDE = 5_000
QUOTED = re.compile(r'(-?)["“”„]([^"“”„]*)["“”„]?')


@dataclass(frozen=True)
class Group:
    """One word of a question, or a few that belong together.

    ``strict``, ``loose`` and ``wide`` are text forms of a ``tsquery``: with the parts of a compound beside each other,
    anywhere, or only one of them.
    ``lexemes`` are all that may be found by it, ``count`` in how many records its most used alternative is at most.
    ``meant`` are the words that it was probably meant to be, when no record has the word itself.
    """

    words: tuple[str, ...]
    strict: str
    loose: str
    wide: str
    lexemes: frozenset[str]
    count: int
    also: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.count > 0


@dataclass(frozen=True)
class Question:
    """What was asked, and how it was read."""

    text: str
    groups: tuple[Group, ...] = ()
    without: tuple[str, ...] = ()
    exact: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.without

    @property
    def lexemes(self) -> frozenset[str]:
        """Return all lexemes that may be found, to mark them in a text."""
        return frozenset().union(*(group.lexemes for group in self.groups))

    @property
    def did_you_mean(self) -> str:
        """Return the question as it was probably meant; empty when its words occur."""
        meant = {word: group.meant[0] for group in self.groups if group.meant for word in group.words}
        if not meant:
            return ""
        return " ".join(
            meant.get(token.word, self.text[token.start : token.end]) for token in analysis.tokens(self.text)
        )

    def steps(self) -> list[str]:
        """Return text forms of a ``tsquery``, each wider than the one before.

        All words; the parts of compounds apart from each other; all words but one; the two rarest; one of these; at
        last of each compound any part.
        """
        rare = sorted(self.groups, key=lambda group: group.count)
        # Whether words stand beside each other is looked up in each text: not in tens of thousands.
        is_bounded = not rare or rare[0].count <= MOST_BESIDE
        rarest = [group.loose for group in rare if group.is_known][:2]
        ladder = [
            all_of(group.strict if is_bounded else group.loose for group in self.groups),
            all_of(group.loose for group in self.groups),
        ]
        if len(self.groups) > 1:
            left_out = ([g.loose for g in self.groups if g is not group] for group in self.groups)
            ladder += [any_of(all_of(rest) for rest in left_out), all_of(rarest), any_of(rarest)]
        ladder.append(all_of(group.wide for group in self.groups))
        steps: list[str] = []
        for step in ladder:
            wider = any_of([*steps[-1:], step])
            if step and wider not in steps:
                steps.append(wider)
        return [all_of([step, *(f"!{each}" for each in self.without)]) for step in steps] or [
            all_of(f"!{each}" for each in self.without)
        ]

    def weights(self, total: int) -> list[tuple[str, float]]:
        """Return each group with how much it tells, of ``total`` records: a rare word tells more."""
        return [(group.wide, math.log(1 + total / (1 + group.count))) for group in self.groups]


@dataclass
class _Draft:
    """A group in the making: alternatives as strict, loose, and the lexemes that each needs together."""

    words: tuple[str, ...]
    alternatives: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    parts: tuple[str, ...] = ()

    def add(self, lexemes: Sequence[str], *, beside: bool = False) -> None:
        each = [quoted(lexeme) for lexeme in lexemes]
        loose = all_of(each)
        strict = f"({' <-> '.join(each)})" if beside and len(each) > 1 else loose
        if each and (strict, loose, tuple(lexemes)) not in self.alternatives:
            self.alternatives.append((strict, loose, tuple(lexemes)))

    @property
    def lexemes(self) -> frozenset[str]:
        return frozenset(lexeme for _, _, lexemes in self.alternatives for lexeme in lexemes)

    def count(self, used: dict[str, int]) -> int:
        """Return in how many records the most used alternative occurs at most: all its lexemes are needed."""
        return max(
            (min(used.get(lexeme, 0) for lexeme in lexemes) for _, _, lexemes in self.alternatives), default=0
        )

    def finish(self, used: dict[str, int]) -> Group:
        return Group(
            self.words,
            any_of(strict for strict, _, _ in self.alternatives),
            any_of(loose for _, loose, _ in self.alternatives),
            any_of((*(loose for _, loose, _ in self.alternatives), *map(quoted, self.parts))),
            self.lexemes,
            self.count(used),
            tuple(self.also),
            tuple(self.meant),
        )


def read(text: str) -> Question:
    """Return how a question is read; any text is a question, of which the first ten words count."""
    text = text.replace("\x00", " ")[:MOST_LETTERS].strip()
    phrases, without = [], []
    for minus, phrase in QUOTED.findall(text):
        (without if minus else phrases).append(phrase)
    words: list[str] = []
    for part in QUOTED.sub(" ", text).split():
        found = [token.word for token in analysis.tokens(part)]
        (without if part.startswith("-") and len(part) > 1 else words).extend(found)
    words = words[:MOST_WORDS]
    spoken = terms.words_in(words) or words
    drafts = [*(_phrase(phrase) for phrase in phrases[:MOST_WORDS]), *_drafts(spoken)]
    drafts = [draft for draft in drafts if draft.alternatives]
    used = terms.counts(set().union(*(draft.lexemes for draft in drafts)))
    for draft in drafts:
        _help(draft, used)
    return Question(
        text,
        tuple(draft.finish(used) for draft in drafts),
        tuple(
            all_of(map(quoted, terms.lexemes_in(each)))
            for each in without[:MOST_WORDS]
            if terms.lexemes_in(each)
        ),
        # Who leaves words out, or asks for some beside each other, asks for something else than that name.
        "" if phrases or without else " ".join(words),
    )


def _phrase(text: str) -> _Draft:
    """Return words between quotation marks, which stand beside each other and are taken as they are."""
    tokens = [token.word for token in analysis.tokens(text)][:MOST_WORDS]
    draft = _Draft(tuple(tokens))
    parts, lexemes, gap = [], [], 1
    for word in tokens:
        if word in analysis.STOP_WORDS:
            gap += 1
            continue
        lexeme = analysis.stem(word)
        parts += [f"<{gap}>"] * bool(parts) + [quoted(lexeme)]
        lexemes.append(lexeme)
        gap = 1
    if parts:
        joined = f"({' '.join(parts)})"
        draft.alternatives.append((joined, joined, tuple(lexemes)))
    return draft


def _drafts(words: Sequence[str]) -> list[_Draft]:
    """Return a group for each word, or for the words that together are a term with synonyms."""
    known, stems = terms.synonyms(), [analysis.stem(word) for word in words]
    drafts: list[_Draft] = []
    place = 0
    while place < len(words):
        size = next(
            (n for n in range(LONGEST_SYNONYM, 0, -1) if known.get(tuple(stems[place : place + n]))), 1
        )
        size = min(size, len(words) - place)
        draft = _Draft(tuple(words[place : place + size]))
        draft.add(stems[place : place + size])
        if size == 1:
            draft.add([analysis.stem(part) for part in analysis.split(words[place])], beside=True)
            draft.parts = analysis.lexemes(words[place]).parts
        for other in known.get(tuple(stems[place : place + size]), ()):
            draft.add(other)
            draft.also.append(" ".join(other))
        drafts.append(draft)
        place += size
    _join_neighbours(drafts)
    return drafts


def _join_neighbours(drafts: Sequence[_Draft]) -> None:
    """Let two words beside each other also find the word they are together: "robot lassen" finds "robotlassen"."""
    pairs = [(a, b, analysis.stem(a.words[-1] + b.words[0])) for a, b in pairwise(drafts)]
    used = terms.counts([joined for _, _, joined in pairs]) if pairs else {}
    for first, second, joined in pairs:
        if joined in used:
            first.add([joined])
            second.add([joined])


def _help(draft: _Draft, used: dict[str, int]) -> None:
    """Give a word that no record has what begins like it; else what it was probably meant to be."""
    if len(draft.words) > 1 or draft.count(used):
        return
    (word,) = draft.words
    found = terms.beginning_with(word)
    if not found and len(word) >= SHORTEST_MEANT and word not in analysis.STOP_WORDS:
        found = terms.vocabulary.nearest(word)
        draft.meant = [meant for meant, _ in found]
    for _, lexeme in found:
        draft.add([lexeme])
        used.setdefault(lexeme, 1)


def quoted(lexeme: str) -> str:
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def all_of(parts: Iterable[str]) -> str:
    return _joined(" & ", parts)


def any_of(parts: Iterable[str]) -> str:
    return _joined(" | ", parts)


def _joined(sign: str, parts: Iterable[str]) -> str:
    known = [part for part in dict.fromkeys(parts) if part]
    return f"({sign.join(known)})" if len(known) > 1 else "".join(known)
