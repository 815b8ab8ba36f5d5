"""From the cells of a file to what will happen, row by row, with all that is wrong at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from industriecoalitie.access.predicates import holds_role, regions_held
from industriecoalitie.core.columns import Column, Draft
from industriecoalitie.core.desk import Desk, words_of
from industriecoalitie.core.tables import CHUNK, Sheet, Table
from regions.choices import Role
from regions.models import Region

from .cells import for_sheet, too_long
from .plans import Fault, Line, PartPlan, Plan
from .reading import Read
from .writing import IDENTIFIER, PARENT, VERSION

SLUG = "slug"
# What a JSON document calls the columns before the others.
KEYS = {IDENTIFIER: "id", VERSION: "version", PARENT: "parent"}


@dataclass
class Planned:
    """All that a file asks for, and all that is wrong with it."""

    plans: list[Plan] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0

    @property
    def changing(self) -> list[Plan]:
        return [plan for plan in self.plans if plan.changes]

    def all_faults(self) -> list[Fault]:
        found = [*self.faults, *(fault for plan in self.plans for fault in plan.faults)]
        return sorted(found, key=lambda fault: (fault.sheet, fault.row))


@dataclass(frozen=True)
class Mapped:
    """The rows of one sheet with each cell at its column: (row number, {column key: text})."""

    title: str
    rows: list[tuple[int, dict[str, str]]]


def plan_file(table: Table, sheets: Sequence[Read], user) -> Planned:
    """Return what will happen when this file is brought in by ``user``; nothing is written.

    Raises:
        ValidationError: this is not a file of this table.
    """
    return Planner(table, user).plan(sheets)


class Planner:
    """Reads the sheets of one file against what is there, for one person."""

    def __init__(self, table: Table, user):
        self.table, self.user = table, user
        self.desk = Desk(user)
        self.found = Planned()
        self.by_uuid: dict[str, Plan] = {}
        self.by_slug: dict[str, Plan] = {}

    def plan(self, sheets: Sequence[Read]) -> Planned:
        main, others = self._sorted(sheets)
        mapped = self._mapped(main, self.table.columns, (IDENTIFIER, VERSION), "")
        self._read_records(mapped.rows)
        for sheet, read in others:
            title = str(sheet.title)
            rows = self._mapped(read, sheet.columns, (IDENTIFIER, PARENT), title)
            SheetPlanner(self, sheet, title).read(rows.rows)
        for plan in self.found.plans:
            if plan.changes and not plan.is_new:
                self._check_rights(plan)
        self.found.unchanged = sum(1 for plan in self.found.plans if not plan.changes)
        return self.found

    def _sorted(self, sheets: Sequence[Read]) -> tuple[Read, list[tuple[Sheet, Read]]]:
        """Return the sheet with the records, and the others with what they are."""
        named = {str(sheet.title).casefold(): sheet for sheet in self.table.sheets}
        named |= {sheet.key: sheet for sheet in self.table.sheets}
        others, main = [], None
        for read in sheets:
            sheet = named.get(read.title.casefold())
            if sheet is not None:
                others.append((sheet, read))
            elif main is None and read.head:
                main = read
            elif read.head:
                message = _("Het blad ‘%(title)s’ hoort niet bij deze lijst.") % {"title": read.title}
                self.found.faults.append(Fault(message, 0, "", read.title))
        if main is None and not any(read.head for _sheet, read in others):
            raise ValidationError(
                _("Dit bestand is leeg. Gebruik een bestand dat je met ‘Exporteren’ hebt opgehaald.")
            )
        return main or Read(""), [(sheet, read) for sheet, read in others if read.head]

    def _mapped(self, read: Read, columns: Sequence[Column], own: Sequence[str], title: str) -> Mapped:
        """Return the cells by the key of their column; name what is no column of this list."""
        known = {str(column.label).casefold(): column.key for column in columns}
        known |= {column.key.casefold(): column.key for column in columns}
        known |= {name: name for name in own} | {KEYS[name]: name for name in own}
        keys: list[str | None] = []
        for number, label in enumerate(read.head, start=1):
            key = known.get(label.casefold())
            if key is None and (label or any(cells[number - 1].strip() for _n, cells in read.rows)):
                self._wrong_head(title, number, label)
            elif key is not None and key in keys:
                message = _("De kolom ‘%(label)s’ staat er twee keer. Haal er een weg.") % {"label": label}
                self.found.faults.append(Fault(message, 1, label, title))
                key = None
            keys.append(key)
        self.found.faults += [Fault(message, row, label, title) for row, label, message in read.faults]
        # A cell that cannot be read is told once; its row says nothing more about it.
        unread = {(row, known.get(label.casefold())) for row, label, _message in read.faults}
        rows = [
            (
                number,
                {
                    key: cell
                    for key, cell in zip(keys, cells, strict=True)
                    if key is not None and (number, key) not in unread
                },
            )
            for number, cells in read.rows
        ]
        return Mapped(title, rows)

    def _wrong_head(self, title: str, number: int, label: str) -> None:
        message = (
            _("De kolom ‘%(label)s’ kennen we niet. Haal de kolom weg, of gebruik de naam uit een geëxporteerd bestand.")
            if label
            else _("Kolom %(number)d heeft geen naam boven zich. Haal de kolom weg of geef haar naam.")
        )  # fmt: skip
        words = {"label": label[:80], "number": number}
        self.found.faults.append(Fault(message % words, 1, label[:80], title))

    # Records

    def _read_records(self, rows: list[tuple[int, dict[str, str]]]) -> None:
        known = self._known({text for _n, cells in rows if (text := cells.get(IDENTIFIER, "").strip())})
        for start in range(0, len(rows), CHUNK):
            handful = rows[start : start + CHUNK]
            records = [
                known[key] for _n, cells in handful
                if (key := cells.get(IDENTIFIER, "").strip().casefold()) in known
            ]  # fmt: skip
            for column in self.table.columns:
                column.load(records, self.desk)
            for number, cells in handful:
                self._begin(number, cells, known)
        # Only now all new names are known that other rows may mention.
        cells_of = dict(rows)
        for plan in self.found.plans:
            self._compare(plan, cells_of[plan.row])

    def _known(self, keys: set[str]) -> dict[str, Model]:
        """Return the records that the person may see, by the text of their identifier."""
        uuids = {uuid for key in keys if (uuid := uuid_of(key)) is not None}
        rows = self.table.model.objects.visible_to(self.user).filter(uuid__in=uuids)
        return {str(record.uuid): record for record in rows}

    def _begin(self, number: int, cells: dict[str, str], known: dict[str, Model]) -> None:
        """Find the record of a row, or make one that is not kept yet."""
        key = cells.get(IDENTIFIER, "").strip().casefold()
        record = known.get(key)
        if key and record is None:
            uuid = uuid_of(key)
            # An administrator sees everything, so an unknown one can only be new: a file of another portal.
            if uuid is None or not self.user.is_superuser:
                self.found.faults.append(Fault(unknown_row(), number, IDENTIFIER))
                return
            record = self.table.model(uuid=uuid)
        elif record is None:
            record = self.table.model()
        if key and key in self.by_uuid:
            message = _("Deze regel staat ook op regel %(row)d. Haal er een weg.") % {
                "row": self.by_uuid[key].row
            }
            self.found.faults.append(Fault(message, number, IDENTIFIER))
            return
        plan = Plan(self.table, record, number, seen=record.version if record.pk else None)
        self.found.plans.append(plan)
        self.by_uuid[key or f"row {number}"] = plan
        if plan.is_new:
            self._name_new(plan, cells)
        self.by_slug.setdefault(getattr(record, SLUG, "") or f"row {number}", plan)

    def _name_new(self, plan: Plan, cells: dict[str, str]) -> None:
        """Give a new record its name and its key at once, so that other rows can mention it."""
        name = words_of(self.table.model)
        if name != "uuid" and any(column.key == name for column in self.table.columns):
            setattr(plan.record, name, cells.get(name, "").strip())
        if not hasattr(plan.record, SLUG):
            return
        slug = cells.get(SLUG, "").strip()
        plan.record.slug = slug or self._free_slug(getattr(plan.record, name, "") or "regel")
        if slug in self.by_slug:
            message = _("Deze sleutel staat ook op regel %(row)d. Geef elke regel een eigen sleutel.")
            plan.faults.append(Fault(message % {"row": self.by_slug[slug].row}, plan.row, _("Sleutel")))
        self.desk.new[self.table.model].append(plan.record)

    def _free_slug(self, name: str) -> str:
        longest = self.table.model._meta.get_field(SLUG).max_length - 5
        base = slugify(name)[:longest].strip("-") or "regel"
        # Also the keys of what is hidden: an address is never given twice.
        taken = set(self.table.model._base_manager.filter(slug__startswith=base).values_list(SLUG, flat=True))
        taken |= set(self.by_slug)
        return next(slug for n in range(1, 10_000) if (slug := f"{base}-{n}" if n > 1 else base) not in taken)

    def _compare(self, plan: Plan, cells: dict[str, str]) -> None:
        stale = self._is_stale(plan, cells.get(VERSION, ""))
        changed = self._cells(plan, plan.record, self.table.columns, plan.draft, cells, plan.row, "")
        if plan.is_new:
            self._fill_new(plan)
        elif stale and changed:
            plan.faults.append(Fault(stale, plan.row, VERSION))
        if changed or plan.is_new:
            plan.line = Line("", plan.row, plan.is_new, changed)

    def _is_stale(self, plan: Plan, text: str) -> str:
        """Return the sentence for a record that changed after the file was made; empty when it did not."""
        text = text.strip()
        if plan.is_new or text in ("", str(plan.record.version)):
            return ""
        return changed_meanwhile(plan)

    def _cells(
        self,
        plan: Plan,
        row: Model,
        columns: Sequence[Column],
        draft: Draft,
        cells: dict[str, str],
        number: int,
        title: str,
    ) -> list[tuple[str, str, str]]:
        """Put every cell that says something else than now into the draft; return what was and what will be."""
        changed = []
        is_new = row.pk is None
        for column in columns:
            if column.key not in cells:
                continue
            was = "" if is_new else column.read(row, self.desk)
            text = cells[column.key]
            if same_text(text, was) or (is_new and not text.strip()):
                continue
            try:
                if column.is_fixed and not is_new:
                    raise ValidationError(_("Dit verander je niet met een bestand. Zet het terug op ‘%(was)s’.") % {"was": was})  # fmt: skip
                column.write(text, None if is_new else row, self.desk, draft)
                changed.append((str(column.label), was, text))
            except ValidationError as error:
                plan.faults += [
                    Fault(message, number, str(column.label), title) for message in error.messages
                ]
        return changed

    def _fill_new(self, plan: Plan) -> None:
        """Give a new record what the person did not fill in: its key, and the region that will keep it."""
        if hasattr(plan.record, SLUG):
            plan.draft.values[SLUG] = plan.record.slug
        if not hasattr(plan.record, "owner_id") or "owner" in plan.draft.values:
            return
        mine = regions_held(self.user, Role.LEAD, Role.MEMBER)
        if self.user.is_superuser or (not mine and holds_role(self.user, Role.NATIONAL)):
            return
        if len(mine) == 1:
            plan.draft.values["owner"] = Region.objects.get(pk__in=mine)
        elif mine:
            names = Region.objects.filter(pk__in=mine).order_by("name").values_list("name", flat=True)
            message = _("Kies welke regio dit bijhoudt: %(names)s.") % {"names": " of ".join(names)}
            plan.faults.append(Fault(message, plan.row, _("Bijgehouden door")))

    def _check_rights(self, plan: Plan) -> None:
        """Refuse what the person may see but not change, or not publish."""
        fields = set(plan.draft.values)
        asked: dict[str, str] = {"editable_by": ""}
        for column in self.table.columns:
            if column.field in fields:
                asked.setdefault(column.asks, str(column.label))
        for method, label in sorted(asked.items()):
            if plan.record.pk not in self._may(method):
                message = (
                    _("Je mag ‘%(label)s’ van ‘%(name)s’ niet veranderen.")
                    if label
                    else _("Je mag ‘%(name)s’ niet veranderen.")
                ) % {"name": plan.record, "label": label}
                plan.faults.append(Fault(message, plan.row or (plan.parts[0].line.row if plan.parts else 0)))
                return

    def _may(self, method: str) -> set[int]:
        if not hasattr(self, f"_{method}"):
            keys = [plan.record.pk for plan in self.found.plans if not plan.is_new]
            rows = getattr(self.table.model.objects, method)(self.user).filter(pk__in=keys)
            setattr(self, f"_{method}", set(rows.values_list("pk", flat=True)))
        return getattr(self, f"_{method}")

    def parents(self, slugs: Iterable[str]) -> dict[str, Plan]:
        """Return what happens to the records with these keys; those the file does not mention join in."""
        missing = {slug for slug in slugs if slug and slug not in self.by_slug}
        for record in self.table.model.objects.visible_to(self.user).filter(slug__in=missing):
            plan = self.by_uuid.get(str(record.uuid))
            if plan is None:
                plan = Plan(self.table, record, 0, seen=record.version)
                self.found.plans.append(plan)
            self.by_slug[record.slug] = plan
        return self.by_slug


class SheetPlanner:
    """Reads one sheet with rows that belong to records."""

    def __init__(self, planner: Planner, sheet: Sheet, title: str):
        self.planner, self.sheet, self.title = planner, sheet, title
        self.manager = getattr(planner.table.model, sheet.relation)
        self.parent = self.manager.field.name
        self.model = self.manager.rel.related_model
        self.seen: set[str] = set()

    def read(self, rows: list[tuple[int, dict[str, str]]]) -> None:
        parents = self.planner.parents({cells.get(PARENT, "").strip() for _n, cells in rows})
        known = self._known({cells.get(IDENTIFIER, "").strip() for _n, cells in rows})
        for start in range(0, len(known), CHUNK):
            handful = list(known.values())[start : start + CHUNK]
            for column in self.sheet.columns:
                column.load(handful, self.planner.desk)
        for number, cells in rows:
            self._row(number, cells, parents, known)

    def _known(self, keys: set[str]) -> dict[str, Any]:
        uuids = {uuid for key in keys if key and (uuid := uuid_of(key)) is not None}
        rows = self.model.objects.visible_to(self.planner.user).filter(uuid__in=uuids)
        return {str(row.uuid): row for row in rows}

    def _row(self, number: int, cells: dict[str, str], parents: dict[str, Plan], known: dict) -> None:
        faults = self.planner.found.faults
        plan = parents.get(cells.get(PARENT, "").strip())
        if plan is None:
            message = _("We kennen geen regel met deze sleutel op het eerste blad of in het portaal.")
            faults.append(Fault(message, number, PARENT, self.title))
            return
        key = cells.get(IDENTIFIER, "").strip().casefold()
        row = known.get(key)
        is_foreign = row is not None and getattr(row, f"{self.parent}_id") != plan.record.pk
        is_unknown = bool(key) and row is None and not (self.planner.user.is_superuser and uuid_of(key))
        if is_foreign or is_unknown:
            faults.append(Fault(unknown_row(), number, IDENTIFIER, self.title))
            return
        if key and key in self.seen:
            message = _("Deze regel staat er twee keer. Haal er een weg.")
            faults.append(Fault(message, number, IDENTIFIER, self.title))
            return
        self.seen.add(key)
        part = PartPlan(self.sheet.relation, self.sheet.columns, Line(self.title, number, row is None, []))
        part.uuid = row.uuid if row is not None else None
        part.line.cells = self.planner._cells(
            plan, row or self.model(), self.sheet.columns, part.draft, cells, number, self.title
        )
        if row is None and key:
            part.draft.values["uuid"] = uuid_of(key)
        if part.line.cells:
            plan.parts.append(part)


def uuid_of(text: str) -> UUID | None:
    """Return an identifier; None when the text is none."""
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None


def same_text(text: str, was: str) -> bool:
    """Tell whether a cell says what is there now; also when a program rewrote the ends of its lines."""
    return (
        text == was
        or text.replace("\r\n", "\n") == was.replace("\r\n", "\n")
        or (text == too_long() and for_sheet(was) == too_long())
    )


def unknown_row() -> str:
    # The same words for what is not there and what may not be seen.
    return _("Deze regel kennen we niet. Laat ‘id’ leeg voor een nieuwe regel, of haal een nieuw bestand op.")


def changed_meanwhile(plan: Plan) -> str:
    return _("‘%(name)s’ is intussen veranderd. Haal een nieuw bestand op en zet je wijziging daarin.") % {
        "name": plan.record
    }
