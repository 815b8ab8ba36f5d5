"""What a model asks of a row: its key, its references, its rows of a record, its dates."""

import re
from functools import cache, cached_property

from django.db import models

from industriecoalitie.core.models import Record, Traceable

# What names a row of a record, the first that it has.
NAMING = (
    "slug", "code", "organisation", "module", "factor", "labour_market_region", "part", "predecessor",
    "short", "label", "name", "title", "statement", "text", "instrument", "programme", "level",
)  # fmt: skip


class Shape:
    """A model as a data file sees it."""

    def __init__(self, model: type[models.Model]):
        self.model = model
        self.label = model._meta.label_lower

    @cached_property
    def is_record(self) -> bool:
        return issubclass(self.model, Record)

    @cached_property
    def key_fields(self) -> tuple[str, ...]:
        """Return the fields that together name one row: the slug, else the first unique set, else the title."""
        names = {field.name for field in self.model._meta.fields}
        if "slug" in names and self.model._meta.get_field("slug").unique:
            return ("slug",)
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                return tuple(constraint.fields)
        return ("title",)

    @cached_property
    def has_unique_key(self) -> bool:
        """Tell whether the table itself refuses a second row with the same key."""
        return self.key_fields != ("title",)

    @cached_property
    def fields(self) -> dict[str, models.Field]:
        """Return the fields a file may set, by name; a date of two columns is not among them."""
        return {
            field.name: field
            for field in self.model._meta.concrete_fields
            if field.editable and not field.primary_key
        }

    @cached_property
    def references(self) -> dict[str, models.ForeignKey]:
        return {name: field for name, field in self.fields.items() if isinstance(field, models.ForeignKey)}

    @cached_property
    def links(self) -> dict[str, models.ManyToManyField]:
        return {field.name: field for field in self.model._meta.local_many_to_many}

    @cached_property
    def rows(self) -> dict[str, tuple[type[models.Model], str]]:
        """Return what may stand inside a row: relation name to model and the field that points back."""
        return {
            relation.get_accessor_name(): (relation.related_model, relation.field.name)
            for relation in self.model._meta.related_objects
            if relation.one_to_many and issubclass(relation.related_model, Traceable)
        }

    @cached_property
    def dates(self) -> set[str]:
        """Return the dates of which only a year or a month may be known, by the first word of their columns."""
        names = set(self.fields)
        return {name[:-3] for name in names if name.endswith("_on") and f"{name[:-3]}_precision" in names}

    @cached_property
    def self_reference(self) -> str:
        """Return the field that points at another row of the same model; empty when there is none."""
        return next((n for n, field in self.references.items() if field.related_model is self.model), "")

    def key_of(self, data: dict) -> str:
        """Return the key of a row; a KeyError names a field that is missing."""
        return ":".join(str(data[name]) for name in self.key_fields)

    def name_of(self, data: dict) -> str:
        """Return what tells a row of a record from its neighbours."""
        return next((str(data[name]) for name in NAMING if data.get(name)), "")


@cache
def shape(model: type[models.Model]) -> Shape:
    """Return the shape of a model, worked out once."""
    return Shape(model)


def target_key(field: models.ForeignKey | models.ManyToManyField, text: str) -> str:
    """Return the key a reference means, in the one way keys are written.

    ``mbo-propositie/UP1`` is ``mbo-propositie:UP1``; what the field itself fixes, such as the code list, may be left out.
    """
    names = shape(field.related_model).key_fields
    given = re.split(r"[:/]", str(text), maxsplit=len(names) - 1) if len(names) > 1 else [str(text)]
    fixed = field.get_limit_choices_to()
    missing = len(names) - len(given)
    if missing and all(name in fixed for name in names[:missing]):
        given = [str(fixed[name]) for name in names[:missing]] + given
    return ":".join(given)


def is_allowed(field: models.ForeignKey, key: str) -> bool:
    """Tell whether a key lies within what the field is limited to (a term of the right code list)."""
    names = shape(field.related_model).key_fields
    given = dict(zip(names, key.split(":"), strict=False))
    return all(given.get(name, value) == value for name, value in field.get_limit_choices_to().items())
