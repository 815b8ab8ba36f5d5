"""The search of everything in a real browser: by keyboard, by phone, without JavaScript, and quiet all the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import Axe

from .test_every_page import AXE

WIDTHS = (1280, 360)
LISTBOX = ".suggesties"


@pytest.fixture
def quiet(page) -> Page:
    """A page that fails the test when the browser complains, or the policy forbids something."""
    said = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def is_fine(page: Page) -> None:
    found = [
        f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
        for fault in Axe().run(page, options=AXE).response["violations"]
    ]
    found += page.evaluate(
        "() => document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['too wide'] : []"
    )
    assert found == []


def count(page: Page) -> int:
    return int(re.search(r"\d+", page.locator("#lijst-aantal").inner_text().replace(".", ""))[0])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/zoeken/",
        "/zoeken/?q=robot",
        "/zoeken/?q=robotcia&theme=energietransitie",
        "/zoeken/?q=qqxjkwz&kind=organisatie",
    ],
)
def test_the_search_is_accessible_and_keeps_its_width(browser, portal, path, scheme):
    context = browser.new_context(base_url=portal.url, color_scheme=scheme)
    page = context.new_page()
    for width in (*WIDTHS, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.goto(path).status == 200
        is_fine(page)
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_suggestion_is_chosen_by_keyboard_on_the_home_page(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    field = page.get_by_role("combobox", name="Waar zoek je naar?")
    field.press_sequentially("warmtep")
    options = page.get_by_role("option")

    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="suggestie")).to_contain_text("Kies met de pijltjes.")
    is_fine(page)
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("End")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Home")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert (field.input_value(), options.count()) == ("warmtep", 0)
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    address = options.first.get_attribute("data-adres")
    field.press("Enter")
    page.wait_for_url(lambda url: url.endswith(address))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_header_searches_from_every_page(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/regios/")
    page.get_by_role("button", name="Zoeken").first.click()
    field = page.get_by_role("combobox", name="Waar zoek je naar?")

    expect(field).to_be_focused()
    is_fine(page)
    field.press_sequentially("robot")
    expect(page.get_by_role("option").first).to_be_visible()
    is_fine(page)
    field.press("Enter")
    page.wait_for_url("**/zoeken/?q=robot")
    assert count(page) > 0


def test_a_suggestion_is_chosen_with_the_mouse_and_leaving_closes_the_list(page):
    page.goto("/zoeken/")
    field = page.locator("#q")
    field.press_sequentially("robot")
    expect(page.locator(LISTBOX)).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(page.locator(LISTBOX)).to_be_hidden()

    field.fill("robotic")
    expect(page.locator(LISTBOX)).to_be_visible()
    option = page.get_by_role("option").first
    address = option.get_attribute("data-adres")
    option.click()

    page.wait_for_url(lambda url: url.endswith(address))


def test_results_change_while_typing_and_choosing_and_the_way_back_works(quiet):
    page = quiet
    page.goto("/zoeken/")
    everything = count(page)
    page.locator("#q").press_sequentially("techniek")
    page.wait_for_url("**/zoeken/?q=techniek")
    expect(page.locator("#lijst-aantal")).to_contain_text("voor ‘techniek’")
    expect(page.locator("#lijst-melding")).to_contain_text("voor ‘techniek’")
    expect(page.locator("#q")).to_be_focused()
    found = count(page)
    page.locator("#q").press("Escape")
    page.locator("#id_theme_energietransitie").check()
    page.wait_for_url("**theme=energietransitie")
    expect(page.locator(".chip")).to_have_count(1)
    narrowed = count(page)
    expect(page.locator("#id_theme_energietransitie")).to_be_focused()

    assert everything > found > narrowed > 0
    page.go_back()
    page.wait_for_url("**/zoeken/?q=techniek")
    expect(page.locator("header.kopbalk")).to_be_visible()
    expect(page.locator(".chip")).to_have_count(0)
    assert count(page) == found


def test_what_is_opened_is_told_to_the_portal(page):
    page.goto("/zoeken/?q=techniek")
    with page.expect_request("**/zoeken/geopend/") as told:
        page.locator(".treffer-kop a").first.click()

    assert told.value.method == "POST"
    page.wait_for_url(lambda url: "/zoeken/" not in url)


def test_filters_are_closed_on_a_phone_and_open_by_themselves_on_a_wide_screen(page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/zoeken/?q=techniek")
    box = page.locator("#id_theme_energietransitie")
    expect(box).to_be_hidden()
    page.locator("#filters > summary").click()
    expect(box).to_be_visible()
    is_fine(page)

    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/zoeken/?q=techniek")
    expect(box).to_be_visible()


def test_searching_without_javascript(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("main").get_by_role("searchbox").fill("techniek")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?q=techniek")
    found = count(page)
    page.locator("#id_theme_energietransitie").check()
    page.get_by_role("button", name="Filters toepassen").click()
    page.wait_for_url("**theme=energietransitie")
    assert 0 < count(page) < found
    page.locator(".chip").click()
    page.wait_for_url("**/zoeken/?q=techniek")
    assert count(page) == found
    page.locator(".soorten").get_by_role("link", name=re.compile("Samenwerkingen")).click()
    page.wait_for_url("**kind=samenwerking")
    assert 0 < count(page) < found
    context.close()


def test_a_curator_sees_why(browser, portal):
    context = browser.new_context(base_url=portal.url)
    page = context.new_page()
    page.goto("/inloggen/")
    page.get_by_label(re.compile("E-mail")).fill("redactie@demo.test")
    page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_load_state()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/zoeken/?q=robotlassen")
        page.get_by_role("link", name="Waarom staat dit in deze volgorde?").click()
        page.wait_for_url("**uitleg=1")
        expect(page.get_by_text("Zo is de vraag gelezen")).to_be_visible()
        expect(page.get_by_text("Waarom hier:").first).to_be_visible()
        is_fine(page)
    context.close()
