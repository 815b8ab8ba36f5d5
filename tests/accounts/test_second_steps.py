"""A second step: how it is set up, asked, kept, and where it is a must (R33)."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse

from industriecoalitie.accounts.actions import has_second_step
from industriecoalitie.accounts.second_steps import SecondStepAdapter

from .conftest import PASSWORD, confirmed
from .test_guard import code_of

pytestmark = pytest.mark.django_db
LOGIN = "/inloggen/"
STEPS = "/mijn/account/twee-stappen/"
APP = f"{STEPS}app/"
CODES = f"{STEPS}herstelcodes/"


@pytest.fixture
def required(settings):
    """As outside a demonstration."""
    settings.SECOND_STEP_REQUIRED = True


def sign_in(client, user, **more):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD, **more})


def confirm(client) -> None:
    client.post("/wachtwoord/bevestigen/", {"password": PASSWORD})


@pytest.fixture
def secret(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


class TestSettingUp:
    @pytest.fixture(autouse=True)
    def inside(self, client, user):
        sign_in(client, user)

    @pytest.mark.parametrize(
        "page", [APP, f"{STEPS}sleutels/nieuw/", "/mijn/account/twee-stappen/herstelcodes/nieuw/"]
    )
    def test_asks_the_password_once_more(self, client, page):
        answer = client.get(page)

        assert answer.url.startswith("/wachtwoord/bevestigen/")

    def test_of_an_app_needs_its_first_code(self, client, user):
        confirm(client)
        secret = client.get(APP).context["form"].secret

        wrong = client.post(APP, {"code": "12"})
        assert not has_second_step(user)
        answer = client.post(APP, {"code": code_of(secret)})

        assert "Dit klopt niet" in wrong.text
        assert answer.url == CODES
        assert has_second_step(user)

    def test_shows_the_code_to_scan_as_a_picture_in_the_page(self, client):
        confirm(client)

        page = client.get(APP).text

        assert '<svg class="qr"' in page
        assert "data:" not in page

    def test_gives_ten_codes_that_each_work_once(self, client, user):
        confirm(client)
        client.post(APP, {"code": code_of(client.get(APP).context["form"].secret)})
        codes = client.get(CODES).context["unused_codes"]
        file = client.get(f"{CODES}bewaren/")

        def comes_in(code) -> bool:
            other = Client()
            sign_in(other, user)
            other.post(reverse("mfa_authenticate"), {"code": code})
            return get_user(other).is_authenticated

        assert len(set(codes)) == 10
        assert all(code in file.text for code in codes)
        assert [comes_in(codes[0]), comes_in(codes[0]), comes_in(codes[1])] == [True, False, True]

    @pytest.mark.django_db(transaction=True)
    def test_ends_other_sessions_and_sends_a_letter(self, client, user):
        other = Client()
        sign_in(other, user)
        confirm(client)
        client.post(APP, {"code": code_of(client.get(APP).context["form"].secret)})

        assert get_user(client) == user
        assert not get_user(other).is_authenticated
        assert [letter.subject for letter in mail.outbox] == ["Inloggen met een code uit een app staat aan"]
        assert "192." not in mail.outbox[0].body

    def test_taking_it_away_ends_other_sessions_too(self, client, user):
        TOTP.activate(user, generate_totp_secret())
        other = Client()
        other.force_login(user)
        confirm(client)

        client.post(f"{APP}uitzetten/")

        assert not has_second_step(user)
        assert not get_user(other).is_authenticated
        assert get_user(client) == user


class TestSigningIn:
    def test_with_the_password_alone_is_not_in(self, client, user, secret):
        answer = sign_in(client, user)

        assert answer.url == reverse("mfa_authenticate")
        assert not get_user(client).is_authenticated
        assert client.get("/mijn/account/").status_code == 302

    def test_with_the_code_is_in_and_leads_on(self, client, user, secret):
        sign_in(client, user, next="/mijn/")

        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

        assert answer.url == "/mijn/"
        assert get_user(client) == user

    def test_a_new_password_is_no_way_round(self, client, user, secret):
        client.post("/wachtwoord/vergeten/", {"email": user.email})
        link = mail.outbox[0].body.split("localhost:8000")[1].split()[0]
        form = client.get(link, follow=True)
        new = "een-heel-ander-wachtwoord"

        answer = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

        assert answer.url == reverse("mfa_authenticate")
        assert not get_user(client).is_authenticated

    @pytest.mark.parametrize(
        "page", ["/beheer/", "/beheer/login/", "/mijn/", CODES, APP, f"{STEPS}sleutels/"]
    )
    def test_no_page_opens_halfway(self, client, user, secret, page):
        user.is_staff = user.is_superuser = True
        user.save()
        sign_in(client, user)

        answer = client.get(page, follow=True)

        assert answer.request["PATH_INFO"] == reverse("mfa_authenticate")

    def test_the_second_page_opens_for_nobody_without_the_first(self, client):
        assert client.get(reverse("mfa_authenticate")).url == LOGIN

    def test_the_api_knows_nobody_halfway(self, client, user, secret):
        sign_in(client, user)

        assert client.get("/mijn/account/").status_code == 302
        assert "_auth_user_id" not in client.session


class TestAdmin:
    """Beheer opens with a second step only, but in a demonstration."""

    @pytest.fixture
    def administrator(self, db):
        return confirmed(email="beheer@voorbeeld.test", is_staff=True, is_superuser=True)

    @pytest.mark.parametrize(
        "page", ["/beheer/", "/beheer/accounts/user/", "/beheer/login/", "/beheer/logout/"]
    )
    def test_leads_to_setting_it_up_with_the_reason(self, client, administrator, required, page):
        sign_in(client, administrator)

        answer = client.get(page, follow=True)

        assert answer.request["PATH_INFO"] == STEPS
        assert "Beheer opent pas als je inlogt in twee stappen" in answer.text

    def test_does_nothing_for_who_posts_without_it(self, client, administrator, required, user):
        sign_in(client, administrator)

        answer = client.post(
            f"/beheer/accounts/user/{user.pk}/change/", {"email": user.email, "name": "Anders"}
        )

        user.refresh_from_db()
        assert answer.url == STEPS
        assert user.name == "Kim"

    def test_opens_with_it(self, client, administrator, required):
        TOTP.activate(administrator, generate_totp_secret())
        client.force_login(administrator)

        assert client.get("/beheer/").status_code == 200

    def test_recovery_codes_alone_are_none(self, client, administrator, required):
        Authenticator.objects.create(user=administrator, type="recovery_codes", data={})
        client.force_login(administrator)

        assert client.get("/beheer/").url == STEPS

    def test_opens_in_a_demonstration(self, client, administrator):
        sign_in(client, administrator)

        assert client.get("/beheer/").status_code == 200

    def test_stays_shut_for_others_whatever_they_have(self, client, user, secret, required):
        client.force_login(user)

        assert client.get("/beheer/").status_code == 302
        assert client.get("/beheer/", follow=True).status_code == 403


class TestAsking:
    ASKED = "Log voortaan in met een tweede stap"

    @pytest.mark.parametrize(
        ("who", "asked"), [("lead", True), ("curator", True), ("national", True), ("member", False)]
    )
    def test_those_who_publish_are_asked_on_their_own_pages(self, client, request, required, who, asked):
        person = request.getfixturevalue(who)
        give_password(person)
        sign_in(client, person)

        assert (self.ASKED in client.get("/mijn/").text) is asked
        assert self.ASKED not in client.get("/kennisbank/").text

    def test_no_longer_with_one(self, client, lead, required):
        give_password(lead)
        TOTP.activate(lead, secret := generate_totp_secret())
        sign_in(client, lead)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

        assert self.ASKED not in client.get("/mijn/").text

    def test_not_in_a_demonstration(self, client, lead):
        give_password(lead)
        sign_in(client, lead)

        assert self.ASKED not in client.get("/mijn/").text


class TestAtRest:
    def test_no_secret_is_readable(self, user, secret):
        stored = Authenticator.objects.get(user=user).data["secret"]

        assert secret not in stored
        assert SecondStepAdapter().decrypt(stored) == secret

    def test_an_old_key_still_reads_and_the_first_writes(self, user, settings):
        settings.MFA_KEYS = ["oud" * 12]
        old = SecondStepAdapter().encrypt("geheim")
        settings.MFA_KEYS = ["nieuw" * 8, "oud" * 12]
        new = SecondStepAdapter().encrypt("geheim")

        assert SecondStepAdapter().decrypt(old) == "geheim"
        settings.MFA_KEYS = ["nieuw" * 8]
        assert SecondStepAdapter().decrypt(new) == "geheim"
        with pytest.raises(InvalidToken):
            SecondStepAdapter().decrypt(old)


def give_password(person) -> None:
    person.set_password(PASSWORD)
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
