"""The cast of the tests: who visits, who works where."""

import gc

import pytest
from django.contrib.auth.models import AnonymousUser

from regions.choices import Role

from .factories.accounts import UserFactory
from .factories.regions import FrontrunnerFactory, MembershipFactory, RegionFactory
from .portal import furnished as furnished  # fixtures
from .portal import portal as portal


@pytest.fixture
def visitor() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def region(db):
    """The region of ``lead`` and ``member``, with a koploper."""
    region = RegionFactory(slug="twente", name="Twente")
    FrontrunnerFactory(
        region=region, organisation__name="ROC van Twente", organisation__slug="roc-van-twente"
    )
    return region


@pytest.fixture
def other_region(db):
    """The region of ``neighbour``."""
    return RegionFactory(slug="limburg", name="Limburg")


@pytest.fixture
def lead(region):
    return MembershipFactory(region=region, role=Role.LEAD, user__name="Kartrekker").user


@pytest.fixture
def member(region):
    return MembershipFactory(region=region, role=Role.MEMBER, user__name="Teamlid").user


@pytest.fixture
def neighbour(other_region):
    return MembershipFactory(region=other_region, role=Role.LEAD, user__name="Buur").user


@pytest.fixture
def former_member(region):
    """Someone whose role in the region has ended."""
    return MembershipFactory(region=region, role=Role.MEMBER, until_on="2020-12-31").user


@pytest.fixture
def curator(db):
    return MembershipFactory(region=None, role=Role.CURATOR).user


@pytest.fixture
def national(db):
    return MembershipFactory(region=None, role=Role.NATIONAL).user


@pytest.fixture
def admin_user(db):
    return UserFactory(is_staff=True, is_superuser=True)


# What is dear to make is made once, for tests that run on one worker: by the fixture that makes it, the name of their
# group, or "" when each module makes its own.
DEAR = {"furnished": "portal", "first_load": "initial data", "world": "", "built": ""}


def pytest_collection_modifyitems(items) -> None:
    """Keep tests that share something dear on one worker."""
    for item in items:
        for fixture in DEAR.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(DEAR[fixture] or item.module.__name__))


def pytest_collection_finish() -> None:
    """Look less often for rubbish among what was imported: it stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
