"""What was looked up while one person reads or writes cells: names of records, and what may be seen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from django.core.exceptions import ValidationError
from django.db.models import Count, Model
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from . import catalogue

# A record by its key behind its name: ``Deltion (deltion)``.
WITH_KEY = re.compile(r".*\(([^()\s]+)\)", re.DOTALL)


words_of = cache(catalogue.words_of)


def plain(name: str) -> str:
    """Return a name as it is compared: without regard to capitals and extra spaces."""
    return " ".join(name.split()).casefold()


def key_of(record: Model) -> str:
    """Return the key of a record as a cell writes it behind a name; empty when it has none."""
    if key_is_of_agenda(type(record)):
        return f"{record.agenda.slug}:{record.code}"
    return getattr(record, "slug", None) or getattr(record, "notation", "")


class Desk:
    """The names of records, for one reader; asks the database once for many."""

    def __init__(self, user):
        self.user = user
        self._shown: dict[type[Model], dict[int, Model | None]] = defaultdict(dict)
        self._links: dict[tuple[str, type[Model]], dict[int, list[int]]] = {}
        self._twice: dict[tuple, set[str]] = {}
        self._index: dict[tuple, Index] = {}
        self.new: dict[type[Model], list[Model]] = defaultdict(list)

    # What a cell shows

    def look_up(self, model: type[Model], keys: Iterable[int | None]) -> None:
        """Remember which of these records the reader may see."""
        known = self._shown[model]
        wanted = {key for key in keys if key is not None} - known.keys()
        if wanted:
            found = self._visible(model).in_bulk(wanted)
            known.update({key: found.get(key) for key in wanted})

    def _visible(self, model: type[Model]):
        rows = model.objects.visible_to(self.user).order_by()
        return rows.select_related("agenda") if key_is_of_agenda(model) else rows

    def look_up_links(self, name: str, model: type[Model], rows: Sequence[Model]) -> None:
        """Remember what a many-to-many field of these rows names."""
        if not rows:
            return
        found = self._links.setdefault((name, type(rows[0])), {})
        wanted = [row.pk for row in rows if row.pk not in found]
        if not wanted:
            return
        field = rows[0]._meta.get_field(name)
        source, target = field.m2m_column_name(), field.m2m_reverse_name()
        pairs = field.remote_field.through._default_manager.filter(**{f"{source}__in": wanted})
        found.update({key: [] for key in wanted})
        for key, other in pairs.values_list(source, target):
            found[key].append(other)
        self.look_up(model, (other for key in wanted for other in found[key]))

    def forget_links(self) -> None:
        """Let go of what rows name that are done with."""
        self._links.clear()

    def links(self, name: str, row: Model) -> list[int]:
        return self._links.get((name, type(row)), {}).get(row.pk, [])

    def shown(self, model: type[Model], key: int) -> Model | None:
        """Return a record that was looked up; None when the reader may not see it."""
        return self._shown[model].get(key)

    def named(self, model: type[Model], key: int | None, limit: Mapping) -> str:
        record = self._shown[model].get(key) if key is not None else None
        return self.name_of(record, limit) if record is not None else ""

    def name_of(self, record: Model, limit: Mapping) -> str:
        """Return the name of a record, with its key behind it when another has the same name."""
        name = getattr(record, words_of(type(record)))
        if key_is_of_agenda(type(record)) or plain(name) in self._names_twice(type(record), limit):
            return f"{name} ({key_of(record)})"
        return name

    def _names_twice(self, model: type[Model], limit: Mapping) -> set[str]:
        asked = (model, *sorted(limit.items()))
        if asked not in self._twice:
            rows = self._visible(model).filter(**limit).order_by().values(same=Lower(words_of(model)))
            twice = rows.annotate(total=Count("pk")).filter(total__gt=1).values_list("same", flat=True)
            self._twice[asked] = {plain(name) for name in twice}
        return self._twice[asked]

    # What a cell means

    def find(self, model: type[Model], name: str, limit: Mapping) -> Model:
        """Return the record that a cell names: by its name, another name or its key.

        Raises:
            ValidationError: there is none, the reader may not see it (the same sentence), or there are several.
        """
        index = self._index_of(model, limit)
        records = index.find(name) or self._new(model, name)
        label = model._meta.verbose_name
        if not records:
            raise ValidationError(
                _("We kennen geen %(kind)s ‘%(name)s’. Controleer de naam.")
                % {"kind": label, "name": name.strip()[:120]}
            )
        if len(records) > 1:
            example = f"{getattr(records[0], words_of(model))} ({key_of(records[0])})"
            raise ValidationError(
                _("Er zijn er meer die ‘%(name)s’ heten. Schrijf de sleutel erachter, zoals ‘%(example)s’.")
                % {"name": name.strip()[:120], "example": example}
            )
        return records[0]

    def _new(self, model: type[Model], name: str) -> list[Model]:
        """Return the records that the same file adds under this name or key."""
        wanted = plain(name)
        found = [
            each for each in self.new[model]
            if wanted in (plain(getattr(each, words_of(model)) or ""), key_of(each))
        ]  # fmt: skip
        behind = WITH_KEY.fullmatch(name.strip())
        if not found and behind:
            found = [each for each in self.new[model] if key_of(each) == behind.group(1)]
        return found

    def names(self, model: type[Model], limit: Mapping) -> list[str]:
        """Return the names of all that may be chosen, in the order of the alphabet."""
        return sorted(
            (
                self.name_of(record, limit)
                for record in self._index_of(model, limit).records
                if getattr(record, "is_offered", True)
            ),
            key=str.casefold,
        )

    def _index_of(self, model: type[Model], limit: Mapping) -> "Index":
        asked = (model, *sorted(limit.items()))
        if asked not in self._index:
            self._index[asked] = Index(list(self._visible(model).filter(**limit).order_by("pk")))
        return self._index[asked]


class Index:
    """Records by their names, other names and keys."""

    def __init__(self, records: list[Model]):
        self.records = records
        self.by_name: dict[str, list[Model]] = defaultdict(list)
        self.by_alias: dict[str, list[Model]] = defaultdict(list)
        self.by_key: dict[str, list[Model]] = defaultdict(list)
        for record in records:
            self.by_name[plain(getattr(record, words_of(type(record))))].append(record)
            for alias in getattr(record, "aliases", ()):
                self.by_alias[plain(alias)].append(record)
            self.by_key[key_of(record).casefold()].append(record)

    def find(self, name: str) -> list[Model]:
        """Return what answers to a name; a name goes before another name, and that before a key."""
        wanted = plain(name)
        behind = WITH_KEY.fullmatch(name.strip())
        return (
            self.by_name.get(wanted)
            or (self.by_key.get(behind.group(1).casefold()) if behind else None)
            or self.by_alias.get(wanted)
            or self.by_key.get(wanted)
            or []
        )


@cache
def key_is_of_agenda(model: type[Model]) -> bool:
    """Tell whether the records of a model have a key within an agenda, as its lines have."""
    return {"agenda", "code"} <= {field.name for field in model._meta.get_fields()}
