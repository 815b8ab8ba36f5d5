"""Which history tables belong to a kind of record: its own, those of its rows, and those of its links."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Field, ManyToManyField, Model
from pghistory.core import event_models

from industriecoalitie.core.catalogue import is_kept
from industriecoalitie.core.models import Part, Record


@dataclass(frozen=True)
class Links:
    """The rows of one many-to-many field; ``source`` and ``target`` are the columns with the two keys."""

    field: ManyToManyField
    events: type[Model]

    @property
    def through(self) -> type[Model]:
        return self.field.remote_field.through

    @property
    def source(self) -> str:
        return self.through._meta.get_field(self.field.m2m_field_name()).attname

    @property
    def target(self) -> str:
        return self.through._meta.get_field(self.field.m2m_reverse_field_name()).attname


@dataclass(frozen=True)
class Rows:
    """The rows of one relation of a record: ``name`` as ``partners``, ``parent`` the column with the record's key."""

    name: str
    model: type[Part]
    parent: str

    @property
    def events(self) -> type[Model]:
        return self.model.pgh_event_model


@cache
def tracked_models() -> tuple[type[Model], ...]:
    """Return every model that is kept in history, without the rows of many-to-many fields."""
    return tuple(
        events.pgh_tracked_model
        for events in event_models(include_missing_pgh_obj=True)
        if not events.pgh_tracked_model._meta.proxy
    )


@cache
def all_links() -> tuple[Links, ...]:
    """Return every many-to-many field whose rows are kept in history."""
    kept = {events.pgh_tracked_model._meta.concrete_model: events for events in event_models()}
    return tuple(
        Links(field, kept[field.remote_field.through])
        for model in tracked_models()
        for field in model._meta.local_many_to_many
        if field.remote_field.through in kept
    )


@cache
def links_of(model: type[Model]) -> tuple[Links, ...]:
    """Return the many-to-many fields of a record or a row."""
    return tuple(links for links in all_links() if links.field.model is model)


@cache
def rows_of(model: type[Record]) -> tuple[Rows, ...]:
    """Return the relations that hold the rows of a record, in the order of the apps.

    A citation is the way to a fact and not a row of its document.
    """
    return tuple(
        Rows(relation.get_accessor_name(), relation.related_model, relation.field.attname)
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, Part)
        and relation.related_model.part_of == relation.field.name
        and is_kept(relation.related_model)
        and relation.related_model in tracked_models()
    )


def parent_field(model: type[Model]) -> Field | None:
    """Return the field of a row that names its record; None for what is no row of a record."""
    return model._meta.get_field(model.part_of) if issubclass(model, Part) and model.part_of else None
