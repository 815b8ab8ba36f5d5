"""Times the history with 100,000 kept changes more, in a transaction that is rolled back.

    bin/manage load_initial_data && bin/manage create_demo_accounts
    bin/manage shell -c "from benchmarks.history import main; main()"

Prints the median in milliseconds of a few rounds, and the seconds that undoing 500 changed and 500 added records takes.
"""

import statistics
import time
import uuid

from django.db import connection, transaction
from django.test import Client
from pghistory.models import Context

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.history.changes import changes_of, undo
from industriecoalitie.history.recording import Change, Row, add_record, change_record, change_set
from industriecoalitie.history.states import state_at, state_of, steps_of
from partnerships.models import Partner, Partnership

EVENTS = 100_000
SETS = EVENTS // 20
ROUNDS = 15
BULK = 500


def main() -> None:
    """Fill the history, time reading and undoing, and take everything back."""
    with transaction.atomic():
        boss = User.objects.filter(is_superuser=True).first()
        began = time.perf_counter()
        made = fill()
        print(f"filled: {made:,} kept changes in {time.perf_counter() - began:.0f} s")
        read(boss)
        bulk(boss)
        transaction.set_rollback(True)


def fill() -> int:
    """Keep changes of partnerships and partners that never were, 20 in each change set; return how many."""
    contexts = [
        Context(pk=uuid.uuid4(), metadata={"event": "partnership.changed", "door": "page"})
        for _ in range(SETS)
    ]
    Context.objects.bulk_create(contexts)
    made = 0
    for model in (Partnership, Partner):
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
        copies = EVENTS // 2 // model.objects.count() + 1
        with connection.cursor() as cursor:
            cursor.execute(
                f"""INSERT INTO {model.pgh_event_model._meta.db_table}
                    ({columns}, pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id)
                SELECT {columns}, now() - make_interval(hours => %s - copy), 'update', id,
                    (%s::uuid[])[1 + (copy * 7 + id) %% %s]
                FROM {model._meta.db_table}, generate_series(1, %s) AS copy ORDER BY copy""",  # noqa: S608
                [copies, [context.pk for context in contexts], SETS, copies],
            )
            made += cursor.rowcount
            cursor.execute("ANALYZE")
    return made


def read(boss: User) -> None:
    """Time what the pages ask."""
    kampus = Partnership.objects.get(slug="kampus")
    with change_set(Actor("page", boss), "partnership.changed") as key:
        change_record(kampus, Change({"summary": "Anders"}), by=Actor("page", boss))
    kampus.refresh_from_db()
    versions = len(steps_of(kampus))
    client = Client(SERVER_NAME="localhost")
    client.force_login(boss)
    history = f"/geschiedenis/{kind_of(kampus)}/{kampus.uuid}/"
    for name, ask in {
        "state_of": lambda: state_of(kampus),
        f"state_at, {versions} steps": lambda: state_at(kampus, kampus.version - 1),
        "changes_of": lambda: changes_of(key),
        f"page of the history, {versions} steps": lambda: client.get(history),
        "page of one change": lambda: client.get(f"/wijzigingen/{key}/"),
        "page of recent changes": lambda: client.get("/wijzigingen/?wie=iedereen"),
        "page of what was taken away": lambda: client.get("/verwijderd/"),
    }.items():
        print(f"{name}: {median(ask):.0f} ms")


def bulk(boss: User) -> None:
    """Time undoing a bulk change and an import of 500 records."""
    by = Actor("page", boss)
    form = Partnership.objects.first().form
    organisation = Partner.objects.exclude(organisation=None).first().organisation
    with change_set(by, "partnership.imported") as imported:
        for _number in range(BULK):
            new = Partnership(slug=uuid.uuid4().hex, form=form)
            rows = {"partners": [Row(values={"organisation": organisation})]}
            add_record(new, Change({"name": "Nieuw"}, rows=rows), by=by)
    added = list(Partnership.objects.filter(name="Nieuw"))
    timed_undo("undo 500 added records", imported, by)
    with change_set(by, "partnership.bulk_changed") as changed:
        for each in added:
            change_record(each, Change({"name": f"{each.name} anders", "summary": "Samen"}), by=by)
    timed_undo("undo 500 changed records", changed, by)


def timed_undo(name: str, key: uuid.UUID, by: Actor) -> None:
    """Undo a change set, and print how long that took."""
    began = time.perf_counter()
    with connection.execute_wrapper(counter := Counter()):
        undo(key, by)
    print(f"{name}: {time.perf_counter() - began:.1f} s, {counter.total} queries")


class Counter:
    """Counts the queries that pass."""

    total = 0

    def __call__(self, execute, *arguments):
        self.total += 1
        return execute(*arguments)


def median(ask) -> float:
    """Return the median time of a few rounds, in milliseconds."""
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
