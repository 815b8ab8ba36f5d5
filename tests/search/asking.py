"""Asks the search questions of which the answer is known, and scores what it finds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.contrib.auth.models import AnonymousUser

from industriecoalitie.search import engine

FIRST = 10


@dataclass(frozen=True)
class Known:
    """A question whose answer is known: each record as its kind and the end of its address."""

    kind: str
    question: str
    expected: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Score:
    """How well questions were answered: part found among the first ten, and the mean of 1 / place; both 0 to 1."""

    questions: int
    recall: float
    mrr: float


@dataclass(frozen=True)
class Answered:
    """The place of the answer, 1 for the first and 0 when not among the first ten, and what stood there."""

    known: Known
    place: int
    found: tuple[str, ...]


def questions(part: str) -> list[Known]:
    """Return the questions of one part of the set: ``given``, ``regional`` or ``own``."""
    told = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text())
    found = []
    for row in told[part]:
        expected = told["cases"][row["case"]] if "case" in row else row["expected"]
        found.append(
            Known(row["kind"], row["question"], tuple(pair for record in expected for pair in record.items()))
        )
    return found


def ask(asked: Iterable[Known], *, search: Callable = engine.search) -> list[Answered]:
    """Ask each question as a visitor, without any filter."""
    return [_answered(known, search(known.question, AnonymousUser(), size=FIRST).hits) for known in asked]


def _answered(known: Known, hits: Sequence) -> Answered:
    place = next((place for place, hit in enumerate(hits[:FIRST], 1) if _is_expected(hit, known)), 0)
    return Answered(known, place, tuple(f"{hit.kind}: {hit.address}" for hit in hits[:FIRST]))


def _is_expected(hit, known: Known) -> bool:
    return any(
        hit.kind == kind and hit.address.rstrip("/").endswith(f"/{key}") for kind, key in known.expected
    )


def score(answers: Sequence[Answered]) -> Score:
    places = [answer.place for answer in answers]
    number = len(places) or 1
    recall = sum(1 for place in places if place) / number
    return Score(
        len(places), round(recall, 3), round(sum(1 / place for place in places if place) / number, 3)
    )


def by_kind(answers: Sequence[Answered]) -> dict[str, Score]:
    """Return the score of each kind of question, in the order of the set."""
    kinds = defaultdict(list)
    for answer in answers:
        kinds[answer.known.kind].append(answer)
    return {kind: score(some) for kind, some in kinds.items()}


def table(name: str, answers: Sequence[Answered]) -> str:
    """Return the figures as text: of each kind, of all, and what stood before an answer that was not the first."""
    lines = [f"{name:<20} {'n':>3} {'recall@10':>9} {'MRR':>5}"]
    for kind, figures in [*by_kind(answers).items(), ("all", score(answers))]:
        lines.append(f"{kind:<20} {figures.questions:>3} {figures.recall:>9.3f} {figures.mrr:>5.3f}")
    for answer in answers:
        if answer.place != 1:
            first = "; ".join(answer.found[: max(answer.place - 1, 3)]) or "nothing"
            lines.append(
                f"  {answer.place or '-':>2} {answer.known.question!r} ({answer.known.kind}): {first}"
            )
    return "\n".join(lines)
