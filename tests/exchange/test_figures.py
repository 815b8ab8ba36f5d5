"""What long lists cost: the figures of docs/performance.md. Run with ``-m release -s``."""

import resource
import time

import pytest

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.tables import table_of
from industriecoalitie.exchange.actions.exports import write_file
from industriecoalitie.exchange.actions.imports import plan_of, start_import
from industriecoalitie.exchange.models import ImportRun, RunState
from industriecoalitie.exchange.planning import plan_file
from industriecoalitie.exchange.reading import read_file
from partnerships.models import Partnership
from tests.factories.partnerships import PartnershipFactory

from .files import exported, put, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.release, pytest.mark.timeout(600)]

LONG = 10_000
MOST_MEMORY_MB = 60


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_ten_thousand_rows_go_out_in_flat_memory(admin_user, region, kind):
    form = PartnershipFactory().form
    Partnership.objects.bulk_create(
        Partnership(
            slug=f"lang-{n}",
            name=f"Lang {n}",
            form=form,
            region=region,
            summary="Tekst " * 20,
            visibility="public",
        )
        for n in range(LONG)
    )
    table = table_of("partnerships")
    write_file(
        table, table.visible_rows(admin_user).filter(slug__startswith="lang-10"), admin_user, kind
    ).close()
    before, begun = peak_mb(), time.monotonic()

    with write_file(table, table.visible_rows(admin_user).order_by("pk"), admin_user, kind) as made:
        made.seek(0, 2)
        size = made.tell()

    seconds, more = time.monotonic() - begun, peak_mb() - before
    print(f"\n{kind}: {LONG} rows, {seconds:.1f} s, {size / 1e6:.1f} MB, {more:.0f} MB more memory")
    assert more < MOST_MEMORY_MB


def test_three_hundred_rows_are_looked_through(lead, region):
    form = PartnershipFactory().form
    for number in range(300):
        PartnershipFactory(slug=f"lang-{number}", owner=region, form=form)
    sheets = exported("partnerships", lead)
    for number in range(1, 301):
        put(sheets["Samenwerkingen"], number, "Samenvatting", f"Anders {number}")
    content = workbook(sheets)
    begun = time.monotonic()
    plan_file(table_of("partnerships"), read_file("a.xlsx", content), lead)
    planned = time.monotonic() - begun

    begun = time.monotonic()
    run = start_import(table_of("partnerships"), lead, "a.xlsx", content, by=Actor("page", lead))
    assert plan_of(ImportRun.objects.get(pk=run.pk)).changing
    print(
        f"\n300 rows: read and compared in {planned:.1f} s; waits for the worker after {time.monotonic() - begun:.1f} s"
    )
    assert run.state == RunState.CHECKING
