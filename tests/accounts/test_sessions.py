"""How a session begins, lives and ends (R32)."""

import time

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session as DjangoSession
from django.test import Client
from django.urls import reverse

from industriecoalitie.accounts import actions, tasks
from industriecoalitie.accounts.models import Session
from industriecoalitie.accounts.sessions import SEEN_AT, STARTED_AT, SessionStore, digest_of
from tests.factories.accounts import UserFactory

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
HOUR = 60 * 60
DEVICES = "/mijn/account/apparaten/"


def signed_in(user, agent: str = "") -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    assert get_user(client) == user
    return client


def key_of(client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def is_in(client) -> bool:
    """Ask the portal itself: a page that needs an account."""
    return client.get("/mijn/account/").status_code == 200


def age(client, *, seen: int = 0, started: int = 0) -> None:
    session = client.session
    session[SEEN_AT] = int(time.time()) - seen
    session[STARTED_AT] = int(time.time()) - max(started, seen)
    session.save()


class TestAtRest:
    def test_the_table_does_not_hold_the_key(self, user):
        key = key_of(signed_in(user))

        row = Session.objects.get()

        assert row.user == user
        assert row.session_key == digest_of(key)
        assert key not in row.session_key + row.session_data
        assert not DjangoSession.objects.exists()

    def test_what_the_table_holds_opens_nothing(self, user):
        signed_in(user)
        thief = Client()

        thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key

        assert not is_in(thief)

    def test_a_key_that_someone_made_up_is_not_taken_over(self, user):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

        client.post("/inloggen/", {"login": user.email, "password": PASSWORD})

        assert key_of(client) != "a" * 32
        assert not Session.objects.filter(session_key=digest_of("a" * 32)).exists()

    def test_the_store_knows_finds_and_ends_by_the_key_of_the_cookie(self):
        store = SessionStore()
        store["word"] = "x"
        store.save()

        again = SessionStore(store.session_key)
        assert (again["word"], again.exists(store.session_key)) == ("x", True)
        again.delete()
        assert not again.exists(store.session_key)

    @pytest.mark.django_db(transaction=True)
    def test_the_asynchronous_way_is_the_same(self):
        async def walk() -> tuple[str, str, bool, bool]:
            store = SessionStore()
            await store.aset("word", "x")
            await store.asave()
            again = SessionStore(store.session_key)
            found = (store.session_key, await again.aget("word"), await again.aexists(store.session_key))
            stored = await Session.objects.aget()
            assert stored.session_key == digest_of(store.session_key)
            await again.adelete()
            return (*found, await again.aexists(found[0]))

        key, word, before, after = async_to_sync(walk)()

        assert (len(key), word, before, after) == (32, "x", True, False)

    def test_sessions_that_have_passed_are_cleared(self, user):
        client = signed_in(user)
        Session.objects.update(expire_date="2020-01-01T00:00Z")

        assert not is_in(client)
        tasks.clear_old_traces()

        assert not Session.objects.exists()


class TestSigningIn:
    def test_gives_a_new_key_and_the_old_one_is_dead(self, user):
        client = Client()
        session = client.session
        session["before"] = True
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

        client.post("/inloggen/", {"login": user.email, "password": PASSWORD})

        assert key_of(client) != session.session_key
        assert not SessionStore().exists(session.session_key)

    def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(self, user):
        cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]

        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


class TestSigningOut:
    def test_the_key_is_dead_on_the_server(self, user):
        client = signed_in(user)
        key = key_of(client)

        client.post(reverse("account_logout"))
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = key

        assert not is_in(thief)
        assert not Session.objects.exists()

    def test_is_not_done_by_a_link(self, user):
        client = signed_in(user)

        client.get(reverse("account_logout"))

        assert is_in(client)


class TestTime:
    @pytest.mark.parametrize(
        ("staff", "seen", "started", "stays"),
        [
            (False, 12 * HOUR - 60, 0, True),
            (False, 12 * HOUR + 60, 0, False),
            (False, 0, 30 * 24 * HOUR - 60, True),
            (False, 0, 30 * 24 * HOUR + 60, False),
            (True, HOUR // 2 - 60, 0, True),
            (True, HOUR // 2 + 60, 0, False),
            (True, 0, 12 * HOUR - 60, True),
            (True, 0, 12 * HOUR + 60, False),
        ],
    )
    def test_away_too_long_or_signed_in_too_long(self, client, staff, seen, started, stays):
        client.force_login(UserFactory(is_staff=staff))
        key = key_of(client)
        age(client, seen=seen, started=started)

        assert is_in(client) is stays
        assert SessionStore().exists(key) is stays

    def test_a_visit_is_written_down_once_a_minute(self, client, user):
        client.force_login(user)
        age(client, seen=59)
        client.get("/mijn/account/")
        early = client.session[SEEN_AT]
        age(client, seen=61)
        client.get("/mijn/account/")

        assert time.time() - early >= 59
        assert time.time() - client.session[SEEN_AT] < 5

    def test_a_page_for_visitors_asks_nothing_of_sessions(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/toegankelijkheid/")


class TestElsewhere:
    def test_a_new_password_ends_all_other_sessions(self, user):
        here, there = signed_in(user), signed_in(user)
        new = "een-heel-ander-wachtwoord"

        here.post("/wachtwoord/wijzigen/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

        assert (is_in(here), is_in(there)) == (True, False)
        assert Session.objects.filter(user=user).count() == 1

    def test_switching_an_account_off_ends_them_at_the_next_request(self, user):
        client = signed_in(user)
        user.is_active = False
        user.save()

        assert not is_in(client)

    def test_the_page_lists_own_sessions_with_this_one_first(self, user):
        signed_in(user, "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
        signed_in(
            UserFactory._meta.model.objects.get(pk=user.pk), "Mozilla/5.0 (iPhone) Version/18 Safari/604.1"
        )
        here = signed_in(user, "Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537 Edg/140")

        found = here.get(DEVICES).context["sessions"]

        assert (found[0]["name"], found[0]["is_here"]) == ("Edge op Linux", True)
        assert {each["name"] for each in found} == {"Edge op Linux", "Firefox op Windows", "Safari op iPhone"}

    def test_one_other_session_can_be_ended(self, user):
        here, there, elsewhere = signed_in(user), signed_in(user), signed_in(user)

        here.post(f"{DEVICES}uitloggen/", {"session": digest_of(key_of(there))})

        assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, True)

    def test_all_others_can_be_ended_at_once(self, user):
        here, there, elsewhere = signed_in(user), signed_in(user), signed_in(user)

        answer = here.post(f"{DEVICES}uitloggen/", follow=True)

        assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, False)
        assert "op alle andere apparaten uitgelogd" in answer.text

    def test_the_session_of_another_person_cannot(self, client, user, lead):
        theirs = signed_in(user)
        client.force_login(lead)

        answer = client.post(f"{DEVICES}uitloggen/", {"session": digest_of(key_of(theirs))}, follow=True)

        assert is_in(theirs)
        assert "Daar was je al uitgelogd." in answer.text

    def test_end_sessions_says_how_many(self, user):
        here = signed_in(user)
        signed_in(user)

        assert actions.end_sessions(user, keep=key_of(here)) == 1
        assert actions.end_sessions(user) == 1
