"""What holds on a day."""

import datetime

import pytest

from partnerships.models import Partner
from tests.factories.partnerships import PartnerFactory, PartnershipFactory


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
