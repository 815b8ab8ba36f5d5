"""The field that takes a file: chosen, kept at once, and after that named by its key alone."""

import re
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from industriecoalitie.files import limits
from industriecoalitie.files.actions import take_in
from industriecoalitie.files.checking import ACCEPTED
from industriecoalitie.files.choices import FileKind, FileState
from industriecoalitie.files.models import StoredFile

# What a form gives for a file: its key, and why the file that came with it was refused.
Given = tuple[str, str]
NAME_IN_ROW = re.compile(r"^(\w+)-(\d+)-(\w+)$")


class Typed(QueryDict):
    """What was typed, with the keys of the files that came along; ``refusals`` says by field which were refused."""

    refusals: dict[str, str]


class FileWidget(forms.Widget):
    """A file that is there, with its picture, and a way to choose another."""

    template_name = "editing/file.html"
    needs_multipart_form = True

    def __init__(self, kinds: Collection[str] = (), attrs: dict | None = None):
        super().__init__(attrs)
        self.kinds = kinds
        self.stored: dict[str, StoredFile | None] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Given:
        if data.get(f"{name}_weg") == "1":
            return ("", "")
        # A page that is not sent in parts sends the name of the file input too, empty.
        values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        key = next((value.strip() for value in reversed(values) if value.strip()), "")
        return (key, getattr(data, "refusals", {}).get(name, ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def use_required_attribute(self, initial: Any) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, "", attrs)
        key = value[0] if isinstance(value, tuple) else ""
        stored = self.stored.get(key)
        context["widget"] |= {
            "key": key if stored else "",
            "stored": stored,
            "kinds": " ".join(self.kinds),
            "accept": ",".join(ACCEPTED[kind] for kind in self.kinds),
            "may_empty": not self.is_required,
        }
        return context

    def id_for_label(self, id_: str) -> str:
        return id_


class FileField(forms.Field):
    """A file of one of ``kinds`` (``image``, ``document``). Its value is a ``StoredFile``, or None.

    A file may be used by who handed it in or may read it; what the record holds already stays as it is.
    """

    def __init__(self, *, kinds: Collection[str] = (FileKind.IMAGE,), **kwargs):
        self.kinds = tuple(kinds)
        self.user: Any = None
        self.current: StoredFile | None = None
        super().__init__(widget=FileWidget(self.kinds), **kwargs)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.widget.stored = {}
        return copied

    def read_by(self, reader: Any) -> None:
        """Take only what this person may use."""
        self.user = reader.user

    def hold(self, stored: StoredFile | None) -> None:
        """Remember the file that the record has now."""
        self.current = stored

    def prepare_value(self, value: Any) -> Given:
        given = _given(value)
        self.widget.stored[given[0]] = self._found(given[0])
        return given

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _given(data)[1] != "" or _given(initial)[0] != _given(data)[0]

    def clean(self, value: Any) -> StoredFile | None:
        key, refusal = _given(value)
        if refusal:
            raise ValidationError(refusal, code="refused")
        if not key:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        stored = self._found(key)
        if stored is None:
            raise ValidationError(_("Dit bestand is er niet meer. Kies het opnieuw."), code="gone")
        if stored.state == FileState.REFUSED:
            raise ValidationError(
                _("De virusscanner houdt dit bestand tegen. Kies een ander bestand."), code="refused"
            )
        if stored.kind not in self.kinds:
            raise ValidationError(_("Hier past een ander soort bestand. Kies een ander."), code="kind")
        return stored

    def _found(self, key: str) -> StoredFile | None:
        if self.current is not None and str(self.current.uuid) == key:
            return self.current
        if key in self.widget.stored:
            return self.widget.stored[key]
        try:
            return StoredFile.objects.usable_by(self.user).filter(uuid=UUID(key)).first()
        except ValueError:
            return None


def _given(value: Any) -> Given:
    if isinstance(value, tuple):
        return value
    return (str(value.uuid), "") if isinstance(value, StoredFile) else ("", "")


def take_in_files(request: HttpRequest, sheet: Any) -> None:
    """Keep the files that came with a form, and put their keys in ``request.POST`` as if they had been typed.

    ``sheet`` is of the same kind as the form; files of other fields than its own are left alone. A refused file is
    told at its field (``Typed.refusals``), which keeps the file it had.
    """
    data = Typed(mutable=True)
    for name, values in request.POST.lists():
        data.setlist(name, values)
    data.refusals = {}
    for name, upload in request.FILES.items():
        field = _field_named(sheet, name)
        if field is None:
            continue
        try:
            limits.count(request)
            data[name] = str(take_in(upload, by_user=request.user, kinds=field.kinds).uuid)
            data.pop(f"{name}_weg", None)
        except ValidationError as error:
            data.refusals[name] = " ".join(error.messages)
    request.POST = data


def _field_named(sheet: Any, name: str) -> FileField | None:
    """Return the file field that has this name in a form, in the record itself or in a row."""
    fields = sheet.fields.fields
    if found := NAME_IN_ROW.match(name):
        rowset = sheet.rowsets.get(found[1])
        fields, name = (rowset.form.base_fields, found[3]) if rowset is not None else ({}, "")
    field = fields.get(name)
    return field if isinstance(field, FileField) else None
