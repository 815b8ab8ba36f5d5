"""What of a record a reader may correct: the content that its list shows, never what the portal keeps for itself."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model, TextField, Value
from django.http import Http404
from django.utils.translation import gettext as _

from industriecoalitie.core.columns import Column, Link, Links, Names, Told, join_names, split_names
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.kinds import model_of, record_models
from industriecoalitie.core.models import Record
from industriecoalitie.core.tables import Table, all_tables, read_rows
from industriecoalitie.history.wording import hidden_words

# Of every kind: who keeps a record, who may see it, when it was confirmed, and how its source was read.
SYSTEM = {
    "slug", "owner", "visibility", "hidden_at", "version", "confirmed_on", "is_inferred", "basis", "remark",
    "merged_into",
}  # fmt: skip
ANYTHING = ""


class PlainDesk(Desk):
    """A desk for reading one record: names without a key behind them, all looked up in few questions to the database."""

    def _names_twice(self, model, limit) -> set[str]:
        return set()

    def gather(self, record: Record, columns: Sequence[Column]) -> None:
        """Look up all that the columns name: one question for the links, one for each kind of record."""
        keys: dict[type[Model], set[int | None]] = {}
        for column in columns:
            if isinstance(column, Link):
                keys.setdefault(column.model, set()).add(getattr(record, f"{column.field}_id"))
        models = {column.field: column.model for column in columns if isinstance(column, Links)}
        self._links |= {(name, type(record)): {record.pk: []} for name in models}
        for name, key in _linked(record, list(models)):
            self._links[name, type(record)][record.pk].append(key)
            keys.setdefault(models[name], set()).add(key)
        for model, found in keys.items():
            self.look_up(model, found)


def _linked(record: Record, names: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Return (field, key) of all that many-to-many fields of a record name."""
    asked = []
    for name in names:
        field = record._meta.get_field(name)
        rows = field.remote_field.through._default_manager.filter(**{field.m2m_column_name(): record.pk})
        named = rows.order_by().annotate(c_field=Value(name, TextField()))
        asked.append(named.values_list("c_field", field.m2m_reverse_name()))
    return asked[0].union(*asked[1:], all=True) if asked else []


def table_for(model: type[Model]) -> Table | None:
    """Return the table whose rows are these records; None when there is none."""
    return next((table for table in all_tables() if table.model is model), None)


def kinds() -> dict[str, type[Record]]:
    """Return every kind of record that can be corrected, by its name in an address."""
    return {kind: model for kind, model in record_models().items() if table_for(model) is not None}


def columns_of(model: type[Record]) -> list[Column]:
    """Return the columns that hold content.

    None is what is written once, what goes with publishing, and what is decided on a path of its own (the state of a
    practice): no file changes that, so no correction does.
    """
    table = table_for(model)
    return [
        column
        for column in (table.columns if table else ())
        if column.field not in SYSTEM
        and not column.is_fixed
        and not isinstance(column, Told)
        and column.asks != "publishable_by"
    ]


def column_of(model: type[Record], key: str) -> Column | None:
    """Return the column with a key; None for ``ANYTHING`` and for what is no content."""
    return next((column for column in columns_of(model) if column.key == key), None)


def label_of(kind: str, key: str) -> str:
    """Return what a field is called; of a field that is no more, ‘Iets anders’."""
    model = kinds().get(kind)
    column = column_of(model, key) if model else None
    return str(column.label) if column else _("Iets anders")


def visible_record(user, kind: str, uuid) -> Record:
    """Return the record that ``user`` may see and correct.

    Raises:
        Http404: there is none, it may not be seen, or this kind cannot be corrected; all look the same.
    """
    model = model_of(kind)
    found = model.objects.visible_to(user).filter(uuid=uuid).first() if kind in kinds() else None
    if found is None:
        raise Http404(_("Deze pagina bestaat niet, of je mag haar niet zien."))
    return found


def text_of(record: Record, column: Column, desk: Desk) -> str:
    """Return what a field says, as far as the reader of ``desk`` may see it."""
    return texts_of(record, [column], desk)[0]


def texts_of(record: Record, columns: Sequence[Column], desk: Desk) -> list[str]:
    """Return what several fields say, in order."""
    return next(read_rows(columns, [record], desk))


def has_lines(column: Column | None) -> bool:
    """Tell whether a field holds several names."""
    return isinstance(column, Names | Links)


def to_lines(column: Column | None, text: str) -> str:
    """Return the text of a cell as a person types it: several names each on a line."""
    return "\n".join(split_names(text)) if has_lines(column) else text


def from_lines(column: Column | None, text: str) -> str:
    """Return what a person typed as the text of a cell."""
    text = text.replace("\r\n", "\n")
    if has_lines(column):
        return join_names(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))
    return text.strip()


def same(one: str, other: str) -> bool:
    """Tell whether two texts say the same but for space."""
    return one.split() == other.split()


def suggested(column: Column | None, now: str, was: str, proposed: str) -> str:
    """Return the text of the cell that does what was proposed, as the cell is now.

    Of several names only those that the reader added and took away: what others did in the meantime stays, and so does
    what the reader could not see.
    """
    if not has_lines(column):
        return proposed
    old, new, present = split_names(was), split_names(proposed), split_names(now)
    kept = [name for name in present if name not in old or name in new]
    return join_names([*kept, *(name for name in new if name not in old and name not in kept)])


def shown_to(desk: Desk, column: Column | None, text: str) -> str:
    """Return what stood in a field before, without the names of records that the reader of ``desk`` may not see."""
    if not isinstance(column, Link | Links) or not text:
        return text
    names = split_names(text) if isinstance(column, Links) else [text]
    shown = [name if _is_known(desk, column, name) else hidden_words() for name in names]
    return join_names(shown) if isinstance(column, Links) else shown[0]


def _is_known(desk: Desk, column: Link | Links, name: str) -> bool:
    try:
        desk.find(column.model, name, column.limit)
    except ValidationError:
        return False
    return True


def kind_in_words(kind: str) -> str:
    """Return what a kind of record is called: ``Samenwerking``."""
    model = record_models().get(kind)
    words = str(model._meta.verbose_name) if model else kind
    return words[:1].upper() + words[1:]
