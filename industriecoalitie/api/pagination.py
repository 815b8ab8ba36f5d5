"""Pages by cursor: the next page begins after the last row of this one, however many rows there are."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import BaseExpression, OrderBy
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from .addresses import absolute
from .preconditions import digest, etag_of

DEFAULT_LIMIT = 25
MAX_LIMIT = 200
MAX_CURSOR_LENGTH = 2000
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Column:
    """One column of an order; empty values come last, whatever the direction."""

    expression: BaseExpression | F
    descending: bool

    def ordering(self) -> OrderBy:
        return OrderBy(self.expression, descending=self.descending, nulls_last=True)


class Order:
    """A complete order of rows: the columns of a sort, and the key to tell equal rows apart."""

    def __init__(self, names: Sequence[str | BaseExpression | F], *, reverse: bool = False):
        unique = () if "pk" in names else ("pk",)
        self.columns = [self._column(name, reverse) for name in (*names, *unique)]

    @staticmethod
    def _column(name: str | BaseExpression | F, reverse: bool) -> Column:
        if isinstance(name, str):
            return Column(F(name.lstrip("-")), name.startswith("-") != reverse)
        if isinstance(name, OrderBy):
            return Column(name.expression, name.descending != reverse)
        return Column(name, reverse)

    @cached_property
    def keys(self) -> list[str]:
        return [f"key{number}" for number in range(len(self.columns))]

    def applied(self, rows: QuerySet) -> QuerySet:
        """Return the rows in this order, each with its place in it as ``key0``, ``key1`` …"""
        values = {key: column.expression for key, column in zip(self.keys, self.columns, strict=True)}
        return rows.annotate(**values).order_by(*[column.ordering() for column in self.columns])

    def place_of(self, row: Any) -> list[str | int | None]:
        """Return what a cursor keeps of a row."""
        return [plain(getattr(row, key)) for key in self.keys]

    def after(self, place: Sequence[str | int | None], model: type[Model]) -> Q:
        """Return the condition for rows of a model that come after a place.

        Where the first column is never empty, it is said that none lies before the place: so an index begins there.
        """
        condition, equal, bound = Q(pk__in=[]), Q(), Q()
        first = self.columns[0]
        if place[0] is not None and is_filled(first.expression, model):
            bound = Q(**{f"key0__{'lte' if first.descending else 'gte'}": place[0]})
        for key, column, value in zip(self.keys, self.columns, place, strict=True):
            if value is not None:
                beyond = Q(**{f"{key}__{'lt' if column.descending else 'gt'}": value})
                condition |= equal & (beyond | Q(**{f"{key}__isnull": True}))
                equal &= Q(**{key: value})
            else:
                equal &= Q(**{f"{key}__isnull": True})
        return bound & condition


def is_filled(expression: BaseExpression | F, model: type[Model]) -> bool:
    """Tell whether a column, or a text made of it, has a value in every row."""
    while isinstance(expression, Lower):
        expression = expression.get_source_expressions()[0]
    if not isinstance(expression, F):
        return False
    fields = {field.name: field for field in model._meta.concrete_fields} | {"pk": model._meta.pk}
    return expression.name in fields and not fields[expression.name].null


def placed(rows: QuerySet, asked: Any) -> QuerySet:
    """Return the rows in the order that was asked, from the place where the page begins."""
    rows = asked.order.applied(rows)
    return rows if asked.after is None else rows.filter(asked.order.after(asked.after, rows.model))


def plain(value: Any) -> str | int | None:
    """Return a value of a row as JSON can keep it, with nothing lost."""
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def seal(scope: str, place: list) -> str:
    """Return a place as a cursor that only this portal can make."""
    return Signer(salt=f"api.cursor.{scope}").sign_object(place).replace(":", ".")


def unseal(scope: str, cursor: str) -> list:
    """Return the place in a cursor.

    Raises:
        ValueError: it was not made here, or for another collection or order.
    """
    if len(cursor) > MAX_CURSOR_LENGTH or not cursor.isascii():
        raise ValueError(cursor[:50])
    try:
        return Signer(salt=f"api.cursor.{scope}").unsign_object(cursor.replace(".", ":"))
    except (BadSignature, ValueError) as error:
        raise ValueError(cursor[:50]) from error


@dataclass(frozen=True)
class Page:
    """The keys of the records on one page, and what stands around them."""

    pks: list[int]
    next: str | None
    total: "Total"

    def body(self, bodies: Sequence[str]) -> str:
        """Return the answer around finished documents, as the renderer would write it."""
        rest = {"next": self.next} | self.total.as_json()
        return f'{{"items":[{",".join(bodies)}],{JSONRenderer().render(rest).decode()[1:]}'

    def etag(self, etags: Sequence[str]) -> str:
        """Return the ETag of the page, from those of its documents."""
        told = " ".join([*etags, str(self.next), str(self.total)])
        return etag_of(digest(told.encode()))

    def links(self, request: HttpRequest) -> str:
        """Return the Link header: the first page, and the next one when there is one."""
        links = [f'<{address_of(request, None)}>; rel="first"']
        if self.next:
            links.append(f'<{address_of(request, self.next)}>; rel="next"')
        return ", ".join(links)


@dataclass(frozen=True)
class Total:
    """How many records a list has over all pages; ``number`` None when it was not asked."""

    number: int | None = None

    @classmethod
    def of(cls, rows: QuerySet) -> "Total":
        """Return the number of rows; what is more than can be counted in no time stays uncounted."""
        return cls(rows.order_by()[: MOST_COUNTED + 1].count())

    def as_json(self) -> dict[str, int | None]:
        if self.number is None:
            return {}
        if self.number > MOST_COUNTED:
            return {"total": None, "totalAtLeast": MOST_COUNTED}
        return {"total": self.number}


def address_of(request: HttpRequest, cursor: str | None) -> str:
    """Return the address of a list from a cursor on, with the same filters."""
    query = request.GET.copy()
    query.pop("cursor", None)
    if cursor:
        query["cursor"] = cursor
    text = query.urlencode()
    return absolute(request.path) + (f"?{text}" if text else "")


class KeysetPagination(BasePagination):
    """Answers with ``items`` and ``next``; ``total`` only when asked, exact up to 10,000."""

    def window(self, queryset, request, asked) -> Page:
        """Return the keys of one page, without reading the records."""
        total = Total.of(queryset) if asked.count else Total()
        rows = placed(queryset, asked)
        found = list(rows.values_list("pk", *asked.order.keys)[: asked.limit + 1])
        page = found[: asked.limit]
        more = len(found) > asked.limit
        following = seal(asked.scope, [plain(value) for value in page[-1][1:]]) if more else None
        return Page([row[0] for row in page], following, total)

    def paginate_queryset(self, queryset, request, view=None) -> list:
        asked = view.asked
        total = Total.of(queryset) if asked.count else Total()
        found = list(placed(queryset, asked)[: asked.limit + 1])
        page = found[: asked.limit]
        more = len(found) > asked.limit
        following = seal(asked.scope, asked.order.place_of(page[-1])) if more else None
        self.request, self.page = request, Page([row.pk for row in page], following, total)
        return page

    def get_paginated_response(self, data) -> Response:
        body = {"items": data, "next": self.page.next} | self.page.total.as_json()
        return Response(body, headers={"Link": self.page.links(self.request)})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        cursor = {
            "type": "string",
            "nullable": True,
            "description": _("Cursor van de volgende pagina; null op de laatste."),
        }
        total = {
            "type": "integer",
            "nullable": True,
            "description": _(
                "Aantal over alle pagina’s; alleen met count=true, en null bij meer dan 10.000."
            ),
        }
        at_least = {
            "type": "integer",
            "description": _("Zoveel zijn het er minstens, als er te veel zijn om te tellen."),
        }
        return {
            "type": "object",
            "required": ["items", "next"],
            "properties": {"items": schema, "next": cursor, "total": total, "totalAtLeast": at_least},
        }
