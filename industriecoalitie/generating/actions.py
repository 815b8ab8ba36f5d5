"""Storing made-up records, and taking them away again.

They do not go through change sets and leave no history: the triggers that keep it are left out for the rows written here. So
``check_history`` says of each of these rows that it has no history, for as long as it is there.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import cache

import pgtrigger
from django.db import connection, models, reset_queries, transaction

from industriecoalitie.concepts.choices import Scheme
from knowledgebank.models import Evidence, Practice, PracticeFactor, PracticeFigure, Quote
from partnerships.models import Milestone, Partner, Partnership, Target
from programmes.models import Demand, DemandParty, Module, Programme, ProgrammeModule, Provider
from regions.models import Organisation, Region

from .making import BASIS, SLUGS, Link, Maker, Stock
from .records import KINDS
from .words import uuid_of

BATCH = 500
# So many when none are loaded.
REGIONS = 6
# All that is written, records after the rows and records that name them: the order in which they can go.
WRITTEN = (
    DemandParty, Evidence, PracticeFigure, PracticeFactor, Quote, ProgrammeModule, Provider, Partner, Target, Milestone,
    Demand, Practice, Programme, Module, Partnership, Organisation, Region,
)  # fmt: skip
LINKS = (
    Demand.concepts.through, Practice.concepts.through, Practice.organisations.through, Programme.concepts.through,
    Module.concepts.through, Partnership.concepts.through,
)  # fmt: skip

Model = type[models.Model]
Tell = Callable[[Model, int, int], None]


class NothingToPointAt(Exception):
    """The lists of terms are not loaded."""


def generate(numbers: dict[Model, int], seed: int, tell: Tell) -> dict[Model, int]:
    """Store so many records of each kind, but for those that are there; return how many were added.

    Memory does not grow with the numbers, but for the keys of records that others name (8 bytes each). ``tell`` hears the
    kind, how many of it were gone through, and of how many.

    Raises:
        NothingToPointAt: the terms that every organisation and partnership needs are not loaded.
    """
    stock = Stock.read()
    if not {Scheme.ORGANISATION_KIND, Scheme.PARTNERSHIP_FORM} <= set(stock.terms):
        raise NothingToPointAt
    added = {}
    if not stock.regions:
        added[Region] = _add(Region, REGIONS, seed, stock, tell)
        stock = Stock.read()
    for model in KINDS:
        if model is not Region:
            added[model] = _add(model, numbers.get(model, 0), seed, stock, tell)
            stock.made[model] = _named(model, seed)
    if any(added.values()):
        _analyse()
    return added


@transaction.atomic
def _add_some(model: Model, numbers: Iterable[int], seed: int, stock: Stock) -> int:
    """Store those of a batch that are not there; return how many."""
    kind, make = KINDS[model]
    identities = {uuid_of(seed, kind, number): number for number in numbers}
    there = set(model._base_manager.filter(uuid__in=identities).values_list("uuid", flat=True))
    fresh = [number for identity, number in identities.items() if identity not in there]
    rows: dict[Model, list[models.Model]] = {}
    links: dict[models.ManyToManyField, list[Link]] = {}
    for number in fresh:
        for made in make(Maker(seed, kind, number, stock)):
            if isinstance(made, Link):
                links.setdefault(made.relation, []).append(made)
            else:
                rows.setdefault(type(made), []).append(made)
    for each, instances in rows.items():
        with pgtrigger.ignore(*_triggers(each, pgtrigger.Insert)):
            each._base_manager.bulk_create(instances, batch_size=BATCH)
    for relation, pairs in links.items():
        _tie(relation, pairs)
    return len(fresh)


def _tie(relation: models.ManyToManyField, links: list[Link]) -> None:
    """Store the links of a relation, two columns at once: a third of all rows is one of these."""
    through, name = relation.remote_field.through, connection.ops.quote_name
    columns = f"{name(relation.m2m_column_name())}, {name(relation.m2m_reverse_name())}"
    keys = [[link.record.pk for link in links], [link.key for link in links]]
    with pgtrigger.ignore(*_triggers(through, pgtrigger.Insert)), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name(through._meta.db_table)} ({columns}) SELECT unnest(%s), unnest(%s)",
            keys,
        )


def _add(model: Model, count: int, seed: int, stock: Stock, tell: Tell) -> int:
    added = 0
    for start in range(0, count, BATCH):
        end = min(start + BATCH, count)
        added += _add_some(model, range(start, end), seed, stock)
        reset_queries()  # with DEBUG, Django keeps them
        tell(model, end, count)
    return added


def _named(model: Model, seed: int) -> array:
    """Return the keys of the made-up records of a seed, in the order they were made."""
    keys = (
        made_up(model).filter(slug__startswith=f"{SLUGS}{seed}-").order_by("pk").values_list("pk", flat=True)
    )
    return array("q", keys.iterator())


def made_up(model: Model) -> models.QuerySet:
    """Return the made-up records of a kind, of every seed."""
    return model._base_manager.filter(slug__startswith=SLUGS, basis=BASIS)


def remove(tell: Tell) -> dict[Model, int]:
    """Take away the made-up records of every seed with all that hangs on them; return how many of each kind.

    What people changed since goes as any record does, with a trace in history; the rest leaves none, as it had none.

    Raises:
        ProtectedError: something that people added names a made-up record.
    """
    removed = {}
    for model in WRITTEN:
        if hasattr(model, "slug"):
            removed[model] = _remove(model, tell)
    return removed


def _remove(model: Model, tell: Tell) -> int:
    total, removed = made_up(model).count(), 0
    for is_changed in (False, True):
        for keys in _batches(
            made_up(model).exclude(version=1) if is_changed else made_up(model).filter(version=1)
        ):
            quiet = nullcontext() if is_changed else pgtrigger.ignore(*_all_deletions())
            with transaction.atomic(), quiet:
                model._base_manager.filter(pk__in=keys).delete()
            removed += len(keys)
            reset_queries()
            tell(model, removed, total)
    return removed


def _batches(rows: models.QuerySet) -> Iterator[list[int]]:
    """Yield the keys of the rows, so many at a time, while they go."""
    last = 0
    while keys := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield keys
        last = keys[-1]


@cache
def _all_deletions() -> tuple[str, ...]:
    return tuple(uri for model in (*WRITTEN, *LINKS) for uri in _triggers(model, pgtrigger.Delete))


@cache
def _triggers(model: Model, operation) -> tuple[str, ...]:
    """Return the names of the triggers on a table that fire at an operation."""
    return tuple(_names(model, str(operation)))


def _names(model: Model, operation: str) -> Iterator[str]:
    for registered, trigger in pgtrigger.registered():
        if registered._meta.concrete_model is model and operation in str(trigger.operation):
            yield f"{registered._meta.label}:{trigger.name}"


def _analyse() -> None:
    """Let the database look at the tables again: they are of another size now."""
    with connection.cursor() as cursor:
        for model in (*WRITTEN, *LINKS):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
