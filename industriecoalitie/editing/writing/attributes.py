"""Which attributes of an answer can be written, and which field of the form each one fills."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django import forms

from industriecoalitie.api.fields import QuantityField, camel
from industriecoalitie.api.serializers import PERIOD_KEYS, FactSerializer, attributes, nested
from industriecoalitie.editing.fields import PartialDateField
from industriecoalitie.editing.files import FileField
from industriecoalitie.editing.forms import ValuesForm
from industriecoalitie.editing.sheets import Rows, Sheet

# Asked of who adds a record for more than one region; answers do not tell it.
WRITE_ONLY = ("owner",)
# Fields of a form that say where a row stands, and nothing of its own.
OWN_FIELDS = ("uuid", "DELETE")


@dataclass(frozen=True)
class Quantity:
    """The fields of a form that one quantity of an answer fills; an empty name is a part it has not.

    ``fixed_unit`` is the unit that cannot be another.
    """

    value: str
    qualifier: str
    unit: str
    fixed_unit: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.value, self.qualifier, self.unit)))


@dataclass(frozen=True)
class Shape:
    """What can be written of a record or a row.

    ``fields`` gives the field of the form by attribute, ``quantities`` its fields, ``rows`` the block with its own
    shape; ``read_only`` are the other attributes of an answer.
    """

    form: type[ValuesForm]
    fields: Mapping[str, str]
    quantities: Mapping[str, Quantity]
    read_only: frozenset[str]
    rows: Mapping[str, tuple[Rows, "Shape"]] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Return the attributes that can be written."""
        return frozenset((*self.fields, *self.quantities, *self.rows))

    def attribute_of(self, name: str) -> str:
        """Return the attribute that a field of the form, its precision or a relation comes from; empty for none."""
        named = f"{name.removesuffix('_precision')}_on" if name.endswith("_precision") else name
        for key, field_name in self.fields.items():
            if field_name in (name, named):
                return key
        for key, quantity in self.quantities.items():
            if name in quantity.names:
                return key
        return next((key for key, (block, _shape) in self.rows.items() if block.relation == name), "")

    def fields_of(self, key: str) -> tuple[str, ...]:
        """Return the fields of the form that an attribute fills."""
        if key in self.quantities:
            return self.quantities[key].names
        return (self.fields[key],) if key in self.fields else ()


@cache
def shape_of(sheet: type[Sheet], serializer_class: type[FactSerializer]) -> Shape:
    """Return what can be written of a record: all that is both in its sheet and in its answer."""
    serializer = serializer_class()
    blocks = {block.relation: block for block in sheet.blocks if isinstance(block, Rows)}
    rows = {}
    for key, child in nested(serializer).items():
        block = blocks.get(getattr(serializer.fields[key], "source", key))
        if block is not None and not takes_file(block.form):
            rows[key] = (block, form_shape(block.form, child, own=("id",)))
    return form_shape(sheet.form, serializer, rows)


def takes_file(form: type[ValuesForm]) -> bool:
    """Tell whether a row cannot be without a file; those are handed in on the page alone."""
    return any(isinstance(each, FileField) and each.required for each in form.base_fields.values())


def form_shape(
    form: type[ValuesForm],
    serializer: FactSerializer,
    rows: Mapping[str, tuple[Rows, Shape]] | None = None,
    *,
    own: tuple[str, ...] = (),
) -> Shape:
    """Return what can be written with one form; ``own`` are attributes that tell which row it is."""
    known, rows = set(attributes(type(serializer))), rows or {}
    base = {
        name: each
        for name, each in form.base_fields.items()
        if name not in OWN_FIELDS and not isinstance(each, FileField)
    }
    quantities = quantities_of(serializer, base)
    taken = {name for quantity in quantities.values() for name in quantity.names}
    fields = {key_of(name, each): name for name, each in base.items() if name not in taken}
    read_only = known - set(fields) - set(quantities) - set(rows) - set(own)
    return Shape(form, fields, quantities, frozenset(read_only), rows)


def quantities_of(serializer: FactSerializer, base: Mapping[str, forms.Field]) -> dict[str, Quantity]:
    """Return the quantities of an answer that the form asks."""
    found = {}
    for key, each in serializer.fields.items():
        if isinstance(each, QuantityField) and each.names[0] in base:
            value, qualifier, unit = (name if name in base else "" for name in each.names)
            found[key] = Quantity(value, qualifier, unit, each.fixed_unit)
    return found


def key_of(name: str, each: forms.Field) -> str:
    """Return the attribute of a field: ``from_on`` is ``from``, ``due_on`` is ``dueOn``."""
    return PERIOD_KEYS.get(name, camel(name)) if isinstance(each, PartialDateField) else camel(name)
