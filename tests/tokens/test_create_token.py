"""The command that makes a token."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from industriecoalitie.tokens.models import ApiToken
from tests.factories.accounts import UserFactory
from tests.factories.tokens import ApiTokenFactory

from .conftest import bearer


def created(**options) -> str:
    out = io.StringIO()
    call_command("create_token", **{"name": "Website", "scopes": "read:public", **options}, stdout=out)
    return out.getvalue()


def test_it_prints_the_token_and_nothing_else(client, admin_user, region):
    out = created(scopes="read:public, write:partnerships", region=["twente"], days=30)

    token = ApiToken.objects.get()
    assert out.count("\n") == 1
    assert client.get("/api/v1/partnerships", headers=bearer(out.strip())).status_code == 200
    assert (token.owner, token.created_by, token.name) == (admin_user, None, "Website")
    assert (token.scopes, list(token.regions.all())) == (["read:public", "write:partnerships"], [region])
    assert token.expires_at - token.created_at == datetime.timedelta(days=30)


def test_without_an_owner_it_is_the_oldest_active_administrator(admin_user):
    first = UserFactory(is_superuser=True, date_joined="2020-01-01T00:00Z")
    UserFactory(is_superuser=True, is_active=False, date_joined="2019-01-01T00:00Z")
    UserFactory(date_joined="2018-01-01T00:00Z")

    created()

    assert ApiToken.objects.get().owner == first


def test_somebody_else_can_be_the_owner(admin_user, lead):
    created(owner=lead.email.upper(), scopes="write:partnerships", region=["twente"])

    assert ApiToken.objects.get().owner == lead


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "nog geen beheerder"),
        ({"owner": "niemand@voorbeeld.test"}, "niemand@voorbeeld.test"),
        ({"owner": "lead", "scopes": "read:everything,webhooks"}, "Onbekend: read:everything"),
        ({"owner": "lead", "scopes": " , "}, "Kies met --scopes"),
        ({"owner": "plain", "scopes": "read:network"}, "mag dit niet: read:network"),
        ({"owner": "lead", "region": ["limburg"]}, "limburg"),
        ({"owner": "lead", "days": 0}, "365"),
        ({"owner": "lead", "days": 366}, "365"),
    ],
)
def test_it_refuses_in_words(lead, other_region, options, words):
    people = {"lead": lead.email, "plain": UserFactory().email}
    owner = options.get("owner")

    with pytest.raises(CommandError, match=words):
        created(**options | ({"owner": people.get(owner, owner)} if owner else {}))

    assert ApiToken.objects.count() == 0


def test_each_token_is_another(admin_user):
    assert len({created() for _each in range(3)}) == 3
    assert ApiTokenFactory.create().pk
