"""Which record a body names: by identifier or slug, as an answer names it; only what the writer may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from industriecoalitie.api.references import naming
from industriecoalitie.api.serializers import has_field
from industriecoalitie.api.viewsets import SLUG
from industriecoalitie.editing.fields import OptionField, Reader

from .faults import Wrong

# What an answer tells beside the key of a record; it says nothing about which one it is.
TOLD = ("href", "latitude", "longitude")
LONGEST_KEY = 200


class Unreadable(Wrong):
    """A value names no record at all."""


def key_in(value: Any, model: type[Model]) -> str:
    """Return the key in a mention: a UUID, a slug, or the notation of a term.

    Raises:
        Unreadable: the value names nothing.
    """
    key_name, label_name = naming(model)
    is_term = key_name == "notation"
    if isinstance(value, Mapping):
        strange = set(value) - {"id", key_name, label_name, *TOLD}
        found = value.get(key_name) if is_term else value.get("id", value.get(key_name))
        if strange or not isinstance(found, str):
            raise Unreadable(how_named(is_term=is_term))
        value = found
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_KEY:
        raise Unreadable(how_named(is_term=is_term))
    return value


def how_named(*, is_term: bool) -> str:
    """Return how a mention is written."""
    if is_term:
        return _("Noem een begrip met zijn notatie: een tekst, of een object met notation.")
    return _("Noem een record met zijn id of slug: een tekst, of een object met id of slug.")


def unknown() -> str:
    """Return what is said of what is not there and of what may not be seen: the same."""
    return _("Dit kennen we niet.")


def as_uuid(key: str) -> str:
    """Return a key in the one form of a UUID; empty when it is none."""
    try:
        return str(UUID(key)) if len(key) == 36 else ""
    except ValueError:
        return ""


class Mentions:
    """The records that bodies name, each kind found in one query."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.wanted: dict[type[Model], set[str]] = defaultdict(set)
        self.by_key: dict[tuple[type[Model], str], Model] = {}

    def want(self, model: type[Model], value: Any) -> None:
        """Remember to look for what a value names; what names nothing is refused later."""
        try:
            self.wanted[model].add(key_in(value, model))
        except Unreadable:
            return

    def load(self) -> None:
        """Find all that is wanted, as far as the writer may see it."""
        for model, keys in self.wanted.items():
            uuids = {found for key in keys if (found := as_uuid(key))}
            slugs = {key for key in keys if SLUG.fullmatch(key)} if has_field(model, "slug") else set()
            where = Q(uuid__in=uuids) | Q(slug__in=slugs) if slugs else Q(uuid__in=uuids)
            rows = model.objects.visible_to(self.reader.user).filter(where) if uuids or slugs else ()
            for record in rows:
                self.hold(record)
        self.wanted.clear()

    def hold(self, record: Model) -> None:
        model, uuid = type(record), str(record.uuid)
        self.reader.held[model, uuid] = record
        self.by_key[model, uuid] = record
        if getattr(record, "slug", ""):
            self.by_key[model, record.slug] = record

    def found(self, model: type[Model], value: Any) -> Model:
        """Return the record that a value names.

        Raises:
            Wrong: there is none, or the writer may not see it; both are told alike.
        """
        key = key_in(value, model)
        record = self.by_key.get((model, as_uuid(key) or key)) or self.by_key.get((model, key))
        if record is None:
            raise Wrong(unknown())
        return record


def chosen(field: OptionField, model: type[Model], value: Any) -> Model:
    """Return the record of a short list that a value names.

    Raises:
        Wrong: it is not in the list.
    """
    key = key_in(value, model)
    return among([*field.records.values(), *field.retired.values()], key)


def among(records: Iterable[Model], key: str) -> Model:
    """Return the record with this key: UUID, slug or notation.

    Raises:
        Wrong: none of them has it.
    """
    uuid = as_uuid(key)
    for record in records:
        own = getattr(record, "notation", None) or getattr(record, "slug", None)
        if own == key or (uuid and str(record.uuid) == uuid):
            return record
    raise Wrong(unknown())
