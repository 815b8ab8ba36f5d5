"""Editing in a real browser: by keyboard, by two at once, with a page that was closed, and without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessibility import Axe
from tests.portal import Portal, manage_portal

from .test_every_page import AXE

LEAD, MEMBER = "kartrekker.twente@demo.test", "teamlid.twente@demo.test"
MAKE = """
from industriecoalitie.accounts.models import User
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, add_record
from partnerships.models import Partnership
from regions.models import Region
form = Concept.objects.filter(scheme="partnership-form").order_by("pk").first()
by = Actor("page", User.objects.get(email="teamlid.twente@demo.test"))
new = Partnership(slug="SLUG", name="NAME", form=form, owner=Region.objects.get(slug="twente"), summary="Zoals het was")
add_record(new, Change(), by=by)
"""
# What a journey made is taken away, as a kartrekker would, so that other tests count what they know.
CLEAR = """
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import hide_record
from partnerships.models import Partnership
from regions.models import Organisation
for model in (Partnership, Organisation):
    for record in model.objects.filter(name__startswith="Reis ", hidden_at=None):
        hide_record(record, by=Actor("command"))
"""


@pytest.fixture(scope="module", autouse=True)
def cleared(portal) -> Iterator[None]:
    yield
    manage_portal(portal, "shell", "-v0", "-c", CLEAR)


def partnership(portal: Portal, slug: str) -> str:
    """Add a partnership of Twente in concept; return the address of its form."""
    name = f"Reis {slug.removeprefix('reis-')}"
    manage_portal(portal, "shell", "-v0", "-c", MAKE.replace("SLUG", slug).replace("NAME", name))
    return f"/samenwerkingen/{slug}/bewerken/"


def sign_in(context: BrowserContext, account: str, path: str) -> Page:
    page = context.new_page()
    page.goto(f"/inloggen/?next={path}")
    page.get_by_label(re.compile("E-mail")).fill(account)
    page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(f"**{path}")
    return page


def check(page: Page) -> None:
    """Find no fault of accessibility, with the whole page in view: the bar at the bottom lies over what is scrolled past it."""
    seen = page.viewport_size
    page.set_viewport_size(seen | {"height": page.evaluate("document.documentElement.scrollHeight") + 100})
    faults = Axe().run(page, options=AXE).response["violations"]
    page.set_viewport_size(seen)
    assert [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in faults] == [], page.url


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field, or the button with this value, has the focus."""
    at = """() => { const e = document.activeElement; return e.name === 'add_row' ? 'add_row:' + e.value
        : e.type === 'submit' && e.textContent.trim() === 'Opslaan' && e.tabIndex >= 0 ? 'opslaan' : e.name || ''; }"""
    for _ in range(400):
        if page.evaluate(at) == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way by keyboard to {name}")


def pick(page: Page, words: str, option: str | re.Pattern) -> None:
    """Type in the field that has the focus, and choose from the list with the arrows."""
    page.keyboard.type(words)
    wanted = page.get_by_role("listbox").get_by_role("option", name=option)
    expect(wanted.first).to_be_visible()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        if wanted.first.get_attribute("aria-selected") == "true":
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{option} cannot be chosen by keyboard")


def test_a_partnership_with_six_partners_and_four_milestones_by_keyboard_alone(context, portal):
    page = sign_in(context, LEAD, "/mijn/")
    loads = []
    page.on("request", lambda request: loads.append(request.url) if request.is_navigation_request() else None)

    page.goto("/samenwerkingen/nieuw/")
    check(page)
    tab_to(page, "name")
    page.keyboard.type("Reis per toetsenbord")
    tab_to(page, "form")
    page.keyboard.press("ArrowDown")
    names = [
        ("ROC Friese Poort", re.compile("Firda")),  # an old name
        ("ROC van Twente", re.compile("ROC van Twente")),
        ("Deltion", re.compile("Deltion")),
        ("Zone", re.compile("Zone")),
        ("Summa", re.compile("Summa")),
        ("Reis Techniek BV", re.compile("toevoegen als nieuw")),
    ]
    for number, (words, option) in enumerate(names):
        if number >= 3:
            tab_to(page, "add_row:partners")
            page.keyboard.press("Enter")
        tab_to(page, f"partners-{number}-organisation")
        pick(page, words, option)
    # What kind of party the new one is, was folded away; naming a new one opens it.
    tab_to(page, "partners-5-kind")
    page.keyboard.press("ArrowDown")
    for number in range(4):
        if number >= 2:
            tab_to(page, "add_row:milestones")
            page.keyboard.press("Enter")
        tab_to(page, f"milestones-{number}-title")
        page.keyboard.type(f"Stap {number + 1}")
        tab_to(page, f"milestones-{number}-due_on")
        page.keyboard.type(f"mei {2027 + number}")
    check(page)
    tab_to(page, "opslaan")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Reis per toetsenbord").first).to_be_visible()
    expect(page.get_by_text("is toegevoegd")).to_be_visible()
    main = page.locator("main").inner_text()
    assert [
        name
        for name in ("Firda", "ROC van Twente", "Deltion", "Zone", "Summa", "Reis Techniek BV")
        if name not in main
    ] == []
    assert [f"Stap {number}" for number in range(1, 5) if f"Stap {number}" not in main] == []
    assert len(loads) <= 3
    check(page)


def test_two_tabs_with_different_fields_go_together_and_the_same_field_is_asked(browser: Browser, portal):
    path = partnership(portal, "reis-botsing")
    contexts = [browser.new_context(base_url=portal.url, locale="nl-NL") for _ in range(2)]
    mine, theirs = (sign_in(each, who, path) for each, who in zip(contexts, (LEAD, MEMBER), strict=True))

    theirs.locator("[name=website]").fill("https://www.anders.example")
    theirs.locator("[name=summary]").fill("Zoals de ander het wil")
    theirs.locator(".actiebalk button[type=submit]").click()
    expect(theirs.get_by_text("is opgeslagen")).to_be_visible()

    mine.locator("[name=summary]").fill("Zoals ik het wil")
    mine.locator("[name=status_note]").fill("Ook van mij")
    mine.locator(".actiebalk button[type=submit]").click()
    mine.wait_for_url("**?botsing=1")
    check(mine)
    for _ in range(2):
        asked = mine.locator("fieldset.botsing")
        expect(asked).to_have_count(1)
        expect(asked).to_contain_text("Zoals het was")
        expect(asked).to_contain_text("Zoals ik het wil")
        expect(asked).to_contain_text("Zoals de ander het wil")
        expect(mine.locator("main")).to_contain_text("Ook van mij")
        expect(mine.locator("main")).to_contain_text("https://www.anders.example")
        mine.reload()
    mine.get_by_role("radio", name=re.compile("Van jou")).check()
    mine.get_by_role("button", name="Samen opslaan").click()

    expect(mine.get_by_text("Iemand anders veranderde intussen ook iets")).to_be_visible()
    mine.goto(path)
    found = [mine.locator(f"[name={name}]").input_value() for name in ("summary", "status_note", "website")]
    assert found == ["Zoals ik het wil", "Ook van mij", "https://www.anders.example"]
    for each in contexts:
        each.close()


def test_what_was_typed_is_there_after_the_page_was_closed(context, portal):
    path = partnership(portal, "reis-bewaard")
    page = sign_in(context, LEAD, path)
    page.locator("[name=summary]").fill("Half af")
    expect(page.locator("#bewaard")).to_contain_text("Concept bewaard om")
    page.close()

    again = context.new_page()
    again.goto(path)

    expect(again.get_by_text("Je gaat verder waar je was")).to_be_visible()
    assert again.locator("[name=summary]").input_value() == "Half af"
    check(again)


def test_leaving_with_something_typed_asks_first(context, portal):
    path = partnership(portal, "reis-weglopen")
    page = sign_in(context, LEAD, path)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("[name=summary]").press_sequentially("Nog niet bewaard")

    page.goto("/privacy/")

    assert asked == ["beforeunload"]


def test_rows_are_added_without_javascript(browser: Browser, portal):
    path = partnership(portal, "reis-zonder")
    context = browser.new_context(base_url=portal.url, locale="nl-NL", java_script_enabled=False)
    page = sign_in(context, LEAD, path)
    for number in range(2):
        page.get_by_role("button", name="Mijlpaal toevoegen").click()
        page.locator(f"[name=milestones-{number}-title]").fill(f"Zonder script {number}")
    page.locator(".actiebalk button[type=submit]").click()

    expect(page.get_by_text("is opgeslagen")).to_be_visible()
    main = page.locator("main").inner_text()
    assert [text for text in ("Zonder script 0", "Zonder script 1") if text not in main] == []
    context.close()


def test_who_else_has_the_form_open_is_told(browser: Browser, portal):
    path = partnership(portal, "reis-samen")
    contexts = [browser.new_context(base_url=portal.url, locale="nl-NL") for _ in range(2)]
    first = sign_in(contexts[0], MEMBER, path)
    expect(first.locator("#aanwezig")).to_be_attached()
    first.wait_for_load_state("networkidle")

    second = sign_in(contexts[1], LEAD, path)

    expect(second.locator("#aanwezig")).to_contain_text(re.compile("bewerk"))
    check(second)
    for each in contexts:
        each.close()
