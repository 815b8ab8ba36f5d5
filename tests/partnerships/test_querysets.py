"""What the querysets of partnerships give."""

import datetime

import pytest

from partnerships.models import Milestone, Partner, Partnership
from tests.factories.partnerships import MilestoneFactory, PartnerFactory, PartnershipFactory
from tests.factories.regions import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(2018, 12, 31), {"altijd"}),
        (datetime.date(2019, 1, 1), {"altijd", "2019"}),
        (datetime.date(2019, 12, 31), {"altijd", "2019"}),
        (datetime.date(2020, 1, 1), {"altijd", "sinds 2020"}),
    ],
)
def test_partners_on_a_day_counts_first_and_last_day(day, expected):
    partnership = PartnershipFactory()
    for name, begun, ended in [
        ("altijd", None, None),
        ("2019", "2019-01-01", "2019-12-31"),
        ("sinds 2020", "2020-01-01", None),
    ]:
        PartnerFactory(partnership=partnership, organisation__name=name, from_on=begun, until_on=ended)

    assert {str(partner) for partner in Partner.objects.on(day)} == expected


def test_partnership_list_counts_the_partners_a_reader_may_see(visitor, admin_user):
    partnership = PartnershipFactory()
    PartnerFactory(partnership=partnership)
    PartnerFactory(partnership=partnership, organisation=None, label="circa zestig bedrijven")
    PartnerFactory(partnership=partnership, organisation=OrganisationFactory(visibility="concept"))

    counts = [
        Partnership.objects.for_list().with_partners_shown_to(user).get().shown_partners
        for user in (visitor, admin_user)
    ]

    assert counts == [2, 3]


def test_milestones_stand_from_early_to_late_with_the_undated_last():
    for title, day in [("laat", "2024-02-01"), ("ooit", None), ("vroeg", "2013-01-01")]:
        MilestoneFactory(title=title, due_on=day)

    assert [milestone.title for milestone in Milestone.objects.for_list()] == ["vroeg", "laat", "ooit"]
