"""Requests that others made up: from other sites, to other sites, in another name (R35, R36)."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from industriecoalitie.accounts import urls
from industriecoalitie.accounts.models import Session
from tests.architecture.test_house import walk

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/inloggen/"
ELSEWHERE = [
    "https://elders.test/", "http://elders.test", "//elders.test/", "///elders.test", "////elders.test/%2f..",
    "/\\elders.test", "\\\\elders.test", "\\/elders.test", "https:elders.test", "https:/elders.test",
    "https:///elders.test", "http:\\\\elders.test", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
    "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://elders.test/", "\thttps://elders.test",
    "\nhttps://elders.test", "\x00//elders.test", "\x1f//elders.test", "https://testserver@elders.test/",
    "https://testserver.elders.test/", "https://elders.test/testserver", "https://elders.test#testserver",
    "https://elders.test?testserver", "http://testserver:80@elders.test/", "https://[::1]/", "https://127.0.0.1/",
    "http://localhost/", "//testserver@elders.test", "/%09/elders.test\r\nLocation: https://elders.test",
    "//%65lders.test", "https://еlders.test/", "//elders%E3%80%82test", "/ /elders.test/../..//elders.test\\@",
    "http://2130706433/", "//0x7f.1/",
]  # fmt: skip
ADDRESSES = [
    (route, name)
    for route, name, _view in walk(get_resolver())
    if any(
        name == pattern.name
        for part in (urls.signing_in, urls.password, urls.own_account)
        for pattern in part
    )
]


class TestNext:
    @pytest.mark.parametrize("address", ELSEWHERE)
    def test_leads_to_this_portal_only(self, user, address):
        client = Client()

        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": address})

        # What is left is an address of our own, in which nothing of another host can be read by a browser.
        assert answer.status_code == 302
        assert answer.url == "/" or (answer.url.startswith("/") and answer.url[1] not in "/\\"), answer.url
        assert "\n" not in answer.headers["Location"]
        assert "\r" not in answer.headers["Location"]

    @pytest.mark.parametrize("page", ["/uitloggen/", "/wachtwoord/bevestigen/", "/wachtwoord/wijzigen/"])
    @pytest.mark.parametrize("address", ["https://elders.test/", "//elders.test/", "/\\elders.test"])
    def test_nor_do_other_pages(self, client, user, page, address):
        client.force_login(user)
        new = "een-heel-ander-wachtwoord"

        answer = client.post(
            page,
            {
                "next": address,
                "password": PASSWORD,
                "oldpassword": PASSWORD,
                "password1": new,
                "password2": new,
            },
        )

        assert answer.status_code == 302
        assert "elders" not in answer.url

    def test_leads_on_within_the_portal(self, client, user):
        answer = client.post(
            LOGIN, {"login": user.email, "password": PASSWORD, "next": "/samenwerkingen/?sector=zorg#x"}
        )

        assert answer.url == "/samenwerkingen/?sector=zorg#x"


class TestHost:
    @pytest.mark.parametrize(
        "name", ["elders.test", "testserver.elders.test", "testserver:80@elders.test", "x y", ""]
    )
    def test_another_name_is_refused(self, client, user, name):
        answer = client.post("/wachtwoord/vergeten/", {"email": user.email}, headers={"Host": name})

        assert answer.status_code == 400
        assert mail.outbox == []

    @pytest.mark.parametrize(
        "headers",
        [
            {"Host": "localhost"},
            {"X-Forwarded-Host": "elders.test"},
            {"X-Host": "elders.test"},
            {"Forwarded": "host=elders.test"},
            {"X-Original-URL": "https://elders.test/"},
        ],
    )
    def test_links_in_letters_carry_the_name_of_the_portal(self, client, user, settings, headers):
        settings.BASE_URL = "https://portaal.test"

        client.post("/wachtwoord/vergeten/", {"email": user.email}, headers=headers)

        body = mail.outbox[0].body
        assert "https://portaal.test/wachtwoord/nieuw/" in body
        assert "elders.test" not in body
        assert "localhost" not in body


class TestForeignForms:
    def filled(self, route: str) -> str:
        for part, value in (
            ("<slug:provider_id>", "x"), ("<int:pk>", "1"), (r"^e-mailadres/bevestigen/(?P<key>[-:\w]+)/$", "e-mailadres/bevestigen/x/"),
            (r"^nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "nieuw/1-x/"),
        ):  # fmt: skip
            route = route.replace(part, value)
        return f"/{route}"

    @pytest.mark.parametrize(("route", "name"), ADDRESSES, ids=[name for _route, name in ADDRESSES])
    def test_no_page_does_anything_without_the_token(self, user, route, name):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)

        answers = [
            getattr(client, verb)(self.filled(route)).status_code
            for verb in ("post", "put", "patch", "delete")
        ]

        assert set(answers) == {403}
        assert Session.objects.filter(user=user).count() == 1

    @pytest.mark.parametrize(("route", "name"), ADDRESSES, ids=[name for _route, name in ADDRESSES])
    def test_no_page_does_anything_for_another_site(self, user, route, name):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        token = client.get("/mijn/account/").cookies["csrftoken"].value

        answer = client.post(
            self.filled(route), {"csrfmiddlewaretoken": token}, headers={"Origin": "https://elders.test"}
        )

        assert answer.status_code == 403

    def test_looking_changes_nothing(self, client, user):
        client.force_login(user)
        before = (Session.objects.count(), user.password, user.emailaddress_set.count())

        for route, name in ADDRESSES:
            if name != "mfa_activate_totp":
                client.get(self.filled(route))
        user.refresh_from_db()

        assert (Session.objects.count(), user.password, user.emailaddress_set.count()) == before


def test_nothing_of_allauth_stands_at_an_english_address(client):
    words = (
        "login",
        "logout",
        "signup",
        "password",
        "2fa",
        "3rdparty",
        "sessions",
        "email",
        "social",
        "oidc",
        "accounts",
    )

    found = [client.get(f"/{word}/").status_code for word in words]

    assert set(found) == {404}
    assert [
        route for route, _name in ADDRESSES if any(word in route for word in ("login", "password", "totp"))
    ] == []


def test_all_of_allauth_that_we_show_is_ours_to_reach():
    assert reverse("account_profile") == "/mijn/account/"
    assert reverse("usersessions_list") == "/mijn/account/apparaten/"
    assert reverse("socialaccount_connections") == "/mijn/account/instelling/"
