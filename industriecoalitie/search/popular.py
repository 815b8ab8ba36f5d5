"""What many ask: questions to suggest while somebody types."""

import datetime

from django.db.models import Sum
from django.utils import timezone

from . import analysis, terms
from .asked import KEPT_DAYS, normal
from .models import SearchDay

OFTEN = 3
TRIED = 4  # so many times as many are looked at as are given


def popular(start: str, most: int = 5) -> list[str]:
    """Return questions that begin with ``start`` and were asked three times or more in ninety days, most asked first.

    Only those that a visitor finds something with, and of which public records hold each word: so none tells of a record
    that is not public, or holds the name of somebody who is in no record.
    """
    begun = " ".join(analysis.fold(start.replace("\x00", " ")).split())
    if start and not begun:
        return []
    since = timezone.localdate() - datetime.timedelta(days=KEPT_DAYS)
    rows = SearchDay.objects.filter(day__gte=since, query__startswith=begun, found__gt=0).order_by()
    asked = (
        rows.values("query").annotate(times=Sum("asked")).filter(times__gte=OFTEN).order_by("-times", "query")
    )
    texts = [text for text in asked.values_list("query", flat=True)[: TRIED * most] if text == normal(text)]
    lexemes = {text: _lexemes(text) for text in texts}
    known = terms.counts(set().union(*lexemes.values())) if texts else {}
    return [text for text in texts if lexemes[text] and lexemes[text] <= known.keys()][:most]


def _lexemes(text: str) -> set[str]:
    words = (token.word for token in analysis.tokens(text))
    return {analysis.stem(word) for word in words if word not in analysis.STOP_WORDS}
