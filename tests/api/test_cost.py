"""What an answer costs, as far as it is the same on every machine: statements, and the ratio to a plain ModelViewSet."""

import statistics
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks.api_peers import PlainViewSet
from industriecoalitie.concepts.choices import Scheme
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import MilestoneFactory, PartnerFactory, PartnershipFactory, TargetFactory
from tests.factories.regions import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db
ROWS = 100
LIST = "/api/v1/partnerships"
# For a quiet machine it is more than ten: this one must never fail for what else runs.
AT_LEAST = 5


@pytest.fixture
def one() -> Partnership:
    return add(1)[0]


def add(number: int) -> list[Partnership]:
    """Return so many new partnerships with partners, targets, moments and terms, and their documents."""
    region, terms = RegionFactory(), [ConceptFactory(scheme=Scheme.SECTOR) for _ in range(2)]
    organisations = OrganisationFactory.create_batch(4)
    rows = [
        PartnershipFactory(region=region, lead_organisation=organisations[0], status="running")
        for _ in range(number)
    ]
    for row in rows:
        row.concepts.add(*terms)
        for organisation in organisations:
            PartnerFactory(partnership=row, organisation=organisation)
        TargetFactory(partnership=row)
        MilestoneFactory(partnership=row)
    call_command("documents", behind=True, verbosity=0)
    return rows


def statements(client, address: str, **headers: str) -> tuple[int, int]:
    """Return the status of an answer, and how many statements it took."""
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address, headers=headers)
        b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, len(found)


def asked(client, row: Partnership) -> dict[str, tuple[int, int]]:
    """Return what each kind of request takes."""
    listed = f"{LIST}?limit=100"
    since = "sort=updatedAt&updatedSince=2000-01-01T00:00:00Z&limit=200"
    known = {address: client.get(address)["ETag"] for address in (listed, f"{LIST}/{row.slug}")}
    return {
        "list": statements(client, listed),
        "counted": statements(client, f"{listed}&count=true"),
        "region and status": statements(client, f"{listed}&region={row.region.slug}&status=running"),
        "changed": statements(client, f"{LIST}?{since}"),
        "list again": statements(client, listed, if_none_match=known[listed]),
        "detail": statements(client, f"{LIST}/{row.slug}"),
        "detail again": statements(client, f"{LIST}/{row.slug}", if_none_match=known[f"{LIST}/{row.slug}"]),
    }


def test_as_many_statements_for_a_hundred_rows_as_for_one(client, one):
    found = asked(client, one)

    add(ROWS - 1)

    assert asked(client, one) == found
    assert found == {
        "list": (200, 2),
        "counted": (200, 3),
        "region and status": (200, 3),
        "changed": (200, 2),
        "list again": (304, 2),
        "detail": (200, 1),
        "detail again": (304, 1),
    }


def test_a_page_in_the_middle_takes_as_many_as_the_first(client, one):
    add(ROWS - 1)
    cursor = client.get(f"{LIST}?limit=50").json()["next"]

    assert statements(client, f"{LIST}?limit=50&cursor={cursor}") == (200, 2)


def used(call) -> float:
    """Return the seconds of processor time of one call."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


def test_a_hundred_records_cost_a_fraction_of_a_plain_viewset(client, one):
    add(ROWS - 1)
    view, request = PlainViewSet.as_view({"get": "list"}), RequestFactory().get("/plain?limit=100")
    sizes = set()

    def usual() -> None:
        sizes.add(len(view(request).render().content))

    def ours() -> None:
        sizes.add(len(client.get(f"{LIST}?limit=100").content))

    usual()
    ours()
    times = [(used(usual), used(ours)) for _ in range(9)]

    assert min(sizes) > 100_000
    ratio = statistics.median(first for first, _ in times) / statistics.median(second for _, second in times)
    assert ratio >= AT_LEAST, ratio
