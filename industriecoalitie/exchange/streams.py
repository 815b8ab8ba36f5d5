"""Records of the API on their way out: read in handfuls, written as they come, in flat memory.

Each statement is short: nothing waits in a transaction while a slow client reads. So each record is whole and as it was
while the file was made, and the file is no picture of one moment.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO

from rest_framework.renderers import JSONRenderer

from industriecoalitie.api.serializers import prepared, represent

from .asked import Export
from .flat import cells_of, row_of
from .writing import as_csv, as_workbook

# As many records are read at a time: finished documents, and those that are made now; of a list of keys more.
HANDFUL = 250
HANDFUL_TO_MAKE = 50
KEYS_AT_ONCE = 5_000
TYPES = {
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Progress = Callable[[int], None]


def handfuls(export: Export) -> Iterator[list[int]]:
    """Yield the keys of the records, in their order.

    In the order of making each handful is asked apart, from where the one before it ended. Another order is settled
    once, by the database, and read from there.
    """
    size = HANDFUL if is_finished(export) else HANDFUL_TO_MAKE
    if export.order is not None:
        keys = export.order.applied(export.rows).values_list("pk", flat=True)
        found = keys.iterator(chunk_size=KEYS_AT_ONCE)
        while handful := list(islice(found, size)):
            yield handful
        return
    rows = export.rows.order_by("pk").values_list("pk", flat=True)
    handful = list(rows[:size])
    while handful:
        yield handful
        if len(handful) < size:
            return
        handful = list(rows.filter(pk__gt=handful[-1])[:size])


def represented(export: Export, keys: list[int]) -> list[dict[str, Any]]:
    """Return records as the API writes them to this reader; those that went out of sight meanwhile are left out."""
    serializer_class, reader = export.serializer_class, export.reader
    rows = export.viewset.seen_by(reader).filter(pk__in=keys).order_by()
    found = {row.pk: row for row in prepared(serializer_class, rows, reader, export.only)}
    records = [found[key] for key in keys if key in found]
    return represent(serializer_class, records, reader, only=export.only)


def is_finished(export: Export) -> bool:
    """Tell whether the file is made of finished documents, as the answers to a visitor are."""
    return export.only is None and not export.viewset.changes_by_use and not export.reader.is_authenticated


def bodies(export: Export, keys: list[int]) -> Sequence[str]:
    """Return records as their own addresses answer, byte for byte."""
    if is_finished(export):
        return export.viewset().bodies(keys)
    render = JSONRenderer().render
    return [render(record).decode() for record in represented(export, keys)]


def records(export: Export, keys: list[int]) -> list[dict[str, Any]]:
    """Return records as the API writes them."""
    if is_finished(export):
        return [json.loads(body) for body in export.viewset().bodies(keys)]
    return represented(export, keys)


def lines(export: Export, progress: Progress) -> Iterator[bytes]:
    """Yield one line for each record, many lines at a time."""
    done = 0
    for keys in handfuls(export):
        if found := bodies(export, keys):
            yield "\n".join([*found, ""]).encode()
        done += len(keys)
        progress(done)


def rows(export: Export, progress: Progress) -> Iterator[list[str]]:
    """Yield the texts of each record."""
    columns, done = cells_of(export.serializer_class, export.only), 0
    for keys in handfuls(export):
        for record in records(export, keys):
            yield row_of(record, columns)
        done += len(keys)
        progress(done)


def head(export: Export) -> list[str]:
    return [column.name for column in cells_of(export.serializer_class, export.only)]


def stream(export: Export, progress: Progress = lambda done: None) -> Iterator[bytes]:
    """Yield a file as JSON Lines or CSV."""
    if export.file_format == "jsonl":
        return lines(export, progress)
    return as_csv(head(export), rows(export, progress))


def write(export: Export, target: BinaryIO, progress: Progress = lambda done: None) -> None:
    """Write a file of any kind."""
    if export.file_format == "xlsx":
        as_workbook(export.collection, head(export), rows(export, progress), target)
        return
    for part in stream(export, progress):
        target.write(part)


def begun(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Return parts of which the first is made: what goes wrong there can still be said in an answer."""
    return chain(list(islice(parts, 1)), parts)
