"""Every kind of page, in a real browser: accessible, quiet, inside its width, and reachable by keyboard."""

import re

import pytest

from industriecoalitie.api.guides import GUIDES
from tests.browser.accessibility import Axe

PAGES = {
    "home": "/",
    "search": "/zoeken/?q=robot",
    "search_none": "/zoeken/?q=bestaatnietwoord&theme=energietransitie",
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
    "roadmap": "/kennisbank/handreiking/",
    "adoptions": "/kennisbank/navolging/",
    "collections": "/kennisbank/collecties/",
    "showcase": "/kennisbank/etalage/",
    "practice_card": "/kennisbank/kampus/kaart/",
    "practice_print": "/kennisbank/kampus/afdruk/",
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
    "api_concepts": "/api/concepts/",
    **{f"api_{slug}": f"/api/{slug}/" for slug in GUIDES},
    "login": "/inloggen/",
    "accessibility": "/toegankelijkheid/",
    "privacy": "/privacy/",
    "not_found": "/regios/bestaat-niet/",
}
CURATOR, LEAD = "redactie@demo.test", "kartrekker.twente@demo.test"
# Pages for who is signed in, by who opens them.
SIGNED_IN = {
    "desk": (CURATOR, "/redactie/"),
    "reviews": (CURATOR, "/redactie/beoordelen/"),
    "curated": (CURATOR, "/redactie/voorbeelden/"),
    "curated_practice": (CURATOR, "/redactie/voorbeelden/kampus/"),
    "unused": (CURATOR, "/redactie/voorbeelden/?toon=ongebruikt"),
    "deliveries": (CURATOR, "/redactie/verzendingen/"),
    "corrections": (CURATOR, "/redactie/correcties/"),
    "code_lists": (CURATOR, "/redactie/lijsten/"),
    "code_list": (CURATOR, "/redactie/lijsten/theme/"),
    "code_list_add": (CURATOR, "/redactie/lijsten/theme/nieuw/"),
    "factors": (CURATOR, "/redactie/succesfactoren/"),
    "factor": (CURATOR, "/redactie/succesfactoren/doorlopende-leerlijn/"),
    "factor_roadmap_edit": (CURATOR, "/kennisbank/succesfactoren/doorlopende-leerlijn/handreiking/bewerken/"),
    "collection_add": (CURATOR, "/kennisbank/collecties/nieuw/"),
    "practice_add": (LEAD, "/kennisbank/nieuw/"),
    "keys": (LEAD, "/mijn/sleutels/"),
    "practice_add_pps": (LEAD, "/kennisbank/nieuw/pps/"),
    "practice_add_demand": (LEAD, "/kennisbank/nieuw/vraagarticulatie/"),
    "practice_add_form": (LEAD, "/kennisbank/nieuw/onderwijsvorm/"),
    "practice_add_programme": (LEAD, "/kennisbank/nieuw/opleiding/"),
    "practice_closed": (LEAD, "/kennisbank/kampus/bewerken/"),
    "adoption_add": (LEAD, "/kennisbank/chill-cop/navolgen/"),
    "interests": (LEAD, "/regios/twente/team/volgt/"),
    "follow": (LEAD, "/kennisbank/volgen/"),
    "material_add": (LEAD, "/kennisbank/leermiddelen/nieuw/"),
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


@pytest.fixture(scope="module")
def signed_in(browser, portal):
    """Return a page of somebody who signed in once for all tests of this module."""
    pages = {}

    def page_of(account: str):
        if account not in pages:
            page = browser.new_context(base_url=portal.url, locale="nl-NL").new_page()
            page.goto("/inloggen/")
            page.get_by_label(re.compile("E-mail")).fill(account)
            page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
            page.locator("main").get_by_role("button", name=re.compile("Inloggen")).click()
            page.wait_for_load_state()
            pages[account] = page
        return pages[account]

    yield page_of
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize(("account", "path"), SIGNED_IN.values(), ids=SIGNED_IN.keys())
def test_page_for_who_is_signed_in_is_accessible_and_keeps_its_width(signed_in, account, path):
    page = signed_in(account)
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.goto(path).status == 200
        faults = Axe().run(page, options=AXE).response["violations"]
        found += [f"{width}: {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in faults]
    page.set_viewport_size({"width": 320, "height": 800})
    wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert (found, wider) == ([], 0)


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
