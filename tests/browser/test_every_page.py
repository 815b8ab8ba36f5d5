"""Every kind of page, in a real browser: accessible, quiet, inside its width, and reachable by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "home": "/",
    "coverage": "/dekking/",
    "regions": "/regios/",
    "region": "/regios/twente/",
    "labour_market_region": "/arbeidsmarktregios/twente/",
    "organisations": "/organisaties/",
    "organisation": "/organisaties/deltion/",
    "ecosystems": "/ecosystemen/",
    "ecosystem": "/ecosystemen/kampus/",
    "partnerships": "/samenwerkingen/",
    "partnership": "/samenwerkingen/kampus/",
    "partnerships_filtered": "/samenwerkingen/?sector=maakindustrie&q=robot",
    "partnerships_none": "/samenwerkingen/?q=bestaatnietwoord",
    "instruments": "/regelingen/",
    "instrument": "/regelingen/nationaal-groeifonds/",
    "timeline": "/tijdlijn/",
    "programmes": "/opleidingen/",
    "programme": "/opleidingen/technicus-smart-industry/",
    "modules": "/modules/",
    "learning_paths": "/leerpaden/",
    "demands": "/vragen/",
    "demand": "/vragen/vraag-smart-industry/",
    "practices": "/kennisbank/",
    "practice": "/kennisbank/kampus/",
    "success_factors": "/kennisbank/succesfactoren/",
    "success_factor": "/kennisbank/succesfactoren/doorlopende-leerlijn/",
    "learning_resources": "/kennisbank/leermiddelen/",
    "agendas": "/agendas/",
    "agenda": "/agendas/techniekpact-2019/",
    "agenda_item": "/agendas/aanvalsplan-industriecoalitie/AL1/",
    "reports": "/tussenstanden/",
    "report": "/tussenstanden/techniekpact-2019/",
    "indicators": "/cijfers/",
    "indicator": "/cijfers/tekort-techniek-2026/",
    "sources": "/bronnen/",
    "source": "/bronnen/mbo-propositie/",
    "concepts": "/begrippen/",
    "concept": "/begrippen/target-group/werknemers/",
    "api": "/api/",
    "api_collection": "/api/partnerships/",
    "login": "/inloggen/",
    "accessibility": "/toegankelijkheid/",
    "privacy": "/privacy/",
    "not_found": "/regios/bestaat-niet/",
}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_has_no_accessibility_faults(page, path):
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        result = Axe().run(page, options=AXE)
        found += [
            f"{width}: {fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in result.response["violations"]
        ]

    assert found == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_breaks_no_policy_and_keeps_its_width(page, path):
    said = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    foreign = []
    page.on(
        "request", lambda request: foreign.append(request.url) if "127.0.0.1" not in request.url else None
    )

    page.set_viewport_size({"width": 320, "height": 800})
    answer = page.goto(path)
    wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")

    expected = 404 if "bestaat-niet" in path else 200
    # Chromium itself reports the status of a missing page.
    quiet = [text for text in said if not (expected == 404 and "404" in text)]
    assert answer.status == expected
    assert (quiet, foreign, wider) == ([], [], 0)


@pytest.mark.parametrize("path", ["/", "/samenwerkingen/", "/samenwerkingen/kampus/"])
def test_every_stop_of_the_keyboard_shows_where_it_is(page, path):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(path)
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => { const e = document.activeElement; const s = getComputedStyle(e); const r = e.getBoundingClientRect();
                return {tag: e.tagName, ring: s.outlineStyle !== 'none' || s.boxShadow !== 'none'
                    || getComputedStyle(e.parentElement).outlineStyle !== 'none', seen: r.width > 0 && r.height > 0}; }"""
            )
        )

    assert stops[0]["tag"] == "A"
    assert [stop for stop in stops if stop["tag"] != "BODY" and not (stop["ring"] and stop["seen"])] == []


def test_a_seeded_fault_is_found(page):
    page.goto("/toegankelijkheid/")
    page.evaluate(
        "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/x.png\">')"
    )

    result = Axe().run(page, options=AXE)

    assert "image-alt" in {fault["id"] for fault in result.response["violations"]}


@pytest.mark.parametrize("path", ["/", "/samenwerkingen/", "/samenwerkingen/kampus/", "/kennisbank/kampus/"])
def test_dark_pages_have_enough_contrast(browser, portal, path):
    context = browser.new_context(base_url=portal.url, color_scheme="dark")
    page = context.new_page()
    page.goto(path)

    result = Axe().run(page, options=AXE)

    faults = [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in result.response["violations"]]
    context.close()
    assert faults == []


def test_filters_work_without_javascript(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/samenwerkingen/")
    before = page.locator("h2, h1, p").filter(has_text=re.compile(r"\d+ samenwerking")).first.inner_text()

    page.get_by_role("searchbox").fill("robotica")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=robotica"))

    after = page.locator("h2, h1, p").filter(has_text=re.compile(r"\d+ samenwerking")).first.inner_text()
    assert before != after
    context.close()


@pytest.mark.parametrize(
    ("account", "sees"),
    [
        ("kartrekker.twente@demo.test", "Twente"),
        ("redactie@demo.test", "edact"),
        ("landelijk@demo.test", "andelijk"),
    ],
)
def test_signing_in_leads_to_the_own_page(page, account, sees):
    page.goto("/inloggen/?next=/mijn/")
    page.get_by_label(re.compile("E-mail")).fill(account)
    page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
    page.locator("main").get_by_role("button", name=re.compile("Inloggen")).click()

    page.wait_for_url("**/mijn/")
    page.set_viewport_size({"width": 360, "height": 900})
    wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    faults = [fault["id"] for fault in Axe().run(page, options=AXE).response["violations"]]
    assert sees in page.locator("main").inner_text()
    assert (wider, faults) == (0, [])


def test_the_administrator_reaches_the_admin_and_others_do_not(browser, portal):
    seen = {}
    for account in ("beheerder@demo.test", "kartrekker.twente@demo.test"):
        context = browser.new_context(base_url=portal.url)
        page = context.new_page()
        page.goto("/inloggen/")
        page.get_by_label(re.compile("E-mail")).fill(account)
        page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
        page.locator("main").get_by_role("button", name=re.compile("Inloggen")).click()
        page.wait_for_load_state()
        seen[account] = page.goto("/beheer/").status
        context.close()

    assert seen == {"beheerder@demo.test": 200, "kartrekker.twente@demo.test": 403}
