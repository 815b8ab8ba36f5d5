"""What must be right in the same transaction as a change: who copies records is told before the change is over."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

from industriecoalitie.core.models import Part

from .tables import links_of, parent_field

Touched = dict[type[Model], set[int]]

_followers: list[Callable[[UUID], None]] = []
_depth: ContextVar[int] = ContextVar("depth of change sets", default=0)


def follow(call: Callable[[UUID], None]) -> Callable[[UUID], None]:
    """Have ``call`` told the key of each change set when all in it is written, before it is committed."""
    _followers.append(call)
    return call


@contextmanager
def followed(key: UUID) -> Iterator[None]:
    """Tell the followers of a change set when it is over; of one inside another, the outermost does."""
    depth = _depth.get()
    token = _depth.set(depth + 1)
    try:
        yield
    finally:
        _depth.reset(token)
    if depth == 0:
        for call in _followers:
            call(key)


def touched_by(key: UUID, models: Iterable[type[Model]]) -> Touched:
    """Return the keys of the rows of ``models`` that a change set added, changed or took away, in one query.

    A change of a row (``Part``) or of a link touches the record it belongs to as well.
    """
    return _touched(*_arms(models), key)


def noticed_by(key: UUID, columns: Mapping[type[Model], Collection[str]]) -> Touched:
    """Return the keys of the rows of which a change set changed one of these columns, or that it added or took away.

    A row of a record (``Part``) or a link that did so stands for the record it belongs to as well. One query.
    """
    quote = connection.ops.quote_name
    arms, owners = [], []
    for model, names in columns.items():
        events = getattr(model, "pgh_event_model", None)
        if events is None:
            continue
        table = quote(events._meta.db_table)
        parent = parent_field(model) if issubclass(model, Part) else None
        owner = f"written.{quote(parent.column)}" if parent else "NULL::bigint"
        now, before = (
            ", ".join(f"{side}.{quote(name)}" for name in names) for side in ("written", "earlier")
        )
        # Names of tables and columns of ours; the key is a parameter.
        arms.append(
            f"SELECT {len(owners)}, written.pgh_obj_id, {owner} FROM {table} AS written"  # noqa: S608
            f" LEFT JOIN LATERAL (SELECT * FROM {table} AS past WHERE past.pgh_obj_id = written.pgh_obj_id"
            " AND past.pgh_id < written.pgh_id ORDER BY past.pgh_id DESC LIMIT 1) AS earlier ON true"
            " WHERE written.pgh_context_id = %s AND (written.pgh_label <> 'update' OR earlier.pgh_id IS NULL"
            f" OR ROW({now}) IS DISTINCT FROM ROW({before}))"
        )
        owners.append((model, parent.related_model if parent else None))
        for links in links_of(model):
            table, source = quote(links.events._meta.db_table), quote(links.source)
            arms.append(
                f"SELECT {len(owners)}, {source}, NULL::bigint FROM {table} WHERE pgh_context_id = %s"  # noqa: S608
            )
            owners.append((model, None))
    return _touched(arms, owners, key)


def _touched(arms: Sequence[str], owners: Sequence[tuple], key: UUID) -> Touched:
    if not arms:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), [key] * len(arms))
        rows = cursor.fetchall()
    touched: Touched = defaultdict(set)
    for place, pk, parent in rows:
        model, parent_model = owners[place]
        touched[model].add(pk)
        if parent is not None:
            touched[parent_model].add(parent)
    return dict(touched)


def named_by(key: UUID, places: Iterable[tuple[type[Model], str]]) -> dict[tuple[type[Model], str], set[int]]:
    """Return which records the rows that a change set wrote name in a column, or ever named: what went, and what moved.

    ``places`` are models with a column of theirs; the answer has only those that were written.
    """
    known = [(model, column) for model, column in places if hasattr(model, "pgh_event_model")]
    if not known:
        return {}
    quote = connection.ops.quote_name
    arms = []
    for number, (model, column) in enumerate(known):
        table, name = quote(model.pgh_event_model._meta.db_table), quote(column)
        arms.append(
            f"SELECT DISTINCT {number}, {name} FROM {table} WHERE {name} IS NOT NULL AND pgh_obj_id IN"  # noqa: S608
            f" (SELECT pgh_obj_id FROM {table} WHERE pgh_context_id = %s)"
        )
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), [key] * len(arms))
        for number, pk in cursor.fetchall():
            found[known[number]].add(pk)
    return dict(found)


def _arms(models: Iterable[type[Model]]) -> tuple[list[str], list[tuple[type[Model], type[Model] | None]]]:
    arms, owners = [], []
    quote = connection.ops.quote_name
    for model in models:
        events = getattr(model, "pgh_event_model", None)
        if events is None:
            continue
        parent = parent_field(model) if issubclass(model, Part) else None
        column = quote(parent.column) if parent else "NULL::bigint"
        table = quote(events._meta.db_table)
        # Names of tables and columns of ours; the key is a parameter.
        arms.append(
            f"SELECT {len(owners)}, pgh_obj_id, {column} FROM {table} WHERE pgh_context_id = %s"  # noqa: S608
        )
        owners.append((model, parent.related_model if parent else None))
        for links in links_of(model):
            table, source = quote(links.events._meta.db_table), quote(links.source)
            arms.append(
                f"SELECT {len(owners)}, {source}, NULL::bigint FROM {table} WHERE pgh_context_id = %s"  # noqa: S608
            )
            owners.append((model, None))
    return arms, owners
