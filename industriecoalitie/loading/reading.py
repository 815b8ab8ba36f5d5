"""Reading the data files: which there are, and what rows they hold."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.apps import apps
from django.conf import settings

from .shapes import shape

NAMESPACE = uuid.UUID("6f0f7f8c-52a4-5d0e-9c0e-0d5f6a1f2b37")
FORMAT = "1"  # part of the stamp: a change of the engine reads all files again
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LoadingError(Exception):
    """The files cannot be loaded; ``problems`` names them all, each with its file and row."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(eq=False)
class Row:
    """A row of a file; ``parts`` are the rows of the same record, by relation name."""

    model: type
    key: str
    data: dict
    where: str
    sources: list
    parts: list["Row"] = field(default_factory=list)
    back: str = ""  # of a part: the field that points at its record

    @property
    def uuid(self) -> uuid.UUID:
        """Return the same identity in every portal that loads this row."""
        return uuid.uuid5(NAMESPACE, f"{shape(self.model).label}/{self.key}")

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True, default=str).encode()).hexdigest()

    def as_data(self) -> list:
        return [self.key, self.data, self.sources, [part.as_data() for part in self.parts]]


def data_files() -> list[Path]:
    """Return the data files of all apps."""
    folders = [Path(app.path) / "data" for app in apps.get_app_configs()]
    return sorted(path for folder in folders for path in folder.glob("*.yaml"))


def stamp_of(paths: Sequence[Path]) -> str:
    """Return a fingerprint of the names and contents of files."""
    digest = hashlib.sha256(FORMAT.encode())
    for path in paths:
        digest.update(_name(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read(paths: Sequence[Path]) -> list[Row]:
    """Return the rows of all files; records inside a row stand by themselves.

    Raises:
        LoadingError: a file is no YAML, names no model, or a row has no key, or one that another row has too.
    """
    problems: list[str] = []
    rows = [row for path in paths for row in _read_file(path, problems)]
    counts = Counter((row.model, row.key) for row in rows)
    problems += [f"{row.where}: staat er twee keer" for row in rows if counts[row.model, row.key] > 1]
    if problems:
        raise LoadingError(problems)
    return rows


def _read_file(path: Path, problems: list[str]) -> Iterator[Row]:
    try:
        content = yaml.load(path.read_text(), Loader=LOADER)  # noqa: S506 -- a safe loader, in C when there is one
        model = apps.get_model(content["model"])
    except (yaml.YAMLError, LookupError, TypeError) as error:
        problems.append(f"{_name(path)}: {error}")
        return
    for number, data in enumerate(content.get("rows") or [], 1):
        where = f"{_name(path)}, rij {number}"
        try:
            key = shape(model).key_of(data)
        except (KeyError, TypeError) as error:
            problems.append(f"{where}: {error} ontbreekt")
            continue
        yield from _flatten(model, key, data, f"{where} ({key})", [])


def _flatten(model, key: str, data: dict, where: str, inherited: list, back: str = "") -> Iterator[Row]:
    """Yield a record with its parts inside it, and then the records that stand inside it."""
    known = shape(model)
    data = dict(data)
    sources = _as_list(data.pop("sources", inherited))
    record = Row(model, key, data, where, sources, back=back)
    records = []
    for relation in [name for name in data if name in known.rows]:
        child, pointer = known.rows[relation]
        for name, values in _named(child, _as_list(data.pop(relation))):
            child_key = f"{key}/{relation}/{name}"
            whole = [source for source in sources if not isinstance(source, dict)]
            place = f"{where}, {relation} ‘{name}’"
            if shape(child).is_record:
                records += _flatten(child, child_key, values | {pointer: key}, place, whole)
            else:
                record.parts += _flatten(child, child_key, values, place, whole, pointer)
    yield record
    yield from records


def _named(model, values: list[dict]) -> Iterator[tuple[str, dict]]:
    """Name the rows of a record, and number them when they have an order."""
    seen: Counter = Counter()
    for number, value in enumerate(values, 1):
        name = shape(model).name_of(value) or "rij"
        seen[name] += 1
        if "order" in shape(model).fields:
            value = {"order": number} | value
        yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), value


def _as_list(value) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR)) if path.is_relative_to(settings.BASE_DIR) else path.name
