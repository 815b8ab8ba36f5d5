"""The finished document of each record: what a visitor reads, made by the serializers and kept with the record.

What a document reads besides its own record is read off the serializer: a changed row finds the documents that show it by the
same relations, and the documents that named it by ``mentions``. So nothing has to be declared twice.
"""

import hashlib
import inspect
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from rest_framework.renderers import JSONRenderer

from industriecoalitie.core.actors import somebody
from industriecoalitie.core.choices import Audience
from industriecoalitie.core.models import Part, Record

from .addresses import collections
from .fields import TermField
from .preconditions import digest
from .references import Link, Named, naming
from .serializers import FactSerializer, nested, prepared, represent


@dataclass(frozen=True)
class Document:
    """What is kept of one record. ``body`` is empty when no visitor may read it; ``audience`` None when nobody may."""

    collection: str
    object_id: int
    record: UUID
    key: str
    version: int
    audience: Audience | None
    body: str = ""
    mentions: tuple[UUID, ...] = ()
    successor: UUID | None = None

    @property
    def etag(self) -> str:
        """Return what is equal only when the body is; empty without one."""
        return digest(self.body.encode()) if self.body else ""


def documents_of(collection: str, pks: Collection[int]) -> Iterator[Document]:
    """Yield what is to be kept of the records with these keys; nothing of those that do not exist any more."""
    viewset = collections()[collection]
    model, serializer_class = viewset.queryset.model, viewset.serializer_class
    visitor = AnonymousUser()
    records = prepared(serializer_class, viewset.seen_by(visitor).filter(pk__in=pks), visitor)
    shown = list(records)
    bodies = dict(
        zip((record.pk for record in shown), represent(serializer_class, shown, visitor), strict=True)
    )
    network = model.objects.visible_to(somebody()).filter(pk__in=pks).order_by()
    for_network = set(network.values_list("pk", flat=True))
    for record in model._base_manager.filter(pk__in=pks).order_by("pk"):
        body = bodies.get(record.pk)
        yield Document(
            collection=collection,
            object_id=record.pk,
            record=record.uuid,
            key=serializer_class.key_of(record),
            version=record.version,
            audience=_audience(record, body is not None, record.pk in for_network),
            body=JSONRenderer().render(body).decode() if body else "",
            mentions=tuple(sorted(set(mentions(body)))) if body else (),
            successor=_successor(record),
        )


def _audience(record: Record, is_public: bool, is_for_network: bool) -> Audience | None:
    if record.hidden_at is not None:
        return None
    if is_public:
        return Audience.PUBLIC
    return Audience.NETWORK if is_for_network else Audience.KEPT


def _successor(record: Record) -> UUID | None:
    kept = getattr(record, "merged_into", None)
    return kept.uuid if kept is not None else None


def mentions(value: Any) -> Iterator[UUID]:
    """Yield the identifiers in a document: of the record, of its rows, and of the records that it names."""
    if isinstance(value, dict):
        if "id" in value:
            yield UUID(str(value["id"]))
        for each in value.values():
            yield from mentions(each)
    elif isinstance(value, list):
        for each in value:
            yield from mentions(each)


@cache
def form() -> str:
    """Return what tells the code that makes documents from any other: the modules it stands in, and the address."""
    modules = {inspect.getmodule(FactSerializer), inspect.getmodule(Link), inspect.getmodule(TermField)}
    for viewset in collections().values():
        modules |= {inspect.getmodule(each) for each in viewset.serializer_class.__mro__}
    ours = {module.__name__ for module in modules if module and not module.__name__.startswith("rest_fram")}
    told = hashlib.sha256(f"{settings.BASE_URL} {settings.LANGUAGE_CODE}".encode())
    for name in sorted(ours - {"builtins"}):
        told.update(inspect.getsource(sys.modules[name]).encode())
    return told.hexdigest()[:12]


@dataclass(frozen=True)
class Hop:
    """A relation that a document reads: ``is_whole`` when it shows the row itself, else no more than its name and address."""

    model: type[Model]
    is_whole: bool


@cache
def reads(collection: str) -> dict[str, Hop]:
    """Return every relation that the document of a collection reads, by its path."""
    viewset = collections()[collection]
    model = viewset.queryset.model
    serializer = viewset.serializer_class()
    found: dict[str, Hop] = {}
    for path in (*paths(serializer), *model.within):
        _walk(model, path, found)
    for path in whole(serializer):
        found[path] = Hop(found[path].model, is_whole=True)
    for path, hop in list(found.items()):
        decides = hop.model.shows if issubclass(hop.model, Part) else getattr(hop.model, "within", ())
        for name in decides:
            _walk(model, f"{path}__{name}", found)
    return found


def paths(serializer: FactSerializer) -> Iterator[str]:
    """Yield the relations that a serializer reads, as paths from its model; the last part may be a plain field."""
    meta = serializer.Meta
    for name in ("select", "prefetch", "where", "reads"):
        yield from getattr(meta, name, ())
    inner = nested(serializer)
    for key, field in serializer.fields.items():
        if isinstance(field, Link):
            yield field.path
        elif key in inner:
            yield from (f"{field.source}__{path}" for path in ("pk", *paths(inner[key])))
        elif isinstance(field, Named | TermField) or "." in (field.source or ""):
            yield field.source.replace(".", "__")


def whole(serializer: FactSerializer) -> Iterator[str]:
    """Yield the relations of which a serializer writes out the rows, or counts them."""
    for key, child in nested(serializer).items():
        source = serializer.fields[key].source
        yield source
        yield from (f"{source}__{path}" for path in whole(child))
    yield from getattr(serializer.Meta, "reads", ())
    for path in getattr(serializer.Meta, "where", {}):
        yield path.rpartition("__")[0]


def _walk(model: type[Model], path: str, found: dict[str, Hop]) -> None:
    """Add each relation on a path; the path ends at the first part that is none."""
    names = path.split("__")
    for depth, name in enumerate(names, 1):
        step = None if name == "pk" else model._meta.get_field(name)
        if step is None or not step.is_relation:
            return
        model = step.related_model
        found.setdefault("__".join(names[:depth]), Hop(model, is_whole=False))


@cache
def readers() -> dict[type[Model], list[tuple[str, str, bool]]]:
    """Return for each model the collections whose documents read it, the path, and whether they show the row whole.

    The path is empty for the records of the collection themselves.
    """
    found: dict[type[Model], list[tuple[str, str, bool]]] = {}
    for name, viewset in collections().items():
        found.setdefault(viewset.queryset.model, []).append((name, "", True))
        for path, hop in reads(name).items():
            found.setdefault(hop.model, []).append((name, path, hop.is_whole))
    return found


# What decides, beside its name and its relations, whether and where a row is named by others.
NOTICED = {"visibility", "hidden_at", "state", "scheme", "notation", "order", "is_proven", "uuid", "slug"}


@cache
def noticed_columns() -> dict[type[Model], tuple[str, ...]]:
    """Return for each model the columns by which documents that only name its rows, or pass through them, can change."""
    found = {}
    for model in readers():
        names = NOTICED | set(naming(model))
        fields = [field for field in model._meta.concrete_fields if field.is_relation or field.name in names]
        found[model] = tuple(field.column for field in fields)
    return found


def collection_at(model: type[Model]) -> str | None:
    """Return the collection of a kind of record, None when the API has none."""
    return next((name for name, path, _whole in readers().get(model, ()) if not path), None)
