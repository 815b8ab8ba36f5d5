"""Made-up Dutch texts about technical education, the same for the same seed; knows nothing of records.

Words are as unevenly spread as in real texts: a few in nearly all, compounds written in three ways, and a long tail that hardly
any share (Zipf). Lengths are log-normal. Figures: docs/performance.md, made-up data.
"""

import gzip
import math
import random
import string
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from . import vocabulary as own

WORD_LIST = Path(__file__).resolve().parent.parent / "search" / "data" / "words.txt.gz"
INVENTED = 60_000
MEDIAN_WORDS, SPREAD = 300, 0.7
LEAST, MOST = 40, 3_000
JOINED, HYPHENED = 0.72, 0.10  # the rest is written loose
RARE_SHARE = 0.16
SHORT = 120  # below this a text has no lessons and costs
WORDS_A_COMMON = 14  # a text of so many words has room for one of the common words
PARAGRAPH = 5
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://industriecoalitie.nl/gegenereerd")


@dataclass(frozen=True, slots=True)
class Compound:
    """A word made of two: ``joined`` as the dictionary would write it."""

    joined: str
    begin: str
    end: str
    article: str
    ends: str = ""  # more than one, for people

    def written(self, chance: random.Random, *, many: bool = False) -> str:
        """Return it joined, with a hyphen or loose, as people write."""
        end = self.ends if many else self.end
        draw = chance.random()
        if draw < JOINED:
            return self.joined.removesuffix(self.end) + end
        return f"{self.begin}{'-' if draw < JOINED + HYPHENED else ' '}{end}"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up text: ``sections`` by the names of the form, ``compounds`` those in it as the dictionary writes them."""

    number: int
    sector: str
    title: str
    summary: str
    sections: dict[str, str]
    compounds: tuple[str, ...] = field(default=())

    @property
    def body(self) -> str:
        return "\n\n".join(self.sections.values())


def documents(count: int, seed: int, start: int = 0) -> Iterator[MadeUp]:
    """Yield ``count`` texts from number ``start``; text n is the same however many are asked."""
    for number in range(start, start + count):
        yield document(number, seed)


def document(number: int, seed: int) -> MadeUp:
    """Return text ``number`` of a seed."""
    pen = Pen(chance_of(seed, "text", number))
    length = min(MOST, max(LEAST, pen.chance.lognormvariate(math.log(MEDIAN_WORDS), SPREAD)))
    title, summary = pen.title(own.TITLES), pen.one_of(own.SUMMARIES)
    sections = _story(pen, length)
    return MadeUp(number, pen.sector, title, summary, sections, tuple(pen.used))


def chance_of(seed: int, kind: str, number: int) -> random.Random:
    """Return the dice of one record: what it becomes does not depend on the others."""
    return random.Random(f"{seed}/{kind}/{number}")  # noqa: S311 - must be the same each time


def uuid_of(seed: int, kind: str, number: int) -> uuid.UUID:
    """Return the identity of a made-up record."""
    return uuid.uuid5(NAMESPACE, f"{seed}/{kind}/{number}")


def pick(chance: random.Random, choices: Sequence):
    """Return one of the choices, each as likely."""
    return choices[int(chance.random() * len(choices))]


def pick_first(chance: random.Random, choices: Sequence):
    """Return one of the choices, the first more often than the last: Zipf's law."""
    return choices[int((len(choices) + 1) ** chance.random()) - 1]


class Pen:
    """Writes sentences about one sector, with a few compounds that come back."""

    def __init__(self, chance: random.Random, sector: str = "") -> None:
        self.chance = chance
        self.sector = sector or pick(chance, tuple(own.BEGINNINGS))
        self.used: dict[str, None] = {}
        self.topics = {
            kind: [self._drawn(kind) for _ in range(2)] for kind in ("ding", "plek", "doen", "wie")
        }

    def one_of(self, templates: Sequence[str]) -> str:
        """Return a sentence from one of the templates."""
        return self.sentence(pick(self.chance, templates))

    def title(self, templates: Sequence[str], most: int = 190) -> str:
        """Return a title of at most ``most`` characters."""
        return self.one_of(templates)[:most].strip()

    def sentence(self, template: str) -> str:
        """Return a template with words in its places."""
        parts = []
        for text, slot in _parsed(template):
            parts.append(text)
            if slot:
                word = self._word(slot.lower())
                parts.append(word[0].upper() + word[1:] if slot[0].isupper() else word)
        return "".join(parts)

    def _word(self, slot: str) -> str:
        chance = self.chance
        article, _, kind = slot.rpartition("_")
        if kind in _HEADS:
            return self._compound(kind, article)
        if kind == "wies":
            return self._topic("wie").written(chance, many=True)
        if kind == "tail":
            return pick_first(chance, tail())
        if kind == "getal":
            return str(int(chance.lognormvariate(3.4, 1)) + 2)
        if kind == "jaar":
            return str(2012 + int(14 * chance.random()))
        return pick(chance, _LISTS[kind])

    def _compound(self, kind: str, article: str) -> str:
        compound = self._topic(kind)
        word = compound.written(self.chance)
        if article == "een":
            return f"een {word}"
        return f"{compound.article} {word}" if article == "de" else word

    def _topic(self, kind: str) -> Compound:
        """Return a compound of this text, or now and then another of the sector."""
        own_topics = self.topics[kind]
        compound = (
            own_topics[int(2 * self.chance.random())] if self.chance.random() < 0.6 else self._drawn(kind)
        )
        self.used[compound.joined] = None
        return compound

    def _drawn(self, kind: str) -> Compound:
        return pick_first(self.chance, compounds(self.sector, kind))


_HEADS = {"ding": own.THINGS, "plek": own.PLACES, "doen": own.WORK, "wie": own.PEOPLE}
_LISTS = {
    "groep": own.GROUPS, "partij": own.PARTIES, "maand": own.MONTHS.split(), "dag": own.DAYS.split(),
    "klein": own.FEW.split(),
}  # fmt: skip


@cache
def _parsed(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((text, slot) for text, slot, _format, _conversion in string.Formatter().parse(template))


@cache
def compounds(sector: str, kind: str) -> tuple[Compound, ...]:
    """Return all compounds of a kind that a sector has, in an order of its own, without the stopped ones."""
    found = []
    for beginning in own.BEGINNINGS[sector].split():
        begin, _, _link = beginning.partition("+")
        for head in _HEADS[kind]:
            one, many = head if isinstance(head, tuple) else (head, "")
            end = one.removeprefix("het ")
            joined = beginning.replace("+", "") + end
            if begin != end and not is_stopped(joined) and not is_stopped(f"{begin}{end}"):
                found.append(Compound(joined, begin, end, "het" if one != end else "de", many))
    random.Random(f"{sector}/{kind}").shuffle(found)  # noqa: S311 - must be the same each time
    return tuple(found)


@cache
def tail() -> tuple[str, ...]:
    """Return the words that few texts share, from less to least common: of the list, then invented ones."""
    listed = []
    with gzip.open(WORD_LIST, "rt", encoding="ascii") as lines:
        for line in lines:
            word, _, frequency = line.partition(" ")
            if len(word) > 6 and word.endswith(own.TAIL_ENDINGS) and not is_stopped(word):
                listed.append((-int(frequency), word))
    return (*(word for _frequency, word in sorted(listed)), *_invented())


def _invented() -> Iterator[str]:
    """Yield words that no list has, in which Dutch syllables follow each other."""
    chance = random.Random("zeldzaam")  # noqa: S311 - must be the same each time
    begins, middles, ends, last = (letters.split() for letters in own.SYLLABLES)
    seen: set[str] = set()
    while len(seen) < INVENTED:
        syllables = [pick(chance, begins) + pick(chance, middles) + pick(chance, ends) for _ in range(2)]
        word = "".join(syllables) + pick(chance, last)
        if word not in seen and not is_stopped(word):
            seen.add(word)
            yield word


def is_stopped(word: str) -> bool:
    """Tell whether a word holds something that no made-up text may hold."""
    return any(stem in word for stem in own.STOPPED)


def _story(pen: Pen, length: float) -> dict[str, str]:
    """Return the sections of a text of about ``length`` words."""
    names = [name for name in own.SECTIONS if length >= SHORT or name not in ("lessons", "costs")]
    total = sum(own.SECTIONS[name][0] for name in names)
    written = {name: [pen.one_of(own.SECTIONS[name][1])] for name in names}
    for likely, templates in list(own.COMMON.values())[: int(length / WORDS_A_COMMON)]:
        if pen.chance.random() < likely:
            written[pick(pen.chance, names)].append(pen.one_of(templates))
    for name in names:
        share, templates = own.SECTIONS[name]
        _fill(pen, written[name], length * share / total, templates)
    return {name: _paragraphs(pen, sentences) for name, sentences in written.items()}


def _fill(pen: Pen, sentences: list[str], words: float, templates: list[str]) -> None:
    """Add sentences until there are about this many words."""
    count = sum(sentence.count(" ") + 1 for sentence in sentences)
    while count + 5 < words:
        sentences.append(pen.one_of(own.RARE if pen.chance.random() < RARE_SHARE else templates))
        count += sentences[-1].count(" ") + 1


def _paragraphs(pen: Pen, sentences: list[str]) -> str:
    if len(sentences) > 3:
        pen.chance.shuffle(sentences)
    return "\n\n".join(
        " ".join(sentences[start : start + PARAGRAPH]) for start in range(0, len(sentences), PARAGRAPH)
    )


def family(chance: random.Random) -> str:
    """Return a name that nobody has, for a company."""
    return pick(chance, own.NAME_BEGINNINGS.split()) + pick(chance, own.NAME_ENDINGS.split())


def town(chance: random.Random) -> str:
    """Return a town that is not on the map."""
    return pick(chance, own.NAME_BEGINNINGS.split()) + pick(chance, own.TOWN_ENDINGS.split())
