"""The map of the site for search engines, and robots.txt."""

import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from industriecoalitie.standards import sitemap
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import AdoptionFactory, PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import AgendaItemFactory, OrganisationFactory
from tests.factories.sources import SourceDocumentFactory

pytestmark = pytest.mark.django_db
BASE = settings.BASE_URL
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, address: str) -> dict[str, str]:
    """Return the addresses in a file, with when each changed."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return {
        each.findtext(f"{SPACE}loc").removeprefix(BASE): each.findtext(f"{SPACE}lastmod") or ""
        for each in ET.fromstring(answer.getvalue())
    }


def pages(client) -> set[str]:
    """Return every address of the whole map."""
    return {page for part in read(client, "/sitemap.xml") for page in read(client, part)}


def test_holds_the_public_pages_alone(client, admin_user):
    shown = [
        PartnershipFactory(), OrganisationFactory(), PracticeFactory(), ConceptFactory(), AgendaItemFactory(), SourceDocumentFactory(),
        AdoptionFactory(),
    ]  # fmt: skip
    PartnershipFactory(visibility="network", slug="geheim-een")
    PartnershipFactory(visibility="concept", slug="geheim-twee")
    PartnershipFactory(hidden_at=timezone.now(), slug="geheim-drie")
    PracticeFactory(state="draft", published_on=None, slug="geheim-vier")
    client.force_login(admin_user)

    found = pages(client)

    assert {each.get_absolute_url() for each in shown} <= found
    assert not any("geheim" in page for page in found)


def test_every_address_opens_for_a_visitor(client):
    for factory in (
        PartnershipFactory,
        PracticeFactory,
        AgendaItemFactory,
        ConceptFactory,
        SourceDocumentFactory,
        AdoptionFactory,
    ):
        factory()

    assert {page: client.get(page).status_code for page in pages(client)} == dict.fromkeys(pages(client), 200)


def test_says_when_a_page_changed(client):
    partnership = PartnershipFactory(slug="campus")
    type(partnership).objects.update(updated_at="2026-01-02T03:04:05.6Z")

    parts = read(client, "/sitemap.xml")
    ((part, latest),) = [
        (name, at) for name, at in parts.items() if name.startswith("/sitemap-samenwerking-")
    ]
    assert latest == "2026-01-02T03:04:05Z"
    assert read(client, part) == {"/samenwerkingen/campus/": "2026-01-02T03:04:05Z"}


def test_goes_on_in_another_file(client, monkeypatch):
    monkeypatch.setattr(sitemap, "FILE_SIZE", 4)
    made = {PartnershipFactory().get_absolute_url() for _number in range(9)}

    parts = [name for name in read(client, "/sitemap.xml") if name.startswith("/sitemap-samenwerking-")]

    found = [list(read(client, part)) for part in parts]
    assert {page for part in found for page in part} == made
    assert max(len(part) for part in found) <= 4
    assert len(parts) >= 3


def test_no_such_file(client):
    addresses = (
        "/sitemap-niets-1.xml",
        "/sitemap-samenwerking-0.xml",
        "/sitemap-samenwerking-99999999999.xml",
        "/sitemap-synoniem-1.xml",
    )

    assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_asks_as_much_for_three_as_for_one(client):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address).getvalue()
        return len(captured)

    PartnershipFactory()
    (part,) = [name for name in read(client, "/sitemap.xml") if name.startswith("/sitemap-samenwerking-")]
    one = [queries("/sitemap.xml"), queries(part)]
    for _number in range(2):
        PartnershipFactory()

    assert [queries("/sitemap.xml"), queries(part)] == one == [1, 1]


def test_is_the_same_for_everybody(client, curator):
    PartnershipFactory()
    before = client.get("/sitemap.xml").getvalue()
    client.force_login(curator)
    answer = client.get("/sitemap.xml")

    assert answer.getvalue() == before
    assert (answer["Cache-Control"], "Cookie" in answer.get("Vary", "")) == ("public, max-age=3600", False)


def test_robots_are_told_where_it_is(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *", "Disallow: /zoeken/", "Disallow: /beheer/", f"Sitemap: {BASE}/sitemap.xml",
    ]  # fmt: skip
