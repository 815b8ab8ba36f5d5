"""Pages of regions and organisations on a day: "geldig op"."""

import datetime

import pytest
from django.urls import reverse

from industriecoalitie.core.querysets import PeriodQuerySet
from regions.views.days import held_on
from tests.factories.partnerships import PartnerFactory
from tests.factories.regions import CoverageFactory, FrontrunnerFactory, RegionFactory, RegionPartFactory


def labels(page, name: str) -> list[str]:
    return [row.label for row in page.context["sections"][name].rows]


@pytest.fixture
def dated(region):
    """A region whose koploper, coverage and parts change with the years."""
    FrontrunnerFactory(region=region, organisation__name="Oud", until_on="2019-12-31")
    FrontrunnerFactory(region=region, organisation__name="Nieuw", from_on="2020-01-01")
    CoverageFactory(region=region, labour_market_region__name="Noord", from_on="2022-01-01")
    RegionPartFactory(whole=region, part=RegionFactory(name="Deel"), until_on="2021-06-30")
    return region


@pytest.mark.parametrize(
    ("day", "koplopers", "covered", "parts"),
    [
        ("2019-12-31", {"ROC van Twente", "Oud"}, [], ["Deel"]),
        ("2020-01-01", {"ROC van Twente", "Nieuw"}, [], ["Deel"]),
        ("2022-01-01", {"ROC van Twente", "Nieuw"}, ["Noord"], []),
    ],
)
def test_region_detail_shows_what_held_on_a_day(client, dated, day, koplopers, covered, parts):
    page = client.get(dated.get_absolute_url(), {"validOn": day})

    assert set(labels(page, "frontrunners")) == koplopers
    assert labels(page, "coverages") == covered
    assert labels(page, "parts") == parts
    assert "Je ziet wat er gold op" in page.content.decode()


def test_region_detail_without_a_day_shows_all_and_the_koploper_of_today(client, dated):
    page = client.get(dated.get_absolute_url())

    assert set(labels(page, "frontrunners")) == {"ROC van Twente", "Nieuw"}
    assert (labels(page, "coverages"), labels(page, "parts")) == (["Noord"], ["Deel"])
    assert "Toon deze dag" in page.content.decode()


def test_organisation_detail_shows_the_partnerships_of_a_day(client, region):
    early = PartnerFactory(partnership__name="Vroeg", until_on="2020-12-31")
    organisation = early.organisation
    PartnerFactory(partnership__name="Laat", organisation=organisation, from_on="2021-01-01")
    PartnerFactory(partnership__name="Altijd", organisation=organisation)

    before = client.get(organisation.get_absolute_url(), {"validOn": "2020-12-31"})
    after = client.get(organisation.get_absolute_url(), {"validOn": "2021-01-01"})
    always = client.get(organisation.get_absolute_url())

    assert labels(before, "partners") == ["Altijd", "Vroeg"]
    assert labels(after, "partners") == ["Altijd", "Laat"]
    assert labels(always, "partners") == ["Altijd", "Laat", "Vroeg"]


def test_labour_market_region_shows_who_covered_it_on_a_day(client, dated):
    area = dated.coverages.get().labour_market_region
    url = reverse("regions:labour_market_region_detail", args=[area.slug])

    assert labels(client.get(url, {"validOn": "2021-12-31"}), "coverages") == []
    assert labels(client.get(url, {"validOn": "2022-01-01"}), "coverages") == ["Twente"]


@pytest.mark.parametrize("day", ["2022-13-01", "gisteren", "9999-12-31"])
def test_a_day_that_does_not_exist_is_400(client, dated, day):
    for url in (dated.get_absolute_url(), dated.frontrunners.first().organisation.get_absolute_url()):
        page = client.get(url, {"validOn": day})

        assert page.status_code == 400
        assert "Schrijf een datum als 2023-01-24." in page.content.decode()


def test_a_page_without_dates_asks_for_no_day(client, region):
    page = client.get(RegionFactory().get_absolute_url())

    assert "Toon deze dag" not in page.content.decode()


@pytest.mark.parametrize("day", ["2019-12-31", "2020-01-01", "2021-06-30", "2021-07-01"])
def test_held_on_tells_what_the_queryset_tells(client, dated, day):
    page = client.get(dated.get_absolute_url())
    rows = page.context["sections"]["parts"].rows

    [stored] = {bool(PeriodQuerySet.on(dated.part_links, day).count())}
    assert [held_on(row, datetime.date.fromisoformat(day)) for row in rows] == [stored]
