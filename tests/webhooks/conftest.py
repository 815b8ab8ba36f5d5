"""Webhooks that may go to a receiver on this machine."""

import pytest

from industriecoalitie.core.actors import Actor
from tests.factories.accounts import UserFactory


@pytest.fixture
def local(settings):
    """Let webhooks go to this machine, as in development."""
    settings.WEBHOOKS_ALLOW_LOCAL = True


@pytest.fixture
def owner(db):
    """Somebody with an account and no role anywhere."""
    return UserFactory(name="Eigenaar")


@pytest.fixture
def by(owner) -> Actor:
    return Actor(door="page", user=owner)


@pytest.fixture
def staff(db):
    return UserFactory(is_staff=True, is_superuser=True, name="Beheerder")
