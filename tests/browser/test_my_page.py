"""Ten minutes between two meetings: a kartrekker confirms two records, ticks off a task and fills a gap."""

import re

from tests.browser.accessibility import Axe

from .test_every_page import AXE

WIDTHS = (1280, 360)


def faults_of(page) -> list[str]:
    """Return what is not accessible, or wider than the page, at the width of a desk and of a phone."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wider = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        found += [f"{width}: {wider} too wide"] if wider else []
        result = Axe().run(page, options=AXE)
        found += [
            f"{width}: {fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in result.response["violations"]
        ]
    return found


def sign_in(page, account: str) -> None:
    page.goto("/inloggen/?next=/mijn/")
    page.get_by_label(re.compile("E-mail")).fill(account)
    page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/mijn/")


def number_of(page, key: str) -> int:
    """Return the number behind the name of a section; 0 when there is nothing in it."""
    badge = page.locator(f"h2#{key} .aantal")
    return int(badge.inner_text().replace(".", "")) if badge.count() else 0


def test_ten_minutes_of_work_without_javascript(browser, portal):
    context = browser.new_context(base_url=portal.url, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "kartrekker.noord-nederland@demo.test")
    to_confirm = number_of(page, "bevestigen")

    for left in (to_confirm - 1, to_confirm - 2):
        page.get_by_role("button", name=re.compile("^Klopt nog")).first.click()
        page.wait_for_url("**/mijn/")
        assert "klopt nog: bevestigd" in page.locator("main").inner_text()
        assert page.get_by_role("link", name="Bekijken of ongedaan maken").is_visible()
        assert number_of(page, "bevestigen") == left

    page.get_by_text("Taak toevoegen").click()
    page.get_by_label("Wat moet er gebeuren?").fill("Bel de gemeente Emmen")
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    page.wait_for_url("**/mijn/")
    page.get_by_role("button", name=re.compile("^Gedaan.*Bel de gemeente Emmen")).click()
    page.wait_for_url("**/mijn/")
    assert "‘Bel de gemeente Emmen’ is gedaan." in page.locator("main").inner_text()
    assert number_of(page, "taken") == 0

    page.get_by_role("link", name=re.compile("^doel bij ")).first.click()
    page.wait_for_url(re.compile(r"/samenwerkingen/[\w-]+/bewerken/#blok-doelen$"))
    assert page.locator("#blok-doelen").is_visible()
    context.close()


def test_every_page_of_the_work_is_accessible_and_keeps_its_width(page):
    sign_in(page, "kartrekker.limburg@demo.test")
    found = {"/mijn/": faults_of(page)}
    page.get_by_text("Taak toevoegen").click()
    found["form"] = faults_of(page)
    for path in ("ontbreekt/", "ontbreekt/?wat=government", "bevestigen/", "termijnen/", "wijzigingen/"):
        page.goto(f"/mijn/{path}")
        found[path] = faults_of(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_all_partnerships_without_government_are_a_list_that_can_be_exported(page):
    sign_in(page, "kartrekker.limburg@demo.test")
    page.get_by_role("link", name=re.compile("zonder overheid$")).click()
    page.wait_for_url("**/mijn/ontbreekt/?wat=government")
    rows = page.locator("main ol.werk > li").count()

    page.get_by_role("link", name=re.compile("^Als lijst")).click()

    page.wait_for_url("**/samenwerkingen/?owner=limburg&gap=government")
    assert page.locator("#lijst ol.treffers > li").count() == rows > 0


def test_the_country_sees_where_the_most_lacks(page):
    sign_in(page, "landelijk@demo.test")

    faults = faults_of(page)

    assert faults == []
    assert page.get_by_role("heading", name="Regio’s waar het meest ontbreekt").is_visible()
    assert "witte vlek" in page.get_by_role("complementary").inner_text()
