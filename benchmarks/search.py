"""How long a question takes: page, facets, broad questions, a change. ``bin/manage shell < benchmarks/search.py``

Questions come from the titles and summaries of what is in the index, thirty of each length, always the same. Wall and CPU
milliseconds are those of this process and its part of the server's work; rights, analysis and ranking included.
"""

import random
import statistics
import time

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from industriecoalitie.core.actors import Actor
from industriecoalitie.history import following
from industriecoalitie.history.recording import Change, change_record
from industriecoalitie.search import analysis, engine
from industriecoalitie.search.models import SearchDocument
from industriecoalitie.search.terms import words_in
from knowledgebank.models import Practice

READER = AnonymousUser()
BROAD = [
    "techniek",
    "onderwijs",
    "bedrijven",
    "regio",
    "techniek onderwijs",
    "samenwerking regio bedrijfsleven",
]
BROAD += ["onderwijs bedrijfsleven regio samenwerking", "student", "opleiding techniek", "vakmensen"]
pick = random.Random(20261122)  # noqa: S311 - the same questions each time


def questions(length: int, number: int = 30) -> list[str]:
    """Return questions of so many words, each from one record."""
    rows = list(
        SearchDocument.objects.filter(audience=0).order_by("record").values_list("title", "summary")[:5_000]
    )
    found = []
    while len(found) < number:
        words = words_in(token.word for token in analysis.tokens(" ".join(pick.choice(rows))))
        if len(words) >= length:
            found.append(" ".join(pick.sample(words, length)))
    return found


def measured(call, texts: list[str]) -> str:
    """Return the middle and the 95th of a hundred of the milliseconds, and the longest."""
    took = []
    for text in texts:
        begun = time.perf_counter()
        call(text)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    return f"{statistics.median(took):8.1f} {took[int(len(took) * 0.95) - 1]:8.1f} {took[-1]:8.1f}"


def page(text: str) -> None:
    engine.search(text, READER)


def facets(text: str) -> None:
    question = engine.query.read(text)
    rows = engine.searched(READER)
    match, _step = engine.answered(question, rows)
    begun = time.perf_counter()
    engine.facets(engine.matching(rows, match), {})
    FACETS.append((time.perf_counter() - begun) * 1000)


FACETS: list[float] = []
print(f"{SearchDocument.objects.count()} rows            p50      p95  longest (ms)")
page("warm")
page("tikvout")
for length in (1, 2, 3, 4):
    texts = questions(length)
    for text in texts:
        page(text)
    print(f"page, {length} word(s)    {measured(page, texts)}")
    measured(facets, texts)
print(f"page, broad        {measured(page, BROAD * 3)}")
measured(facets, BROAD * 3)
FACETS.sort()
print(
    f"facets, all ten    {statistics.median(FACETS):8.1f} {FACETS[int(len(FACETS) * 0.95) - 1]:8.1f} {FACETS[-1]:8.1f}"
)
print(f"no words           {measured(page, [''] * 10)}")


def change(with_index: bool) -> list[float]:
    """Return how long changes of a practice take, with and without the index following; all are taken back."""
    took = []
    followers = list(following._followers)
    if not with_index:
        following._followers.clear()
    try:
        drafts = list(Practice.objects.exclude(state__in=["published", "retired"])[:1]) or list(
            Practice.objects.all()[:1]
        )
        with transaction.atomic():
            for number in range(20):
                begun = time.perf_counter()
                change_record(drafts[0], Change({"summary": f"Waterstofproef {number}"}), by=Actor("command"))
                took.append((time.perf_counter() - begun) * 1000)
            transaction.set_rollback(True)
    finally:
        following._followers[:] = followers
    return sorted(took)


plain, followed = change(False), change(True)
print(
    f"a change           {statistics.median(plain):8.1f} ms without, {statistics.median(followed):8.1f} ms with the index"
)
