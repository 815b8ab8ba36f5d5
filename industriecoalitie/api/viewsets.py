"""What every collection of the API does: a list, one record, and nothing that changes anything."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from .addresses import COLLECTIONS
from .callers import reader_of, seen_as
from .documents import form
from .filters import Asked, Orders, read_item_query, read_list_query
from .models import ApiDocument
from .pagination import Page
from .preconditions import digest, etag_of, has_already
from .serializers import attributes, expandable, prepared, represent

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")
ITEM_KEY = "[^/]+"
JSON = "application/json"


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

    ``collection`` is the name in addresses; ``about`` the Dutch text of the document; ``scope`` what a token needs to
    write here, empty when nobody writes; ``changes_by_use`` when an answer holds numbers that readers change, and so is
    made anew each time. Who may see what is said by ``visible_to`` of the queryset.
    A visitor gets finished documents; who sees more, or asks for another form, gets an answer that is made then.
    """

    collection = ""
    scope = ""
    changes_by_use = False
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

    @property
    def reader(self) -> Any:
        """Return the user for ``visible_to``."""
        return reader_of(self.request, self.scope)

    @property
    def takes_documents(self) -> bool:
        """Whether this answer is made of finished documents."""
        is_as_kept = self.asked.only is None and not self.asked.expand
        is_kept = self.collection in COLLECTIONS and not self.changes_by_use
        return is_kept and is_as_kept and not self.reader.is_authenticated

    def rows(self) -> QuerySet:
        """Return the rows that this endpoint answers with."""
        return self.seen_by(self.reader)

    def find(self, key: str) -> dict[str, object]:
        """Return how to find a record by the key in its address."""
        return lookup_of(key, self.slug_field)

    def answer(self, records: Sequence[Model]) -> list[dict[str, Any]]:
        """Return records as JSON, with the references opened that were asked for."""
        user, asked = self.reader, self.asked
        data = represent(self.serializer_class, records, user, only=asked.only)
        for path in asked.expand:
            expand(data, path, expandable(self.serializer_class)[path], user)
        return data

    def list(self, request, **kwargs) -> HttpResponse:
        rows = self.rows()
        serializer_class = self.serializer_class
        names = attributes(serializer_class)
        self.asked = read_list_query(request, self, rows, names, expandable(serializer_class))
        rows = self.filter_queryset(rows)
        if self.takes_documents:
            return self.finished_list(self.paginator.window(rows, request, self.asked))
        rows = prepared(serializer_class, rows, self.reader, self.asked.only)
        return self.get_paginated_response(self.answer(self.paginate_queryset(rows)))

    def finished_list(self, page: Page) -> HttpResponse:
        """Return a page of finished documents; nothing but their hashes is read for who has it already."""
        etag = ""
        if "HTTP_IF_NONE_MATCH" in self.request.META:
            etags = dict(self.documents(page.pks).values_list("object_id", "etag"))
            if len(etags) == len(page.pks):
                etag = page.etag([etags[pk] for pk in page.pks])
                if has_already(self.request, etag):
                    return HttpResponse(status=304, headers={"ETag": etag})
        bodies = self.bodies(page.pks)
        etag = etag or page.etag([digest(body.encode()) for body in bodies])
        return HttpResponse(
            page.body(bodies), content_type=JSON, headers={"ETag": etag, "Link": page.links(self.request)}
        )

    def documents(self, pks: Collection[int]) -> QuerySet:
        """Return the finished documents of some records."""
        return ApiDocument.objects.finished(form()).filter(
            collection=self.collection, object_id__in=list(pks)
        )

    def bodies(self, pks: Sequence[int]) -> Sequence[str]:
        """Return the documents of records that a visitor may read, in order; one that is not finished is made now."""
        found = dict(self.documents(pks).values_list("object_id", "body"))
        missing = [pk for pk in pks if pk not in found]
        if missing:
            visitor = AnonymousUser()
            rows = prepared(self.serializer_class, self.seen_by(visitor).filter(pk__in=missing), visitor)
            records = list(rows)
            made = represent(self.serializer_class, records, visitor)
            found |= {
                record.pk: JSONRenderer().render(data).decode()
                for record, data in zip(records, made, strict=True)
            }
        return [found[pk] for pk in pks if pk in found]

    def retrieve(self, request, **kwargs) -> HttpResponse:
        serializer_class = self.serializer_class
        self.asked = read_item_query(request, attributes(serializer_class), expandable(serializer_class))
        rows = self.rows().filter(**self.find(kwargs[self.lookup_url_kwarg]))
        if self.takes_documents and (finished := self.finished_item(rows)):
            return finished
        records = list(prepared(serializer_class, rows, self.reader, self.asked.only)[:1])
        if not records:
            raise Http404
        return self.item(records[0])

    def item(self, record: Model, **more: Any) -> Response:
        """Return the answer about one record; ``more`` goes to the response."""
        response = Response(self.answer([record])[0], **more)
        response.version = getattr(record, "version", None)
        return response

    def finished_item(self, rows: QuerySet) -> HttpResponse | None:
        """Return the finished document of the one record in ``rows``, None when there is none."""
        # The planner takes the record first: it is one row by a unique key.
        documents = ApiDocument.objects.finished(form()).filter(
            collection=self.collection, object_id__in=rows.order_by().values("pk")[:1]
        )
        if "HTTP_IF_NONE_MATCH" in self.request.META:
            kept = next(iter(documents.values_list("version", "etag")[:1]), None)
            if kept and has_already(self.request, etag_of(kept[1], kept[0])):
                return HttpResponse(status=304, headers={"ETag": etag_of(kept[1], kept[0])})
        kept = next(iter(documents.values_list("version", "etag", "body")[:1]), None)
        if kept is None:
            return None
        version, etag, body = kept
        return HttpResponse(body, content_type=JSON, headers={"ETag": etag_of(etag, version)})

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
        parents = self.parent.queryset.all().visible_to(self.reader)
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
    user = seen_as(user, viewset.scope)
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
