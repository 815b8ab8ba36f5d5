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
    SearchFilter,
    ValidOnFilter,
    YearFilter,
)
from industriecoalitie.exchange.lists import Asker
from partnerships.choices import PartnershipStatus
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import MembershipFactory, RegionFactory
from tests.indexing import indexed


class ExampleFilterSet(RecordFilterSet):
    q = SearchFilter(label="Zoek")
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


def filtered_answer(query: str):
    filterset = filtered(query)
    assert filterset.is_valid()
    return filterset.answer


def ordered(query: str, sort: str = "") -> tuple[str, list[Partnership]]:
    filterset = filtered(query)
    assert filterset.is_valid()
    key, rows = filterset.ordered(sort)
    return key, list(rows)


def offered(query: str) -> list[str]:
    filterset = filtered(query)
    assert filterset.is_valid()
    return list(filterset.offered_sorts())


def asked_by(user, query: str) -> list[Partnership]:
    rows = Partnership.objects.visible_to(user)
    return list(ExampleFilterSet(QueryDict(query), queryset=rows, request=Asker(user)).qs)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "region=bestaat-niet", "status=zzz", "targetGroup=zzz", "isInferred=1", "year=99999", "year=0000", "year=١٩٩٩",
        "validOn=2019", "validOn=20190520", "validOn=0000-01-01", "validOn=9999-12-31", "updatedSince=gisteren",
        "updatedSince=10000-01-01", "updatedSince=2019-13-01", "region=%00",
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
def test_every_word_must_occur_while_a_record_has_them_all():
    both = PartnershipFactory(name="Robots in de bouw", summary="Met lasrobots")
    one = PartnershipFactory(name="Robots")
    indexed(both, one)

    assert list(filtered("q=robot+BOUW").qs) == [both]
    assert not filtered_answer("q=robot+BOUW").is_wide
    assert set(filtered("q=robot+zorg+bouw").qs) == {both}
    assert set(filtered("q=robot+zorg").qs) == {both, one}
    assert filtered_answer("q=robot+zorg").is_wide
    assert list(filtered("q=100%25").qs) == []


@pytest.mark.django_db
def test_a_list_is_asked_in_dutch_with_typing_errors_and_compounds():
    pump = PartnershipFactory(name="Warmtepompmonteurs in opleiding")
    other = PartnershipFactory(name="Zonnepanelen")
    indexed(pump, other)

    found = {
        q: list(filtered(f"q={q}").qs) for q in ("warmtepomp", "monteur", "warmtepmp", "zonnepan", "-monteur")
    }

    assert found == {
        "warmtepomp": [pump], "monteur": [pump], "warmtepmp": [pump], "zonnepan": [other], "-monteur": [other],
    }  # fmt: skip
    assert filtered_answer("q=zonnepanelne").did_you_mean == "zonnepanelen"
    assert filtered_answer("q=zonnepanelen").did_you_mean == ""


@pytest.mark.django_db
def test_words_narrow_together_with_other_filters_and_facets():
    twente = RegionFactory(slug="twente", name="Twente")
    kept = PartnershipFactory(name="Robots", region=twente, status="running")
    done = PartnershipFactory(name="Robots voor later", region=twente, status="done")
    indexed(kept, done, PartnershipFactory(name="Zorg", region=twente, status="running"))
    filterset = filtered("q=robot&status=running")

    assert list(filterset.qs) == [kept]
    facets = {facet["name"]: {o.value: o.count for o in facet["options"]} for facet in filterset.facet_list()}
    assert facets == {"region": {"twente": 1}, "status": {"running": 1, "done": 1}}


@pytest.mark.django_db
@pytest.mark.parametrize("hide", [{"visibility": "concept"}, {"hidden_at": "2026-01-01T00:00Z"}])
def test_words_of_a_hidden_record_find_nothing(hide):
    shown = PartnershipFactory(region=RegionFactory(name="Canarisch gebied"))
    indexed(shown, PartnershipFactory(region=RegionFactory(name="Canarisch geheim", **hide)))

    assert list(filtered("q=canarisch").qs) == [shown]
    assert list(filtered("q=geheim").qs) == []


@pytest.mark.django_db
def test_a_hidden_record_does_not_keep_a_question_from_being_read_more_widely(lead, neighbour):
    some = PartnershipFactory(name="Robots")
    hidden = PartnershipFactory(
        name="Robots van zijde", visibility="concept", owner=MembershipFactory(user=lead).region
    )
    indexed(some, hidden)

    assert set(asked_by(neighbour, "q=robots+zijde")) == {some}
    assert set(asked_by(lead, "q=robots+zijde")) == {hidden}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "woord " * 3000,
        "x" * 5000,
        "\x00",
        "a\x00b",
        "\ud800",
        "'\\",
        "& | ! :* <->",
        "-",
        '"',
        "%_",
        "😀",
        " ",
    ],
)
def test_a_page_takes_any_text(text):
    found = ExampleFilterSet({"q": text}, queryset=Partnership.objects.all())

    assert found.is_valid()
    assert list(found.qs) == []


@pytest.mark.django_db
def test_the_best_answers_stand_first_unless_an_order_is_chosen():
    mentioned = PartnershipFactory(name="Alles op een rij", status_note="Ook wat lasrobots.")
    named = PartnershipFactory(name="Zeeland: lasrobots op school", summary="Lasrobots")
    called = PartnershipFactory(name="Lasrobots")
    indexed(mentioned, named, called, PartnershipFactory(name="Bouw"))

    assert ordered("q=lasrobots") == ("relevance", [called, named, mentioned])
    assert ordered("q=lasrobots", "onzin") == ("relevance", [called, named, mentioned])
    assert ordered("q=lasrobots", "name") == ("name", [mentioned, called, named])
    assert offered("q=lasrobots") == ["relevance", "name"]
    assert offered("") == ["name"]
    assert ordered("", "relevance")[0] == "name"
