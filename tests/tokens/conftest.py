"""What the tests of tokens share."""

import pytest

from tests.factories.partnerships import PartnershipFactory

PASSWORD = "een-lang-wachtwoord-voor-de-tests"


def bearer(text: str) -> dict[str, str]:
    """Return the headers of a request that carries a token."""
    return {"authorization": f"Bearer {text}"}


def sign_in(client, user):
    """Sign in somebody who has just now given the password again."""
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    client.post("/wachtwoord/bevestigen/", {"password": PASSWORD})
    return client


@pytest.fixture
def shelf(region, other_region):
    """A partnership of each audience in the region of ``lead``, and a concept elsewhere."""
    for visibility in ("public", "network", "concept"):
        PartnershipFactory(slug=visibility, owner=region, visibility=visibility)
    PartnershipFactory(slug="elsewhere", owner=other_region, visibility="concept")
