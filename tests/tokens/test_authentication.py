"""Who a token lets in, and the one answer when it does not."""

import pytest
from django.utils import timezone

from industriecoalitie.tokens.keys import checksum, new_token
from industriecoalitie.tokens.models import ApiToken
from tests.factories.partnerships import PartnershipFactory
from tests.factories.tokens import token_for

LIST = "/api/v1/partnerships"
ALL_READ = {"read:public", "read:network"}


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


def slugs(answer) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {each["slug"] for each in answer.json()["items"]}


@pytest.fixture
def shelf(region, other_region):
    """A partnership of each audience in the region of ``lead``, and a concept elsewhere."""
    for visibility in ("public", "network", "concept"):
        PartnershipFactory(slug=visibility, owner=region, visibility=visibility)
    PartnershipFactory(slug="elsewhere", owner=other_region, visibility="concept")


def test_what_is_public_needs_no_token(client, shelf):
    assert slugs(client.get(LIST)) == {"public"}


def test_a_token_for_what_is_public_gets_the_very_answer_of_a_visitor(client, lead, shelf):
    _token, text = token_for(lead, "read:public")

    as_visitor, with_token = client.get(LIST), client.get(LIST, headers=bearer(text))

    assert with_token.content == as_visitor.content
    assert dict(with_token.headers) == dict(as_visitor.headers)
    assert with_token["Cache-Control"] == "no-cache"


def test_a_token_for_the_network_reads_what_the_network_shares_and_no_concepts(client, lead, shelf):
    _token, text = token_for(lead, "read:network")

    answer = client.get(LIST, headers=bearer(text))

    assert slugs(answer) == {"public", "network"}
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_token_counts_before_the_session(client, lead, shelf):
    _token, text = token_for(lead, "read:public")
    client.force_login(lead)

    assert slugs(client.get(LIST)) == {"public", "network", "concept"}
    assert slugs(client.get(LIST, headers=bearer(text))) == {"public"}


def spoilt(text: str) -> str:
    """Return the token with another secret and a checksum that is right."""
    body = text[:-7] + ("a" if text[-7] != "a" else "b")
    return body + checksum(body)


@pytest.mark.parametrize("sort", ["wrong", "checksum", "unknown", "empty", "two", "expired", "revoked",
                                  "network", "closed"])  # fmt: skip
def test_whatever_is_wrong_the_answer_is_the_same(client, lead, shelf, sort):
    networks = ["192.0.2.0/24"] if sort == "network" else []
    token, text = token_for(lead, "read:public", networks=networks)
    now = timezone.now()
    if sort == "expired":
        ApiToken.objects.update(expires_at=now)
    elif sort == "revoked":
        ApiToken.objects.update(revoked_at=now)
    elif sort == "closed":
        type(lead).objects.filter(pk=lead.pk).update(is_active=False)
    shown = {"wrong": spoilt(text), "checksum": text[:-1] + ("a" if text[-1] != "a" else "b"),
             "unknown": new_token()[1], "empty": "", "two": f"{text} {text}"}.get(sort, text)  # fmt: skip

    answer = client.get(LIST, headers=bearer(shown))

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Niet aangemeld",
        "status": 401,
        "detail": "Meld je aan met een geldige sleutel.",
    }
    token.refresh_from_db()
    assert token.last_used_at is None
