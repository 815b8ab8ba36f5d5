"""One record as a body wants it: checked, put in its sheet, and saved as a page saves it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Record
from industriecoalitie.editing.fields import PickField, PicksField, Reader
from industriecoalitie.editing.forms import ROWS_MOST, RowForm, RowSet, precision_of, refusal_of
from industriecoalitie.editing.sheets import Sheet
from industriecoalitie.history.recording import Change, Row

from .attributes import WRITE_ONLY, Shape
from .faults import Faults, inside
from .mentions import Mentions, as_uuid, unknown
from .values import Filler, as_empty, as_shown, unknown_attribute

# What stays as it is when a whole record is replaced and nothing is said about it.
KEPT = ("visibility",)


class Desk:
    """Who writes, with what was read for all records of one request."""

    def __init__(self, user: Any, by: Actor):
        self.user, self.by = user, by
        self.reader = Reader(user)
        self.mentions = Mentions(self.reader)


class Writing:
    """The body of one record beside its sheet.

    ``is_partial``: what the body leaves out stays; otherwise it is emptied. ``root`` is the place of the body in the
    request. First ``look``, for all records of a request, then ``desk.mentions.load()``, then ``is_valid`` and ``store``.
    ``for_good`` are attributes that only a new record is given.
    """

    for_good: tuple[str, ...] = ()

    def __init__(
        self,
        desk: Desk,
        sheet_class: type[Sheet],
        shape: Shape,
        record: Record,
        body: Any,
        *,
        is_partial: bool = False,
        root: str = "",
    ):
        self.desk, self.sheet_class, self.shape, self.record = desk, sheet_class, shape, record
        self.is_partial = is_partial
        self.faults = Faults(root)
        self.root = root
        self.body: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
        if not isinstance(body, Mapping):
            self.faults.add("", _("Stuur een JSON-object."))
        self.data = QueryDict(mutable=True)
        self.sheet: Sheet | None = None

    @property
    def is_new(self) -> bool:
        return self.record.pk is None

    def look(self) -> None:
        """Check which attributes there are, and remember which records they name."""
        self._look(self.shape, self.body, self.root)
        for key, (_block, shape) in self.shape.rows.items():
            if key not in self.body:
                continue
            rows, place = self.body[key], inside(self.root, key)
            if rows is not None and not isinstance(rows, list):
                self.faults.add(place, _("Geef een lijst."))
            elif len(rows or ()) > ROWS_MOST:
                self.faults.add(place, _("Geef er hooguit %(most)d.") % {"most": ROWS_MOST})
            for number, row in enumerate(self._rows(key)):
                if isinstance(row, Mapping):
                    self._look(shape, row, f"{place}[{number}]", own=("id",))
                else:
                    self.faults.add(f"{place}[{number}]", _("Geef een object."))

    def _rows(self, key: str) -> list:
        rows = self.body.get(key)
        return rows if isinstance(rows, list) and len(rows) <= ROWS_MOST else []

    def _look(self, shape: Shape, given: Mapping[str, Any], place: str, own: tuple[str, ...] = ()) -> None:
        for key, value in given.items():
            if shape is self.shape and key in self.for_good:
                self.look_for_good(key, value, inside(place, key))
            elif key in shape.read_only:
                self.faults.add(inside(place, key), _("Dit kenmerk is alleen om te lezen."))
            elif key not in shape.names and key not in own:
                self.faults.add(inside(place, key), unknown_attribute())
            elif key in shape.fields:
                self._want(shape.form.base_fields[shape.fields[key]], value)

    def _want(self, field: Any, value: Any) -> None:
        if isinstance(field, PickField) and value is not None:
            self.desk.mentions.want(field.model, value)
        elif isinstance(field, PicksField) and isinstance(value, list):
            for each in value:
                self.desk.mentions.want(field.one.model, each)

    def look_for_good(self, key: str, value: Any, place: str) -> None:
        """Remember what an attribute names that only a new record is given."""

    def begin(self) -> None:
        """Give a new record what it has for good; of a stored one, refuse another value."""

    # Into the sheet

    def is_valid(self) -> bool:
        """Fill in the sheet and tell whether it can be saved; otherwise ``faults`` says what is wrong."""
        self.begin()
        asked = set()
        for key, (block, _shape) in self.shape.rows.items():
            if self._is_written(key):
                asked.add(block.relation)
                self.data[f"{block.relation}-TOTAL_FORMS"] = str(len(self._rows(key)))
                self.data[f"{block.relation}-INITIAL_FORMS"] = "0"
        self.sheet = sheet = self.sheet_class(
            self.desk.user,
            self.record,
            self.data,
            seen=None if self.is_new else self.record.version,
            relations=asked,
            reader=self.desk.reader,
        )
        self._fill_record(sheet)
        for key in self.shape.rows:
            if self._is_written(key):
                self._fill_rows(sheet, key)
        sheet.is_valid()
        self._take_over(sheet)
        return not self.faults.found

    def _is_written(self, key: str) -> bool:
        return key in self.body or not self.is_partial

    def _fill_record(self, sheet: Sheet) -> None:
        form = sheet.fields
        for name in form.fields:
            key = self.shape.attribute_of(name)
            stays = self.is_new or self.is_partial or not key or key in KEPT
            for control, values in (as_shown if stays else as_empty)(form, name).items():
                self.data.setlist(control, values)
        self._put_all(self.shape, form, self.body, self.root, "")

    def _put_all(self, shape: Shape, form: Any, given: Mapping[str, Any], place: str, prefix: str) -> None:
        filler = Filler(self.data, self.desk.mentions, self.faults)
        for key, value in given.items():
            at = inside(place, key)
            if key in shape.quantities:
                filler.put_quantity(shape.quantities[key], prefix, value, at)
            elif key in shape.fields:
                name = shape.fields[key]
                if name in form.fields:
                    filler.put(f"{prefix}{name}", form.fields[name], value, at)
                elif not self._is_as_it_is(form.instance, key, name, value):
                    self.faults.add(at, _("Dit kenmerk kun je hier niet wijzigen."))

    def _is_as_it_is(self, row: Any, key: str, name: str, value: Any) -> bool:
        """Tell whether a body only repeats what this writer cannot change."""
        if key in WRITE_ONLY:
            given = self.sheet.given(Change()).get(name) if self.is_new else None
            known = {str(given.uuid), given.slug} if given else set()
            named = value.get("id", value.get("slug")) if isinstance(value, Mapping) else value
            return isinstance(named, str) and named in known
        stored = getattr(row, name, None)
        return value is None if hasattr(stored, "pk") else value == stored

    def _fill_rows(self, sheet: Sheet, key: str) -> None:
        block, shape = self.shape.rows[key]
        rows, rowset = self._rows(key), sheet.rowsets[block.relation]
        self._name_rows(rowset, rows, inside(self.root, key))
        for number, form in enumerate(rowset.forms):
            row = rows[number] if isinstance(rows[number], Mapping) else {}
            for name in form.fields:
                stays = name != "uuid" and not shape.attribute_of(name) and name != "DELETE"
                controls = (
                    as_shown(form, name)
                    if stays
                    else {}
                    if name in ("uuid", "DELETE")
                    else as_empty(form, name)
                )
                for control, values in controls.items():
                    self.data.setlist(control, values)
            self._put_all(shape, form, row, f"{inside(self.root, key)}[{number}]", f"{form.prefix}-")

    def _name_rows(self, rowset: RowSet, rows: list, place: str) -> None:
        """Say which stored row each row of the body is; a row without ``id`` is a new one."""
        known: set[str] = set()
        for number, row in enumerate(rows):
            if not isinstance(row, Mapping) or row.get("id") is None:
                continue
            uuid = self.row_id(rowset, as_uuid(row["id"]) if isinstance(row["id"], str) else "")
            if uuid not in rowset.by_key:
                self.faults.add(f"{place}[{number}].id", unknown())
            elif uuid in known:
                self.faults.add(f"{place}[{number}].id", _("Deze regel staat er al."))
            else:
                known.add(uuid)
                self.data[f"{rowset.prefix}-{number}-uuid"] = uuid

    def row_id(self, rowset: RowSet, uuid: str) -> str:
        """Return the identifier of the stored row that a body names."""
        return uuid

    # What is wrong with it

    def _take_over(self, sheet: Sheet) -> None:
        """Tell the errors of the sheet at the place in the body that each is about."""
        self._tell(self.shape, sheet.fields.errors, self.root)
        for key, (block, shape) in self.shape.rows.items():
            if block.relation not in sheet.rowsets:
                continue
            rowset, place = sheet.rowsets[block.relation], inside(self.root, key)
            self.faults.at(place, rowset.non_form_errors())
            for number, form in enumerate(rowset.forms):
                self._tell_row(shape, form, f"{place}[{number}]")

    def _tell_row(self, shape: Shape, form: RowForm, place: str) -> None:
        if form.errors:
            self._tell(shape, form.errors, place)
        elif form.key() is None and not form.has_changed() and not self.faults.is_at(place):
            self.faults.add(place, _("Deze regel is leeg."))

    def _tell(self, shape: Shape, errors: Mapping[str, Any], place: str) -> None:
        for name, messages in errors.items():
            key = shape.attribute_of(name)
            at = inside(place, key) if key else place
            # What was wrong with the value itself has been told.
            if not key or not self.faults.is_at(at):
                self.faults.at(at, messages)

    def refuse(self, error: ValidationError) -> None:
        """Tell what the action refused."""
        for name, messages in refusal_of(error).items():
            key = self.shape.attribute_of(name)
            self.faults.at(inside(self.root, key) if key else self.root, messages)

    # Into the database

    def store(self) -> Record | None:
        """Save a valid sheet; None when the action refused it, which ``faults`` tells.

        Raises:
            Conflict: the record is no longer at the version that was read.
        """
        try:
            return self.sheet.apply(by=self.desk.by, change=self.change())
        except ValidationError as error:
            self.refuse(error)
            return None

    def change(self) -> Change:
        """Return what the body wants: of a partial one only what it names."""
        change = self.sheet.change()
        rows = {
            relation: [*self._gone(self.sheet.rowsets[relation], each), *each]
            for relation, each in change.rows.items()
        }
        if self.is_new or not self.is_partial:
            return replace(change, rows=rows)
        named = {name for key in self.body for name in self.shape.fields_of(key)}
        named |= {precision_of(name) for name in named if name.endswith("_on")}
        return Change(
            {name: value for name, value in change.values.items() if name in named},
            {name: records for name, records in change.links.items() if name in named},
            rows,
        )

    @staticmethod
    def _gone(rowset: RowSet, rows: list[Row]) -> list[Row]:
        """Return the stored rows that the body leaves out, to be taken away."""
        kept = {str(row.uuid) for row in rows}
        return [Row(UUID(key), is_removed=True) for key in rowset.by_key if key not in kept]
