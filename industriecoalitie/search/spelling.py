"""Words in texts that are probably typing errors, for curators to look at."""

from collections import defaultdict
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Sum
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from . import analysis
from .models import SearchDocument, SearchSlip, SearchTerm

SHORTEST = 8
MOST = 200
MOST_RECORDS, TRIED = 5, 20


def look_for_slips() -> int:
    """Note anew which words of public records are probably typing errors, and where they are; return how many.

    Such a word has eight letters or more, is in no list, is no compound, and differs by one letter from one word of
    the index that is explainable. On the documents behind the portal that names three, of which two are errors.
    """
    with transaction.atomic():
        SearchSlip.objects.all().delete()
        found = [(word, meant, _records(word, lexeme)) for word, meant, lexeme in _slips()[:MOST]]
        rows = [
            SearchSlip(word=word, meant=meant, records=records) for word, meant, records in found if records
        ]
        SearchSlip.objects.bulk_create(rows)
    return len(rows)


def _slips() -> list[tuple[str, str, str]]:
    """Return word, what was probably meant, and the lexeme of the word."""
    words = _words()
    known: dict[int, list[str]] = defaultdict(list)
    unknown = []
    for word in words:
        if word in analysis.frequencies() or analysis.split(word):
            known[len(word)].append(word)
        elif len(word) >= SHORTEST:
            unknown.append(word)
    slips = []
    for word in sorted(unknown):
        near = [
            each
            for length in (len(word) - 1, len(word), len(word) + 1)
            for each, _distance, _place in extract(
                word, known[length], scorer=OSA.distance, score_cutoff=1, limit=3
            )
            if not _is_form_of(word, each)
        ]
        if len(near) == 1:
            slips.append((word, near[0], words[word]))
    return slips


def _words() -> dict[str, str]:
    """Return the words of public records that are long enough, with their lexemes."""
    rows = SearchTerm.objects.filter(word__regex=rf"^[a-z]{{{SHORTEST - 1},}}$").order_by()
    used = SearchTerm.objects.values("lexeme").annotate(total=Sum("count")).filter(total__gt=0)
    return dict(rows.filter(lexeme__in=used.values("lexeme")).values_list("word", "lexeme").distinct())


def _is_form_of(word: str, other: str) -> bool:
    """Tell whether two words are forms of one: another ending is no typing error."""
    return analysis.stem(word) == analysis.stem(other) or word.rstrip("esn") == other.rstrip("esn")


def _records(word: str, lexeme: str) -> list[UUID]:
    """Return public records in which the word stands as it is, and not as a part of another."""
    rows = (
        SearchDocument.objects.visible_to(AnonymousUser())
        .matching(analysis.quoted(lexeme))
        .order_by("record")
    )
    texts = rows.values_list("record", "title", "summary", "text", "names")[:TRIED]
    found = [
        record
        for record, title, summary, text, names in texts
        if any(token.word == word for token in analysis.tokens("\n".join((title, summary, text, *names))))
    ]
    return found[:MOST_RECORDS]
