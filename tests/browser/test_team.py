"""Journeys of a team: an invitation until the first visit, a seat that is handed over, an approval by a link."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.accessibility import Axe
from tests.browser.test_every_page import AXE

PASSWORD = "paarden eten geen nietjes"
REGION = "limburg"
NEWCOMER = "nieuw@school.test"


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


def link_in_letter(page, subject: str, path: str) -> str:
    """Return the path of the link in the newest letter with a subject."""
    page.goto("/dev/mail/")
    is_fine(page)
    page.get_by_role("link", name=subject).first.click()
    is_fine(page)
    return urlsplit(page.locator(f"a[href*='{path}']").first.get_attribute("href")).path


def test_from_invitation_to_second_step_and_on_to_the_seat(visit):
    lead, newcomer = visit(), visit()
    sign_in(lead, f"kartrekker.{REGION}@demo.test")
    lead.goto(f"/regios/{REGION}/team/")
    is_fine(lead)
    lead.get_by_role("button", name="Uitnodigen").click()
    assert "Vul ‘E-mailadres’ in." in lead.locator("main").inner_text()
    is_fine(lead)
    lead.get_by_label("E-mailadres").fill(NEWCOMER)
    lead.get_by_label(re.compile("^Naam")).fill("Robin Nieuw")
    lead.get_by_role("button", name="Uitnodigen").click()
    assert f"De uitnodiging gaat naar {NEWCOMER}." in lead.locator("main").inner_text()
    assert "Uitgenodigd, nog niet ingelogd" in lead.locator("main").inner_text()

    newcomer.goto(link_in_letter(newcomer, re.compile("Je bent uitgenodigd"), "/uitnodiging/"))
    is_fine(newcomer)
    newcomer.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    newcomer.get_by_label("Wachtwoord, nog een keer").fill(PASSWORD)
    newcomer.get_by_role("button", name="Opslaan en inloggen").click()
    newcomer.wait_for_url("**/uitnodiging/welkom/")
    is_fine(newcomer)
    newcomer.get_by_role("link", name="Tweede stap instellen").click()
    newcomer.wait_for_load_state()
    assert "stap" in newcomer.locator("main").inner_text().lower()

    lead.goto(f"/regios/{REGION}/team/")
    lead.get_by_role("link", name=re.compile("Aanpassen.*Robin Nieuw")).click()
    is_fine(lead)
    lead.goto(f"/regios/{REGION}/team/overdragen/")
    is_fine(lead)
    lead.get_by_label("Aan wie uit het team?").select_option(label="Robin Nieuw")
    lead.get_by_label(re.compile("Wat wil je meegeven")).fill("Bel eerst de gemeente.")
    lead.get_by_role("button", name="Overdragen").click()
    lead.wait_for_url("**/mijn/")
    assert lead.goto(f"/regios/{REGION}/team/").status == 403

    newcomer.goto(link_in_letter(newcomer, re.compile("Je wordt kartrekker"), "/overdracht/"))
    assert "Bel eerst de gemeente." in newcomer.locator("main").inner_text()
    is_fine(newcomer)
    newcomer.goto("/mijn/taken/")
    is_fine(newcomer)
    newcomer.get_by_label("Wat moet er gebeuren?").fill("De gemeente bellen")
    newcomer.get_by_role("button", name="Toevoegen").click()
    newcomer.get_by_role("button", name=re.compile("Gedaan.*De gemeente bellen")).click()
    assert "‘De gemeente bellen’ is gedaan." in newcomer.locator("main").inner_text()
    is_fine(newcomer)
    newcomer.goto("/mijn/team/")
    is_fine(newcomer)
    assert newcomer.goto(f"/regios/{REGION}/team/").status == 200


def test_a_director_approves_without_an_account_and_without_javascript(visit):
    lead, director = visit(), visit(java_script_enabled=False)
    reader = visit()
    sign_in(lead, "beheerder@demo.test")
    lead.goto("/samenwerkingen/kampus/")
    lead.goto(lead.get_by_role("link", name="Akkoord vragen").get_attribute("href"))
    is_fine(lead)
    lead.get_by_label("E-mailadres").fill("directeur@school.test")
    lead.get_by_label("Functie").fill("directeur Techniek")
    lead.get_by_role("button", name="Vraag versturen").click()
    assert "De vraag gaat naar directeur@school.test." in lead.locator("main").inner_text()
    is_fine(lead)

    path = link_in_letter(reader, re.compile("Ga je akkoord"), "/akkoord/")
    reader.goto(path)
    is_fine(reader)
    director.goto(path)
    director.get_by_label("Ik ga akkoord met deze tekst.").check()
    director.get_by_role("button", name="Antwoord versturen").click()

    assert "Bedankt voor je antwoord" in director.locator("main").inner_text()
    assert reader.goto(path).status == 404
    is_fine(reader)
    lead.reload()
    assert "Akkoord" in lead.locator("#antwoorden, section:has(#antwoorden)").first.inner_text()
