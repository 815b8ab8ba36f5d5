"""What is to happen to one record, and how it is said before it happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from industriecoalitie.core.columns import Column, Draft
from industriecoalitie.core.models import Record
from industriecoalitie.core.tables import Table
from industriecoalitie.history.recording import Change, Row

SENTENCE_OF_EMPTY = ("blank", "null", "required")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, at its place: sheet, row and column as the file calls them."""

    message: str
    row: int = 0
    column: str = ""
    sheet: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"sheet": self.sheet, "row": self.row, "column": self.column, "message": self.message}


@dataclass
class Line:
    """What changes in one row of the file: the text above each column, what was there, what will be."""

    sheet: str
    row: int
    is_new: bool
    cells: list[tuple[str, str, str]]

    def as_dict(self) -> dict[str, Any]:
        cells = [list(cell) for cell in self.cells]
        return {"sheet": self.sheet, "row": self.row, "new": self.is_new, "cells": cells}


@dataclass
class PartPlan:
    """What happens to one row of a record; ``uuid`` None adds it."""

    relation: str
    columns: Sequence[Column]
    line: Line
    uuid: UUID | None = None
    draft: Draft = field(default_factory=Draft)


@dataclass
class Plan:
    """What happens to one record; ``record`` is as it is now, or not yet kept when it is to be added."""

    table: Table
    record: Record
    row: int = 0
    seen: int | None = None
    draft: Draft = field(default_factory=Draft)
    line: Line | None = None
    parts: list[PartPlan] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    verb: str = "changed"

    @property
    def is_new(self) -> bool:
        return self.record.pk is None

    @property
    def changes(self) -> bool:
        return self.is_new or bool(self.draft.values or self.draft.links or self.parts)

    def change(self, *, kept_only: bool = False) -> Change:
        """Return the change as the history takes it.

        ``kept_only`` leaves out records that the same file adds later: they have no key yet.
        """

        def is_kept(value) -> bool:
            return not (kept_only and isinstance(value, Record) and value.pk is None)

        def fit(values: Mapping) -> dict:
            return {name: value for name, value in values.items() if is_kept(value)}

        rows: dict[str, list[Row]] = {}
        for part in self.parts:
            rows.setdefault(part.relation, []).append(Row(part.uuid, fit(part.draft.values)))
        links = {name: [each for each in found if is_kept(each)] for name, found in self.draft.links.items()}
        return Change(values=fit(self.draft.values), links=links, rows=rows)

    def fresh(self) -> Record:
        """Return the record to add, for once: a rehearsal leaves nothing behind in it."""
        return self.table.model(uuid=self.record.uuid) if self.is_new else self.record

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as it is shown and kept: what the real run must find again."""
        lines = [self.line, *(part.line for part in self.parts)]
        return {
            "id": "" if self.is_new else str(self.record.uuid),
            "name": str(self.record)[:200],
            "seen": self.seen,
            "lines": [line.as_dict() for line in lines if line is not None],
        }

    def refuse(self, error: ValidationError) -> None:
        """Turn what the record itself refuses into faults, each at its column when it is about one."""
        self.faults += list(faults_of(self, error))


def faults_of(plan: Plan, error: ValidationError):
    """Yield what a record refuses, at the row and the column of the file."""
    if not hasattr(error, "error_dict"):
        yield from (Fault(message, plan.row) for message in error.messages)
        return
    for name, errors in error.error_dict.items():
        part = next((each for each in plan.parts if each.relation == name), None)
        columns = {column.field: str(column.label) for column in plan.table.columns}
        label = "" if part or name == NON_FIELD_ERRORS else columns.get(name, "")
        for each in errors:
            message = sentence_of(each, label)
            if part:
                yield Fault(message, part.line.row, "", part.line.sheet)
            else:
                yield Fault(message, plan.row, label)


def sentence_of(error: ValidationError, label: str) -> str:
    """Return an error in our own words when the field is empty."""
    if error.code in SENTENCE_OF_EMPTY and label:
        return _("Vul ‘%(field)s’ in.") % {"field": label}
    return " ".join(error.messages)
