"""What can happen to regions and to who works in them."""

import pytest
from django.core.exceptions import ValidationError

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from regions.actions import add_membership, create_demo_accounts
from regions.choices import Role
from regions.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.regions import FrontrunnerFactory, RegionFactory

pytestmark = pytest.mark.django_db
BY = Actor(door="command")


def test_create_demo_accounts_makes_every_role_and_two_accounts_per_koploper_region():
    FrontrunnerFactory(region__slug="twente", region__name="Twente")
    RegionFactory(slug="zeeland")

    added = create_demo_accounts("demo", by=BY)

    rows = Membership.objects.values_list("user__email", "role", "region__slug")
    assert set(rows) == {
        ("redactie@demo.test", Role.CURATOR, None),
        ("landelijk@demo.test", Role.NATIONAL, None),
        ("kartrekker.twente@demo.test", Role.LEAD, "twente"),
        ("teamlid.twente@demo.test", Role.MEMBER, "twente"),
    }
    assert {account.email for account in added} == set(User.objects.values_list("email", flat=True))
    assert list(User.objects.filter(is_superuser=True).values_list("email", flat=True)) == [
        "beheerder@demo.test"
    ]
    assert User.objects.get(email="partner@demo.test").check_password("demo")


def test_create_demo_accounts_names_a_region_with_two_koplopers_once():
    region = RegionFactory(slug="twente")
    FrontrunnerFactory(region=region)
    FrontrunnerFactory(region=region)

    create_demo_accounts("demo", by=BY)

    assert Membership.objects.filter(region=region).count() == 2


def test_create_demo_accounts_leaves_an_account_as_it_is():
    create_demo_accounts("demo", by=BY)
    user = User.objects.get(email="redactie@demo.test")
    user.memberships.all().delete()

    added = create_demo_accounts("anders", by=BY)

    assert set(added.values()) == {False}
    assert User.objects.get(email="redactie@demo.test").check_password("demo")
    assert not user.memberships.exists()


def test_add_membership_refuses_a_regional_role_without_a_region():
    with pytest.raises(ValidationError) as caught:
        add_membership(UserFactory(), Role.LEAD, None, by=BY)

    assert caught.value.messages == [
        "Kies een regio bij een regionale rol, en geen regio bij een landelijke."
    ]
    assert not Membership.objects.exists()


def test_add_membership_is_kept_in_history_with_its_door():
    membership = add_membership(UserFactory(), Role.CURATOR, None, by=BY)

    assert membership.events.get().pgh_context.metadata["event"] == "membership.added"
