"""What every collection of the API does: a list, one record, and nothing that changes anything."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from .addresses import COLLECTIONS
from .filters import Asked, Orders, read_item_query, read_list_query
from .serializers import attributes, expandable, prepared, represent

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")
ITEM_KEY = "[^/]+"


def lookup_of(key: str, slug_field: str) -> dict[str, object]:
    """Return how to find a record by its UUID or slug.

    Raises:
        Http404: the key is neither.
    """
    try:
        return {"uuid": UUID(key)} if len(key) == 36 else by_slug(key, slug_field)
    except ValueError:
        return by_slug(key, slug_field)


def by_slug(key: str, slug_field: str) -> dict[str, object]:
    if not slug_field or not SLUG.fullmatch(key):
        raise Http404
    return {slug_field: key}


class ReadViewSet(GenericViewSet):
    """Records that a reader may see, as a list and one by one.

    ``collection`` is the name in addresses; ``about`` the Dutch text of the document. Who may see what is said
    by ``visible_to`` of the queryset.
    """

    collection = ""
    about: Any = ""
    filterset_class = None
    default_sort: Sequence[Any] = ("pk",)
    sort_names: Mapping[str, str | None] = {}
    slug_field = "slug"
    metadata_class = None
    lookup_field = "uuid"
    lookup_url_kwarg = "id"
    lookup_value_regex = ITEM_KEY
    http_method_names = ("get", "head", "options")
    asked = Asked()

    @classmethod
    def orders(cls) -> Orders:
        """Return the orders a reader may choose."""
        return Orders(cls.filterset_class, cls.default_sort, cls.sort_names)

    @classmethod
    def seen_by(cls, user) -> QuerySet:
        """Return what a reader may see, with the numbers that differ from reader to reader."""
        return cls.queryset.all().visible_to(user)

    def rows(self) -> QuerySet:
        """Return the rows that this endpoint answers with."""
        return self.seen_by(self.request.user)

    def find(self, key: str) -> dict[str, object]:
        """Return how to find a record by the key in its address."""
        return lookup_of(key, self.slug_field)

    def answer(self, records: Sequence[Model]) -> list[dict[str, Any]]:
        """Return records as JSON, with the references opened that were asked for."""
        user, asked = self.request.user, self.asked
        data = represent(self.serializer_class, records, user, only=asked.only)
        for path in asked.expand:
            expand(data, path, expandable(self.serializer_class)[path], user)
        return data

    def list(self, request, **kwargs) -> Response:
        rows = self.rows()
        serializer_class = self.serializer_class
        names = attributes(serializer_class)
        self.asked = read_list_query(request, self, rows, names, expandable(serializer_class))
        rows = prepared(serializer_class, self.filter_queryset(rows), request.user, self.asked.only)
        return self.get_paginated_response(self.answer(self.paginate_queryset(rows)))

    def retrieve(self, request, **kwargs) -> Response:
        serializer_class = self.serializer_class
        self.asked = read_item_query(request, attributes(serializer_class), expandable(serializer_class))
        rows = self.rows().filter(**self.find(kwargs[self.lookup_url_kwarg]))
        records = list(prepared(serializer_class, rows, request.user, self.asked.only)[:1])
        if not records:
            raise Http404
        return Response(self.answer(records)[0])

    def options(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204)


class PartViewSet(ReadViewSet):
    """The rows of one record, under the address of that record.

    ``parent`` is the viewset of the record.
    """

    parent: type[ReadViewSet]

    def rows(self) -> QuerySet:
        """Return the rows of the record that this reader may see.

        Raises:
            Http404: there is no such record, or the reader may not see it.
        """
        parents = self.parent.queryset.all().visible_to(self.request.user)
        found = parents.filter(**self.parent().find(self.kwargs["id"])).values_list("pk", flat=True)
        key = next(iter(found[:1]), None)
        if key is None:
            raise Http404
        return super().rows().filter(**{self.queryset.model.part_of: key})


def expand(data: list[dict[str, Any]], path: str, collection: str, user) -> None:
    """Put whole records in place of references, one level deep, in as many queries as one list takes."""
    *outer, name = path.split(".")
    holders = data
    if outer:
        holders = [part for record in data for part in as_list(record.get(outer[0]))]
    wanted = {mention["id"] for holder in holders for mention in as_list(holder.get(name))}
    if not wanted:
        return
    viewset = COLLECTIONS[collection]
    rows = viewset.seen_by(user).filter(uuid__in=wanted)
    records = represent(viewset.serializer_class, list(prepared(viewset.serializer_class, rows, user)), user)
    by_id = {str(record["id"]): record for record in records}
    for holder in holders:
        mentions = holder.get(name)
        if isinstance(mentions, list):
            holder[name] = [by_id.get(mention["id"], mention) for mention in mentions]
        elif mentions:
            holder[name] = by_id.get(mentions["id"], mentions)


def as_list(value: Any) -> list:
    """Return one or many as many; nothing as none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
