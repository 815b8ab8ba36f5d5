"""Filters of partnerships, ecosystems, schemes and moments."""

import pytest
from django.http import QueryDict

from industriecoalitie.concepts.choices import Scheme
from partnerships.filtersets import EcosystemFilterSet, MilestoneFilterSet, PartnershipFilterSet
from partnerships.models import Ecosystem, Milestone, Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import (
    EcosystemFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipFactory,
)
from tests.factories.regions import OrganisationFactory, RegionFactory
from tests.indexing import indexed

pytestmark = pytest.mark.django_db


def names(query: str, model=Partnership, filterset=PartnershipFilterSet) -> set[str]:
    found = filterset(QueryDict(query), queryset=model.objects.for_list())
    assert found.is_valid(), found.form.errors
    return {row.slug for row in found.qs}


def facet(name: str, query: str = "") -> dict[str, int]:
    found = PartnershipFilterSet(QueryDict(query), queryset=Partnership.objects.for_list())
    assert found.is_valid(), found.form.errors
    options = {entry["name"]: entry["options"] for entry in found.facet_list()}
    return {option.value: option.count for option in options.get(name, [])}


def test_partnership_filter_finds_every_word_in_name_alias_and_summary_while_one_has_them():
    one = PartnershipFactory(slug="a", name="Kampus", aliases=["REMO"], summary="Samen onder één dak")
    indexed(one, PartnershipFactory(slug="b", name="Kampus Oost"), PartnershipFactory(slug="c", name="Zorg"))

    assert names("q=kampus") == {"a", "b"}
    assert names("q=remo+dak") == {"a"}
    assert names("q=remo+oost") == {"a", "b"}
    assert names("q=remo+-dak") == set()


def test_partnership_filter_takes_narrower_terms_with_a_broader_one():
    workers = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="werknemers")
    upward = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="opstromers", broader=[workers])
    deepest = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="opstromers-metaal", broader=[upward])
    ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="herstarters")
    PartnershipFactory(slug="a").concepts.add(upward, workers)
    PartnershipFactory(slug="b").concepts.add(workers)
    PartnershipFactory(slug="c").concepts.add(deepest)
    PartnershipFactory(slug="d")

    assert facet("targetGroup") == {"werknemers": 3, "opstromers": 2, "opstromers-metaal": 1}
    assert names("targetGroup=werknemers") == {"a", "b", "c"}
    assert names("targetGroup=opstromers") == {"a", "c"}
    assert names("targetGroup=herstarters") == set()


def test_partnership_filter_region_takes_other_regions_where_it_is_active():
    twente, limburg = RegionFactory(slug="twente"), RegionFactory(slug="limburg")
    both = PartnershipFactory(slug="a", region=twente)
    both.regions.add(twente, limburg)
    PartnershipFactory(slug="b", region=limburg)
    PartnershipFactory(slug="c").regions.add(limburg)

    assert names("region=twente") == {"a"}
    assert names("region=limburg") == {"a", "b", "c"}
    assert facet("region") == {"limburg": 3, "twente": 1}


def test_partnership_facets_count_records_once_and_ignore_their_own_choice():
    theme = ConceptFactory(scheme=Scheme.THEME, notation="waterstof")
    other = ConceptFactory(scheme=Scheme.THEME, notation="laadpalen")
    first, second = PartnershipFactory(status="running"), PartnershipFactory(status="done")
    first.concepts.add(theme, other)
    second.concepts.add(theme)
    PartnerFactory.create_batch(3, partnership=first)

    assert facet("theme") == {"waterstof": 2, "laadpalen": 1}
    assert facet("theme", "theme=laadpalen") == {"waterstof": 2, "laadpalen": 1}
    assert facet("status", "theme=laadpalen") == {"running": 1}
    assert facet("sector") == {}


def test_partnership_facets_take_one_query_whatever_is_chosen(django_assert_num_queries):
    theme = ConceptFactory(scheme=Scheme.THEME, notation="waterstof")
    PartnershipFactory(region=RegionFactory(slug="twente")).concepts.add(theme)
    found = PartnershipFilterSet(
        QueryDict("theme=waterstof&region=twente&status=running"), queryset=Partnership.objects.for_list()
    )
    assert found.is_valid()

    with django_assert_num_queries(1):
        facets = found.facet_list()

    assert [entry["name"] for entry in facets] == ["region", "form", "theme", "status", "scope"]


def test_partnership_facets_do_not_name_hidden_regions():
    PartnershipFactory(region=RegionFactory(slug="geheim", visibility="concept"))

    found = PartnershipFilterSet(QueryDict("region=geheim"), queryset=Partnership.objects.for_list())

    assert not found.is_valid()
    assert facet("region") == {}


def test_partnership_filter_by_partner_koploper_and_kind_of_partner():
    company = OrganisationFactory(
        slug="smederij", kind=ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="bedrijf")
    )
    college = OrganisationFactory(slug="college")
    PartnerFactory(partnership=PartnershipFactory(slug="a", lead_organisation=college), organisation=company)
    PartnerFactory(partnership=PartnershipFactory(slug="b"), organisation=college)

    assert names("partner=smederij") == {"a"}
    assert names("partnerKind=bedrijf") == {"a"}
    assert names("koploper=college") == {"a"}
    assert names("partner=smederij&partner=college") == {"a", "b"}


def test_partnership_filter_valid_on_a_day():
    PartnershipFactory(slug="a", from_on="2018-01-01", until_on="2020-12-31")
    PartnershipFactory(slug="b", from_on="2021-01-01")
    PartnershipFactory(slug="c")

    assert names("validOn=2019-05-20") == {"a", "c"}
    assert names("validOn=2023-01-24") == {"b", "c"}


@pytest.mark.parametrize(
    "query",
    [
        "status=onzin",
        "region=nergens",
        "theme=niets",
        "validOn=2019-13-40",
        "validOn=gisteren",
        "updatedSince=ooit",
        "region=%00",
        "collection=%F0%9F%92%A9",
    ],
)
def test_partnership_filter_refuses_what_makes_no_sense(query):
    found = PartnershipFilterSet(QueryDict(query), queryset=Partnership.objects.for_list())

    assert not found.is_valid()
    assert list(found.form.errors) == [query.split("=")[0]]


def test_ecosystem_filter_by_kind_and_stage():
    EcosystemFactory(slug="a", kind="civ", stage="civ")
    EcosystemFactory(slug="b", kind="fieldlab")

    assert names("kind=civ", Ecosystem, EcosystemFilterSet) == {"a"}
    assert names("stage=civ", Ecosystem, EcosystemFilterSet) == {"a"}
    assert names("stage=cib", Ecosystem, EcosystemFilterSet) == set()


def test_milestone_filter_by_year_with_counts_from_early_to_late():
    late = MilestoneFactory(due_on="2024-02-01", due_precision="month")
    MilestoneFactory(due_on="2013-01-01", due_precision="year")
    MilestoneFactory(due_on=None)

    found = MilestoneFilterSet(QueryDict("year=2024"), queryset=Milestone.objects.for_list())

    assert found.is_valid()
    assert list(found.qs) == [late]
    years = {entry["name"]: entry["options"] for entry in found.facet_list()}["year"]
    assert [(option.value, option.count, option.checked) for option in years] == [
        ("2013", 1, False),
        ("2024", 1, True),
    ]


@pytest.mark.parametrize("year", ["24", "jaar", "99999", "²019", "0001"])
def test_milestone_filter_refuses_a_year_that_is_none(year):
    found = MilestoneFilterSet(QueryDict(f"year={year}"), queryset=Milestone.objects.for_list())

    assert not found.is_valid()
