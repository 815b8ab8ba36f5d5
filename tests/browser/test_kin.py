"""What is like a record, and what is there already, in a real browser: by scrolling, by typing, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Route, expect

from .test_editing import LEAD, check, sign_in

BLOCKS = {
    "/kennisbank/kampus/": "Vergelijkbare voorbeelden",
    "/samenwerkingen/kampus/": "Samenwerkingen die hierop lijken",
    "/vragen/vraag-smart-industry/": "Anderen losten dit zo op",
}


@pytest.mark.parametrize("path", BLOCKS)
@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_alike_comes_when_it_is_reached(page, path, width):
    asked = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/zoeken/verwant/" in request.url else None
    )
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(path)
    block = page.locator(".verwant")
    expect(block.get_by_role("heading", level=2, name=BLOCKS[path])).to_be_attached()
    assert asked == []

    block.evaluate("block => block.scrollIntoView({block: 'start', behavior: 'instant'})")
    top = block.evaluate("block => block.getBoundingClientRect().top")
    expect(block.locator("ol.treffers > li").first).to_be_visible()

    assert len(asked) == 1
    assert abs(block.evaluate("block => block.getBoundingClientRect().top") - top) <= 1
    assert 1 <= block.locator("ol.treffers > li").count() <= 4
    for row in block.locator("ol.treffers > li").all():
        expect(row).to_contain_text(re.compile("(Zelfde|Ook over|Allebei over)"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check(page)


def test_without_javascript_a_link_leads_to_the_same(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/vragen/vraag-smart-industry/")

    page.get_by_role("link", name="Bekijk hoe anderen dit oplosten").click()

    expect(page.get_by_role("heading", level=1, name="Anderen losten dit zo op")).to_be_visible()
    assert page.locator("ol.treffers > li").count() >= 1
    context.close()


def test_the_page_of_its_own_is_accessible(page):
    page.goto("/kennisbank/kampus/")
    page.goto(page.locator(".verwant").get_attribute("hx-get"))

    expect(page.get_by_role("heading", level=1, name="Vergelijkbare voorbeelden")).to_be_visible()
    check(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_there_already_is_named_while_a_title_is_typed(context, portal, width):
    page = sign_in(context, LEAD, "/mijn/")
    # What is typed here is not kept: other tests find the form empty.
    page.route("**/ecosystemen/nieuw/", unless_posted)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/ecosystemen/nieuw/")
    told = page.locator("#lijkt-op")
    expect(told).to_be_empty()

    page.locator("#id_name").press_sequentially("brainport campuss", delay=20)

    expect(told.get_by_text("Bestaat dit al?")).to_be_visible()
    expect(told.get_by_role("link", name="Brainport Industries Campus")).to_be_visible()
    expect(page.locator("#id_name")).to_be_focused()
    assert told.get_attribute("aria-live") == "polite"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check(page)

    page.locator("#id_name").fill("")
    expect(told).to_be_empty()


def unless_posted(route: Route) -> None:
    if route.request.method == "POST":
        route.fulfill(json={"text": ""})
    else:
        route.continue_()
