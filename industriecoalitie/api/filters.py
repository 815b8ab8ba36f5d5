"""What a reader asks of a list or a record, read strictly and with all errors together."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import django_filters
from django.core.exceptions import ValidationError
from django.forms import MultipleChoiceField
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.filters import BaseFilterBackend

from industriecoalitie.core.filters import QueryField

from .exceptions import InvalidQuery
from .pagination import DEFAULT_LIMIT, MAX_LIMIT, Order, unseal

MAX_FIELDS = 50
MAX_EXPAND = 5
MAX_ERRORS = 50
LIST_KEYS = ("limit", "cursor", "sort", "fields", "expand", "count")
ITEM_KEYS = ("fields", "expand")


@dataclass(frozen=True)
class Asked:
    """A query that makes sense.

    ``only`` are the attributes to answer with, None for all; ``expand`` the references to open; ``after`` the place
    in ``order`` where the page begins, None for the first.
    """

    only: frozenset[str] | None = None
    expand: tuple[str, ...] = ()
    limit: int = DEFAULT_LIMIT
    count: bool = False
    order: Order | None = None
    scope: str = ""
    after: list | None = None
    filterset: django_filters.FilterSet | None = None


class Reader:
    """Reads a query string; collects what is wrong with it."""

    def __init__(self, query: QueryDict):
        self.query = query
        self.errors: list[dict[str, str]] = []

    def refuse(self, name: str, reason: str) -> None:
        self.errors.append({"name": name[:100], "reason": reason})

    def finish(self) -> None:
        """Raise InvalidQuery when anything was refused."""
        if self.errors:
            raise InvalidQuery(self.errors[:MAX_ERRORS])

    def one(self, name: str, default: str = "") -> str:
        """Return a value that may be given once."""
        values = self.query.getlist(name)
        if len(values) > 1:
            self.refuse(name, _("Geef deze parameter één keer."))
        return values[0] if values else default

    def known(self, names: Iterable[str]) -> None:
        """Refuse every key that is not one of ``names``."""
        known = set(names)
        for name in self.query:
            if name not in known:
                self.refuse(name, _("Deze parameter bestaat hier niet."))

    def names(self, name: str, known: Iterable[str], most: int) -> tuple[str, ...]:
        """Return the names between commas, each of which must be known."""
        if name not in self.query:
            return ()
        found = tuple(dict.fromkeys(self.one(name).split(",")))
        if len(found) > most:
            self.refuse(name, _("Noem er hooguit %(most)d.") % {"most": most})
            return ()
        allowed = set(known)
        for unknown in [part for part in found if part not in allowed]:
            self.refuse(name, _("Onbekend: %(value)s.") % {"value": unknown[:50]})
        return found

    def limit(self) -> int:
        text = self.one("limit", str(DEFAULT_LIMIT))
        if not re.fullmatch(r"[1-9][0-9]{0,2}", text) or int(text) > MAX_LIMIT:
            self.refuse("limit", _("Geef een getal van 1 tot en met %(most)d.") % {"most": MAX_LIMIT})
            return DEFAULT_LIMIT
        return int(text)

    def truth(self, name: str) -> bool:
        text = self.one(name, "false")
        if text not in ("true", "false"):
            self.refuse(name, _("Kies true of false."))
        return text == "true"

    def sort(self, orders: "Orders") -> tuple[str, Order]:
        """Return the key of the order and the order; a minus before the key turns it round."""
        text = self.one("sort", orders.default)
        if text not in orders.choices():
            self.refuse("sort", _("Kies uit: %(keys)s.") % {"keys": ", ".join(orders.choices())})
            text = orders.default
        return text, orders.order(text)

    def cursor(self, scope: str, order: Order) -> list | None:
        if "cursor" not in self.query:
            return None
        try:
            place = unseal(scope, self.one("cursor"))
        except ValueError:
            place = None
        if not isinstance(place, list) or len(place) != len(order.columns):
            self.refuse("cursor", _("Deze cursor hoort niet bij deze lijst en volgorde."))
            return None
        return place


class Orders:
    """The orders of a collection: those of its page, and by last change.

    A key means from low to high, also where the page begins with the highest; the default is what the page begins
    with. ``names`` gives keys of the page another name, None to leave one out.
    """

    def __init__(self, filterset_class, fallback: Sequence, names: Mapping[str, str | None]):
        found = {names.get(k, k): v for k, (_label, v) in getattr(filterset_class, "sorts", {}).items()}
        found.pop(None, None)
        self.columns = found or {"order": fallback}
        first = next(iter(self.columns))
        self.default = f"-{first}" if self.falls(first) else first
        if found:
            self.columns |= {"updatedAt": ("updated_at", "pk")}

    def falls(self, key: str) -> bool:
        """Tell whether the page shows this order from high to low."""
        return Order(self.columns[key]).columns[0].descending

    def choices(self) -> list[str]:
        """Return the values that ``sort`` takes: each key, and each key with a minus."""
        return [name for key in self.columns for name in (key, f"-{key}")]

    def order(self, text: str) -> Order:
        key = text.removeprefix("-")
        return Order(self.columns[key], reverse=text.startswith("-") != self.falls(key))


def read_item_query(request, names: Iterable[str], expandable: Iterable[str]) -> Asked:
    """Return what is asked of one record.

    Raises:
        InvalidQuery: with all that is wrong.
    """
    reader = Reader(request.query_params)
    reader.known(ITEM_KEYS)
    only = reader.names("fields", names, MAX_FIELDS)
    expand = reader.names("expand", expandable, MAX_EXPAND)
    reader.finish()
    return Asked(only=frozenset((*only, "id")) if only else None, expand=expand)


def read_list_query(request, view, queryset, names: Iterable[str], expandable: Iterable[str]) -> Asked:
    """Return what is asked of a list: filters, order, page and form.

    Raises:
        InvalidQuery: with all that is wrong.
    """
    reader = Reader(request.query_params)
    filters = view.filterset_class.base_filters if view.filterset_class else {}
    reader.known((*LIST_KEYS, *filters))
    key, order = reader.sort(view.orders())
    scope = f"{view.collection}.{key}"
    only = reader.names("fields", names, MAX_FIELDS)
    expand = reader.names("expand", expandable, MAX_EXPAND)
    limit, count, after = reader.limit(), reader.truth("count"), reader.cursor(scope, order)
    # Without a filter nothing is narrowed; to make the filters and their form takes longer than to read the page.
    is_narrowed = not filters.keys().isdisjoint(request.query_params)
    filterset = read_filters(reader, request, view, queryset) if is_narrowed else None
    reader.finish()
    return Asked(
        only=frozenset((*only, "id")) if only else None,
        expand=expand,
        limit=limit,
        count=count,
        order=order,
        scope=scope,
        after=after,
        filterset=filterset,
    )


def read_filters(reader: Reader, request, view, queryset) -> django_filters.FilterSet:
    """Return the bound filters; what is wrong goes to the reader."""
    filterset = view.filterset_class(request.query_params, queryset=queryset, request=request)
    for name, field in filterset.form.fields.items():
        if not isinstance(field, MultipleChoiceField):
            text = reader.one(name)
            if isinstance(field, QueryField):
                refuse_question(reader, name, field, text)
    for name, messages in filterset.form.errors.items():
        for message in messages:
            reader.refuse(name, str(message))
    return filterset


def refuse_question(reader: Reader, name: str, field: QueryField, text: str) -> None:
    """Tell the reader what is wrong with words to look for, which a page would mend."""
    try:
        field.refuse(text)
    except ValidationError as error:
        for message in error.messages:
            reader.refuse(name, message)


class FilterBackend(BaseFilterBackend):
    """Narrows a list by the filters of its page; the same class, the same keys."""

    def filter_queryset(self, request, queryset, view):
        return view.asked.filterset.qs if view.asked.filterset is not None else queryset
