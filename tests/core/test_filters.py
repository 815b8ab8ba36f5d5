"""Filters are strict about values, and facets count what would remain."""

import pytest
from django.http import QueryDict

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.filtersets import ConceptFilter
from industriecoalitie.core.filters import (
    BooleanFilter,
    ChoicesFilter,
    KeyFilter,
    RecordFilterSet,
    ValidOnFilter,
    WordsFilter,
    YearFilter,
)
from partnerships.choices import PartnershipStatus
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import RegionFactory


class ExampleFilterSet(RecordFilterSet):
    q = WordsFilter("name", "summary", "region__name", label="Zoek")
    region = KeyFilter("region__slug", "region__name", "regions.Region", label="Regio")
    status = ChoicesFilter("status", PartnershipStatus.choices, label="Stand")
    targetGroup = ConceptFilter(Scheme.TARGET_GROUP)  # noqa: N815
    isInferred = BooleanFilter(field_name="is_inferred")  # noqa: N815
    year = YearFilter(field_name="from_on__year")
    validOn = ValidOnFilter()  # noqa: N815

    facets = ("region", "status", "targetGroup")
    sorts = {"name": ("Naam", ("name", "pk"))}

    class Meta:
        model = Partnership
        fields: list[str] = []


def filtered(query: str) -> ExampleFilterSet:
    return ExampleFilterSet(QueryDict(query), queryset=Partnership.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "region=bestaat-niet", "status=zzz", "targetGroup=zzz", "isInferred=1", "year=99999", "year=0000", "year=١٩٩٩",
        "validOn=2019", "validOn=20190520", "validOn=0000-01-01", "validOn=9999-12-31", "updatedSince=gisteren",
        "updatedSince=10000-01-01", "updatedSince=2019-13-01", "q=%00", "q=" + "woord+" * 11, "q=" + "x" * 201, "region=%00",
        "&".join(f"region=r{n}" for n in range(101)),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(query):
    assert not filtered(query).is_valid()


@pytest.mark.django_db
def test_all_faults_are_named_together():
    filterset = filtered("region=zzz&year=x&validOn=morgen")

    assert not filterset.is_valid()
    assert set(filterset.form.errors) == {"region", "year", "validOn"}


@pytest.mark.django_db
def test_a_broader_term_finds_its_narrower_ones():
    workers = ConceptFactory(scheme="target-group", notation="werknemers")
    climbers = ConceptFactory(scheme="target-group", notation="opstromers", broader=[workers])
    partnership = PartnershipFactory()
    partnership.concepts.add(climbers)
    PartnershipFactory()

    assert list(filtered("targetGroup=werknemers").qs) == [partnership]


@pytest.mark.django_db
def test_several_values_widen_and_facets_narrow():
    twente, limburg = RegionFactory(slug="twente"), RegionFactory(slug="limburg")
    first = PartnershipFactory(region=twente, status="running")
    second = PartnershipFactory(region=limburg, status="done")
    PartnershipFactory()

    assert set(filtered("region=twente&region=limburg").qs) == {first, second}
    assert set(filtered("region=twente&region=limburg&status=done").qs) == {second}


@pytest.mark.django_db
def test_facets_count_what_the_other_filters_leave():
    twente, limburg = (
        RegionFactory(slug="twente", name="Twente"),
        RegionFactory(slug="limburg", name="Limburg"),
    )
    PartnershipFactory(region=twente, status="running")
    PartnershipFactory(region=twente, status="done")
    PartnershipFactory(region=limburg, status="done")
    filterset = filtered("region=twente")
    assert filterset.is_valid()

    facets = {
        facet["name"]: {o.value: (o.count, o.checked) for o in facet["options"]}
        for facet in filterset.facet_list()
    }

    assert facets == {
        "region": {"twente": (2, True), "limburg": (1, False)},
        "status": {"running": (1, False), "done": (1, False)},
    }


@pytest.mark.django_db
def test_every_word_must_occur():
    both = PartnershipFactory(name="Robots in de bouw", summary="Met lasrobots")
    PartnershipFactory(name="Robots")

    assert list(filtered("q=robot+BOUW").qs) == [both]
    assert list(filtered("q=100%25").qs) == []


@pytest.mark.django_db
@pytest.mark.parametrize("hide", [{"visibility": "concept"}, {"hidden_at": "2026-01-01T00:00Z"}])
def test_words_of_a_hidden_record_find_nothing(hide):
    shown = PartnershipFactory(region=RegionFactory(name="Canarisch gebied"))
    PartnershipFactory(region=RegionFactory(name="Canarisch geheim", **hide))

    assert list(filtered("q=canarisch").qs) == [shown]
    assert list(filtered("q=geheim").qs) == []
