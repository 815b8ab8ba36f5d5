"""What goes out comes in as it was: into the same portal without a change, into an empty one with the same data."""

import io

import pytest

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.desk import Desk
from industriecoalitie.core.tables import table_of
from industriecoalitie.exchange.actions.imports import confirm_import, start_import, work_on
from industriecoalitie.exchange.models import RunState
from industriecoalitie.exchange.writing import lines, sheet_lines, write_csv, write_json, write_xlsx
from partnerships.models import Ecosystem, Partnership
from regions.models import Frontrunner, Organisation
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import (
    ContributionFactory,
    EcosystemFactory,
    FacilityFactory,
    FundingFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipFactory,
    TargetFactory,
)
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    OrganisationCodeFactory,
    OrganisationFactory,
    PlaceFactory,
)

from .corpus import HOSTILE

pytestmark = pytest.mark.django_db

KEYS = ("organisations", "ecosystems", "partnerships")


def written(key: str, user, kind: str) -> bytes:
    """Return a whole list as a file."""
    table = table_of(key)
    rows = table.visible_rows(user).order_by("slug")
    if kind == "xlsx":
        target = io.BytesIO()
        write_xlsx(table, rows, user, target)
        return target.getvalue()
    write = write_csv if kind == "csv" else write_json
    return b"".join(write(table, rows, user))


def data(user, *, with_sheets: bool) -> dict[str, list]:
    """Return all cells of the three lists, but for the version."""
    found = {}
    for key in KEYS:
        table = table_of(key)
        rows = table.visible_rows(user).order_by("slug")
        found[key] = [[line[0], *line[2:]] for line in lines(table, rows, Desk(user))]
        for sheet in table.sheets if with_sheets else ():
            found[f"{key}.{sheet.key}"] = sorted(sheet_lines(table, sheet, rows, Desk(user)))
    return found


def bring_in(key: str, user, kind: str, content: bytes):
    run = start_import(table_of(key), user, f"{key}.{kind}", content, by=Actor("page", user))
    done(run)
    if run.state == RunState.CHECKED and run.differences:
        confirm_import(run, by=Actor("page", user))
        done(run)
    return run


def done(run) -> None:
    """Do what a long file waits for; nobody is woken inside the transaction of a test."""
    if run.is_busy:
        work_on(run.pk)
    run.refresh_from_db()


@pytest.fixture
def full(region, other_region):
    """Records with every kind of column filled, hostile texts among them."""
    sector = ConceptFactory(scheme="sector", notation="bouw", label="Bouw; en infra")
    theme = ConceptFactory(scheme="theme", notation="energie", label="=Energie")
    place = PlaceFactory(name="Enschede")
    item = AgendaItemFactory(agenda=AgendaFactory(slug="plan", title="Plan"), code="AL1", title="Lijn een")
    mother = OrganisationFactory(
        slug="zmoeder",
        name="+De moeder",
        aliases=["a;b", "\\", " x ", "'=1"],
        website="https://voorbeeld.test/",
    )
    child = OrganisationFactory(
        slug="akind", name="Het kind", parent=mother, place=place, region=region, owner=region
    )
    OrganisationFactory(slug="kind-2", name="het kind")
    OrganisationCodeFactory(organisation=child, code="01AA")
    ecosystem = EcosystemFactory(
        slug="eco", name="Eco", organisation=mother, from_on="2019-01-01", from_precision="year", place=place
    )
    EcosystemFactory(slug="deel", name="Deel", part_of=ecosystem, visibility="concept")
    ecosystem.partners.set([mother, child])
    FacilityFactory(ecosystem=ecosystem, place=place)
    for number, text in enumerate(HOSTILE):
        partnership = PartnershipFactory(
            slug=f"samen-{number}", name=f"Samen {number}", summary=text, remark=text * 2, region=region, owner=other_region,
            lead_organisation=child, from_on="2024-02-01", from_precision="month", status="scaling", number=number,
            is_inferred=number % 2 == 0, confirmed_on="2026-01-02",
        )  # fmt: skip
        partnership.concepts.set([sector, theme])
        partnership.regions.set([region, other_region])
        partnership.ecosystems.set([ecosystem])
        partnership.agenda_items.set([item])
        PartnerFactory(partnership=partnership, organisation=mother, until_on="2025-12-31", remark=text)
        PartnerFactory(
            partnership=partnership,
            organisation=None,
            label=text if text.strip() else "x",
            count=3,
            count_qualifier="about",
        )
        MilestoneFactory(
            partnership=partnership, title=f"Mijlpaal {text}", is_reached=True, reached_on="2019-05-06"
        )
        TargetFactory(partnership=partnership, baseline="0.125", value="1234567.5", qualifier="nearly")
        ContributionFactory(partnership=partnership, organisation=child)
        FundingFactory(partnership=partnership, amount_eur=1_250_000)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_the_same_portal_sees_no_change(admin_user, full, kind):
    for key in KEYS:
        run = bring_in(key, admin_user, kind, written(key, admin_user, kind))

        assert (key, run.state, run.faults, run.differences) == (key, RunState.CHECKED, [], [])


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_an_empty_portal_gets_the_same_data(admin_user, full, kind):
    files = {key: written(key, admin_user, kind) for key in KEYS}
    before = data(admin_user, with_sheets=kind != "csv")
    Partnership.objects.all().delete()
    Ecosystem.objects.filter(part_of__isnull=False).delete()
    Ecosystem.objects.all().delete()
    Frontrunner.objects.all().delete()
    Organisation.objects.filter(parent__isnull=False).delete()
    Organisation.objects.all().delete()

    runs = [bring_in(key, admin_user, kind, files[key]) for key in KEYS]

    assert [(run.state, run.faults) for run in runs] == [(RunState.APPLIED, [])] * 3
    assert data(admin_user, with_sheets=kind != "csv") == before
