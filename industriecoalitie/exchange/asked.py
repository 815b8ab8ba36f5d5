"""What is asked of a file over the API, read as strictly as a list, by a request and by the worker alike."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from industriecoalitie.api.filters import MAX_FIELDS, Reader, read_filters
from industriecoalitie.api.pagination import Order
from industriecoalitie.api.serializers import FactSerializer, attributes

FORMATS = ("jsonl", "csv", "xlsx")
KEYS = ("format", "fields", "sort")


@dataclass(frozen=True)
class Question:
    """A query string and who asks it, for filters that want a request: the rights decide which values exist."""

    query_params: QueryDict
    user: Any


@dataclass(frozen=True)
class Export:
    """A file that makes sense.

    ``rows`` are the records, filtered, as the reader may see them; ``only`` the attributes, None for all; ``order``
    None for the order in which records were made, which costs least.
    """

    viewset: Any
    reader: Any
    file_format: str
    rows: QuerySet
    only: frozenset[str] | None = None
    order: Order | None = None

    @property
    def collection(self) -> str:
        return self.viewset.collection

    @property
    def serializer_class(self) -> type[FactSerializer]:
        return self.viewset.serializer_class


def read_export(viewset: Any, query: QueryDict, reader: Any) -> Export:
    """Return the file that a query string asks of a collection.

    Raises:
        InvalidQuery: with all that is wrong.
    """
    asked = Reader(query)
    filters = viewset.filterset_class.base_filters if viewset.filterset_class else {}
    asked.known((*KEYS, *filters))
    file_format = asked.one("format", FORMATS[0])
    if file_format not in FORMATS:
        asked.refuse("format", _("Kies uit: %(keys)s.") % {"keys": ", ".join(FORMATS)})
    only = asked.names("fields", attributes(viewset.serializer_class), MAX_FIELDS)
    _key, order = asked.sort(viewset.orders())
    rows = viewset.seen_by(reader)
    if viewset.filterset_class:
        filterset = read_filters(asked, Question(query, reader), viewset, rows)
    asked.finish()
    return Export(
        viewset=viewset,
        reader=reader,
        file_format=file_format,
        rows=filterset.qs if viewset.filterset_class else rows,
        only=frozenset((*only, "id")) if only else None,
        order=order if "sort" in query else None,
    )


def scope_of(viewset: Any) -> str:
    """Return the scope with which a collection is written, empty when it is not."""
    return getattr(viewset, "scope", "")
