"""Paper, the line of milestones, comparing and merging, in a real browser: accessible at every step and inside the width."""

import re

import pytest

from tests.browser.accessibility import Axe

from .test_every_page import AXE

PAGES = {
    "partnership": "/samenwerkingen/jc-electronics-bedrijfsschool/afdruk/",
    "region": "/regios/twente/afdruk/",
    "compare": "/regios/vergelijken/?regio=twente&regio=limburg",
    "compare_nothing": "/regios/vergelijken/",
    "milestones": "/samenwerkingen/jc-electronics-bedrijfsschool/",
}


def faults(page) -> list[str]:
    result = Axe().run(page, options=AXE)
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in result.response["violations"]]


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("width", [1280, 360])
def test_page_is_accessible_and_keeps_its_width(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    page.goto(path)

    assert (faults(page), overflow(page), said) == ([], 0, [])


def test_the_line_of_milestones_is_drawn_inside_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(PAGES["milestones"])

    marks = page.locator(".tijdas-lijn .tijdas-punt > :is(circle, path)").all()
    places = [mark.bounding_box() for mark in marks]

    assert len(places) >= 2
    assert all(place["x"] >= 0 and place["x"] + place["width"] <= 360 for place in places)
    apart = [
        abs(one["x"] - other["x"]) + abs(one["y"] - other["y"])
        for number, one in enumerate(places)
        for other in places[:number]
    ]
    assert min(apart) >= 20
    numbers = page.locator(".tijdas-lijn .tijdas-punt text").all_text_contents()
    moments = page.locator("main .tijdlijn > li").all_text_contents()
    assert all(f"{number}. " in moments[int(number) - 1] for number in numbers)


def test_on_paper_there_are_no_buttons(page):
    page.goto(PAGES["partnership"])
    assert page.get_by_role("link", name="Bewaren als PDF").is_visible()

    page.emulate_media(media="print")

    assert not page.get_by_role("link", name="Bewaren als PDF").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()


def test_two_organisations_become_one_and_two_again(page):
    sign_in(page, "beheerder@demo.test")
    page.goto("/organisaties/dubbel/")
    assert faults(page) == []

    page.goto("/organisaties/landstede-techniek/samenvoegen/?q=jc+training")
    assert faults(page) == []
    page.locator("main .treffers a").first.click()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert (faults(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Samenvoegen").press("Enter")
    page.wait_for_url("**/organisaties/landstede-techniek/")
    assert "Alle koppelingen zijn meegegaan" in page.locator("main").inner_text()
    assert faults(page) == []
    undo = page.get_by_role("link", name="Bekijken of ongedaan maken").get_attribute("href")
    page.goto("/organisaties/jc-training-center/")
    assert page.url.endswith("/organisaties/landstede-techniek/")

    page.goto(undo)
    page.get_by_role("button", name=re.compile("ngedaan maken")).first.press("Enter")
    page.wait_for_load_state()

    page.goto("/organisaties/jc-training-center/")
    assert page.url.endswith("/organisaties/jc-training-center/")


def sign_in(page, email: str) -> None:
    page.goto("/inloggen/")
    page.get_by_label(re.compile("^E-mail")).fill(email)
    page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
    page.locator("main").get_by_role("button", name=re.compile("^Inloggen")).click()
    page.wait_for_load_state()
