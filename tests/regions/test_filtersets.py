"""What lists of regions, organisations and agendas can be narrowed by."""

import pytest
from django.test import RequestFactory

from regions.choices import PartRelation, RegionKind, Scope
from regions.filtersets import (
    AgendaFilterSet,
    AgendaItemFilterSet,
    LabourMarketRegionFilterSet,
    OrganisationFilterSet,
    RegionFilterSet,
)
from regions.models import Agenda, AgendaItem, LabourMarketRegion, Organisation, Region
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    CoverageFactory,
    FrontrunnerFactory,
    LabourMarketRegionFactory,
    OrganisationCodeFactory,
    OrganisationFactory,
    ProvinceFactory,
    RegionFactory,
    RegionPartFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db


def narrowed(filterset_class, model, query: str, user) -> set[str]:
    request = RequestFactory().get(f"/?{query}")
    request.user = user
    filterset = filterset_class(request.GET, queryset=model.objects.visible_to(user), request=request)
    assert filterset.is_valid(), filterset.form.errors
    return {str(row) for row in filterset.qs}


def facet(filterset_class, model, name: str, user, query: str = "") -> dict[str, int]:
    request = RequestFactory().get(f"/?{query}")
    request.user = user
    filterset = filterset_class(request.GET, queryset=model.objects.visible_to(user), request=request)
    assert filterset.is_valid(), filterset.form.errors
    found = {each["name"]: each["options"] for each in filterset.facet_list()}
    return {option.value: option.count for option in found.get(name, [])}


def test_region_filters_on_having_a_koploper(visitor):
    FrontrunnerFactory(region=RegionFactory(name="Twente"))
    FrontrunnerFactory(region=RegionFactory(name="Vroeger"), until_on="2020-12-31")
    RegionFactory(name="Veluwe")

    with_one = narrowed(RegionFilterSet, Region, "koploper=true", visitor)
    without = narrowed(RegionFilterSet, Region, "koploper=false", visitor)
    both = narrowed(RegionFilterSet, Region, "koploper=true&koploper=false", visitor)

    assert with_one == {"Twente"}
    assert without == {"Vroeger", "Veluwe"}
    assert both == {"Twente", "Vroeger", "Veluwe"}


def test_region_facets_count_regions(visitor):
    for name in ("Twente", "Limburg"):
        FrontrunnerFactory(region=RegionFactory(name=name, kind=RegionKind.PROVINCE))
    RegionFactory(kind=RegionKind.CITY)

    koploper = facet(RegionFilterSet, Region, "koploper", visitor)
    kinds = facet(RegionFilterSet, Region, "kind", visitor)

    assert koploper == {"true": 2, "false": 1}
    assert kinds == {"province": 2, "city": 1}


def test_region_province_finds_the_province_its_parts_and_what_it_covers(visitor):
    overijssel, other = ProvinceFactory(slug="overijssel"), ProvinceFactory(slug="zeeland")
    whole = RegionFactory(name="Overijssel", province=overijssel)
    RegionPartFactory(whole=whole, part=RegionFactory(name="Twente"))
    RegionPartFactory(whole=whole, part=RegionFactory(name="Veluwe"), relation=PartRelation.OVERLAPS)
    area = LabourMarketRegionFactory()
    area.provinces.add(overijssel)
    CoverageFactory(region=RegionFactory(name="Regio Zwolle"), labour_market_region=area)
    RegionFactory(name="De markt", labour_market_region=area)
    RegionFactory(name="Zeeland", province=other)

    found = narrowed(RegionFilterSet, Region, "province=overijssel", visitor)
    counts = facet(RegionFilterSet, Region, "province", visitor)

    assert found == {"Overijssel", "Twente", "Regio Zwolle", "De markt"}
    assert counts == {"overijssel": 4, "zeeland": 1}


def test_hidden_records_are_in_no_facet(visitor, neighbour):
    secret = RegionFactory(slug="geheim", name="Geheim", visibility="concept")
    OrganisationFactory(region=secret)
    OrganisationFactory(region=RegionFactory(slug="open"))
    OrganisationFactory(region=RegionFactory(slug="netwerk", visibility="network"))

    for_visitor = facet(OrganisationFilterSet, Organisation, "region", visitor)
    for_neighbour = facet(OrganisationFilterSet, Organisation, "region", neighbour)

    assert for_visitor == {"open": 1}
    assert for_neighbour == {"open": 1, "netwerk": 1}


def test_organisation_is_found_by_the_name_of_its_predecessor(visitor):
    firda = OrganisationFactory(name="Firda")
    SuccessionFactory(predecessor=OrganisationFactory(name="ROC Friese Poort"), successor=firda)
    OrganisationFactory(name="Poortwachters", aliases=["De oude poort"])

    assert narrowed(OrganisationFilterSet, Organisation, "q=friese+poort", visitor) == {
        "Firda",
        "ROC Friese Poort",
    }
    assert narrowed(OrganisationFilterSet, Organisation, "q=oude+poort", visitor) == {"Poortwachters"}


@pytest.mark.parametrize("typed", ["fryslan+college", "fp+mbo", "25lw", "COLLÈGE"])
def test_organisation_is_found_as_people_type(visitor, client, typed):
    firda = OrganisationFactory(name="Fryslân Collège", slug="firda", aliases=["mbo FP"])
    OrganisationCodeFactory(organisation=firda, code="25LW")
    OrganisationFactory(name="Iets anders")

    assert narrowed(OrganisationFilterSet, Organisation, f"q={typed}", visitor) == {"Fryslân Collège"}
    answer = client.get(f"/api/v1/organisations?q={typed}").json()
    assert [each["slug"] for each in answer["items"]] == ["firda"]


def test_organisation_is_not_found_by_the_name_of_a_hidden_predecessor(visitor):
    hidden = OrganisationFactory(name="Geheime School", visibility="concept")
    SuccessionFactory(predecessor=hidden, successor=OrganisationFactory(name="Firda"))

    assert narrowed(OrganisationFilterSet, Organisation, "q=geheime", visitor) == set()


def test_organisation_filters_on_being_koploper(visitor):
    FrontrunnerFactory(organisation=OrganisationFactory(name="Deltion"), region=RegionFactory())
    OrganisationFactory(name="Mondriaan")

    assert narrowed(OrganisationFilterSet, Organisation, "koploper=true", visitor) == {"Deltion"}
    assert narrowed(OrganisationFilterSet, Organisation, "koploper=false", visitor) == {"Mondriaan"}


def test_agenda_and_its_lines_filter(visitor):
    national = AgendaFactory(title="Techniekpact", scope=Scope.NATIONAL, slug="techniekpact")
    AgendaFactory(title="Noord-Veluwe", scope=Scope.REGIONAL)
    AgendaItemFactory(agenda=national, title="Kiezen")
    AgendaItemFactory(title="Werken")

    assert narrowed(AgendaFilterSet, Agenda, "scope=regional", visitor) == {"Noord-Veluwe"}
    assert narrowed(AgendaItemFilterSet, AgendaItem, "agenda=techniekpact", visitor) == {"Kiezen"}


def test_labour_market_region_filters_on_province_and_region(visitor):
    area = LabourMarketRegionFactory(name="Twente")
    area.provinces.add(ProvinceFactory(slug="overijssel"))
    CoverageFactory(labour_market_region=area, region=RegionFactory(slug="twente"))
    LabourMarketRegionFactory(name="Rijnmond")

    for query in ("province=overijssel", "region=twente"):
        assert narrowed(LabourMarketRegionFilterSet, LabourMarketRegion, query, visitor) == {"Twente"}
