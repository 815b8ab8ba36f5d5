"""Signing in at an institution: an identity is an issuer and a subject, and nothing else (R34)."""

import base64
import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings as project
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse

from industriecoalitie.accounts.models import User

from .conftest import PASSWORD, confirmed
from .oidc_provider import CLIENT_ID, Provider

pytestmark = pytest.mark.django_db
START = "/inloggen/instelling/surfconext/"
NOT_CONNECTED = "Dit account is nog niet gekoppeld"
FAILED = "Inloggen bij je instelling is niet gelukt"


@pytest.fixture
def provider(settings):
    with Provider() as running:
        use(settings, running.app())
        yield running


def use(settings, *apps) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"institution": {"OAUTH_PKCE_ENABLED": True, "APPS": list(apps)}}


def leave(client, start: str = START) -> str:
    """Go to the institution and sign in there; return the address that leads back."""
    away = client.post(start)
    assert away.status_code == 302, away.text
    return requests.get(away.url, allow_redirects=False, timeout=5).headers["Location"]


def come_back(client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def go_round(client, start: str = START):
    return come_back(client, leave(client, start))


def connect(client, user, start: str = START):
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    client.post("/wachtwoord/bevestigen/", {"password": PASSWORD})
    return go_round(client, f"{start}?process=connect")


@pytest.fixture
def connected(provider, user) -> User:
    """Someone whose account is connected to the subject 1234 of ``provider``."""
    connect(Client(), user)
    mail.outbox.clear()
    return user


class TestConnecting:
    def test_is_done_from_the_own_account(self, client, provider, user):
        answer = connect(client, user)

        account = SocialAccount.objects.get()
        assert answer.url == reverse("socialaccount_connections")
        assert (account.user, account.uid) == (user, f"{provider.issuer} 1234")
        assert [letter.subject for letter in mail.outbox] == ["Een account van je instelling is gekoppeld"]

    def test_keeps_no_name_address_or_token(self, client, provider, user):
        provider.person = {"sub": "1234", "email": "ander@school.test", "name": "Kim van School"}

        connect(client, user)

        user.refresh_from_db()
        assert SocialAccount.objects.get().extra_data == {}
        assert not SocialToken.objects.exists()
        assert (user.name, user.email) == ("Kim", "kartrekker@voorbeeld.test")
        assert user.emailaddress_set.count() == 1

    def test_asks_the_password_first(self, client, provider, user):
        client.force_login(user)

        answer = go_round(client, f"{START}?process=connect")

        assert answer.url == reverse("account_reauthenticate")
        assert not SocialAccount.objects.exists()

    def test_is_not_done_for_a_visitor(self, client, provider, user):
        go_round(client, f"{START}?process=connect")

        assert not SocialAccount.objects.exists()

    def test_does_not_take_over_what_another_has_connected(self, client, provider, connected):
        other = confirmed(email="ander@voorbeeld.test")

        answer = connect(client, other)

        assert answer.status_code == 302
        assert SocialAccount.objects.get().user == connected

    def test_can_be_undone(self, client, provider, user):
        connect(client, user)

        client.post("/mijn/account/instelling/", {"account": SocialAccount.objects.get().pk})

        assert not SocialAccount.objects.exists()

    def test_cannot_be_undone_by_another(self, client, provider, connected, lead):
        client.force_login(lead)

        client.post("/mijn/account/instelling/", {"account": SocialAccount.objects.get().pk})

        assert SocialAccount.objects.exists()

    def test_stays_for_who_has_no_password(self, client, provider, connected):
        connected.set_unusable_password()
        connected.save()
        client.force_login(connected)

        answer = client.post("/mijn/account/instelling/", {"account": SocialAccount.objects.get().pk})

        assert "Kies eerst een wachtwoord" in answer.text
        assert SocialAccount.objects.exists()

    def test_the_own_account_tells(self, client, provider, connected):
        client.force_login(connected)

        assert "SURFconext: gekoppeld" in client.get("/mijn/account/").text
        assert "Loskoppelen" in client.get("/mijn/account/instelling/").text


class TestSigningIn:
    def test_opens_the_connected_account(self, client, connected):
        answer = go_round(client, f"{START}?next=/mijn/")

        assert answer.url == "/mijn/"
        assert get_user(client) == connected

    def test_needs_the_second_step_all_the_same(self, client, connected):
        TOTP.activate(connected, generate_totp_secret())

        answer = go_round(client)

        assert answer.url == reverse("mfa_authenticate")
        assert not get_user(client).is_authenticated

    def test_does_not_open_an_account_that_is_off(self, client, connected):
        connected.is_active = False
        connected.save()

        go_round(client)

        assert not get_user(client).is_authenticated

    def test_makes_no_account(self, client, provider):
        provider.person = {"sub": "9", "email": "nieuw@school.test", "email_verified": True}

        answer = go_round(client)

        assert answer.status_code == 403
        assert NOT_CONNECTED in answer.text
        assert not User.objects.exists()

    def test_asks_for_an_identity_only_with_a_challenge_and_a_nonce(self, client, provider):
        leave(client)

        asked = provider.asked[0]
        assert (asked["scope"], asked["code_challenge_method"], asked["response_type"]) == (
            "openid",
            "S256",
            "code",
        )
        assert asked["redirect_uri"] == f"{project.BASE_URL}{START}terug/"
        assert len(asked["nonce"]) == 64

    def test_cannot_be_bent_by_a_link(self, client, provider):
        leave(client, f"{START}?scope=admin&auth_params=redirect_uri%3Dhttps%3A%2F%2Felders.test%26nonce%3Dx")

        asked = provider.asked[0]
        assert (asked["scope"], asked["redirect_uri"]) == ("openid", f"{project.BASE_URL}{START}terug/")
        assert asked["nonce"] != "x"

    def test_does_not_lead_to_another_site(self, client, connected):
        assert go_round(client, f"{START}?next=https://elders.test/").url == reverse("my_page")

    def test_begins_with_a_form_not_with_a_link(self, client, provider):
        answer = client.get(START)

        assert answer.status_code == 200
        assert "Verder met SURFconext" in answer.text
        assert provider.asked == []

    def test_stopping_there_says_so(self, client, provider):
        state = parse_qs(urlsplit(client.post(START).url).query)["state"][0]

        answer = client.get(f"{START}terug/?error=access_denied&state={state}", follow=True)

        assert "Je bent gestopt met inloggen" in answer.text

    def test_an_institution_that_is_away_says_so(self, client, provider):
        provider.is_down = True

        answer = client.post(START)

        assert FAILED in answer.text

    def test_an_unknown_institution_is_no_page(self, client, provider):
        assert client.post("/inloggen/instelling/onbekend/").status_code == 404
        assert client.get("/inloggen/instelling/onbekend/terug/?code=x").status_code == 404

    def test_the_button_stands_on_the_page(self, client, provider):
        assert ">Met SURFconext<" in client.get("/inloggen/").text


class TestConfusions:
    """What an issuer, a link or a thief may claim: nobody comes in as someone else."""

    def refuse(self, client, answer=None) -> None:
        answer = answer or go_round(client)
        assert FAILED in answer.text
        assert not get_user(client).is_authenticated

    def test_the_same_subject_of_another_issuer(self, client, provider, connected, settings):
        with Provider(person={"sub": "1234"}) as other:
            use(settings, provider.app(), other.app("ander"))

            answer = go_round(client, "/inloggen/instelling/ander/")

        assert NOT_CONNECTED in answer.text
        assert not get_user(client).is_authenticated

    def test_the_same_subject_of_another_issuer_in_the_same_place(self, client, connected, settings):
        with Provider(person={"sub": "1234"}) as other:
            use(settings, other.app())

            answer = go_round(client)

        assert NOT_CONNECTED in answer.text

    def test_another_subject_with_the_same_address(self, client, provider, connected):
        provider.person = {"sub": "5678", "email": connected.email, "email_verified": True}

        answer = go_round(client)

        assert NOT_CONNECTED in answer.text
        assert not get_user(client).is_authenticated
        assert SocialAccount.objects.count() == 1

    def test_an_address_that_nobody_checked(self, client, provider, connected):
        provider.person = {"sub": "5678", "email": connected.email, "email_verified": False}

        assert NOT_CONNECTED in go_round(client).text

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": "een-ander"},
            {"aud": [CLIENT_ID, "een-ander"], "azp": "een-ander"},
            {"aud": None},
            {"nonce": "van-een-ander"},
            {"nonce": None},
            {"exp": int(time.time()) - 120},
            {"exp": None},
            {"iat": int(time.time()) + 3600},
            {"iss": "https://elders.test"},
            {"iss": None},
            {"sub": None},
            {"sub": ""},
            {"sub": 1234},
            {"sub": "x" * 300},
        ],
        ids=str,
    )
    def test_a_token_that_is_wrong_in_one_respect(self, client, provider, connected, claims):
        provider.claims = claims

        self.refuse(client)

    def test_a_token_without_a_signature(self, client, provider, connected):
        provider.sign = lambda _provider, claims: jwt.encode(
            claims, None, algorithm="none", headers={"kid": "1"}
        )

        self.refuse(client)

    def test_a_token_signed_with_another_key(self, client, provider, connected):
        foreign = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        provider.sign = lambda _provider, claims: jwt.encode(claims, foreign, "RS256", headers={"kid": "1"})

        self.refuse(client)

    def test_a_token_signed_with_an_unknown_key(self, client, provider, connected):
        provider.sign = lambda issuer, claims: jwt.encode(claims, issuer.key, "RS256", headers={"kid": "2"})

        self.refuse(client)

    def test_a_token_signed_with_what_everybody_knows(self, client, provider, connected):
        """The public key as a shared secret: the classic confusion of algorithms."""

        def sign(issuer, claims):
            public = json.dumps(issuer.keys()["keys"][0]).encode().ljust(64)
            return jwt.encode(claims, public, "HS256", headers={"kid": "1"})

        provider.sign = sign

        self.refuse(client)

    @pytest.mark.parametrize("token", ["", "x", "a.b.c", base64.b64encode(b"{}").decode() + ".e30."])
    def test_no_token_at_all(self, client, provider, connected, token):
        provider.sign = lambda _provider, _claims: token

        self.refuse(client)

    def test_a_code_that_was_used(self, client, provider, connected):
        address = leave(client)
        come_back(client, address)
        client.post(reverse("account_logout"))

        self.refuse(client, come_back(client, address))

    def test_a_code_in_another_browser(self, client, provider, connected):
        address = leave(Client())

        self.refuse(client, come_back(client, address))

    def test_a_code_of_another_in_ones_own_way_back(self, client, provider, connected):
        """The state is one's own, the code was given to another browser: the challenge does not fit."""
        theirs = parse_qs(urlsplit(leave(Client())).query)["code"][0]
        own = parse_qs(urlsplit(leave(client)).query)["state"][0]

        answer = client.get(f"{START}terug/", {"code": theirs, "state": own})

        self.refuse(client, answer)
        assert provider.refused == ["pkce"]

    def test_an_issuer_that_calls_itself_otherwise(self, client, provider, connected):
        provider.issuer_name = "https://elders.test"

        assert FAILED in client.post(START).text

    def test_a_way_back_without_a_way_out(self, client, provider, connected):
        self.refuse(client, client.get(f"{START}terug/?code=x&state=y"))
