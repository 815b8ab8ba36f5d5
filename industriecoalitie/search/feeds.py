"""What each kind of record feeds into the search: every app says it in its module ``search``, here it is read.

A path goes from a record over its rows and related records to a field: ``partners__organisation__name``. On the way only
what a visitor may see of related records is taken along, so that no row of the search names what its reader may not know.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Manager, Model, Prefetch, QuerySet

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.core.actors import somebody
from industriecoalitie.core.choices import Audience
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.core.models import Part, Record
from industriecoalitie.core.naming import folded

from . import analysis
from .choices import Facet

# Under which facet the terms of a code list come.
SCHEMES = {
    Scheme.THEME: Facet.THEME,
    Scheme.SECTOR: Facet.SECTOR,
    Scheme.TARGET_GROUP: Facet.TARGET_GROUP,
    Scheme.EDUCATION_FORM: Facet.ROUTE,
    Scheme.LEVEL: Facet.LEVEL,
}
LONGEST_TEXT = 100_000
MARKDOWN = re.compile(r"[*_`#>|]+|\]\([^)\s]*\)|\[|^\s*[-+]\s+", re.MULTILINE)


@dataclass(frozen=True)
class Feed:
    """What one kind of record feeds into the search, as paths.

    ``title`` and ``names`` weigh most, then ``summary`` and ``related`` (names of related records), then ``text``.
    ``terms`` lead to terms of the code lists, ``category`` to a choice of the kind's own or a term, ``regions`` to regions,
    ``years`` to days or years; ``labels`` name fields that are true or false. ``rows`` narrows which records are found;
    ``worth`` tells how good a record is, 0 to 1, from what the paths ``weighs`` lead to; ``standing`` how much this kind counts
    by itself: what is only a part or a figure of another record stands behind it. ``is_apart`` is found
    in its own list and not in the search over all.
    """

    model: type[Record]
    title: str
    names: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    category: str = ""
    regions: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    weighs: tuple[str, ...] = ()
    worth: Callable[[Any], float] | None = None
    rows: Callable[[QuerySet], QuerySet] | None = None
    is_apart: bool = False
    standing: float = 0.25

    @property
    def kind(self) -> str:
        return kind_of(self.model)

    @property
    def within(self) -> tuple[str, ...]:
        return self.model.within

    @property
    def paths(self) -> tuple[str, ...]:
        """Return all paths, each to a field or, for terms and regions, to a record."""
        terms = [f"{path}__broader__broader__pk" for path in self.terms]
        regions = [f"{path}__pk" for path in self.regions]
        own = (self.title, *self.names, *self.summary, *self.related, *self.text, *self.years, *self.weighs)
        return (*own, *terms, *regions, *([self.category] if self.category else []))

    def hops(self) -> dict[str, type[Model]]:
        """Return the relations on the way, each as its path, with the model it leads to; shorter ones first."""
        found: dict[str, type[Model]] = {}
        for path in self.paths:
            model, names = self.model, path.split("__")
            for depth, name in enumerate(names, 1):
                step = None if name == "pk" else model._meta.get_field(name)
                if step is None or not step.is_relation:
                    break
                model = step.related_model
                found["__".join(names[:depth])] = model
        return dict(sorted(found.items(), key=lambda hop: hop[0].count("__")))

    def reads(self) -> dict[str, type[Model]]:
        """Return every relation on which a row depends: the hops, and what decides whether a hop may be shown."""
        found = self.hops() | {name: self.model._meta.get_field(name).related_model for name in self.within}
        for hop, model in list(found.items()):
            feed = feed_of(model)
            names = getattr(model, "shows", ()) if issubclass(model, Part) else feed.within if feed else ()
            found |= {f"{hop}__{name}": model._meta.get_field(name).related_model for name in names}
        return found

    def backward(self) -> Iterator[tuple[type[Model], str]]:
        """Yield the models, with the column, whose rows name a record of this kind: such a row may go, or move."""
        for name in {path.partition("__")[0] for path in self.paths}:
            step = self.model._meta.get_field(name) if name != "pk" else None
            if step is not None and step.one_to_many:
                yield step.related_model, step.field.attname

    def records(self, pks: Iterable[int]) -> QuerySet:
        """Return the records with these keys that can be found at all, with all that the paths need."""
        rows = QuerySet(self.model).filter(pk__in=pks, hidden_at=None)
        rows = self.rows(rows).order_by("pk") if self.rows else rows.order_by("pk")
        return rows.prefetch_related(*_prefetches(self))

    def documents(self, pks: Sequence[int]) -> Iterator["Document"]:
        """Yield what is found of the records with these keys; those that are hidden or gone yield nothing."""
        public = set(_seen_by(AnonymousUser(), self.model, pks))
        network = set(_seen_by(somebody(), self.model, pks))
        # As it is stored: what is read along above lacks what a visitor may not see, and an address may need it.
        whole = QuerySet(self.model).filter(pk__in=pks).select_related(*self.within) if self.within else ()
        addresses = {record.pk: record.get_absolute_url() for record in whole}
        for record in self.records(pks):
            audience = Audience.NETWORK if record.pk in network else Audience.KEPT
            address = addresses.get(record.pk) or _address_of(record)
            yield self.document(record, Audience.PUBLIC if record.pk in public else audience, address)

    def document(self, record: Record, audience: Audience, address: str) -> "Document":
        """Return what is found of one record."""
        title = self.texts(record, (self.title,))
        names = self.texts(record, self.names)
        summary, text = self.texts(record, self.summary), self.texts(record, self.text)
        facets, terms = self.facets(record)
        related = self.texts(record, self.related)
        return Document(
            record=record.uuid,
            kind=self.kind,
            object_id=record.pk,
            audience=audience,
            title=" ".join(title)[:500],
            address=address,
            names=tuple(dict.fromkeys(exact(name) for name in (*title, *names))),
            summary=plain(" ".join(summary)),
            text=told(text)[:LONGEST_TEXT],
            pieces=(
                *((each, "A") for each in (*title, *names)),
                *((plain(each), "B") for each in (*summary, *dict.fromkeys((*related, *terms)))),
                *((plain(each)[:LONGEST_TEXT], "D") for each in text),
            ),
            facets=facets,
            worth=self.standing + (self.worth(record) / 2 if self.worth else 0.0),
        )

    def texts(self, record: Record, paths: Iterable[str]) -> list[str]:
        """Return the different texts at some paths, in order; empty ones are left out."""
        found = (str(value).strip() for path in paths for value in follow_path(record, path) if value)
        return [text for text in dict.fromkeys(found) if text]

    def facets(self, record: Record) -> tuple[dict[Facet, tuple[str, ...]], list[str]]:
        """Return the values of each facet, and the names of the terms."""
        found: dict[Facet, set[str]] = {Facet.KIND: {self.kind}}
        names = []
        for path in self.terms:
            for term in follow_path(record, path):
                names.append(term.label)
                facet = SCHEMES.get(term.scheme)
                if facet:
                    found.setdefault(facet, set()).update(_with_broader(term))
        for path in self.regions:
            found.setdefault(Facet.REGION, set()).update(region.slug for region in follow_path(record, path))
        for path in self.years:
            found.setdefault(Facet.YEAR, set()).update(
                _year(value) for value in follow_path(record, path) if value
            )
        if self.category:
            values = (getattr(value, "notation", value) for value in follow_path(record, self.category))
            found[Facet.CATEGORY] = {f"{self.kind}:{value}" for value in values if value}
        found[Facet.LABEL] = {name for name in self.labels if getattr(record, name)}
        return {facet: tuple(sorted(values)) for facet, values in found.items() if values}, names


@dataclass(frozen=True)
class Document:
    """What is found of one record, before it is analysed; ``pieces`` are texts with their weight."""

    record: UUID
    kind: str
    object_id: int
    audience: Audience
    title: str
    address: str
    pieces: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    worth: float = 0.0

    @property
    def fingerprint(self) -> str:
        """Return what is equal only when nothing that is found of the record has changed, the analyser included."""
        facets = sorted((key.value, values) for key, values in self.facets.items())
        known = [
            self.audience,
            self.title,
            self.address,
            self.names,
            self.pieces,
            facets,
            round(self.worth, 4),
        ]
        told = json.dumps([analysis.VERSION, *known])
        return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()


_FEEDS: dict[type[Record], Feed] = {}


def declare(*feeds: Feed) -> None:
    """Make known what kinds of record feed into the search."""
    _FEEDS.update({feed.model: feed for feed in feeds})


def all_feeds() -> list[Feed]:
    """Return every feed, in the order in which the apps name them."""
    return list(_FEEDS.values())


def feed_of(model: type[Model]) -> Feed | None:
    return _FEEDS.get(model)


@cache
def dependents() -> dict[type[Model], list[tuple[Feed, str]]]:
    """Return for each model the feeds that read it and the path there; the empty path for the record itself."""
    found: dict[type[Model], list[tuple[Feed, str]]] = {}
    for feed in all_feeds():
        found.setdefault(feed.model, []).append((feed, ""))
        for hop, model in feed.reads().items():
            found.setdefault(model, []).append((feed, hop))
    return found


@cache
def owners() -> dict[tuple[type[Model], str], list[Feed]]:
    """Return for each column that names a record of a kind, from a row that it reads, the feeds of that kind."""
    found: dict[tuple[type[Model], str], list[Feed]] = {}
    for feed in all_feeds():
        for place in feed.backward():
            found.setdefault(place, []).append(feed)
    return found


def follow_path(record: Any, path: str) -> Iterator[Any]:
    """Yield what stands at the end of a path; nothing where a related record may not be named."""
    head, _, rest = path.partition("__")
    try:
        value = getattr(record, head)
    except ObjectDoesNotExist:
        return
    if isinstance(value, Manager):
        values: Iterable[Any] = value.all()
    else:
        values = value if isinstance(value, list | tuple) else [value]
    for each in values:
        if each is not None:
            yield from follow_path(each, rest) if rest else [each]


def _address_of(record: Record) -> str:
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""


def plain(text: str) -> str:
    """Return a text without the marks of Markdown."""
    return MARKDOWN.sub(" ", text)


def told(texts: Iterable[str]) -> str:
    """Return texts behind each other as a result shows them, apart from each other where no sentence ends."""
    parts = [" ".join(plain(text).split()) for text in texts]
    return " ".join(part if part.endswith((".", "!", "?", "…")) else f"{part} ·" for part in parts).rstrip(
        " ·"
    )


def exact(name: str) -> str:
    """Return a name as it is compared when somebody types exactly it."""
    return " ".join(token.word for token in analysis.tokens(name)) or folded(name)


@cache
def _prefetches(feed: Feed) -> tuple[Prefetch, ...]:
    # Made once: to think out twenty queries takes longer than to ask them.
    return tuple(Prefetch(hop, _shown(model)) for hop, model in feed.hops().items())


def _shown(model: type[Model]) -> QuerySet:
    """Return what a visitor may see of related rows, whatever the record they hang on."""
    if issubclass(model, Part):
        return model.objects.shown_to(AnonymousUser())
    return model.objects.visible_to(AnonymousUser()) if issubclass(model, Record) else QuerySet(model)


def _seen_by(user, model: type[Record], pks: Sequence[int]) -> QuerySet:
    return model.objects.visible_to(user).filter(pk__in=pks).order_by().values_list("pk", flat=True)


def _with_broader(term: Any) -> Iterator[str]:
    """Yield a term and those above it, two steps up: who looks for the broad one also means the narrow ones."""
    yield term.notation
    for above in term.broader.all():
        yield above.notation
        for top in above.broader.all():
            yield top.notation


def _year(value: Any) -> str:
    return str(getattr(value, "year", value))
