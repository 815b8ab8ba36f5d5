"""What a list asks the search. The search lives in a higher room and makes itself known here."""

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.safestring import SafeString


class Answer(Protocol):
    """Which records of one kind answer a text, as far as its reader may know of them.

    ``keys`` are their primary keys, as a query. ``did_you_mean`` is the text as it was probably meant, empty when its
    words occur. ``is_wide``: no record has all words, these have some of them.
    """

    @property
    def keys(self) -> QuerySet: ...

    @property
    def did_you_mean(self) -> str: ...

    @property
    def is_wide(self) -> bool: ...

    def best(self, rows: QuerySet) -> list[UUID]:
        """Return the identifiers of the best answers among ``rows``, best first, some hundreds at most."""
        ...

    def marked(self, text: str) -> SafeString:
        """Return a text escaped, the words that were asked for inside ``<mark>``."""
        ...


_answering: list[Callable[[str, Any, type[Model]], Answer]] = []


def answering(call: Callable[[str, Any, type[Model]], Answer]) -> Callable[[str, Any, type[Model]], Answer]:
    """Have ``call`` answer what lists ask."""
    _answering[:] = [call]
    return call


def answer(text: str, reader, model: type[Model]) -> Answer:
    """Return which records of a kind answer ``text``, whatever it holds, for this reader."""
    (call,) = _answering
    return call(text, reader, model)
