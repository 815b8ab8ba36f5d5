"""Pages by cursor: the next page begins after the last row of this one, however many rows there are."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import BaseExpression, OrderBy
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from .addresses import absolute

DEFAULT_LIMIT = 25
MAX_LIMIT = 200
MAX_CURSOR_LENGTH = 2000


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

    def after(self, place: Sequence[str | int | None]) -> Q:
        """Return the condition for rows that come after a place."""
        condition, equal = Q(pk__in=[]), Q()
        for key, column, value in zip(self.keys, self.columns, place, strict=True):
            if value is not None:
                beyond = Q(**{f"{key}__{'lt' if column.descending else 'gt'}": value})
                condition |= equal & (beyond | Q(**{f"{key}__isnull": True}))
                equal &= Q(**{key: value})
            else:
                equal &= Q(**{f"{key}__isnull": True})
        return condition


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


class KeysetPagination(BasePagination):
    """Answers with ``items`` and ``next``; ``total`` only when asked, for counting reads every row."""

    def paginate_queryset(self, queryset, request, view=None) -> list:
        asked = view.asked
        self.request, self.asked = request, asked
        self.total = queryset.order_by().count() if asked.count else None
        rows = asked.order.applied(queryset)
        if asked.after is not None:
            rows = rows.filter(asked.order.after(asked.after))
        found = list(rows[: asked.limit + 1])
        page = found[: asked.limit]
        self.next = seal(asked.scope, asked.order.place_of(page[-1])) if len(found) > asked.limit else None
        return page

    def get_paginated_response(self, data) -> Response:
        body = {"items": data, "next": self.next}
        if self.total is not None:
            body["total"] = self.total
        links = [f'<{self.address(None)}>; rel="first"']
        if self.next:
            links.append(f'<{self.address(self.next)}>; rel="next"')
        return Response(body, headers={"Link": ", ".join(links)})

    def address(self, cursor: str | None) -> str:
        """Return the address of this list from a cursor on, with the same filters."""
        query = self.request.query_params.copy()
        query.pop("cursor", None)
        if cursor:
            query["cursor"] = cursor
        text = query.urlencode()
        return absolute(self.request.path) + (f"?{text}" if text else "")

    def get_paginated_response_schema(self, schema: dict) -> dict:
        cursor = {
            "type": "string",
            "nullable": True,
            "description": _("Cursor van de volgende pagina; null op de laatste."),
        }
        total = {"type": "integer", "description": _("Aantal over alle pagina’s; alleen met count=true.")}
        return {
            "type": "object",
            "required": ["items", "next"],
            "properties": {"items": schema, "next": cursor, "total": total},
        }
