"""Someone with a confirmed address and a password, and counts that begin at nothing."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from tests.factories.accounts import UserFactory

PASSWORD = "een-lang-genoeg-wachtwoord"


@pytest.fixture(autouse=True)
def fresh_limits():
    """Start every test without attempts that were counted before."""
    cache.clear()


def confirmed(**fields) -> User:
    """Return a person who can sign in with ``PASSWORD``."""
    person = UserFactory(**fields)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def user(db) -> User:
    return confirmed(email="kartrekker@voorbeeld.test", name="Kim")


@pytest.fixture
def admin_actor(admin_user) -> Actor:
    return Actor(door="admin", user=admin_user)
