"""A portal full of hostile words, in a real browser: nothing runs, nothing is fetched elsewhere, nobody is led away."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.portal import Portal, manage_portal, running_portal

from .test_every_page import PAGES

FILL = "from tests.browser.filling import fill; fill()"
# What counts as filled at the least: names, summaries, and all texts that are shown with mark-up.
FILLED = {
    "Partnership.name", "Partnership.summary", "Organisation.name", "Region.name", "Programme.name", "Programme.structure",
    "Programme.topics", "LearningPath.support", "Demand.title", "Demand.skills", "Practice.title",
}  # fmt: skip
WATCH = """() => document.addEventListener("securitypolicyviolation",
    (event) => { (window.__broken ||= []).push(`${event.violatedDirective} ${event.blockedURI}`); })"""
LOOK = """() => ({
    hit: window.__hit ?? null,
    broken: window.__broken ?? [],
    addresses: [...document.querySelectorAll("a[href], area[href], form[action], button[formaction]")]
        .map((each) => new URL(each.getAttribute("href") ?? each.getAttribute("action") ?? each.getAttribute("formaction"), location.href))
        .map((each) => each.protocol).filter((each) => !["http:", "https:", "mailto:", "webcal:"].includes(each)),
    elsewhere: [...document.querySelectorAll("form")].map((each) => new URL(each.getAttribute("action") || "", location.href).host)
        .filter((host) => host !== location.host),
    odd: [...document.querySelectorAll("main :is(script, style, iframe, object, embed, base, meta, math, marquee, audio, video)")]
        .map((each) => each.outerHTML.slice(0, 100)),
    handlers: [...document.querySelectorAll("*")].filter((each) => [...each.attributes].some((attribute) => attribute.name.startsWith("on")))
        .map((each) => each.outerHTML.slice(0, 100)),
    words: document.body.innerText.includes("__hit") || document.documentElement.innerHTML.includes("__hit"),
})"""
EDITED = (
    "/samenwerkingen/kampus/bewerken/", "/regios/twente/bewerken/", "/opleidingen/technicus-smart-industry/bewerken/",
    "/vragen/vraag-smart-industry/bewerken/",
)  # fmt: skip
# A source keeps its own words, and some pages have none of a record.
WORDLESS = {"/", "/api/", "/api/partnerships/", "/inloggen/", "/toegankelijkheid/", "/privacy/"}


@pytest.fixture(scope="module")
def hostile(furnished, tmp_path_factory) -> Iterator[Portal]:
    with running_portal(furnished, tmp_path_factory.mktemp("hostile")) as portal:
        filled = set(manage_portal(portal, "shell", "-v0", "-c", FILL).split())
        assert filled >= FILLED, FILLED - filled
        yield portal


@pytest.fixture
def watched(browser, hostile) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=hostile.url, locale="nl-NL")
    context.set_default_timeout(20_000)
    context.add_init_script(f"({WATCH})()")
    context.told = []
    host = urlsplit(hostile.url).netloc
    context.on("dialog", lambda dialog: (context.told.append(f"dialog {dialog.message}"), dialog.dismiss()))
    context.on(
        "request",
        lambda request: (
            context.told.append(f"request {request.url[:100]}")
            if urlsplit(request.url).netloc != host and not request.url.startswith(("data:", "blob:"))
            else None
        ),
    )
    context.on("page", lambda page: context.told.append("window") if len(context.pages) > 1 else None)
    yield context
    context.close()


def visit(context: BrowserContext, page: Page, paths) -> tuple[list[str], set[str]]:
    """Open pages; return what went wrong, and the pages on which hostile words stood."""
    wrong, worded = [], set()
    for path in paths:
        answer = page.goto(path)
        page.wait_for_timeout(50)  # a refresh or a late request has begun by then
        seen = page.evaluate(LOOK)
        if seen.pop("words"):
            worded.add(path)
        wrong += [f"{path}: {kind}: {found}" for kind, found in seen.items() if found]
        if page.url != answer.request.url or answer.status not in (200, 404):
            wrong.append(f"{path}: {answer.status} {page.url}")
    return wrong + context.told, worded


def sign_in(context: BrowserContext, account: str) -> Page:
    page = context.new_page()
    page.goto("/inloggen/?next=/privacy/")
    page.get_by_label(re.compile("E-mail")).fill(account)
    page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/privacy/")
    return page


def details() -> set[str]:
    return {path for path in PAGES.values() if "?" not in path and "bestaat-niet" not in path} - WORDLESS


@pytest.mark.timeout(600)
@pytest.mark.release  # the editors below see all that a visitor sees, and more
def test_a_visitor_meets_words_and_nothing_else(watched):
    wrong, worded = visit(watched, watched.new_page(), PAGES.values())

    assert wrong == []
    assert len(worded) >= len(details()) * 3 // 4, details() - worded


@pytest.mark.timeout(600)
def test_the_editors_meet_words_and_nothing_else(watched):
    page = sign_in(watched, "redactie@demo.test")

    wrong, worded = visit(watched, page, [*PAGES.values(), "/mijn/", "/uitwisselen/"])

    assert wrong == []
    assert len(worded) >= len(details()) * 3 // 4, details() - worded


@pytest.mark.timeout(600)
def test_a_form_full_of_it_is_only_a_form(watched):
    page = sign_in(watched, "beheerder@demo.test")

    wrong, worded = visit(watched, page, EDITED)

    assert (wrong, worded) == ([], set(EDITED))


def test_what_would_be_wrong_is_seen(watched):
    page = watched.new_page()
    page.goto("/privacy/")
    page.evaluate("""() => document.querySelector("main").insertAdjacentHTML("beforeend",
        `<img src="https://kwaad.example/x.png"><a href="javascript:alert(1)">x</a><form action="//kwaad.example/"></form>
        <iframe></iframe><b onclick="window.__hit=1" style="color:red">x</b>`)""")
    page.evaluate("() => { window.__hit = 1; alert('hallo'); }")
    page.wait_for_timeout(200)

    seen = page.evaluate(LOOK)

    assert (seen["hit"], seen["addresses"], seen["elsewhere"], seen["words"]) == (
        1, ["javascript:"], ["kwaad.example"], True,
    )  # fmt: skip
    assert [len(seen["odd"]), len(seen["handlers"])] == [1, 1]
    assert {each.split(" ")[0] for each in seen["broken"]} >= {"img-src", "style-src-attr"}
    assert "dialog hallo" in watched.told
