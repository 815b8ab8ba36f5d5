"""Filters of programmes, modules, learning paths, offerings and demands."""

import pytest
from django.http import QueryDict

from industriecoalitie.concepts.choices import Scheme
from programmes.filtersets import (
    DemandFilterSet,
    LearningPathFilterSet,
    ModuleFilterSet,
    OfferingFilterSet,
    ProgrammeFilterSet,
)
from programmes.models import Demand, LearningPath, Module, Offering, Programme
from tests.factories.concepts import ConceptFactory
from tests.factories.programmes import (
    DemandFactory,
    DemandPartyFactory,
    LearningPathFactory,
    LearningPathStepFactory,
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
    ProgrammeModuleFactory,
    ProviderFactory,
)

pytestmark = pytest.mark.django_db


def slugs(query: str, model=Programme, filterset=ProgrammeFilterSet) -> set[str]:
    found = filterset(QueryDict(query), queryset=model.objects.for_list())
    assert found.is_valid(), found.form.errors
    return {row.slug for row in found.qs}


def facets(model=Programme, filterset=ProgrammeFilterSet, query: str = "") -> dict[str, dict[str, int]]:
    found = filterset(QueryDict(query), queryset=model.objects.for_list())
    assert found.is_valid(), found.form.errors
    return {
        facet["name"]: {option.value: option.count for option in facet["options"]}
        for facet in found.facet_list()
    }


def test_programme_filter_takes_sub_groups_of_a_target_group():
    workers = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="werknemers")
    side = ConceptFactory(scheme=Scheme.TARGET_GROUP, notation="zijinstromers", broader=[workers])
    ProgrammeFactory(slug="a").concepts.add(side)
    ProgrammeFactory(slug="b").concepts.add(workers)
    ProgrammeFactory(slug="c")

    assert slugs("targetGroup=werknemers") == {"a", "b"}
    assert slugs("targetGroup=zijinstromers") == {"a"}


def test_programme_filter_by_funding_leaves_out_what_is_not_known():
    ProgrammeFactory(slug="a", is_publicly_funded=True)
    ProgrammeFactory(slug="b", is_publicly_funded=False)
    ProgrammeFactory(slug="c", is_publicly_funded=None)

    assert slugs("isPubliclyFunded=true") == {"a"}
    assert slugs("isPubliclyFunded=false") == {"b"}
    assert slugs("isPubliclyFunded=true&isPubliclyFunded=false") == {"a", "b"}
    assert slugs("") == {"a", "b", "c"}
    assert facets()["isPubliclyFunded"] == {"true": 1, "false": 1}


def test_programme_filter_by_form_level_and_kind():
    bbl = ConceptFactory(scheme=Scheme.EDUCATION_FORM, notation="bbl")
    level = ConceptFactory(scheme=Scheme.LEVEL, notation="mbo-4")
    ProgrammeFactory(slug="a", kind="leergang").concepts.add(bbl, level)
    ProgrammeFactory(slug="b", kind="opleiding").concepts.add(bbl)

    assert slugs("educationForm=bbl") == {"a", "b"}
    assert slugs("educationForm=bbl&level=mbo-4") == {"a"}
    assert slugs("kind=opleiding") == {"b"}
    assert facets(query="kind=opleiding")["kind"] == {"opleiding": 1, "leergang": 1}
    assert facets()["educationForm"] == {"bbl": 2}


def test_programme_filter_by_organisation_takes_partners_too():
    ProviderFactory(programme=ProgrammeFactory(slug="a"), organisation__slug="school")
    ProviderFactory(programme=ProgrammeFactory(slug="b"), organisation__slug="bedrijf", role="partner")

    assert slugs("organisation=school") == {"a"}
    assert slugs("organisation=bedrijf") == {"b"}


def test_module_filter_by_programme_and_outcome():
    module = ModuleFactory(slug="a", outcome="elective")
    ProgrammeModuleFactory(module=module, programme__slug="opleiding")
    ModuleFactory(slug="b")

    assert slugs("programme=opleiding", Module, ModuleFilterSet) == {"a"}
    assert slugs("outcome=elective", Module, ModuleFilterSet) == {"a"}


def test_learning_path_filter_by_the_level_of_a_step():
    level = ConceptFactory(scheme=Scheme.LEVEL, notation="mbo-4")
    LearningPathStepFactory(path=LearningPathFactory(slug="a"), level=level, programme__slug="opleiding")
    LearningPathFactory(slug="b")

    assert slugs("level=mbo-4", LearningPath, LearningPathFilterSet) == {"a"}
    assert slugs("programme=opleiding", LearningPath, LearningPathFilterSet) == {"a"}


def test_offering_filter_by_form_and_organisation():
    form = ConceptFactory(scheme=Scheme.EDUCATION_FORM, notation="bol")
    OfferingFactory(slug="a", form=form, organisation__slug="school")
    OfferingFactory(slug="b")

    assert slugs("educationForm=bol", Offering, OfferingFilterSet) == {"a"}
    assert slugs("organisation=school", Offering, OfferingFilterSet) == {"a"}


def test_demand_filter_by_stage_asker_and_core_need():
    DemandPartyFactory(demand=DemandFactory(slug="a", stage="bundled"), organisation__slug="smederij")
    DemandFactory(slug="b", is_core_need=True)

    assert slugs("stage=bundled", Demand, DemandFilterSet) == {"a"}
    assert slugs("organisation=smederij", Demand, DemandFilterSet) == {"a"}
    assert slugs("isCoreNeed=true", Demand, DemandFilterSet) == {"b"}
    assert facets(Demand, DemandFilterSet)["stage"] == {"signalled": 1, "bundled": 1}


@pytest.mark.parametrize(
    ("model", "filterset", "query"),
    [
        (Programme, ProgrammeFilterSet, "isPubliclyFunded=misschien"),
        (Programme, ProgrammeFilterSet, "level=mbo-99"),
        (Programme, ProgrammeFilterSet, "validOn=2019-02-30"),
        (Module, ModuleFilterSet, "outcome=niets"),
        (LearningPath, LearningPathFilterSet, "targetGroup=iedereen"),
        (Offering, OfferingFilterSet, "state=ooit"),
        (Demand, DemandFilterSet, "stage=klaar"),
        (Demand, DemandFilterSet, "isCoreNeed=ja"),
    ],
)
def test_filters_refuse_what_makes_no_sense(model, filterset, query):
    found = filterset(QueryDict(query), queryset=model.objects.for_list())

    assert not found.is_valid()
    assert list(found.form.errors) == [query.split("=")[0]]


@pytest.mark.parametrize(
    ("model", "filterset"),
    [
        (Programme, ProgrammeFilterSet),
        (Module, ModuleFilterSet),
        (LearningPath, LearningPathFilterSet),
        (Offering, OfferingFilterSet),
        (Demand, DemandFilterSet),
    ],
)
def test_every_order_a_reader_may_choose_works(model, filterset):
    found = filterset(QueryDict(""), queryset=model.objects.for_list())
    assert found.is_valid()

    for key in filterset.sorts:
        assert list(found.qs.order_by(*found.sort(key)[1])) == []
