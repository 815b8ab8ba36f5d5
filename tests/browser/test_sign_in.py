"""Signing in, in a real browser: a second step, recovery codes, a passkey, own devices."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import hotp_value

from tests.browser.accessibility import Axe

from .test_every_page import AXE

PASSWORD = "demo-industriecoalitie"


@pytest.fixture
def address(portal) -> str:
    """Return the portal by its name: browsers make no passkeys for a number."""
    return portal.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def person(browser, address):
    """A browser that watches itself: complaints, other hosts and accessibility."""
    context = browser.new_context(base_url=address, locale="nl-NL")
    page = context.new_page()
    page.said, page.foreign = [], []
    page.on(
        "console", lambda line: page.said.append(line.text) if line.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda asked: page.foreign.append(asked.url) if address not in asked.url else None)
    yield page
    context.close()
    assert (page.said, page.foreign) == ([], [])


def looks_good(page) -> None:
    """Check accessibility and width, on a desk and on a phone."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        faults = [
            f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in Axe().run(page, options=AXE).response["violations"]
        ]
        wider = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert (page.url, width, faults, wider) == (page.url, width, [], 0)


def press(page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def sign_in(page, account: str) -> None:
    page.goto("/inloggen/?next=/mijn/account/")
    page.get_by_label(re.compile("^E-mail")).fill(account)
    page.get_by_label(re.compile("^Wachtwoord")).fill(PASSWORD)
    press(page, "Inloggen")


def sign_out(page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("banner").get_by_role("button", name="Uitloggen").click()
    page.wait_for_load_state()


def confirm_password(page) -> None:
    page.get_by_label(re.compile("^Wachtwoord")).fill(PASSWORD)
    press(page, "Bevestigen")


def code_of(secret: str, *, later: int = 0) -> str:
    """Return what an app shows, or will show ``later`` periods of half a minute on."""
    return f"{hotp_value(secret, int(time.time()) // 30 + later):06d}"


def test_from_a_password_to_a_second_step_and_back_in(person):
    page = person
    page.goto("/inloggen/")
    looks_good(page)
    sign_in(page, "teamlid.twente@demo.test")
    page.wait_for_url("**/mijn/account/")
    looks_good(page)

    page.get_by_role("link", name="Tweede stap instellen").click()
    looks_good(page)
    page.get_by_role("link", name="App instellen").click()
    looks_good(page)
    confirm_password(page)
    looks_good(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code", exact=True).fill(code_of(secret, later=-1))
    press(page, "Aanzetten")

    page.wait_for_url("**/herstelcodes/")
    looks_good(page)
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10

    sign_out(page)
    sign_in(page, "teamlid.twente@demo.test")
    assert page.url.endswith("/inloggen/code/")
    looks_good(page)
    page.get_by_label("Code", exact=True).fill("000000")
    press(page, "Inloggen")
    assert "Dit klopt niet" in page.locator("main").inner_text()
    looks_good(page)
    page.get_by_label("Code", exact=True).fill(code_of(secret, later=0))
    press(page, "Inloggen")
    page.wait_for_url("**/mijn/account/")

    sign_out(page)
    sign_in(page, "teamlid.twente@demo.test")
    page.get_by_label("Code", exact=True).fill(codes[0])
    press(page, "Inloggen")
    page.wait_for_url("**/mijn/account/")
    assert "9" in page.locator("main").get_by_text("Herstelcodes over").locator("xpath=..").inner_text()

    page.goto("/mijn/account/apparaten/")
    looks_good(page)
    assert "dit apparaat" in page.locator("main").inner_text()


def test_a_passkey_is_made_and_opens_the_account_without_a_password(person):
    page = person
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    sign_in(page, "teamlid.noord-nederland@demo.test")
    page.goto("/mijn/account/twee-stappen/sleutels/nieuw/")
    confirm_password(page)
    looks_good(page)
    page.get_by_label(re.compile("^Naam")).fill("Laptop op school")
    press(page, "Maken")
    page.wait_for_url("**/herstelcodes/")
    page.goto("/mijn/account/twee-stappen/sleutels/")
    looks_good(page)
    assert "Laptop op school" in page.locator("main").inner_text()

    sign_out(page)
    page.goto("/inloggen/?next=/mijn/account/")
    press(page, "Met een toegangssleutel")
    page.wait_for_url("**/mijn/account/")

    sign_out(page)
    sign_in(page, "teamlid.noord-nederland@demo.test")
    assert page.url.endswith("/inloggen/code/")
    press(page, "Gebruik je toegangssleutel")
    page.wait_for_url("**/mijn/account/")


def test_pages_on_the_way_look_good(person):
    page = person
    for path in (
        "/wachtwoord/vergeten/",
        "/wachtwoord/vergeten/verstuurd/",
        "/wachtwoord/nieuw/1-x/",
        "/e-mailadres/bevestigen/",
        "/e-mailadres/bevestigen/x/",
        "/account-aanvragen/",
        "/account-uitgezet/",
        "/inloggen/instelling/niet-gelukt/",
        "/inloggen/instelling/gestopt/",
    ):
        page.goto(path)
        looks_good(page)
    sign_in(page, "partner@demo.test")
    for path in (
        "/mijn/account/instelling/",
        "/mijn/account/twee-stappen/",
        "/wachtwoord/wijzigen/",
        "/wachtwoord/bevestigen/",
        "/uitloggen/",
    ):
        page.goto(path)
        looks_good(page)
    # Chromium itself reports the status of a page that says no.
    page.said = [text for text in page.said if "the server responded with a status of" not in text]
