"""Signing in and out, and choosing a new password."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse

from industriecoalitie.accounts.actions import has_second_step
from regions.choices import Role
from tests.factories.partnerships import PartnershipContactFactory
from tests.factories.regions import MembershipFactory

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/inloggen/"
MISMATCH = "Dit e-mailadres en dit wachtwoord horen niet bij elkaar."


class TestSigningIn:
    def test_with_email_and_password_leads_to_the_own_page(self, client, user):
        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})

        assert answer.status_code == 302
        assert answer.url == reverse("my_page")
        assert get_user(client) == user

    def test_capitals_in_the_address_do_not_matter(self, client, user):
        client.post(LOGIN, {"login": "Kartrekker@Voorbeeld.TEST", "password": PASSWORD})

        assert get_user(client) == user

    def test_a_new_session_key_comes_with_it(self, client, user):
        client.get(LOGIN)
        session = client.session
        session["before"] = True
        session.save()
        before = session.session_key

        client.post(LOGIN, {"login": user.email, "password": PASSWORD})

        assert client.session.session_key != before

    def test_a_wrong_password_says_what_to_do(self, client, user):
        answer = client.post(LOGIN, {"login": user.email, "password": "mis"})

        assert answer.status_code == 200
        assert MISMATCH in answer.text
        assert user.email in answer.text
        assert not get_user(client).is_authenticated

    def test_an_unknown_address_gets_the_same_words(self, client, user):
        known = client.post(LOGIN, {"login": user.email, "password": "mis"})
        unknown = client.post(LOGIN, {"login": "niemand@voorbeeld.test", "password": "mis"})

        assert (known.status_code, unknown.status_code) == (200, 200)
        assert MISMATCH in known.text
        assert MISMATCH in unknown.text

    def test_empty_fields_say_what_to_fill_in(self, client):
        answer = client.post(LOGIN, {"login": "", "password": ""})

        assert "Vul je e-mailadres in." in answer.text
        assert "Vul je wachtwoord in." in answer.text

    def test_an_account_that_is_off_cannot_sign_in(self, client, user):
        user.is_active = False
        user.save()

        client.post(LOGIN, {"login": user.email, "password": PASSWORD})

        assert not get_user(client).is_authenticated

    def test_an_address_that_is_not_confirmed_gets_a_mail_first(self, client, user):
        EmailAddress.objects.filter(user=user).update(verified=False)

        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        link = re.search(r"/e-mailadres/bevestigen/\S+", mail.outbox[0].body).group()
        client.post(link)
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})

        assert answer.url == reverse("account_email_verification_sent")
        assert mail.outbox[0].to == [user.email]
        assert get_user(client) == user

    @pytest.mark.parametrize("address", ["https://elders.test/", "//elders.test/", "/\\elders.test"])
    def test_does_not_lead_to_another_site(self, client, user, address):
        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": address})

        assert answer.url == reverse("my_page")

    def test_leads_back_to_the_page_that_asked_for_it(self, client, user):
        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": "/mijn/"})

        assert answer.url == "/mijn/"

    def test_nobody_makes_an_account_alone(self, client, django_user_model):
        answer = client.post(
            reverse("account_signup"),
            {"email": "nieuw@voorbeeld.test", "password1": PASSWORD, "password2": PASSWORD},
        )

        assert "op uitnodiging" in answer.text
        assert not django_user_model.objects.filter(email="nieuw@voorbeeld.test").exists()


class TestHeader:
    def test_shows_name_and_role(self, client, lead):
        client.force_login(lead)

        answer = client.get("/kennisbank/")

        assert "Kartrekker" in answer.text
        assert "kartrekker Twente" in answer.text
        assert "Uitloggen" in answer.text

    def test_an_administrator_is_called_so(self, client, admin_user):
        client.force_login(admin_user)

        assert "beheerder" in client.get("/kennisbank/").text

    def test_an_ended_role_is_not_shown(self, client, former_member):
        client.force_login(former_member)

        assert "regioteamlid" not in client.get("/kennisbank/").text

    def test_a_contact_is_named_by_the_partnership(self, client):
        contact = PartnershipContactFactory(partnership__name="Slimme fabriek")
        client.force_login(contact.user)

        assert "contact van Slimme fabriek" in client.get("/kennisbank/").text

    def test_a_national_role_has_no_region(self, client):
        client.force_login(MembershipFactory(region=None, role=Role.CURATOR).user)

        assert ">redacteur<" in client.get("/kennisbank/").text


class TestSigningOut:
    def test_asks_first_and_then_ends_the_session(self, client, user):
        client.force_login(user)

        asked = client.get(reverse("account_logout"))
        still = get_user(client).is_authenticated
        answer = client.post(reverse("account_logout"))

        assert asked.status_code == 200
        assert still
        assert answer.url == reverse("home")
        assert not get_user(client).is_authenticated


class TestForgottenPassword:
    ADDRESS = "/wachtwoord/vergeten/"

    def test_the_page_says_the_same_for_known_and_unknown_addresses(self, client, user):
        known = client.post(self.ADDRESS, {"email": user.email}, follow=True)
        unknown = client.post(self.ADDRESS, {"email": "niemand@voorbeeld.test"}, follow=True)

        assert known.redirect_chain == unknown.redirect_chain == [("/wachtwoord/vergeten/verstuurd/", 302)]
        assert "Kijk in je e-mail" in known.text
        assert "Kijk in je e-mail" in unknown.text

    def test_only_a_known_address_gets_a_mail(self, client, user):
        client.post(self.ADDRESS, {"email": "niemand@voorbeeld.test"})
        client.post(self.ADDRESS, {"email": user.email})

        assert [letter.to for letter in mail.outbox] == [[user.email]]
        assert "Kies een nieuw wachtwoord" in mail.outbox[0].subject

    def test_the_link_in_the_mail_changes_the_password_once(self, client, user):
        client.post(self.ADDRESS, {"email": user.email})
        link = re.search(r"/wachtwoord/nieuw/\S+", mail.outbox[0].body).group()
        new = "een-heel-ander-wachtwoord"

        form = client.get(link, follow=True)
        answer = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
        again = Client().get(link, follow=True)

        user.refresh_from_db()
        assert answer.url == reverse("my_page")
        assert get_user(client) == user
        assert user.check_password(new)
        assert "De link werkt niet meer" in again.text

    def test_an_empty_address_says_what_to_do(self, client):
        assert "Vul je e-mailadres in." in client.post(self.ADDRESS, {"email": ""}).text

    def test_no_more_than_a_few_letters_go_to_one_address(self, client, user):
        answers = [client.post(self.ADDRESS, {"email": user.email}).status_code for _attempt in range(8)]

        assert answers[-1] == 429
        assert len(mail.outbox) < 8


class TestAdmin:
    @pytest.mark.parametrize("address", ["/beheer/", "/beheer/accounts/user/"])
    def test_leads_a_visitor_to_the_one_way_to_sign_in(self, client, address):
        answer = client.get(address, follow=True)

        assert answer.request["PATH_INFO"] == LOGIN

    def test_opens_for_an_administrator_only(self, client, admin_user, lead, curator, national):
        found = {}
        for name, person in (
            ("admin", admin_user),
            ("lead", lead),
            ("curator", curator),
            ("national", national),
        ):
            client.force_login(person)
            found[name] = client.get("/beheer/").status_code

        assert found["admin"] == 200
        assert all(found[name] != 200 for name in ("lead", "curator", "national"))

    def test_an_administrator_switches_an_account_off(self, client, admin_user, user):
        client.force_login(admin_user)

        answer = client.post(
            f"/beheer/accounts/user/{user.pk}/change/",
            {"email": user.email, "name": "Kim", "_save": "1"},
        )

        user.refresh_from_db()
        assert answer.status_code == 302
        assert not user.is_active

    def test_an_administrator_takes_a_second_step_away(self, client, admin_user, user):
        TOTP.activate(user, generate_totp_secret())
        there = Client()
        there.force_login(user)
        client.force_login(admin_user)

        client.post(
            "/beheer/accounts/user/", {"action": "remove_second_steps", "_selected_action": [user.pk]}
        )

        assert not has_second_step(user)
        assert not get_user(there).is_authenticated
        assert [letter.subject for letter in mail.outbox] == ["Je tweede stap is weggehaald"]

    @pytest.mark.parametrize(
        "model", ["mfa/authenticator", "socialaccount/socialaccount", "axes/accessattempt"]
    )
    def test_secrets_and_tries_are_not_shown(self, client, admin_user, model):
        client.force_login(admin_user)

        assert client.get(f"/beheer/{model}/").status_code == 404

    @pytest.mark.parametrize(
        "model",
        [
            "accounts/user",
            "knowledgebank/practice",
            "knowledgebank/indicator",
            "knowledgebank/measurement",
            "knowledgebank/progressentry",
            "sources/citation",
            "sources/sourcedocument",
            "concepts/concept",
        ],
    )
    def test_lists_open(self, client, admin_user, model):
        client.force_login(admin_user)

        assert client.get(f"/beheer/{model}/").status_code == 200
