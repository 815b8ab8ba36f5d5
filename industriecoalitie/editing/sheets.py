"""The sheet of a kind of record: which fields and rows it is edited with, and how they become one change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.models import Record
from industriecoalitie.core.quantities import number_in
from industriecoalitie.history.recording import Change, add_record, change_record, change_set

from .fields import NewRecord, Reader
from .forms import ROWS_MOST, RecordForm, RowForm, RowSet, refusal_of

# No record has this version: whoever sends a form without one has seen nothing.
NOT_SEEN = 0
# Names that are an address of their own in the same place.
TAKEN_SLUGS = {
    "nieuw", "dubbel", "vergelijken", "import", "export", "collecties", "succesfactoren", "leermiddelen", "feed",
    "etalage", "navolging", "oembed", "volgen", "handreiking",
}  # fmt: skip


@dataclass(frozen=True)
class Fields:
    """A block of fields under one heading. ``wide`` fields take the whole width."""

    key: str
    title: str
    names: tuple[str, ...]
    help: str = ""
    wide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """A block of rows under one heading, ``relation`` being the reverse relation of the record.

    ``one`` is the word for a single row ("partner"); ``more`` names fields that stand folded away; ``is_ordered``
    keeps the order of the form; ``new`` is how many empty rows a new record begins with.
    """

    key: str
    title: str
    relation: str
    form: type[RowForm]
    one: str
    help: str = ""
    more: tuple[str, ...] = ()
    is_ordered: bool = False
    new: int = 1


class Sheet:
    """The form of one record with its rows, for one person.

    Subclasses name ``model``, ``form``, ``blocks`` and what the pages call it. ``record`` is the stored record or a
    new one; ``seen`` the version the person looked at; ``data`` what was typed (None for the record as it is);
    ``initial`` what a new record begins with: values and links by field, a list of values by relation with rows;
    ``relations`` the only rows that are asked; ``reader`` what was read already for other sheets of this person.
    """

    model: type[Record]
    form: type[RecordForm]
    blocks: Sequence[Fields | Rows] = ()
    add_title = ""
    add_lead = ""
    who_sees = ""  # of a new one, when that is not the team until it is published
    notice_template = ""  # what a person has to know while editing a stored one

    def __init__(
        self,
        user,
        record: Record,
        data: QueryDict | None = None,
        *,
        seen: int | None = None,
        initial: Mapping[str, Any] | None = None,
        relations: Collection[str] | None = None,
        reader: Reader | None = None,
    ):
        self.user = user
        self.record = record
        self.data = data
        self.is_new = record.pk is None
        self.seen = seen if seen is not None else self._seen_in(data, record)
        self.reader = reader or Reader(user)
        self.is_checked = False
        self.added = ""  # the relation that a row was just added to
        self.stored_name = str(record) if record.pk else ""  # a bound form alters its record
        self.blocks = [
            block
            for block in self.blocks_for(user)
            if relations is None or isinstance(block, Fields) or block.relation in relations
        ]
        self.fields = self.form(data, instance=record, reader=self.reader, initial=initial)
        begun = initial if self.is_new and data is None and initial else {}
        self.rowsets = {
            block.relation: self._rowset(block, begun.get(block.relation, ())) for block in self.row_blocks
        }

    def blocks_for(self, user) -> Sequence[Fields | Rows]:
        """Return the blocks that this person may fill in."""
        return type(self).blocks

    @classmethod
    def address_of(cls, record: Record) -> str:
        """Return where a stored record is shown."""
        return record.get_absolute_url()

    @staticmethod
    def _seen_in(data: QueryDict | None, record: Record) -> int | None:
        if record.pk is None:
            return None
        if data is None:
            return record.version
        return number_in(data, "seen") or NOT_SEEN

    @cached_property
    def row_blocks(self) -> list[Rows]:
        return [block for block in self.blocks if isinstance(block, Rows)]

    def _rowset(self, block: Rows, begun: Sequence[Mapping[str, Any]] = ()) -> RowSet:
        relation = getattr(self.model, block.relation).rel
        factory = forms.formset_factory(
            block.form, formset=RowSet, extra=max(block.new, len(begun)) if self.is_new else 0, can_delete=True,
            max_num=ROWS_MOST, absolute_max=ROWS_MOST,
        )  # fmt: skip
        return factory(
            self.data,
            prefix=block.relation,
            parent=self.record,
            rows=[] if self.is_new else self.stored_rows(block),
            field_name=relation.field.name,
            reader=self.reader,
            initial=list(begun) or None,
        )

    @property
    def takes_files(self) -> bool:
        """Whether a file can be handed in with this form."""
        return self.fields.is_multipart() or any(each.is_multipart() for each in self.rowsets.values())

    def stored_rows(self, block: Rows) -> list[Model]:
        """Return the rows of the record that the person may see, in the order of the form."""
        rows = getattr(self.record, block.relation).visible_to(self.user)
        model = rows.model
        known = {each.name for each in model._meta.get_fields()}
        named = [name for name in ("organisation", "programme", "module", "file") if name in known]
        order = [name for name in ("order", "due_on", "pk") if name in known or name == "pk"]
        return list(rows.select_related(*named).order_by(*order) if named else rows.order_by(*order))

    # What the page shows

    def shown_blocks(self) -> list[dict[str, Any]]:
        """Return the blocks with their bound fields or rows, for the template."""
        return [self._shown(block) for block in self.blocks]

    def _shown(self, block: Fields | Rows) -> dict[str, Any]:
        if isinstance(block, Fields):
            bound = [self.fields[name] for name in block.names if name in self.fields.fields]
            return {"block": block, "fields": bound, "wide": block.wide}
        rowset = self.rowsets[block.relation]
        return {
            "block": block,
            "rowset": rowset,
            "rows": [self._shown_row(block, each) for each in rowset.forms],
            "blank": self._shown_row(block, rowset.empty_form),
        }

    def _shown_row(self, block: Rows, form: RowForm) -> dict[str, Any]:
        bound = [form[name] for name in form.fields if name not in ("uuid", "DELETE", *block.more)]
        return {
            "form": form,
            "fields": bound,
            "more": [form[name] for name in block.more if name in form.fields],
            "is_open": self._asks_more(block, form),
            "is_removed": bool(form.is_bound and form.data.get(form.add_prefix("DELETE"))),
        }

    def _asks_more(self, block: Rows, form: RowForm) -> bool:
        """Tell whether the folded fields of a row need the eye: something is wrong there, or a record is named anew."""
        if not form.is_bound:
            return False
        is_new = any(form.data.get(f"{form.add_prefix(name)}_new") for name in form.fields)
        return is_new or (self.is_checked and any(form.errors.get(name) for name in block.more))

    def without_remarks(self) -> "Sheet":
        """Show what was typed without judging it yet: for an unsent form, or when a row is added."""
        for form in [self.fields, *(form for rowset in self.rowsets.values() for form in rowset.forms)]:
            form._errors = forms.utils.ErrorDict()
            form.cleaned_data = {}
        for rowset in self.rowsets.values():
            rowset._errors = []
            rowset._non_form_errors = rowset.error_class()
        return self

    def gaps(self) -> list[tuple[str, str]]:
        """Return key and title of the blocks of a stored record in which nothing is filled in."""
        if self.is_new:
            return []
        empty = []
        for block in self.blocks:
            if isinstance(block, Rows):
                is_empty = not self.rowsets[block.relation].rows
            else:
                names = [name for name in block.names if name in self.fields.fields]
                is_empty = not any(self.fields.initial.get(name) for name in names)
            if is_empty:
                empty.append((block.key, block.title))
        return empty

    # From typed text to a change

    def is_valid(self) -> bool:
        self.is_checked = True
        good = [self.fields.is_valid(), *(rowset.is_valid() for rowset in self.rowsets.values())]
        return all(good)

    def change(self) -> Change:
        """Return what the person wants of the record; only of a valid sheet."""
        rows = {
            block.relation: self.rowsets[block.relation].changes(is_ordered=block.is_ordered)
            for block in self.row_blocks
        }
        return Change(self.fields.values(), self.fields.links(), rows)

    def apply(self, *, by: Actor, change: Change | None = None, seen: int | None = None) -> Record:
        """Save the sheet, or another change made of it, as one change set; return the record.

        Raises:
            Conflict: the record is no longer at the version seen.
            ValidationError: a rule was broken that only shows with everything in place.
        """
        change = change or self.change()
        event = f"{self.model._meta.model_name}.{'added' if self.is_new else 'changed'}"
        with change_set(by, event):
            change = self._with_records_made(change, by)
            if self.is_new:
                return add_record(self.prepared(change), change, by=by)
            seen = seen if seen is not None else self.seen
            return change_record(self.model(pk=self.record.pk), change, by=by, seen=seen)

    def prepared(self, change: Change) -> Record:
        """Return a new record with what nobody types: its address and its owner."""
        record = self.model(**self.given(change))
        if hasattr(record, "slug"):
            name = change.values.get("name") or change.values.get("title") or self.model._meta.model_name
            record.slug = free_slug(self.model, str(name))
        return record

    def given(self, change: Change) -> dict[str, Any]:
        """Return values of a new record that the form does not ask."""
        return {}

    def _with_records_made(self, change: Change, by: Actor) -> Change:
        made: dict[NewRecord, Model] = {}

        def real(values: Mapping[str, Any]) -> dict[str, Any]:
            return {name: self._made(value, values, made, by) for name, value in values.items()}

        rows = {
            key: [replace(row, values=real(row.values)) for row in each] for key, each in change.rows.items()
        }
        return Change(real(change.values), change.links, rows)

    def _made(self, value: Any, beside: Mapping[str, Any], made: dict[NewRecord, Model], by: Actor) -> Any:
        if not isinstance(value, NewRecord):
            return value
        if value not in made:
            made[value] = self.make_record(value, beside, by)
        return made[value]

    def make_record(self, new: NewRecord, beside: Mapping[str, Any], by: Actor) -> Record:
        """Add a record that was named in the form; ``beside`` are the other values of its row."""
        raise ValidationError(
            {"__all__": _("‘%(name)s’ kan hier niet worden toegevoegd.") % {"name": new.name}}
        )

    # What is wrong

    def refuse(self, error: ValidationError) -> None:
        """Put a refusal of the action on the fields and rows it is about."""
        self.is_checked = True
        for name, messages in refusal_of(error).items():
            for message in messages:
                if name in self.rowsets:
                    self.rowsets[name]._non_form_errors.append(message)
                else:
                    self.fields.add_error(name if name in self.fields.fields else None, message)

    def errors(self) -> list[tuple[str, str]]:
        """Return what is wrong, with the id of the control, in the order of the page."""
        if not self.is_checked:
            return []
        found = [("", message) for message in self.fields.non_field_errors()]
        for block in self.blocks:
            if isinstance(block, Fields):
                found += self._errors_of(self.fields, block.names)
                continue
            rowset = self.rowsets[block.relation]
            found += [(f"blok-{block.key}", message) for message in rowset.non_form_errors()]
            for number, form in enumerate(rowset.forms, 1):
                if rowset._should_delete_form(form):
                    continue
                prefix = f"{block.one[:1].upper()}{block.one[1:]} {number}: "
                found += [("", prefix + message) for message in form.non_field_errors()]
                found += [(id_, prefix + text) for id_, text in self._errors_of(form, form.fields)]
        return found

    @staticmethod
    def _errors_of(form: forms.BaseForm, names: Sequence[str]) -> list[tuple[str, str]]:
        return [
            (form[name].id_for_label or form[name].auto_id, str(message))
            for name in names
            if name in form.fields
            for message in form.errors.get(name, [])
        ]


def free_slug(model: type[Model], name: str) -> str:
    """Return an address for a name that no record of the kind has yet."""
    base = slugify(name)[:70].strip("-") or model._meta.model_name
    taken = (
        set(model._base_manager.filter(slug__startswith=base).values_list("slug", flat=True)) | TAKEN_SLUGS
    )
    if base not in taken:
        return base
    return next(f"{base}-{number}" for number in range(2, len(taken) + 3) if f"{base}-{number}" not in taken)
