"""Guessing passwords and codes: how often, from where, and that the owner still gets in."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user, hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.accounts import actions, guard, tasks

from .conftest import PASSWORD, confirmed

pytestmark = pytest.mark.django_db
LOGIN = "/inloggen/"
MISMATCH = "horen niet bij elkaar"
LOCKED = "Vanaf deze plek is te vaak een verkeerd wachtwoord ingevuld."
NOT_ENOUGH = "Bij dit e-mailadres is te vaak een verkeerd wachtwoord ingevuld."


def try_password(client, email, password="mis", address="192.0.2.1"):
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)


def is_in(client) -> bool:
    return get_user(client).is_authenticated


def guess_from_everywhere(email: str, tries: int) -> list[bool]:
    """Try once from each of many addresses; tell of each whether the password was tried."""
    tried = []
    for number in range(tries):
        cache.clear()  # the counts of allauth may not be what stops it
        answer = try_password(Client(), email, f"gok-{number}", f"198.51.{number // 250}.{number % 250 + 1}")
        tried.append(MISMATCH in answer.text)
    return tried


class TestOnePlace:
    def test_is_shut_at_the_fifth_wrong_password(self, client, user):
        answers = [try_password(client, user.email) for _try in range(5)]

        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
        assert LOCKED in answers[-1].text
        assert "Kies een nieuw wachtwoord" in answers[-1].text

    def test_stays_shut_for_the_right_password_too(self, client, user):
        for _try in range(5):
            try_password(client, user.email)

        answer = try_password(client, user.email, PASSWORD)

        assert answer.status_code == 429
        assert not is_in(client)

    def test_leaves_other_people_at_the_same_place_alone(self, client, user):
        for _try in range(5):
            try_password(client, user.email)
        other = confirmed(email="collega@voorbeeld.test")

        try_password(client, other.email, PASSWORD)

        assert get_user(client) == other

    def test_opens_again_after_an_hour(self, client, user):
        for _try in range(5):
            try_password(client, user.email)
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=61))

        try_password(client, user.email, PASSWORD)

        assert is_in(client)

    def test_is_shut_for_all_after_thirty_wrong_passwords(self, client, user):
        for number in range(30):
            cache.clear()
            answer = try_password(client, f"persoon{number}@elders.test")

        assert answer.status_code == 429
        assert try_password(client, user.email, PASSWORD).status_code == 429

    def test_is_told_apart_by_the_address_that_our_own_proxy_names(self, client, user, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for _try in range(5):
            client.post(
                LOGIN,
                {"login": user.email, "password": "mis"},
                headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.5"},
            )

        client.post(
            LOGIN,
            {"login": user.email, "password": PASSWORD},
            headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.6"},
        )

        assert is_in(client)
        assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"203.0.113.5"}

    def test_a_header_that_no_proxy_of_ours_wrote_changes_nothing(self, client, user):
        answers = [
            client.post(
                LOGIN,
                {"login": user.email, "password": "mis"},
                headers={"X-Forwarded-For": f"10.0.0.{number}"},
            ).status_code
            for number in range(5)
        ]

        assert answers[-1] == 429


class TestOneAccount:
    def test_a_stranger_elsewhere_keeps_nobody_out(self, client, user):
        for _try in range(12):
            try_password(Client(), user.email, address="203.0.113.9")

        try_password(client, user.email, PASSWORD)

        assert get_user(client) == user

    def test_at_most_twenty_passwords_are_tried_in_an_hour_from_two_hundred_places(self, user):
        tried = guess_from_everywhere(user.email, 200)

        assert sum(tried) == 20
        assert not any(tried[20:])

    def test_after_that_the_right_password_alone_is_not_enough_elsewhere(self, client, user):
        guess_from_everywhere(user.email, 20)

        answer = try_password(client, user.email, PASSWORD)

        assert NOT_ENOUGH in answer.text
        assert not is_in(client)

    def test_the_owner_gets_in_on_a_known_device(self, client, user):
        try_password(client, user.email, PASSWORD)
        client.post(reverse("account_logout"))
        guess_from_everywhere(user.email, 30)

        try_password(client, user.email, PASSWORD)

        assert get_user(client) == user

    def test_the_owner_gets_in_on_a_known_device_at_the_place_of_the_guesser(self, client, user):
        try_password(client, user.email, PASSWORD)
        client.post(reverse("account_logout"))
        for _try in range(8):
            try_password(Client(), user.email)

        try_password(client, user.email, PASSWORD)

        assert get_user(client) == user

    def test_a_known_device_may_not_guess_on_and_on(self, client, user):
        try_password(client, user.email, PASSWORD)
        client.post(reverse("account_logout"))

        answers = [try_password(client, user.email).text for _try in range(7)]

        assert [MISMATCH in text for text in answers] == [True] * 5 + [False] * 2

    def test_a_device_known_to_one_is_not_known_to_another(self, client, user):
        other = confirmed(email="collega@voorbeeld.test")
        try_password(client, other.email, PASSWORD)
        client.post(reverse("account_logout"))
        guess_from_everywhere(user.email, 20)

        assert NOT_ENOUGH in try_password(client, user.email, PASSWORD).text

    def test_a_forged_proof_is_none(self, client, user):
        client.cookies[settings.DEVICE_COOKIE_NAME] = f"x|{user.email}"
        guess_from_everywhere(user.email, 20)

        assert NOT_ENOUGH in try_password(client, user.email, PASSWORD).text

    def test_the_owner_gets_in_with_the_link_in_a_mail(self, client, user):
        guess_from_everywhere(user.email, 30)
        new = "een-heel-ander-wachtwoord"

        client.post("/wachtwoord/vergeten/", {"email": user.email})
        link = mail.outbox[0].body.split(settings.BASE_URL)[1].split()[0]
        form = client.get(link, follow=True)
        client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})

        assert get_user(client) == user
        assert guard.failures_of(user.email) == 0

    def test_the_log_says_that_it_happens_and_not_to_whom(self, client, user, caplog):
        guess_from_everywhere(user.email, 20)

        try_password(client, user.email)

        assert "20 wrong passwords for one account" in caplog.text
        assert user.email not in caplog.text


class TestNobodyKnows:
    """Whether there is an account for an address (R31)."""

    UNKNOWN = "niemand@voorbeeld.test"

    def test_from_twenty_guesses_on(self, user):
        known = guess_from_everywhere(user.email, 25)
        unknown = guess_from_everywhere(self.UNKNOWN, 25)

        assert known == unknown

    def test_from_five_guesses_in_one_place(self, user):
        known = [try_password(Client(), user.email) for _try in range(6)]
        unknown = [try_password(Client(), self.UNKNOWN, address="192.0.2.2") for _try in range(6)]

        assert [a.status_code for a in known] == [a.status_code for a in unknown]
        assert known[-1].text == unknown[-1].text

    def test_from_the_words_of_the_first(self, user):
        known = try_password(Client(), user.email).text.replace(user.email, "X")
        unknown = try_password(Client(), self.UNKNOWN).text.replace(self.UNKNOWN, "X")

        assert without_token(known) == without_token(unknown)

    def test_from_how_often_a_new_password_may_be_asked(self, user):
        def ask(email):
            cache.clear()
            return [client.post("/wachtwoord/vergeten/", {"email": email}).status_code for _try in range(7)]

        client = Client()

        assert ask(user.email) == ask(self.UNKNOWN)

    @pytest.mark.parametrize("email", ["kartrekker@voorbeeld.test", "niemand@voorbeeld.test"])
    def test_from_the_work_that_is_done(self, user, email, monkeypatch):
        """One password is hashed, known or not: the time is that of the hash."""
        hashed = []
        for hasher in hashers.get_hashers():
            real = type(hasher).encode
            monkeypatch.setattr(
                type(hasher), "encode", lambda *args, real=real: hashed.append(1) or real(*args)
            )

        try_password(Client(), email)

        assert len(hashed) == 1


class TestAdmin:
    def test_has_no_door_of_its_own(self, client, user):
        answer = client.post("/beheer/login/", {"username": user.email, "password": PASSWORD})

        assert answer.url.startswith(LOGIN)
        assert not is_in(client)


class TestCodes:
    """Six digits are few: they are counted by person, whoever asks from wherever."""

    @pytest.fixture
    def secret(self, user):
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        return secret

    def test_only_five_codes_may_be_tried(self, client, user, secret):
        try_password(client, user.email, PASSWORD)

        answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}) for _try in range(6)]
        right = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

        assert "Dit klopt niet" in answers[0].text
        assert "te vaak niet gelukt" in answers[-1].text
        assert "te vaak niet gelukt" in right.text
        assert not is_in(client)

    def test_from_another_place_neither(self, user, secret):
        for number in range(6):
            client = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
            client.post(LOGIN, {"login": user.email, "password": PASSWORD})
            answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})

        assert "te vaak niet gelukt" in answer.text

    def test_a_code_works_once(self, user, secret):
        code = code_of(secret)
        first, second = Client(), Client()
        for client in (first, second):
            try_password(client, user.email, PASSWORD)
            client.post(reverse("mfa_authenticate"), {"code": code})

        assert (is_in(first), is_in(second)) == (True, False)


def test_old_tries_are_forgotten_and_those_of_late_are_not(user):
    try_password(Client(), user.email, address="192.0.2.1")
    try_password(Client(), user.email, address="192.0.2.2")
    AccessAttempt.objects.filter(ip_address="192.0.2.1").update(
        attempt_time=timezone.now() - timedelta(days=31)
    )

    tasks.clear_old_traces()

    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"192.0.2.2"}


def test_what_was_typed_is_not_kept(user):
    try_password(Client(), user.email, "bijna-goed")

    kept = AccessAttempt.objects.get()

    assert "bijna-goed" not in kept.post_data
    assert user.email not in kept.post_data


def test_a_second_step_taken_away_by_an_administrator_ends_all_sessions(client, user, admin_actor):
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)

    actions.remove_second_steps(user, by=admin_actor)

    assert not Authenticator.objects.exists()
    assert not is_in(client)


def code_of(secret: str) -> str:
    """Return the code that an app shows now."""
    return f"{hotp_value(secret, list(yield_hotp_counters_from_time())[1]):06d}"


def without_token(text: str) -> str:
    """Return a page without what differs in each: the tokens against forged requests."""
    return "".join(part for part in text.split('"') if len(part) != 64)
