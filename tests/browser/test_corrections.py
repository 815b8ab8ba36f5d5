"""The journey of a correction: a reader without account proposes, the kartrekker decides, the reader sees what became of it."""

import re

import pytest

from tests.browser.accessibility import Axe
from tests.browser.test_every_page import AXE

NEW = "Samen opleiden, innoveren en leren op de werkvloer."


@pytest.fixture
def visit(browser, portal):
    """Open a browser of somebody else."""
    contexts = []

    def open_one(**options):
        context = browser.new_context(base_url=portal.url, locale="nl-NL", **options)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def is_fine(page) -> None:
    """Check a step: accessible, and inside its width on a phone."""
    faults = [
        f"{page.url} {fault['id']}: {fault['nodes'][0]['html'][:200]}"
        for fault in Axe().run(page, options=AXE).response["violations"]
    ]
    page.set_viewport_size({"width": 320, "height": 800})
    wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert (faults, wider) == ([], 0), page.url


def sign_in(page, email: str, password: str = "demo-industriecoalitie") -> None:
    page.goto("/inloggen/")
    page.get_by_label(re.compile("E-mail")).fill(email)
    page.get_by_label(re.compile("^Wachtwoord")).fill(password)
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_load_state()


def words(page) -> str:
    return page.locator("main").inner_text().replace("\u00ad", "")


def test_a_reader_proposes_a_kartrekker_decides_and_the_reader_sees_it(visit):
    # Without JavaScript: a reader may come from anywhere.
    reader, lead = visit(java_script_enabled=False), visit()
    sign_in(lead, "kartrekker.limburg@demo.test")
    reader.goto("/regios/limburg/")
    reader.get_by_role("link", name="Klopt hier iets niet?").click()
    assert "Wat klopt er niet" in words(reader)
    reader.get_by_role("link", name="Samenvatting", exact=True).click()
    reader.get_by_role("button", name="Voorstel versturen").click()
    assert "Schrijf op hoe je dit weet." in words(reader)
    reader.get_by_label("Zo moet het zijn").fill(NEW)
    reader.get_by_label("Hoe weet je dit?").fill("Staat op de website van de regio.")
    reader.get_by_role("button", name="Voorstel versturen").click()
    secret = reader.url
    assert "Nog te bekijken" in words(reader)
    address = re.search(r"/correctie/[\w-]+/", secret).group()

    watcher = visit()
    watcher.goto(address)
    is_fine(watcher)
    watcher.goto("/regios/limburg/")
    watcher.get_by_role("link", name="Klopt hier iets niet?").click()
    is_fine(watcher)
    watcher.get_by_role("link", name="Samenvatting", exact=True).click()
    is_fine(watcher)
    watcher.get_by_role("button", name="Voorstel versturen").click()
    is_fine(watcher)

    lead.goto("/mijn/")
    lead.get_by_role("link", name="Limburg: Samenvatting").click()
    is_fine(lead)
    lead.get_by_role("button", name="Afwijzen").click()
    assert "Schrijf op waarom je het voorstel niet overneemt." in words(lead)
    is_fine(lead)
    lead.get_by_role("button", name="Ik pak dit op").click()
    lead.goto("/redactie/correcties/")
    is_fine(lead)
    lead.locator("main").get_by_role("link", name="Limburg", exact=True).click()
    lead.get_by_role("button", name="Overnemen").click()
    assert "Overgenomen" in words(lead)
    is_fine(lead)
    lead.goto("/mijn/correcties/")
    is_fine(lead)

    reader.goto(secret)
    assert "Overgenomen" in words(reader)
    reader.goto("/regios/limburg/")
    assert NEW in words(reader)
