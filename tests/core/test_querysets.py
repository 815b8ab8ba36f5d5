"""What holds on a day."""

import datetime

import pytest

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.naming import Folded, folded
from knowledgebank.models import Measurement, Practice
from partnerships.models import Partner
from regions.models import Region
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import MeasurementFactory, PracticeFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import RegionFactory


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "count"), [("2019-05-20", 4), ("2022-12-31", 4), ("2023-01-24", 5)])
def test_partners_on_a_day(day, count):
    coalition = PartnershipFactory()
    for _ in range(4):
        PartnerFactory(partnership=coalition)
    PartnerFactory(partnership=coalition, from_on="2023-01-01", from_precision="year")

    assert coalition.partners.on(datetime.date.fromisoformat(day)).count() == count


@pytest.mark.django_db
def test_the_last_day_counts():
    partner = PartnerFactory(until_on="2020-12-31")

    assert list(Partner.objects.on(datetime.date(2020, 12, 31))) == [partner]
    assert list(Partner.objects.on(datetime.date(2021, 1, 1))) == []


@pytest.mark.django_db
def test_named_finds_by_every_word_best_first():
    for name in ("Groot Twente", "Regio Twente", "Twente", "Twente en Salland", "Salland"):
        RegionFactory(name=name)
    RegionFactory(name="Achterhoek", aliases=["Oost-Gelderland", "Naast Twente"])

    found = [(region.name, region.found_by) for region in Region.objects.named("twente")]

    assert found == [
        ("Twente", ""),
        ("Twente en Salland", ""),
        ("Groot Twente", ""),
        ("Regio Twente", ""),
        ("Achterhoek", "Naast Twente"),
    ]
    assert [region.name for region in Region.objects.named("salland TWENTE")] == ["Twente en Salland"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["súdwest-fryslân", "sudwest", "SUDWEST–FRYSLAN", "'s-fryslan"])
def test_named_does_not_mind_accents_case_and_sorts_of_dashes(typed):
    RegionFactory(name="Zuidwest", aliases=["Sùdwest-Fryslân", "’s-Fryslân"])

    assert [region.name for region in Region.objects.named(typed)] == ["Zuidwest"]


@pytest.mark.django_db
def test_named_without_words_gives_all_by_name_and_a_pattern_is_only_text():
    for name in ("b", "A", "c"):
        RegionFactory(name=name)

    assert [region.name for region in Region.objects.named("  ")] == ["A", "b", "c"]
    assert list(Region.objects.named("%")) == []
    assert list(Region.objects.named("a\x00_")) == []


@pytest.mark.django_db
def test_named_takes_the_title_or_the_label_where_there_is_no_name():
    practice = PracticeFactory(title="Robotica in de klas")
    concept = ConceptFactory(label="Robotica")
    MeasurementFactory()

    assert list(Practice.objects.named("klas")) == [practice]
    assert list(Concept.objects.named("robot")) == [concept]
    assert list(Measurement.objects.named("1")) == []


@pytest.mark.parametrize("text", ["Bob’s ﬁrma", "École–Ëlan", "ÅÇ", "İstanbul ²"])
@pytest.mark.django_db
def test_python_and_the_database_fold_alike(text):
    RegionFactory(name=text)

    assert Region.objects.values_list(Folded("name"), flat=True).get() == folded(text)
