"""Long files: done by the worker, to be followed, and without a trace when the worker is killed."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.tables import table_of
from industriecoalitie.exchange.actions import imports
from industriecoalitie.exchange.actions.imports import confirm_import, pick_up_imports, start_import
from industriecoalitie.exchange.models import ImportRun, RunState
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.portal import address_of

from .files import workbook

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import django; django.setup()
from industriecoalitie.exchange.actions.imports import work_on
import sys
work_on(int(sys.argv[1]))
"""


def rows(count: int, bad: int | None = None) -> dict:
    head = ["Sleutel", "Naam", "Vorm"]
    return {
        "Samenwerkingen": [
            head,
            *([f"nieuw-{n}", f"Nieuw {n}", "Onbekend" if n == bad else "Pps"] for n in range(1, count + 1)),
        ]
    }


@pytest.fixture
def form(db):
    return ConceptFactory(scheme="partnership-form", notation="pps", label="Pps")


def send(user, sheets) -> ImportRun:
    return start_import(
        table_of("partnerships"), user, "lijst.xlsx", workbook(sheets), by=Actor("page", user)
    )


@pytest.mark.parametrize("count", [220, pytest.param(1000, marks=pytest.mark.release)])
def test_one_bad_row_of_many_changes_nothing(lead, form, count):
    run = send(lead, rows(count, bad=count - 1))

    assert (run.state, run.done, run.total) == (RunState.REFUSED, count, count)
    assert [(each["row"], each["column"]) for each in run.faults] == [(count, "Vorm")]
    assert Partnership.objects.count() == 0


def test_a_killed_worker_leaves_nothing_and_the_run_is_taken_up_again(lead, form, monkeypatch):
    run = send(lead, rows(260))
    assert run.state == RunState.CHECKED
    monkeypatch.setattr(imports, "wake", lambda *names: None)
    confirm_import(run, by=Actor("page", lead))

    env = {**os.environ, "DATABASE_URL": address_of(connection.settings_dict["NAME"])}
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(run.pk)], env=env, cwd=settings.BASE_DIR)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        run.refresh_from_db()
        if run.done >= 100:
            break
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    run.refresh_from_db()
    assert 100 <= run.done < 260
    assert (run.state, Partnership.objects.count()) == (RunState.APPLYING, 0)

    wait_until_free(run)
    pick_up_imports()

    run.refresh_from_db()
    assert (run.state, run.done, run.attempts, Partnership.objects.count()) == (RunState.APPLIED, 260, 2, 260)
    assert Partnership.pgh_event_model.objects.filter(pgh_context=run.change_set).count() == 260


def wait_until_free(run: ImportRun) -> None:
    """Return when the database has noticed that the worker is gone."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with imports.only_one(run.pk) as mine:
            if mine:
                return
        time.sleep(0.1)


def test_a_run_that_fails_again_and_again_is_given_up_and_can_be_begun_anew(lead, form):
    run = send(lead, rows(3))
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.APPLYING, attempts=imports.MOST_ATTEMPTS)

    pick_up_imports()
    run.refresh_from_db()
    assert (run.state, Partnership.objects.count()) == (RunState.FAILED, 0)

    confirm_import(run, by=Actor("page", lead))
    run.refresh_from_db()
    assert (run.state, Partnership.objects.count()) == (RunState.APPLIED, 3)


def test_only_one_worker_is_at_a_run(lead, form):
    run = send(lead, rows(3))
    other = connection.get_new_connection(connection.get_connection_params())
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('exchange.importrun'), %s)", [run.pk])

    ImportRun.objects.filter(pk=run.pk).update(state=RunState.APPLYING)
    imports.work_on(run.pk)
    other.close()

    run.refresh_from_db()
    assert (run.state, Partnership.objects.count()) == (RunState.APPLYING, 0)


def test_the_page_tells_how_far_it_is_and_refreshes_itself(client, lead):
    run = ImportRun.objects.create(
        user=lead, table_key="partnerships", file_name="lijst.xlsx", content=b"", total=480, done=240
    )
    client.force_login(lead)

    page = client.get(run.get_absolute_url()).content.decode()

    assert '<progress id="voortgang" max="480" value="240">' in page
    assert "240 van 480 regels verwerkt" in page
    assert 'hx-trigger="every 1s"' in page
    assert "lijst.xlsx" in client.get("/uitwisseling/").content.decode()


def test_old_files_are_forgotten_and_the_history_stays(lead, form):
    run = send(lead, rows(1))
    confirm_import(run, by=Actor("page", lead))
    ImportRun.objects.update(created_at="2020-01-01T00:00Z")

    assert imports.forget_old_imports() == 1
    assert Partnership.pgh_event_model.objects.count() == 1
