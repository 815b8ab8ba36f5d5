"""Filters under a name: the same in page and API, for the own eyes or for a team."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from industriecoalitie.core.tables import table_of
from industriecoalitie.exchange.actions.filters import save_filter
from industriecoalitie.exchange.lists import canonical
from industriecoalitie.exchange.models import Follow, SavedFilter
from tests.factories.exchange import SavedFilterFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db

LIST = "/samenwerkingen/"
API = "/api/v1/partnerships"


@pytest.fixture
def listed(region, other_region):
    return [
        PartnershipFactory(name="Hier", region=region),
        PartnershipFactory(name="Hier klaar", region=region, status="done"),
        PartnershipFactory(name="Daar", region=other_region),
    ]


@pytest.fixture
def kept(lead, region):
    return SavedFilterFactory(slug="van-hier", name="Van hier", query="region=twente", owner=lead)


def test_a_query_string_has_one_form():
    table = table_of("partnerships")

    assert canonical(table, "page=3&status=done&region=b&region=a&x=1&filter=y&sort=name&q=") == (
        "region=a&region=b&status=done&sort=name"
    )


def test_the_same_key_narrows_page_and_api(client, lead, listed, kept):
    client.force_login(lead)

    page = client.get(LIST, {"filter": "van-hier"})
    further = client.get(LIST, {"filter": "van-hier", "status": "done"})
    answer = client.get(API, {"filter": "van-hier"})

    assert [row.name for row in page.context_data["page"]] == ["Hier", "Hier klaar"]
    assert [row.name for row in further.context_data["page"]] == ["Hier klaar"]
    assert [row["name"] for row in answer.json()["items"]] == ["Hier", "Hier klaar"]


def test_a_filter_that_is_not_shared_is_as_one_that_is_not_there(client, listed, kept, member, region):
    client.force_login(member)
    said = []
    for slug in ("van-hier", "bestaat-niet"):
        page, answer = client.get(LIST, {"filter": slug}), client.get(API, {"filter": slug})
        said.append(
            (page.status_code, page.context_data["errors"][0].replace(slug, "x"), answer.status_code,
             answer.content.decode().replace(slug, "x"))
        )  # fmt: skip

    assert said[0] == said[1]
    assert (said[0][0], said[0][2]) == (400, 400)
    kept.is_shared, kept.region = True, region
    kept.save()
    assert client.get(API, {"filter": "van-hier"}).status_code == 200


def test_a_shared_filter_shows_each_what_each_may_see(client, member, neighbour, region, other_region, kept):
    kept.is_shared, kept.region = True, region
    kept.save()
    PartnershipFactory(name="Eigen concept", region=region, owner=region, visibility="concept")
    PartnershipFactory(name="Andermans concept", region=region, owner=other_region, visibility="concept")
    client.force_login(member)

    assert [row.name for row in client.get(LIST, {"filter": "van-hier"}).context_data["page"]] == [
        "Eigen concept"
    ]
    client.force_login(neighbour)
    assert client.get(LIST, {"filter": "van-hier"}).status_code == 400


def test_a_filter_of_another_list_is_not_known_here(client, lead, kept):
    client.force_login(lead)

    assert client.get("/ecosystemen/", {"filter": "van-hier"}).status_code == 400
    assert client.get("/begrippen/", {"filter": "van-hier"}).status_code == 400


def test_a_filter_is_kept_from_the_list_and_found_again(client, lead, region, listed):
    client.force_login(lead)
    address = reverse("exchange:filter_add", args=["partnerships"])

    bar = client.get(LIST, {"region": "twente"}).content.decode()
    answer = client.post(
        f"{address}?region=twente&page=2", {"name": "Van hier", "region": region.pk, "follows": "on"}
    )

    assert f"{address}?region=twente" in bar
    assert answer.status_code == 302
    saved = SavedFilter.objects.get()
    assert (saved.slug, saved.query, saved.owner, saved.is_shared, saved.region) == (
        "van-hier", "region=twente", lead, True, region,
    )  # fmt: skip
    assert Follow.objects.get().user == lead
    own = client.get("/filters/").content.decode()
    assert "Van hier" in own
    assert "Niet meer volgen" in own


@pytest.mark.parametrize("query", ["region=bestaat-niet", "validOn=gisteren"])
def test_filters_that_make_no_sense_are_not_kept(lead, query):
    with pytest.raises(ValidationError):
        save_filter(table_of("partnerships"), lead, "Fout", query)

    assert not SavedFilter.objects.exists()


def test_two_filters_of_one_name_get_two_keys(lead, member):
    table = table_of("partnerships")

    assert [save_filter(table, user, "Techniek", "").slug for user in (lead, member)] == [
        "techniek",
        "techniek-2",
    ]


def test_only_the_owner_takes_a_filter_away(client, member, lead, region, kept):
    kept.is_shared, kept.region = True, region
    kept.save()
    client.force_login(member)
    assert client.post(reverse("exchange:filter_remove", args=["van-hier"])).status_code == 404
    client.force_login(lead)
    assert client.post(reverse("exchange:filter_remove", args=["van-hier"])).status_code == 302

    assert not SavedFilter.objects.exists()


def test_a_region_of_another_team_cannot_be_shared_with(client, lead, other_region):
    client.force_login(lead)

    answer = client.post(
        reverse("exchange:filter_add", args=["partnerships"]), {"name": "X", "region": other_region.pk}
    )

    assert answer.status_code == 422
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_bar_and_choosing_cost_the_same_for_one_row_and_three(
    client, lead, region, django_assert_max_num_queries, count
):
    client.force_login(lead)
    for _ in range(count):
        PartnershipFactory(owner=region, region=region)

    with django_assert_max_num_queries(12):
        page = client.get(LIST, {"selecteren": "1"})

    assert page.content.decode().count('name="rij"') == count


def test_a_visitor_sees_only_what_takes_the_list_along(client, listed):
    page = client.get(LIST).content.decode()
    bar = page.split('class="lijstbalk')[1].split("</div>")[0]

    assert [
        word for word in ("Exporteren", "Importeren", "Filter bewaren", "Volgen", "Selecteren") if word in bar
    ] == ["Exporteren"]
    assert 'name="rij"' not in client.get(LIST, {"selecteren": "1"}).content.decode()
