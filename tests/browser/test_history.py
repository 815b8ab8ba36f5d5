"""The history in a real browser: compare, bring back and undo, accessible on wide and narrow screens."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import Axe
from tests.portal import manage_portal

from .test_every_page import AXE

CHANGE = """
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, Row, change_record
from partnerships.models import Partnership
by = Actor("page", User.objects.get(email="teamlid.twente@demo.test"))
kampus = Partnership.objects.get(slug="kampus")
rows = {"partners": [Row(kampus.partners.order_by("pk")[0].uuid, {"count": 7})]}
kampus = change_record(kampus, Change({"status_note": "Gewijzigd in een test"}, rows=rows), by=by)
print(f"/geschiedenis/samenwerking/{kampus.uuid}/ {kampus.version}")
"""


@pytest.fixture
def history(page, portal) -> tuple[str, int]:
    """Change a partnership as a member of its team, sign in as its kartrekker; return the address and the version."""
    said = manage_portal(portal, "shell", "-v0", "-c", CHANGE)
    address, version = said.strip().splitlines()[-1].split()
    page.goto(f"/inloggen/?next={address}")
    page.get_by_label(re.compile("E-mail")).fill("kartrekker.twente@demo.test")
    page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(f"**{address}")
    return address, int(version)


def check(page) -> None:
    """Look for faults at both widths, and for anything wider than the screen."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        faults = [
            f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in Axe().run(page, options=AXE).response["violations"]
        ]
        wider = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert (faults, wider) == ([], 0), page.url


def test_compare_undo_and_bring_back(page, history):
    address, version = history
    expect(page.get_by_role("heading", name=f"Versie {version}: gewijzigd")).to_be_visible()
    check(page)

    page.get_by_role("button", name="Vergelijken").click()
    expect(
        page.get_by_role("heading", name=f"Van versie {version - 1} naar versie {version}")
    ).to_be_visible()
    expect(page.get_by_text("Gewijzigd in een test")).to_be_visible()
    check(page)

    page.goto(address)
    page.get_by_role("link", name="Bekijken of ongedaan maken").first.click()
    check(page)
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_text("De wijziging is ongedaan gemaakt.")).to_be_visible()
    check(page)

    page.goto(address)
    page.get_by_role("link", name=f"Terug naar versie {version}", exact=True).click()
    check(page)
    page.get_by_role("button", name="Terugzetten").click()
    expect(page.get_by_text(f"is weer zoals in versie {version}.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(f"Versie {version + 2}: teruggezet"))).to_be_visible()

    page.get_by_role("link", name="Bekijken of ongedaan maken").first.click()
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_text("De wijziging is ongedaan gemaakt.")).to_be_visible()


def test_lists_are_accessible(page, history):
    for address in ("/wijzigingen/", "/wijzigingen/?wie=iedereen", "/verwijderd/"):
        page.goto(address)
        check(page)
