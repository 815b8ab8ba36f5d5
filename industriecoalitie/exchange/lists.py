"""A list as its page shows it: the rows, the filters and the order behind one query string."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from industriecoalitie.core.filters import RecordFilterSet
from industriecoalitie.core.pages import errors_of
from industriecoalitie.core.tables import Table

LONGEST_QUERY = 2_000
MOST_VALUES = 100


@dataclass(frozen=True)
class Asker:
    """Who asks, for filters that want a request: their rights decide which values exist."""

    user: Any


def chosen(table: Table, user, query: str) -> QuerySet:
    """Return the rows that a page with this query string shows to ``user``, in its order.

    Raises:
        ValidationError: a filter makes no sense (any more).
    """
    data = QueryDict(query)
    filterset: RecordFilterSet = table.filterset_class(
        data, queryset=table.visible_rows(user), request=Asker(user)
    )
    errors = errors_of(filterset)
    if errors:
        raise ValidationError(errors)
    _key, rows = filterset.ordered(data.get("sort", ""))
    return rows


def canonical(table: Table, query: str) -> str:
    """Return a query string with the filters and the order of this list only, always in the same order."""
    data = QueryDict(query[: LONGEST_QUERY * 2])
    names = sorted([name for name in table.filterset_class.base_filters if name != "filter"])
    kept = QueryDict(mutable=True)
    for name in [*names, "sort"]:
        values = sorted({value for value in data.getlist(name) if value})[:MOST_VALUES]
        if values:
            kept.setlist(name, values)
    return kept.urlencode()
