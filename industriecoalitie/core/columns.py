"""How one fact of a record becomes the text of a cell, and how that text becomes the fact again."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from .dates import PartialDate, stored_day
from .desk import Desk
from .filters import text_without_nul

SEPARATOR = "; "


@dataclass
class Draft:
    """What cells ask to be changed: fields by name, and the records a many-to-many field names from now on."""

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[Model]] = field(default_factory=dict)


def join_names(names: Iterable[str]) -> str:
    r"""Write names in one cell, ``a; b``; what would be read otherwise gets a backslash: ``x\; y``."""
    return SEPARATOR.join(re.sub(r"([\\;]|^\s|\s\Z)", r"\\\1", name) for name in names)


def split_names(text: str) -> list[str]:
    """Read what ``join_names`` wrote; space around a name does not count."""
    names, name, letters = [], "", iter(text)
    for letter in letters:
        if letter == "\\":
            name += "\x00" + next(letters, "")
        elif letter == ";":
            names.append(name)
            name = ""
        else:
            name += letter
    kept = (re.sub(r"^\s+|(?<!\x00)\s+\Z", "", each) for each in [*names, name])
    return [each.replace("\x00", "") for each in kept if each]


class Column:
    """One column: ``field`` is the field of the model, and the key in JSON; ``label`` what stands above it.

    ``is_fixed``: shown, and written only in a new row. ``is_bulk``: many records may get one value at once.
    ``asks`` names the queryset method that says who may change it.
    """

    widget = "text"

    def __init__(
        self,
        field: str,
        label,
        *,
        key: str = "",
        is_fixed: bool = False,
        is_bulk: bool = False,
        asks: str = "editable_by",
    ):
        self.field, self.label, self.key = field, label, key or field
        self.is_fixed, self.is_bulk, self.asks = is_fixed, is_bulk, asks

    def load(self, rows: Sequence[Model], desk: Desk) -> None:
        """Look up, for many rows at once, what ``read`` needs."""

    def read(self, row: Model, desk: Desk) -> str:
        """Return the text of the cell; empty when there is nothing."""
        value = getattr(row, self.field)
        return "" if value is None else self.shown(value)

    def shown(self, value: Any) -> str:
        return str(value)

    def write(self, text: str, row: Model | None, desk: Desk, draft: Draft) -> None:
        """Put what a cell says into ``draft``; ``row`` is None for a new row.

        Raises:
            ValidationError: the text cannot be read, in a sentence that says what to do.
        """
        text_without_nul(text)
        draft.values[self.field] = self.parsed(text, desk)

    def parsed(self, text: str, desk: Desk) -> Any:
        return text

    def choices(self, desk: Desk) -> list[tuple[str, str]]:
        """Return what a person may choose from for many records at once."""
        return []


class Text(Column):
    """Text as it stands."""


class Told(Column):
    """What another column shows, and no file changes: it has a page of its own for that."""

    def __init__(self, column: Column):
        super().__init__(column.field, column.label, key=column.key)
        self.column = column

    def load(self, rows: Sequence[Model], desk: Desk) -> None:
        self.column.load(rows, desk)

    def read(self, row: Model, desk: Desk) -> str:
        return self.column.read(row, desk)

    def write(self, text: str, row: Model | None, desk: Desk, draft: Draft) -> None:
        if text.strip() != (self.read(row, desk) if row else ""):
            words = {"label": self.label}
            raise ValidationError(_("‘%(label)s’ verandert op de pagina zelf, niet met een bestand.") % words)


class Number(Column):
    """A number, with a comma; ``is_whole`` refuses parts of one."""

    def __init__(self, field: str, label, *, is_whole: bool = False, **kwargs):
        super().__init__(field, label, **kwargs)
        self.is_whole = is_whole

    def shown(self, value: Any) -> str:
        text = format(Decimal(value), "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")

    def parsed(self, text: str, desk: Desk) -> Decimal | None:
        plain = text.strip().replace(" ", "")
        if plain == "":
            return None
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", plain):
            plain = plain.replace(".", "")
        # Digits only: "1e9999999" is a number too, and making a whole one of it takes minutes.
        if not re.fullmatch(r"[+-]?\d{1,30}([.,]\d{1,30})?", plain):
            raise ValidationError(_("Schrijf een getal als 12 of 2,5."))
        number = Decimal(plain.replace(",", "."))
        if self.is_whole and number != number.to_integral_value():
            raise ValidationError(_("Schrijf een heel getal."))
        return number


class Choice(Column):
    """One of a few values, by its word."""

    widget = "select"

    def __init__(self, field: str, label, options, **kwargs):
        super().__init__(field, label, **kwargs)
        self.words: Mapping[str, str] = {str(value): label for value, label in options}

    def shown(self, value: str) -> str:
        return str(self.words.get(value, value))

    def parsed(self, text: str, desk: Desk) -> str:
        wanted = text.strip().casefold()
        if wanted == "":
            return ""
        for value, word in self.words.items():
            if wanted in (value.casefold(), str(word).casefold()):
                return value
        words = ", ".join(str(word) for word in self.words.values())
        raise ValidationError(_("Kies uit: %(words)s.") % {"words": words})

    def choices(self, desk: Desk) -> list[tuple[str, str]]:
        return [(str(word), str(word)) for word in self.words.values()]


class Flag(Column):
    """ja, nee, or empty when it is not known."""

    widget = "select"

    def shown(self, value: bool) -> str:
        return _("ja") if value else _("nee")

    def parsed(self, text: str, desk: Desk) -> bool | None:
        word = text.strip().casefold()
        if word == "":
            return None
        if word not in ("ja", "nee", "waar", "onwaar", "true", "false"):
            raise ValidationError(_("Schrijf ja of nee."))
        return word in ("ja", "waar", "true")

    def choices(self, desk: Desk) -> list[tuple[str, str]]:
        return [(_("ja"), _("ja")), (_("nee"), _("nee"))]


class Day(Column):
    """A day, as 2024-02-09."""

    widget = "date"

    def shown(self, value: datetime.date) -> str:
        return value.isoformat()

    def parsed(self, text: str, desk: Desk) -> datetime.date | None:
        if text.strip() == "":
            return None
        try:
            return datetime.date.fromisoformat(text.strip())
        except ValueError as error:
            raise ValidationError(_("Schrijf een dag als 2024-02-09.")) from error


class PartialDay(Column):
    """A year, a month or a day: 2024, 2024-02 or 2024-02-09; ``precision`` is the field that says which."""

    def __init__(self, field: str, label, *, precision: str = "", **kwargs):
        super().__init__(field, label, **kwargs)
        self.precision = precision or f"{field.removesuffix('_on')}_precision"

    def read(self, row: Model, desk: Desk) -> str:
        day = getattr(row, self.field)
        return str(PartialDate(day, getattr(row, self.precision))) if day else ""

    def write(self, text: str, row: Model | None, desk: Desk, draft: Draft) -> None:
        if text.strip() == "":
            draft.values[self.field] = None
            return
        known = PartialDate.parse(text)
        draft.values[self.field], draft.values[self.precision] = (
            stored_day(known, self.field),
            known.precision,
        )


class Names(Column):
    """Several names in one cell, with a semicolon between them."""

    def shown(self, value: list[str]) -> str:
        return join_names(value)

    def parsed(self, text: str, desk: Desk) -> list[str]:
        return split_names(text)


class Link(Column):
    """Another record, by its name; only when the reader may see it. ``limit`` narrows what may be named."""

    widget = "select"

    def __init__(self, field: str, label, model: type[Model], *, limit: Mapping | None = None, **kwargs):
        super().__init__(field, label, **kwargs)
        self.model, self.limit = model, dict(limit or {})

    def load(self, rows: Sequence[Model], desk: Desk) -> None:
        desk.look_up(self.model, (getattr(row, f"{self.field}_id") for row in rows))

    def read(self, row: Model, desk: Desk) -> str:
        return desk.named(self.model, getattr(row, f"{self.field}_id"), self.limit)

    def parsed(self, text: str, desk: Desk) -> Model | None:
        return desk.find(self.model, text, self.limit) if text.strip() else None

    def choices(self, desk: Desk) -> list[tuple[str, str]]:
        return [(name, name) for name in desk.names(self.model, self.limit)]


class Links(Column):
    """Several other records, by their names; those the reader may not see are left as they are."""

    widget = "links"

    def __init__(self, field: str, label, model: type[Model], *, limit: Mapping | None = None, **kwargs):
        super().__init__(field, label, **kwargs)
        self.model, self.limit = model, dict(limit or {})

    def load(self, rows: Sequence[Model], desk: Desk) -> None:
        desk.look_up_links(self.field, self.model, rows)

    def shown_links(self, row: Model, desk: Desk) -> list[Model]:
        """Return the records of this column that the reader may see, by name."""
        found = (desk.shown(self.model, key) for key in desk.links(self.field, row))
        fitting = [each for each in found if each is not None and self.fits(each)]
        return sorted(fitting, key=lambda each: (desk.name_of(each, self.limit).casefold(), each.pk))

    def fits(self, record: Model) -> bool:
        return all(getattr(record, name) == value for name, value in self.limit.items())

    def read(self, row: Model, desk: Desk) -> str:
        return join_names(desk.name_of(each, self.limit) for each in self.shown_links(row, desk))

    def write(self, text: str, row: Model | None, desk: Desk, draft: Draft) -> None:
        chosen = [desk.find(self.model, name, self.limit) for name in split_names(text)]
        self.replace(chosen, row, desk, draft)

    def replace(self, chosen: Iterable[Model], row: Model | None, desk: Desk, draft: Draft) -> None:
        """Name other records; links that this column does not show stay."""
        if self.field not in draft.links:
            draft.links[self.field] = self.model_rows(row, desk)
        shown = {each.pk for each in self.shown_links(row, desk)} if row is not None else set()
        kept = [each for each in draft.links[self.field] if each.pk is None or each.pk not in shown]
        draft.links[self.field] = [*kept, *dict.fromkeys(chosen)]

    def model_rows(self, row: Model | None, desk: Desk) -> list[Model]:
        # Only the key is needed to keep a link, also of a record that the reader may not see.
        return [self.model(pk=key) for key in desk.links(self.field, row)] if row is not None else []

    def choices(self, desk: Desk) -> list[tuple[str, str]]:
        return [(name, name) for name in desk.names(self.model, self.limit)]
