"""What long lists cost: the figures of docs/performance.md. Run with ``-m release -s``."""

import time
import tracemalloc

import pytest

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.tables import table_of
from industriecoalitie.exchange.actions.exports import write_file
from industriecoalitie.exchange.actions.imports import start_import, work_on
from industriecoalitie.exchange.models import RunState
from industriecoalitie.exchange.planning import plan_file
from industriecoalitie.exchange.reading import read_file
from partnerships.models import Partnership
from tests.factories.partnerships import PartnershipFactory

from .files import exported, put, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.release, pytest.mark.timeout(600)]

LONG = 10_000
MOST_MEMORY_MB = 25


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_ten_thousand_rows_go_out_in_flat_memory(admin_user, region, kind):
    form = PartnershipFactory().form
    Partnership.objects.bulk_create(
        Partnership(
            slug=f"lang-{n}", name=f"Lang {n}", form=form, region=region, summary="Tekst " * 20, visibility="public"
        )
        for n in range(LONG)
    )  # fmt: skip
    table = table_of("partnerships")
    rows = table.visible_rows(admin_user).order_by("pk")
    begun = time.monotonic()
    with write_file(table, rows.all(), admin_user, kind) as made:
        made.seek(0, 2)
        size = made.tell()
    seconds = time.monotonic() - begun

    tracemalloc.start()
    write_file(table, rows.all(), admin_user, kind).close()
    memory = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()

    print(f"\n{kind}: {LONG} rows, {seconds:.1f} s, {size / 1e6:.1f} MB, {memory:.0f} MB of memory at most")
    assert memory < MOST_MEMORY_MB


def test_three_hundred_rows_are_looked_through(lead, region):
    form = PartnershipFactory(owner=region).form
    for number in range(300):
        PartnershipFactory(slug=f"lang-{number}", owner=region, form=form)
    sheets = exported("partnerships", lead)
    for number in range(1, 301):
        put(sheets["Samenwerkingen"], number, "Samenvatting", f"Anders {number}")
    content = workbook(sheets)
    begun = time.monotonic()
    planned = plan_file(table_of("partnerships"), read_file("a.xlsx", content), lead)
    compared = time.monotonic() - begun

    begun = time.monotonic()
    run = start_import(table_of("partnerships"), lead, "a.xlsx", content, by=Actor("page", lead))
    waited = time.monotonic() - begun
    begun = time.monotonic()
    work_on(run.pk)
    looked = time.monotonic() - begun

    print(
        f"\n300 rows: the person waits {waited:.1f} s, compared in {compared:.1f} s, all looked through in {looked:.1f} s"
    )
    run.refresh_from_db()
    assert (len(planned.changing), run.state) == (300, RunState.CHECKED)
