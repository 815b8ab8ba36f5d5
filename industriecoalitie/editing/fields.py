"""Fields for what records are made of: partial dates, names, other records, terms of the code lists."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industriecoalitie.core.dates import PartialDate, written
from industriecoalitie.core.filters import text_without_nul
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.search.lists import found_by_name

from .widgets import PicksWidget, PickWidget, TermsWidget

NAMES_MOST = 30
PICKS_MOST = 500


@dataclass
class Reader:
    """Who fills in a form; reads each short list once for all fields and rows."""

    user: Any
    _records: dict[type[Model], list[Model]] = field(default_factory=dict)
    # Records that were found for all fields at once, by kind and identifier; this person may see them.
    held: dict[tuple[type[Model], str], Model] = field(default_factory=dict)

    def options(self, model: type[Model], where: Mapping[str, Any]) -> list[Model]:
        """Return the records of a kind that the person may choose; ``where`` gives allowed values by field."""
        if model not in self._records:
            rows = model.objects.visible_to(self.user).for_list().prefetch_related(None).select_related(None)
            self._records[model] = by_name(rows)
        return [
            record
            for record in self._records[model]
            if all(getattr(record, name) in values for name, values in where.items())
        ]


def by_name(records: Iterable[Model]) -> list[Model]:
    """Return records by their name, as a list to choose from; those without (terms, lines) as they come."""
    found = list(records)
    if found and hasattr(found[0], "name"):
        found.sort(key=lambda record: record.name.casefold())
    return found


def is_offered(record: Model) -> bool:
    """Tell whether a record may be chosen anew; what was retired stays only where it is."""
    return getattr(record, "is_offered", True)


class PartialDateField(forms.CharField):
    """A year, a month or a day, in the words of a person: ``2023``, ``mei 2023``, ``9-5-2023``.

    Its value is a ``PartialDate``.
    """

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs["class"] = "kort"

    def to_python(self, value: Any) -> PartialDate | None:
        text = super().to_python(value)
        return written(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return value.in_words() if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(self.prepare_value(initial) or "") != self.to_python(data or "")
        except ValidationError:
            return True


class WebsiteField(forms.URLField):
    """The address of a site; without a scheme it is https."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("label", gettext_lazy("Website"))
        super().__init__(assume_scheme="https", **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Vul een adres in zoals https://www.voorbeeld.nl.")


class NamesField(forms.CharField):
    """Names, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *args, base_field=None, size=None, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", gettext_lazy("Zet elke naam op een eigen regel."))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        text = super().to_python(value) or ""
        text_without_nul(text)  # the validator of Django looks at text, not at a list
        names = [" ".join(line.split()) for line in text.splitlines()]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > NAMES_MOST or any(len(name) > 200 for name in names):
            raise ValidationError(_("Vul hooguit 30 namen in, elk van hooguit 200 tekens."))
        return names

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(self.prepare_value(initial) or "") != self.to_python(data or "")
        except ValidationError:
            return True


class OptionField(forms.ChoiceField):
    """One record out of a short list, as a region or a role.

    ``model`` is ``app.Model``; ``where`` gives allowed values by field.
    """

    def __init__(self, model: str, *, where: Mapping[str, Any] | None = None, empty: str = "", **kwargs):
        self.model_name = model
        self.where = where or {}
        self.empty = empty or gettext_lazy("Kies")
        self.records: dict[str, Model] = {}
        self.retired: dict[str, Model] = {}
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def read_by(self, reader: Reader) -> None:
        """Fill the list with what a person may choose."""
        found = reader.options(apps.get_model(self.model_name), self.where)
        self.retired = {str(record.pk): record for record in found if not is_offered(record)}
        self.offer([record for record in found if is_offered(record)])

    def carry(self, key: int) -> None:
        """Offer, beside the others, what the record names already although it was retired."""
        if str(key) in self.retired:
            self.offer([*self.records.values(), self.retired[str(key)]])

    def offer(self, records: Sequence[Model]) -> None:
        """Fill the list with these records."""
        self.records = {str(record.pk): record for record in records}
        self.choices = [("", self.empty), *((key, str(record)) for key, record in self.records.items())]

    def clean(self, value: Any) -> Model | None:
        key = super().clean(value)
        return self.records[key] if key else None

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Model) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")


@dataclass(frozen=True)
class NewRecord:
    """A record that a person named in a form and that is not there yet."""

    model: type[Model]
    name: str


class PickField(forms.Field):
    """One record out of many, found by any of its names. Its value is the record, or a ``NewRecord``."""

    def __init__(self, model: str, *, may_add: bool = False, **kwargs):
        self.model_name = model
        self.may_add = may_add
        self.reader: Reader | None = None
        kwargs.setdefault("required", False)
        super().__init__(widget=PickWidget(may_add=may_add), **kwargs)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.model_name)

    def read_by(self, reader: Reader) -> None:
        """Find only what this person may see."""
        self.reader = reader
        self.widget.kind = kind_of(self.model)

    def records(self) -> QuerySet:
        return self.model.objects.visible_to(self.reader.user)

    def prepare_value(self, value: Any) -> tuple[str, str, bool]:
        if isinstance(value, tuple):
            return value
        if isinstance(value, Model):
            return (str(value), str(value.uuid), False)
        return ("", "", False)

    def has_changed(self, initial: Any, data: Any) -> bool:
        text, key, _is_new = data if isinstance(data, tuple) else ("", "", False)
        old_text, old_key, _was_new = self.prepare_value(initial)
        return (text, key if text else "") != (old_text, old_key)

    def clean(self, value: Any) -> Model | NewRecord | None:
        text, key, is_new = value if isinstance(value, tuple) else ("", "", False)
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        text_without_nul(text)
        picked = self._picked(text, key)
        if picked is not None:
            return picked
        return self._named(text[:200], is_new)

    def _picked(self, text: str, key: str) -> Model | None:
        """Return the record of the hidden field, when the text beside it is still its name."""
        record = self.reader.held.get((self.model, key))
        try:
            record = record or self.records().filter(uuid=UUID(key)).first()
        except ValueError:
            return None
        return record if record is not None and str(record).strip() == text else None

    def takes(self, record: Model) -> bool:
        """Tell of a record that this person may see whether ``records`` has it."""
        return True

    def _named(self, text: str, is_new: bool) -> Model | NewRecord:
        found = found_by_name(self.records().offered(), text, self.reader.user, 6)
        own = [each for each in found if str(each).casefold() == text.casefold()]
        exact = own or [each for each in found if text.casefold() in _names_of(each)]
        if len(exact) == 1:
            return exact[0]
        if len(exact) > 1:
            raise ValidationError(
                _("Er zijn er meer die ‘%(name)s’ heten. Kies uit de lijst, of noem de volledige naam.")
                % {"name": text}
            )
        if self.may_add and is_new:
            return NewRecord(self.model, text)
        raise ValidationError(self._unknown(text, found), code="unknown")

    def _unknown(self, text: str, found: list[Model]) -> str:
        words = [_("We kennen ‘%(name)s’ niet.") % {"name": text}]
        if found:
            alike = ", ".join(f"‘{each}’" for each in found[:3])
            words.append(_("Bedoel je %(names)s?") % {"names": alike})
        if self.may_add:
            words.append(_("Is deze nieuw? Zet dan het vinkje bij ‘toevoegen als nieuw’."))
        elif not found:
            words.append(_("Kies een naam uit de lijst."))
        return " ".join(words)


def _names_of(record: Model) -> set[str]:
    """Return every name of a record, without the difference of capitals."""
    names = [str(record), *getattr(record, "aliases", []), getattr(record, "found_by", "") or ""]
    return {name.casefold() for name in names if name}


class PicksField(forms.Field):
    """Any number of records out of many, found by name. Its value is the list of records."""

    def __init__(self, model: str, **kwargs):
        self.model_name = model
        self.reader: Reader | None = None
        self.one = PickField(model)
        kwargs.setdefault("required", False)
        super().__init__(widget=PicksWidget(), **kwargs)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.one = copy.deepcopy(
            self.one, memo
        )  # it knows who reads, and two people may fill in forms at once
        return copied

    def read_by(self, reader: Reader) -> None:
        """Find only what this person may see."""
        self.reader = reader
        self.one.read_by(reader)
        self.widget.kind = kind_of(self.one.model)

    def prepare_value(self, value: Any) -> tuple[list[str], str]:
        if isinstance(value, tuple):
            self._name(value[0])
            return value
        records = list(value or [])
        self.widget.labels |= {str(record.uuid): str(record) for record in records}
        return ([str(record.uuid) for record in records], "")

    def _name(self, keys: list[str]) -> list[Model]:
        known = [key for key in dict.fromkeys(keys) if _is_uuid(key)]
        held = {
            key: self.reader.held[self.one.model, key]
            for key in known
            if (self.one.model, key) in self.reader.held
        }
        asked = [key for key in known if key not in held]
        found = {str(each.uuid): each for each in self.one.records().filter(uuid__in=asked)} if asked else {}
        found |= held
        self.widget.labels |= {key: str(record) for key, record in found.items()}
        return [found[key] for key in known if key in found]

    def clean(self, value: Any) -> list[Model]:
        keys, text = value if isinstance(value, tuple) else ([], "")
        if len(keys) > PICKS_MOST:
            raise ValidationError(_("Kies er hooguit %(most)d.") % {"most": PICKS_MOST})
        records = self._name(keys)
        if text:
            added = self.one.clean((text, "", False))
            self.widget.labels[str(added.uuid)] = str(added)
            if added not in records:
                records.append(added)
        if self.required and not records:
            raise ValidationError(self.error_messages["required"], code="required")
        return records

    def has_changed(self, initial: Any, data: Any) -> bool:
        keys, text = data if isinstance(data, tuple) else ([], "")
        return bool(text) or {str(each.uuid) for each in initial or []} != set(keys)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class TermsField(forms.Field):
    """Terms of some code lists. Its value is the list of terms; terms of other lists are left as they are."""

    def __init__(self, schemes: Sequence[tuple[str, str]], **kwargs):
        self.schemes = schemes
        self.terms: dict[str, Model] = {}
        self.known: list[Model] = []
        kwargs.setdefault("required", False)
        super().__init__(widget=TermsWidget(), **kwargs)

    def read_by(self, reader: Reader) -> None:
        """Offer the terms that this person may see."""
        where = {"scheme": {scheme for scheme, _label in self.schemes}}
        self.known = reader.options(apps.get_model("concepts.Concept"), where)
        self.carry(())

    def carry(self, terms: Iterable[Model]) -> None:
        """Offer what may be chosen, and of these terms also what was retired."""
        own = {term.pk for term in terms}
        shown = [term for term in self.known if is_offered(term) or term.pk in own]
        self.terms = {str(term.pk): term for term in shown}
        self.widget.lists = [
            (scheme, label, [term for term in shown if term.scheme == scheme])
            for scheme, label in self.schemes
        ]

    def prepare_value(self, value: Any) -> list[str]:
        return [str(getattr(each, "pk", each)) for each in value or []]

    def clean(self, value: Any) -> list[Model]:
        unknown = [key for key in value or [] if key not in self.terms]
        if unknown:
            raise ValidationError(_("Een van de begrippen bestaat niet meer. Kies opnieuw."))
        return [self.terms[key] for key in dict.fromkeys(value or [])]

    def has_changed(self, initial: Any, data: Any) -> bool:
        chosen = {str(each.pk) for each in initial or [] if str(each.pk) in self.terms}
        return chosen != set(data or [])
