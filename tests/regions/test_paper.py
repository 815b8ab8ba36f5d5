"""A region on paper with the rights of its page, and two regions side by side."""

import re

import pytest

from regions.models import Region
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["afdruk/", "afdruk.pdf"])
@pytest.mark.parametrize(
    ("visibility", "reader", "status"),
    [
        ("public", None, 200),
        ("network", None, 404),
        ("network", "neighbour", 200),
        ("concept", "neighbour", 404),
        ("concept", "member", 200),
    ],
)
def test_paper_has_the_rights_of_the_page(client, request, region, path, visibility, reader, status):
    Region.objects.filter(pk=region.pk).update(visibility=visibility)
    if reader:
        client.force_login(request.getfixturevalue(reader))

    assert client.get(f"/regios/twente/{path}").status_code == status


def test_the_print_names_what_the_reader_may_see(client, region, member):
    PartnershipFactory(name="De Kampus", region=region)
    PartnershipFactory(name="Nog geheim", region=region, owner=region, visibility="concept")

    as_visitor = client.get("/regios/twente/afdruk/").content.decode()
    client.force_login(member)
    as_member = client.get("/regios/twente/afdruk/").content.decode()

    assert ("De Kampus" in as_visitor, "Nog geheim" in as_visitor) == (True, False)
    assert ("De Kampus" in as_member, "Nog geheim" in as_member) == (True, True)


def test_the_page_leads_to_paper_calendar_and_comparing(client, region):
    page = client.get("/regios/twente/").content.decode()

    for path in (
        "/regios/twente/afdruk/",
        "/regios/twente/afdruk.pdf",
        "/regios/twente/mijlpalen.ics",
        "/regios/vergelijken/?regio=twente",
    ):
        assert f'href="{path}"' in page


COMPARE = "/regios/vergelijken/?regio=twente&regio=limburg"


def test_two_regions_side_by_side(client, region, other_region):
    Region.objects.filter(pk=region.pk).update(business_profile="Maakindustrie", demography="Vergrijst")
    Region.objects.filter(pk=other_region.pk).update(business_profile="Chemie", demography="Vergrijst")
    OrganisationFactory(region=region)
    OrganisationFactory(region=region, visibility="concept")

    page = client.get(COMPARE).content.decode()

    assert [word in page for word in ("Maakindustrie", "Chemie", "Vergrijst")] == [True] * 3
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>', page)
    counts = {label: (one, other, word) for label, one, other, word in rows}
    assert counts["Organisaties"] == ("1", "geen", "verschilt")
    assert counts["Koplopers"] == ("ROC van Twente", "geen", "verschilt")
    assert counts["Ecosystemen"] == ("geen", "geen", "gelijk")
    assert len(re.findall(r">\s*verschilt", page.split('id="aantallen"')[0])) == 1


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "Vergelijken"),
        ("?regio=twente", "Vergelijken"),
        ("?regio=twente&regio=bestaat-niet", "Een van deze regio’s kennen we niet"),
        ("?regio=twente&regio=twente", "Dit is twee keer dezelfde regio"),
    ],
)
def test_comparing_asks_when_it_has_no_two(client, region, query, text):
    answer = client.get(f"/regios/vergelijken/{query}")

    assert answer.status_code == 200
    assert text in answer.content.decode()
    assert 'id="aantallen"' not in answer.content.decode()


def test_comparing_names_no_hidden_region(client, region, other_region):
    Region.objects.filter(pk=other_region.pk).update(visibility="concept", name="Stille regio")

    assert "Stille regio" not in client.get(COMPARE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_comparing_query_count(client, region, other_region, count, django_assert_num_queries):
    for _ in range(count):
        RegionFactory()
        OrganisationFactory(region=region)

    with django_assert_num_queries(2):
        client.get(COMPARE)
