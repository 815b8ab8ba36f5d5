"""Forms of a record and of its rows: typed text becomes clean values, nothing is saved here."""

from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from industriecoalitie.core import dates
from industriecoalitie.core.models import Part, Record
from industriecoalitie.history.recording import Row

from .fields import NewRecord, OptionField, PartialDateField, PickField, PicksField, Reader, TermsField
from .files import FileField

ROWS_MOST = 200


class ValuesForm(forms.ModelForm):
    """Fields of one record or one row, as a ``Change`` wants them.

    ``reader`` decides which records may be chosen. A field that now names a record hidden from the reader is left
    out of the form, so that saving does not empty it.
    """

    def __init__(self, *args, reader: Reader, **kwargs):
        self.reader = reader
        super().__init__(*args, **kwargs)
        for name, field in list(self.fields.items()):
            if hasattr(field, "read_by"):
                field.read_by(reader)
            self._say_what_is_missing(field, name)
            self._name_the_empty_choice(field)
            if isinstance(field, FileField):
                self._hold_file(name, field)
            elif isinstance(field, PartialDateField):
                stored = dates.partial(
                    getattr(self.instance, name), getattr(self.instance, precision_of(name))
                )
                self.initial[name] = stored or (kwargs.get("initial") or {}).get(name)
            elif isinstance(field, OptionField | PickField):
                self._prepare_one(name, field)
            elif isinstance(field, TermsField) and self.instance.pk:
                field.carry(self.initial.get(name) or ())
            elif isinstance(field, PicksField) and self.instance.pk and self.initial.get(name):
                linked = [each.pk for each in self.initial[name]]
                self.initial[name] = list(field.one.records().filter(pk__in=linked))

    def _say_what_is_missing(self, field: forms.Field, name: str) -> None:
        label = field.label or name
        chooses = isinstance(field, forms.ChoiceField)
        text = _("Kies bij ‘%(label)s’ een van de mogelijkheden.") if chooses else _("Vul ‘%(label)s’ in.")
        field.error_messages["required"] = text % {"label": label}
        if chooses:
            field.error_messages["invalid_choice"] = _("Kies een van de mogelijkheden.")

    @staticmethod
    def _name_the_empty_choice(field: forms.Field) -> None:
        if isinstance(field, forms.TypedChoiceField) and not isinstance(field, OptionField):
            field.choices = [(key, label if key else _("Kies")) for key, label in field.choices]

    def _prepare_one(self, name: str, field: OptionField | PickField) -> None:
        key = getattr(self.instance, f"{name}_id", None)
        if key is None:
            return
        if isinstance(field, OptionField):
            field.carry(key)
            if str(key) not in field.records:
                del self.fields[name]
            return
        record = getattr(self.instance, name)
        if record.is_shown_to(self.reader.user) or field.records().filter(pk=key).exists():
            self.initial[name] = record
        else:
            del self.fields[name]

    def _hold_file(self, name: str, field: FileField) -> None:
        stored = getattr(self.instance, name) if getattr(self.instance, f"{name}_id", None) else None
        field.hold(stored)
        self.initial[name] = stored

    def _post_clean(self) -> None:
        self.partial = {
            name: self.cleaned_data.get(name)
            for name, field in self.fields.items()
            if isinstance(field, PartialDateField) and name in self.cleaned_data
        }
        for name, value in self.partial.items():
            self.cleaned_data[name] = dates.stored_day(value, name) if value else None
            if value:
                setattr(self.instance, precision_of(name), value.precision)
        self.made = {n: v for n, v in self.cleaned_data.items() if isinstance(v, NewRecord)}
        held_back = {
            name: self.cleaned_data.pop(name)
            for name, field in self.fields.items()
            if name in self.cleaned_data
            and (name in self.made or isinstance(field, PicksField | TermsField) or not self._is_column(name))
        }
        super()._post_clean()
        self.cleaned_data |= held_back

    def _get_validation_exclusions(self) -> set[str]:
        # A record that is still to be made cannot be checked yet; the action checks it when it is there.
        return super()._get_validation_exclusions() | set(getattr(self, "made", {}))

    def _is_column(self, name: str) -> bool:
        try:
            return self._meta.model._meta.get_field(name).concrete
        except FieldDoesNotExist:
            return False

    def values(self) -> dict[str, Any]:
        """Return clean values of columns; a ``NewRecord`` stands where a record is still to be made."""
        values = {}
        for name, value in self.cleaned_data.items():
            field = self.fields.get(name)
            if field is None or isinstance(field, PicksField | TermsField) or not self._is_column(name):
                continue
            # A browser sends the lines of a text with a carriage return.
            values[name] = value.replace("\r\n", "\n") if isinstance(value, str) else value
            if isinstance(field, PartialDateField) and value:
                values[precision_of(name)] = getattr(self.instance, precision_of(name))
        return values

    def links(self) -> dict[str, list[Model]]:
        """Return the records chosen for each many-to-many field, with those that the reader may not see."""
        return {
            name: [*self.cleaned_data[name], *self._left_alone(name, field)]
            for name, field in self.fields.items()
            if isinstance(field, PicksField | TermsField) and name in self.cleaned_data
        }

    def _left_alone(self, name: str, field: forms.Field) -> list[Model]:
        if not self.instance.pk:
            return []
        linked = list(getattr(self.instance, name).all())
        if isinstance(field, TermsField):
            return [term for term in linked if str(term.pk) not in field.terms]
        shown = set(
            field.one.records().filter(pk__in=[each.pk for each in linked]).values_list("pk", flat=True)
        )
        return [each for each in linked if each.pk not in shown]


class RecordForm(ValuesForm):
    """The fields of a record itself. ``visibility`` is asked of those who may publish."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "visibility" in self.fields and not self.may_publish():
            del self.fields["visibility"]

    def may_publish(self) -> bool:
        meta: Any = self._meta.model._meta
        if self.instance.pk is None:
            return True
        return self.reader.user.has_perm(f"{meta.app_label}.publish_{meta.model_name}", self.instance)


class RowForm(ValuesForm):
    """The fields of one row of a record; left wholly empty, a new row is no row."""

    uuid = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["uuid"] = str(self.instance.uuid)

    def key(self) -> UUID | None:
        try:
            return UUID(self.data.get(self.add_prefix("uuid"), "")) if self.is_bound else self.instance.uuid
        except ValueError:
            return None


class RowSet(forms.BaseFormSet):
    """The rows of one kind in the form of a record.

    Rows stand in the form by their uuid, so that one row may be gone or added meanwhile without another shifting.
    """

    def __init__(self, *args, parent: Record, rows: list[Part], field_name: str, reader: Reader, **kwargs):
        self.parent = parent
        self.rows = rows
        self.field_name = field_name
        self.reader = reader
        self.by_key = {str(row.uuid): row for row in rows}
        super().__init__(*args, **kwargs)

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        if self.is_bound:
            return min(super().total_form_count(), ROWS_MOST)
        return min(len(self.rows) + self.extra, ROWS_MOST)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {"reader": self.reader, "instance": self._instance(index)}

    def _instance(self, index: int | None) -> Part:
        model = self.form._meta.model
        row = None
        if index is not None and self.is_bound:
            row = self.by_key.get(self.data.get(f"{self.add_prefix(index)}-uuid", ""))
        elif index is not None and index < len(self.rows):
            row = self.rows[index]
        if row is not None:
            return row
        # A row of an unsaved record cannot point at it yet; it is set when both are saved.
        return model(**{self.field_name: self.parent}) if self.parent.pk else model()

    def changes(self, *, is_ordered: bool = False) -> list[Row]:
        """Return what happens to each row, in the order of the form; rows that stand in order keep their numbers."""
        found = []
        for form in self.forms:
            key = form.key()
            if self._should_delete_form(form):
                if key is not None:
                    found.append(Row(key, is_removed=True))
            elif key is not None or form.has_changed():
                values = form.values()
                values.pop("uuid", None)
                found.append(Row(key, values, links=form.links()))
        return self._numbered(found) if is_ordered else found

    def _numbered(self, rows: list[Row]) -> list[Row]:
        kept = [row for row in rows if not row.is_removed]
        numbers = [getattr(self.by_key.get(str(row.uuid)), "order", None) for row in kept]
        known = [number for number in numbers if number is not None]
        are_in_order = numbers[: len(known)] == known and all(a < b for a, b in pairwise(known))
        if are_in_order and known:
            numbers = [*known, *range(known[-1] + 1, known[-1] + 1 + len(kept) - len(known))]
        else:
            numbers = list(range(1, len(kept) + 1))
        left = iter(numbers)
        return [
            row if row.is_removed else replace(row, values={**row.values, "order": next(left)})
            for row in rows
        ]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Verwijderen")


def precision_of(name: str) -> str:
    """Return the field that says how much of a date is known: ``from_precision`` of ``from_on``."""
    return f"{name.removesuffix('_on')}_precision"


def refusal_of(error: ValidationError) -> dict[str, list[str]]:
    """Return the messages of a refusal by the name of the field; those of the whole record by ``__all__``."""
    return error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
