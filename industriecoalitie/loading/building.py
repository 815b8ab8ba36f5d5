"""Turning rows into objects that are ready to be stored, with every fault found at once."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models

from industriecoalitie.core.choices import Visibility
from industriecoalitie.core.dates import PartialDate, stored_day
from industriecoalitie.sources.models import SourceDocument

from .reading import NAMESPACE, Row
from .shapes import Shape, is_allowed, shape, target_key


@dataclass
class Place:
    """Where a fact stands: document, line, and of which field when not of the whole."""

    document: str
    line: int | None
    field: str
    order: int


@dataclass(eq=False)
class Draft:
    """A row as an object that may not be stored yet."""

    row: Row
    instance: models.Model
    links: dict[str, list[models.Model]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    parts: list["Draft"] = field(default_factory=list)
    misses: set[str] = field(default_factory=set)  # references to what a person deleted

    def needs_what_is_gone(self) -> bool:
        """Tell whether the row cannot be stored because something it must name was deleted."""
        return any(not self.instance._meta.get_field(name).null for name in self.misses)

    def everything(self) -> Iterable["Draft"]:
        yield self
        for part in self.parts:
            yield from part.everything()


class Builder:
    """Builds drafts; ``registry`` holds every record of the files by model and key, None when it was deleted."""

    def __init__(self, registry: dict[tuple[type[models.Model], str], models.Model | None]):
        self.registry = registry
        self.problems: list[str] = []

    def build(self, row: Row, instance: models.Model, parts: dict[uuid.UUID, models.Model]) -> Draft:
        """Return the draft of a row; ``parts`` are its stored parts by UUID.

        Faults are added to ``problems``.
        """
        known = shape(row.model)
        draft = Draft(row, instance)
        left = dict(row.data)
        self._fill(draft, known, left)
        draft.places = self._places(row)
        for part in row.parts:
            child = parts.get(part.uuid) or part.model(uuid=part.uuid)
            setattr(child, part.back, instance)
            built = self.build(part, child, parts)
            if not built.misses:
                draft.parts.append(built)
        for name in left:
            self._complain(row, f"{name} is geen veld van {known.label}")
        self._clean(draft, known)
        return draft

    def _complain(self, row: Row, text: str) -> None:
        self.problems.append(f"{row.where}: {text}")

    def _fill(self, draft: Draft, known: Shape, left: dict) -> None:
        """Set every field a file may set: from the row, else to its default."""
        row, instance = draft.row, draft.instance
        for name in known.dates:
            self._fill_date(draft, name, left)
        for name, column in known.fields.items():
            if name == row.back or any(name in (f"{date}_on", f"{date}_precision") for date in known.dates):
                continue
            if name in known.references:
                setattr(instance, name, self._target(draft, column, left.pop(name, None)))
            elif name == "visibility":
                setattr(instance, name, left.pop(name, Visibility.PUBLIC))
            else:
                setattr(instance, name, left.pop(name) if name in left else column.get_default())
        for name, column in known.links.items():
            targets = [self._target(draft, column, text) for text in left.pop(name, None) or []]
            draft.links[name] = [target for target in targets if target is not None]

    def _fill_date(self, draft: Draft, name: str, left: dict) -> None:
        column = draft.instance._meta.get_field(f"{name}_precision")
        day, precision = None, column.get_default()
        if left.get(name) is not None:
            try:
                known = PartialDate.parse(str(left[name]))
                day, precision = stored_day(known, f"{name}_on"), known.precision
            except ValidationError as error:
                self._complain(draft.row, f"{name}: {error.messages[0]}")
        left.pop(name, None)
        setattr(draft.instance, f"{name}_on", day)
        setattr(draft.instance, f"{name}_precision", precision)

    def _target(self, draft: Draft, column, text) -> models.Model | None:
        if text is None:
            return None
        key = target_key(column, text)
        target = (column.related_model, key)
        if target not in self.registry:
            self._complain(draft.row, f"{column.name}: {text} bestaat niet")
        elif not is_allowed(column, key):
            self._complain(draft.row, f"{column.name}: {text} hoort hier niet")
        elif self.registry[target] is None and not column.many_to_many:
            draft.misses.add(column.name)
        return self.registry.get(target)

    def _places(self, row: Row) -> list[Place]:
        places = []
        for order, source in enumerate(row.sources):
            at = source["at"] if isinstance(source, dict) else source
            about = source.get("field", "") if isinstance(source, dict) else ""
            document, _, line = str(at).partition(":")
            if not self._is_document(document) or (line and not line.isdecimal()):
                self._complain(row, f"bron {at} bestaat niet")
                continue
            places.append(Place(document, int(line) if line else None, about, order))
        return places

    def _is_document(self, slug: str) -> bool:
        return (SourceDocument, slug) in self.registry

    def _clean(self, draft: Draft, known: Shape) -> None:
        """Check the values by the rules of their fields; the references were checked when they were found."""
        for name, column in known.references.items():
            if not column.null and name not in draft.row.data and name != draft.row.back:
                self._complain(draft.row, f"{name} ontbreekt")
        try:
            draft.instance.clean_fields(exclude={*known.references, "id"})
            draft.instance.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self._complain(draft.row, f"{name}: {' '.join(messages)}")


def citation_uuid(subject: uuid.UUID, place: Place) -> uuid.UUID:
    """Return the identity of a citation: the same fact, place and field give the same one."""
    return uuid.uuid5(NAMESPACE, f"{subject}/{place.document}:{place.line or ''}/{place.field}")


def values_of(instance: models.Model) -> str:
    """Return a fingerprint of the stored values of one row."""
    values = {
        f.attname: f.value_to_string(instance) for f in instance._meta.concrete_fields if not f.primary_key
    }
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()
