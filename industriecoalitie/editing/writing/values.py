"""Values of JSON as a form wants them: what a person would have typed, ticked or chosen."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.serializers import key_of_scheme
from industriecoalitie.core.choices import Qualifier
from industriecoalitie.core.dates import PartialDate
from industriecoalitie.editing.fields import (
    PICKS_MOST,
    NamesField,
    OptionField,
    PartialDateField,
    PickField,
    PicksField,
    TermsField,
)
from industriecoalitie.editing.files import FileField

from .attributes import Quantity
from .faults import Faults, Wrong, inside
from .mentions import Mentions, among, chosen, key_in

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
QUANTITY_KEYS = ("value", "qualifier", "unit", "text")


def text_in(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Wrong(_("Geef een tekst, of null."))
    return value


def number_in(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Wrong(_("Geef een getal, of null."))
    return str(value)


def truth_in(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(_("Geef true of false."))
    return value


def list_in(value: Any) -> list:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Wrong(_("Geef een lijst."))
    return value


def object_in(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Wrong(_("Geef een object."))
    return value


def day_in(value: Any) -> str:
    text = text_in(value)
    try:
        if text and DAY.fullmatch(text):
            datetime.date.fromisoformat(text)
        elif text:
            raise ValueError
    except ValueError as error:
        raise Wrong(_("Schrijf een dag als 2024-02-09.")) from error
    return text


def partial_in(value: Any) -> str:
    text = text_in(value)
    try:
        return str(PartialDate.parse(text)) if text else ""
    except ValidationError as error:
        raise Wrong(error.messages[0]) from error


def names_in(value: Any) -> str:
    names = list_in(value)
    if not all(isinstance(name, str) and "\n" not in name and "\r" not in name for name in names):
        raise Wrong(_("Geef een lijst van namen."))
    return "\n".join(names)


class Filler:
    """Puts the values of a body in the data of a form."""

    def __init__(self, data: QueryDict, mentions: Mentions, faults: Faults):
        self.data, self.mentions, self.faults = data, mentions, faults
        self.units: dict[str, str] = {}

    def put(self, name: str, field: forms.Field, value: Any, place: str) -> None:
        """Put one value; what cannot stand there becomes a fault at its place."""
        try:
            self._put(name, field, value, place)
        except Wrong as wrong:
            self.faults.add(place, wrong)

    def _put(self, name: str, field: forms.Field, value: Any, place: str) -> None:
        if isinstance(field, PickField):
            self._pick(name, field, value)
        elif isinstance(field, PicksField):
            self._picks(name, field, value, place)
        elif isinstance(field, TermsField):
            self._terms(name, field, value, place)
        elif isinstance(field, OptionField):
            model = apps.get_model(field.model_name)
            self.data[name] = "" if value is None else str(chosen(field, model, value).pk)
        elif isinstance(field, forms.NullBooleanField):
            self.data[name] = "unknown" if value is None else str(truth_in(value)).lower()
        elif isinstance(field, forms.BooleanField):
            self._tick(name, truth_in(value))
        else:
            self.data[name] = reader_of(field)(value)

    def _tick(self, name: str, is_ticked: bool) -> None:
        self.data.pop(name, None)
        if is_ticked:
            self.data[name] = "on"

    def _pick(self, name: str, field: PickField, value: Any) -> None:
        record = None if value is None else self._found(field, value)
        self.data[name] = str(record) if record else ""
        self.data[f"{name}_key"] = str(record.uuid) if record else ""

    def _found(self, field: PickField, value: Any) -> Any:
        record = self.mentions.found(field.model, value)
        if not field.takes(record):
            raise Wrong(_("Dit record kan hier niet staan."))
        return record

    def _picks(self, name: str, field: PicksField, value: Any, place: str) -> None:
        values = list_in(value)
        if len(values) > PICKS_MOST:
            raise Wrong(_("Geef er hooguit %(most)d.") % {"most": PICKS_MOST})
        keys = []
        for number, each in enumerate(values):
            try:
                keys.append(str(self._found(field.one, each).uuid))
            except Wrong as wrong:
                self.faults.add(f"{place}[{number}]", wrong)
        self.data.setlist(name, keys)

    def _terms(self, name: str, field: TermsField, value: Any, place: str) -> None:
        lists = {} if value is None else object_in(value)
        schemes = {key_of_scheme(scheme): scheme for scheme, _label in field.schemes}
        elsewhere = {key_of_scheme(scheme) for scheme in Scheme.values} - set(schemes)
        given = (
            {schemes[key] for key in lists if key in schemes} if value is not None else set(schemes.values())
        )
        kept = [key for key in self.data.getlist(name) if field.terms[key].scheme not in given]
        for key, terms in lists.items():
            if key not in schemes:
                here = _("Deze lijst hoort hier niet.") if key in elsewhere else unknown_attribute()
                self.faults.add(inside(place, key), here)
                continue
            own = [term for term in field.terms.values() if term.scheme == schemes[key]]
            kept += self._terms_of(own, terms, inside(place, key))
        self.data.setlist(name, kept)

    def _terms_of(self, own: list, value: Any, place: str) -> list[str]:
        keys = []
        try:
            for number, each in enumerate(list_in(value)):
                try:
                    keys.append(str(among(own, key_in(each, self._concept)).pk))
                except Wrong as wrong:
                    self.faults.add(f"{place}[{number}]", wrong)
        except Wrong as wrong:
            self.faults.add(place, wrong)
        return keys

    @property
    def _concept(self) -> Any:
        return apps.get_model("concepts.Concept")

    def put_quantity(self, quantity: Quantity, prefix: str, value: Any, place: str) -> None:
        """Put a number with its word and unit in the fields that hold them."""
        try:
            given = {"value": None, "qualifier": None, "unit": None} if value is None else object_in(value)
        except Wrong as wrong:
            self.faults.add(place, wrong)
            return
        for key in set(given) - set(QUANTITY_KEYS):
            self.faults.add(inside(place, key), unknown_attribute())
        self._part(quantity.value, prefix, given, "value", number_in, place)
        self._qualifier(quantity, prefix, given, place)
        self._unit(quantity, prefix, given, place)

    def _part(
        self,
        name: str,
        prefix: str,
        given: Mapping[str, Any],
        key: str,
        read: Callable[[Any], str],
        place: str,
    ) -> None:
        if key not in given:
            return
        try:
            self.data[f"{prefix}{name}"] = read(given[key])
        except Wrong as wrong:
            self.faults.add(inside(place, key), wrong)

    def _qualifier(self, quantity: Quantity, prefix: str, given: Mapping[str, Any], place: str) -> None:
        word = given.get("qualifier")
        if quantity.qualifier and "qualifier" in given:
            if word is not None and word not in Qualifier.values:
                self.faults.add(inside(place, "qualifier"), _("Kies een van de mogelijkheden."))
            else:
                self.data[f"{prefix}{quantity.qualifier}"] = word or Qualifier.EXACT.value
        elif word not in (None, Qualifier.EXACT):
            self.faults.add(inside(place, "qualifier"), _("Dit getal heeft geen aanduiding: laat die weg."))

    def _unit(self, quantity: Quantity, prefix: str, given: Mapping[str, Any], place: str) -> None:
        if "unit" not in given:
            return
        try:
            unit = text_in(given["unit"])
        except Wrong as wrong:
            self.faults.add(inside(place, "unit"), wrong)
            return
        if not quantity.unit:
            if unit not in ("", quantity.fixed_unit):
                self.faults.add(inside(place, "unit"), _("Hier past geen andere eenheid."))
            return
        name = f"{prefix}{quantity.unit}"
        if unit and self.units.setdefault(name, unit) != unit:
            self.faults.add(inside(place, "unit"), _("Geef bij deze getallen dezelfde eenheid."))
        self.data[name] = unit or self.units.get(name, "")


def unknown_attribute() -> str:
    return _("Dit kenmerk bestaat niet.")


def reader_of(field: forms.Field) -> Callable[[Any], str]:
    """Return what makes text of the value of a simple field."""
    if isinstance(field, PartialDateField):
        return partial_in
    if isinstance(field, NamesField):
        return names_in
    if isinstance(field, forms.DateField):
        return day_in
    if isinstance(field, forms.IntegerField):  # decimals too
        return number_in
    return text_in


def as_shown(form: forms.BaseForm, name: str) -> dict[str, list[str]]:
    """Return what a browser would send for a field that nobody touched, by the name of the control."""
    field, key = form.fields[name], form.add_prefix(name)
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(field, PickField):
        text, uuid, _is_new = value
        return {key: [text], f"{key}_key": [uuid]}
    if isinstance(field, PicksField):
        return {key: list(value[0])}
    if isinstance(field, TermsField):
        return {key: [each for each in value if each in field.terms]}
    if isinstance(field, FileField):
        return {key: [value[0]]}
    if isinstance(field, forms.NullBooleanField):
        return {key: ["unknown" if value is None else str(bool(value)).lower()]}
    if isinstance(field, forms.BooleanField):
        return {key: ["on"]} if value else {}
    if isinstance(value, datetime.date):
        return {key: [value.isoformat()]}
    return {key: ["" if value is None else str(value)]}


def as_empty(form: forms.BaseForm, name: str) -> dict[str, list[str]]:
    """Return what stands in a field when nothing is said about it: its default, or nothing."""
    field, key = form.fields[name], form.add_prefix(name)
    if isinstance(field, PickField | PicksField | TermsField | OptionField | PartialDateField | NamesField):
        return {}
    if isinstance(field, forms.NullBooleanField):
        return {key: ["unknown"]}
    column = next((each for each in form._meta.model._meta.concrete_fields if each.name == name), None)
    default = column.get_default() if column is not None and column.has_default() else ""
    if isinstance(field, forms.BooleanField):
        return {key: ["on"]} if default is True else {}
    return {key: [str(default)]}
