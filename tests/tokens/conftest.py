"""What the tests of tokens share."""

import time

import pytest

from tests.factories.partnerships import PartnershipFactory


def bearer(text: str) -> dict[str, str]:
    """Return the headers of a request that carries a token."""
    return {"authorization": f"Bearer {text}"}


def sign_in(client, user):
    """Sign in somebody who has just now given the password again."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client


@pytest.fixture
def shelf(region, other_region):
    """A partnership of each audience in the region of ``lead``, and a concept elsewhere."""
    for visibility in ("public", "network", "concept"):
        PartnershipFactory(slug=visibility, owner=region, visibility=visibility)
    PartnershipFactory(slug="elsewhere", owner=other_region, visibility="concept")
