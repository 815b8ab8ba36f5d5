"""The own account."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from industriecoalitie.accounts.devices import name_of

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/mijn/account/"


def test_the_own_account_is_locked(client):
    for page in (PAGE, f"{PAGE}apparaten/", f"{PAGE}twee-stappen/", f"{PAGE}instelling/"):
        assert client.get(page).url == f"/inloggen/?next={page}"


def test_the_own_account_shows_name_address_and_second_step(client, user):
    client.force_login(user)
    without = client.get(PAGE).text
    TOTP.activate(user, generate_totp_secret())
    text = client.get(PAGE).text

    assert 'value="Kim"' in text
    assert user.email in text
    assert "Tweede stap instellen" in without
    assert "Tweede stap wijzigen" in text


def test_the_name_can_be_changed(client, user):
    client.force_login(user)

    answer = client.post(PAGE, {"name": "Kim de Vries"}, follow=True)

    user.refresh_from_db()
    assert user.name == "Kim de Vries"
    assert "Je naam is gewijzigd." in answer.text
    assert user.events.latest("pgh_id").pgh_context.metadata["event"] == "account.renamed"


@pytest.mark.parametrize(("name", "said"), [("", "Vul je naam in."), ("x" * 151, "150")])
def test_a_name_that_cannot_be_gets_a_sentence(client, user, name, said):
    client.force_login(user)

    answer = client.post(PAGE, {"name": name})

    user.refresh_from_db()
    assert said in answer.text
    assert user.name == "Kim"


def test_nothing_but_the_name_can_be_changed(client, user):
    client.force_login(user)

    client.post(
        PAGE, {"name": "Kim", "email": "ander@voorbeeld.test", "is_superuser": "on", "is_staff": "on"}
    )

    user.refresh_from_db()
    assert (user.email, user.is_staff, user.is_superuser) == ("kartrekker@voorbeeld.test", False, False)


@pytest.mark.parametrize("others", [0, 2])
def test_the_own_account_costs_the_same_whatever_one_has(client, user, django_assert_max_num_queries, others):
    for _other in range(others):
        client.force_login(user)
        client.cookies.clear()
    client.force_login(user)

    with django_assert_max_num_queries(12):
        client.get(PAGE)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge op Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1.15", "Safari op Mac"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome op Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox op Linux"),
        ("curl/8", "Onbekend apparaat"),
        ("", "Onbekend apparaat"),
        ("<script>", "Onbekend apparaat"),
    ],
)
def test_a_browser_has_a_name(agent, name):
    assert name_of(agent) == name


def test_pages_speak_dutch(client, user):
    """No sentence of the library itself: none of its English words stand on a page."""
    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    client.post("/wachtwoord/bevestigen/", {"password": PASSWORD})
    TOTP.activate(user, generate_totp_secret())
    pages = [
        PAGE, f"{PAGE}apparaten/", f"{PAGE}twee-stappen/", f"{PAGE}twee-stappen/app/uitzetten/",
        f"{PAGE}twee-stappen/herstelcodes/nieuw/", f"{PAGE}twee-stappen/sleutels/", f"{PAGE}instelling/",
    ]  # fmt: skip

    text = " ".join(client.get(page).text for page in pages).lower()

    assert [
        word for word in ("two-factor", "security key", "sign in", "authenticator app", "third-party", "sessions")
        if word in text
    ] == []  # fmt: skip
