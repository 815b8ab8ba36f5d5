"""Writing a text with mark-up in a real browser: by keyboard, with words from elsewhere, and as it will look."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.portal import manage_portal

from .test_editing import LEAD, check, sign_in

MAKE = """
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, add_record
from programmes.models import LearningPath
from regions.models import Region
new = LearningPath(slug="reis-opmaak", name="Reis opmaak", owner=Region.objects.get(slug="twente"), support="Zoals het was")
add_record(new, Change(), by=Actor("command"))
"""
CLEAR = """
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import hide_record
from programmes.models import LearningPath
hide_record(LearningPath.objects.get(slug="reis-opmaak"), by=Actor("command"))
"""
FORM = "/leerpaden/reis-opmaak/bewerken/"
# Pastes words with their formatting, as a browser does with those of another page.
PASTE = """([area, html]) => { const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", "kaal");
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
PASTED = {
    "bold and italic": ("<p>Een <b>vet</b> en <i>schuin</i> woord</p>", "Een **vet** en *schuin* woord"),
    "a link": ('<a href="https://example.org/a">een link</a>', "[een link](https://example.org/a)"),
    "a link without a lock": ('<a href="http://example.org/">oud</a>', "oud (http://example.org/)"),
    "a link that runs": ('<b>a</b> <a href="javascript:window.__hit=1">klik</a>', "**a** klik"),
    "a list": ("<ul><li>een</li><li>twee<ul><li>diep</li></ul></li></ul>", "- een\n- twee\n   - diep"),
    "steps": ("<ol><li>een</li><li>twee</li></ol>", "1. een\n2. twee"),
    "headings": ("<h2>Kop</h2><p>tekst</p><h3>Onder</h3>", "# Kop\n\ntekst\n\n## Onder"),
    "a quote": ("<blockquote><p>een</p><p>twee</p></blockquote>", "> een\n> \n> twee"),
    "a table": (
        "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td></tr></table>",
        "| a | b\\|c |\n| --- | --- |\n| 1 |  |",
    ),
    "Google Docs": (
        '<b style="font-weight:normal"><p><span style="font-weight:700">vet</span> gewoon</p></b>',
        "**vet** gewoon",
    ),
    "a list of Word": (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>"
        "·<span>&nbsp; </span></span><![endif]>een<o:p></o:p></p>"
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o </span>twee</p>"
        "<p class=MsoNormal>Daarna</p>",
        "- een\n   - twee\n\nDaarna",
    ),
    "signs that mean something": ("<b>2</b> * 3 [x] 1_000 _a<br># geen kop", "**2** \\* 3 \\[x\\] 1_000 \\_a\n\\# geen kop"),
    "what would run": (
        "<p>veilig <b>x</b> online=1 style=2</p><img src=x onerror='window.__hit=1'><script>window.__hit=1</script>"
        "<svg onload='window.__hit=1'></svg><iframe src='https://example.org'></iframe>"
        "<style>@import 'https://example.org/x.css'</style><link rel=stylesheet href='https://example.org/y.css'>",
        "veilig **x** online=1 style=2",
    ),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def made(portal) -> Iterator[None]:
    manage_portal(portal, "shell", "-v0", "-c", MAKE)
    yield
    manage_portal(portal, "shell", "-v0", "-c", CLEAR)


@pytest.fixture
def form(context) -> Page:
    page = sign_in(context, LEAD, FORM)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    assert page.said == []
    # What was kept in between must not greet the next journey.
    begin = page.get_by_role("button", name="Begin opnieuw met wat er staat")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(FORM)
    if begin.count():
        begin.click()


@pytest.fixture
def area(form) -> Locator:
    return form.locator("#id_support")


def typed(area: Locator, text: str, start: int = 0, end: int | None = None) -> None:
    """Put a text in the field with a part of it chosen."""
    area.fill(text)
    area.evaluate("(e, [a, b]) => e.setSelectionRange(a, b)", [start, len(text) if end is None else end])


def press(form: Page, name: str) -> None:
    form.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(
    ("button", "before", "after", "again"),
    [
        ("Vet", "een", "**een**", "een"),
        ("Cursief", "een", "*een*", "een"),
        ("Cursief", "**een**", "***een***", "**een**"),
        ("Vet", "- een\n- twee", "- **een**\n- **twee**", None),
        ("Kop", "een", "# een", "een"),
        ("Opsomming", "een\n\ntwee", "- een\n\n- twee", "een\n\ntwee"),
        ("Genummerde lijst", "- een\n- twee", "1. een\n2. twee", "een\ntwee"),
        ("Citaat", "een\ntwee", "> een\n> twee", "een\ntwee"),
        ("Link", "een", "[een](https://)", None),
        ("Link", "https://example.org", "[tekst](https://example.org)", None),
        ("Tabel", "een", "een\n\n| Kop 1 | Kop 2 |\n| --- | --- |\n|  |  |\n", None),
    ],
)
def test_a_button_marks_what_is_chosen_and_the_browser_undoes_it(form, area, button, before, after, again):
    typed(area, before)

    press(form, button)

    expect(area).to_be_focused()
    assert area.input_value() == after
    if again is not None and button != "Kop":
        press(form, button)
        assert area.input_value() == again
        form.keyboard.press("Control+z")
    form.keyboard.press("Control+z")
    assert area.input_value() == before
    form.keyboard.press("Control+Shift+z")
    assert area.input_value() != before


def test_a_heading_goes_one_deeper_and_then_away(form, area):
    typed(area, "een")
    seen = []
    for _ in range(3):
        press(form, "Kop")
        seen.append(area.input_value())

    assert seen == ["# een", "## een", "een"]


@pytest.mark.parametrize(
    ("key", "after"), [("b", "a **een** b"), ("i", "a *een* b"), ("k", "a [een](https://) b")]
)
def test_a_key_does_what_its_button_does(form, area, key, after):
    typed(area, "a een b", 2, 5)

    form.keyboard.press(f"Control+{key}")

    assert area.input_value() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- een", "- een\n- "), ("* een", "* een\n* "), ("9. een", "9. een\n10. "), ("  - een", "  - een\n  - "),
        ("> een", "> een\n> "), ("- een\n- ", "- een\n"), ("een", "een\n"), ("-een", "-een\n"),
    ],
)  # fmt: skip
def test_enter_goes_on_with_a_list_and_ends_it(form, area, before, after):
    typed(area, before, len(before))

    form.keyboard.press("Enter")

    assert area.input_value() == after


def test_the_toolbar_by_keyboard(form, area):
    bar = form.get_by_role("toolbar", name="Opmaak van Welke begeleiding is er?")
    buttons = bar.get_by_role("button")
    names = [button.inner_text().strip() for button in buttons.all()]
    typed(area, "een")

    for _ in range(2):  # past the button of the preview
        form.keyboard.press("Shift+Tab")
    expect(buttons.nth(0)).to_be_focused()
    form.keyboard.press("ArrowRight")
    expect(buttons.nth(1)).to_be_focused()
    form.keyboard.press("End")
    expect(buttons.nth(7)).to_be_focused()
    form.keyboard.press("ArrowRight")
    form.keyboard.press("ArrowLeft")
    form.keyboard.press("Home")
    form.keyboard.press("ArrowRight")
    form.keyboard.press("Enter")

    assert names == ["Vet", "Cursief", "Kop", "Opsomming", "Genummerde lijst", "Link", "Citaat", "Tabel"]
    assert bar.get_attribute("aria-controls") == area.get_attribute("id")
    assert [button.get_attribute("aria-keyshortcuts") for button in buttons.all()] == [
        "Control+B Meta+B", "Control+I Meta+I", None, None, None, "Control+K Meta+K", None, None,
    ]  # fmt: skip
    expect(area).to_be_focused()
    assert area.input_value() == "*een*"
    # One stop of the Tab key for the whole bar.
    assert [button.get_attribute("tabindex") for button in buttons.all()] == ["-1", "0", *["-1"] * 6]
    form.keyboard.press("Tab")
    assert form.evaluate("() => document.activeElement.localName") != "textarea"


@pytest.mark.parametrize(("html", "markdown"), PASTED.values(), ids=PASTED.keys())
def test_words_from_elsewhere_become_markdown(form, area, html, markdown):
    foreign = []
    form.on(
        "request", lambda request: foreign.append(request.url) if "127.0.0.1" not in request.url else None
    )
    typed(area, "")

    form.evaluate(PASTE, [area.element_handle(), html])

    assert area.input_value() == markdown
    assert (form.evaluate("() => window.__hit"), foreign) == (None, [])


def test_words_without_formatting_are_left_to_the_browser(form, area):
    typed(area, "hier: ")

    kept = form.evaluate(
        PASTE.replace("area.dispatchEvent", "return area.dispatchEvent"),
        [area.element_handle(), "<meta charset=utf-8><span>kaal</span>"],
    )

    assert kept is True


@pytest.mark.parametrize("width", [1280, 360])
def test_the_preview_follows_what_is_typed(form, area, width):
    asked = []
    form.on("request", lambda request: asked.append(request.url) if "/voorbeeld/" in request.url else None)
    form.set_viewport_size({"width": width, "height": 900})
    shown = form.get_by_role("region", name="Voorbeeld van Welke begeleiding is er?")
    expect(shown).to_be_hidden()
    button = form.get_by_role("button", name=re.compile("Voorbeeld van Welke begeleiding"))
    assert button.get_attribute("aria-expanded") == "false"
    check(form)

    typed(area, "# Aanpak\n\n")
    button.click()
    expect(shown.get_by_role("heading", name="Aanpak", level=3)).to_be_visible()
    area.focus()
    form.keyboard.press("Control+End")
    form.keyboard.type(
        "Een **vet** woord, <img src=x onerror=window.__hit=1> en [x](javascript:window.__hit=1)"
    )

    expect(shown.locator("strong")).to_have_text("vet")
    expect(shown).to_contain_text("<img src=x onerror=window.__hit=1>")
    assert shown.locator("img, a, script").count() == 0
    assert form.evaluate("() => window.__hit") is None
    assert len(asked) < 10  # not one for every letter
    expect(form.locator(".opmaak-tel:visible")).to_have_text(re.compile(r"^\d+ woorden$"))
    check(form)
    assert (
        form.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        == 0
    )
    button.click()
    expect(shown).to_be_hidden()


def test_words_are_counted_and_a_text_that_is_too_long_says_so(form, area):
    told = form.locator(".opmaak-tel:visible")
    seen = []
    for text in ("", "woord", "drie ’s avonds co-creatie\n- en 2", "a" * 20_001):
        area.fill(text)
        seen.append(told.inner_text())

    assert seen == ["0 woorden", "1 woord", "6 woorden", "20.001 tekens: te lang. Er passen er 20.000."]
    area.fill("een")


def test_without_javascript_the_preview_is_a_button_of_the_form(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = sign_in(context, LEAD, FORM)
    page.set_viewport_size({"width": 360, "height": 900})
    assert page.get_by_role("toolbar").count() == 0
    page.locator("#id_support").fill("Een **vet** woord")

    page.get_by_role("button", name=re.compile("Voorbeeld van Welke begeleiding")).click()

    shown = page.locator("#id_support_voorbeeld")
    expect(shown.locator("strong")).to_have_text("vet")
    expect(shown).to_be_in_viewport()
    assert page.locator("#id_support").input_value() == "Een **vet** woord"
    assert page.url.endswith("#id_support_voorbeeld")
    context.close()
