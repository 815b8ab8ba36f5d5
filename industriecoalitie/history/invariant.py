"""The promise that history and tables agree: the newest kept change of every row is that row."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import connection, models
from pghistory.core import event_models


@dataclass(frozen=True)
class Faults:
    """What does not agree in one table.

    ``rows`` is how many rows there are; ``unknown`` those without history, ``different`` those whose newest kept values
    are others, ``vanished`` those that went without a trace, ``risen`` those that history calls deleted.
    """

    table: str
    rows: int
    unknown: int
    different: int
    vanished: int
    risen: int

    @property
    def total(self) -> int:
        return self.unknown + self.different + self.vanished + self.risen


def check_history(written: Collection[str] | None = None) -> list[Faults]:
    """Return for every table that is kept in history how far the two agree, in one query, by name of the table.

    With ``written``, names of tables, only for those of which it holds the table or its history.
    Source: docs/adr/0003-history-in-the-database.md.
    """
    statements = list(_statements(written))
    if not statements:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements) + " ORDER BY 1")
        return [Faults(*row) for row in cursor.fetchall()]


def _statements(written: Collection[str] | None) -> Iterator[str]:
    for events in event_models(include_missing_pgh_obj=True):
        model = events.pgh_tracked_model._meta.concrete_model
        if written is None or {events._meta.db_table, model._meta.db_table} & set(written):
            yield _statement(events, model)


def _statement(events: type[models.Model], model: type[models.Model]) -> str:
    name = connection.ops.quote_name
    kept = {field.column for field in events._meta.concrete_fields}
    columns = [field.column for field in model._meta.concrete_fields if field.column in kept]
    key = model._meta.pk.column
    rows, newest = (", ".join(f"{table}.{name(column)}" for column in columns) for table in ("t", "n"))
    label = model._meta.db_table
    # The names come from the models, never from a reader.
    return f"""
        SELECT '{label}', count(t.{name(key)}),
            count(*) FILTER (WHERE n.pgh_id IS NULL),
            count(*) FILTER (WHERE t.{name(key)} IS NOT NULL AND n.pgh_label <> 'delete'
                AND ({rows}) IS DISTINCT FROM ({newest})),
            count(*) FILTER (WHERE t.{name(key)} IS NULL AND n.pgh_label <> 'delete'),
            count(*) FILTER (WHERE t.{name(key)} IS NOT NULL AND n.pgh_label = 'delete')
        FROM {name(label)} t FULL JOIN (
            SELECT DISTINCT ON ({name(key)}) * FROM {name(events._meta.db_table)} ORDER BY {name(key)}, pgh_id DESC
        ) n ON n.{name(key)} = t.{name(key)}"""  # noqa: S608
