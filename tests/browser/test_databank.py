"""The journeys of the databank, each step looked at on a wide screen and on a phone: from partnership to the letter of a
team elsewhere, and a practice that appears at the minute."""

import datetime
import io
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.accessibility import Axe
from tests.portal import Portal, manage_portal

from .test_every_page import AXE

PARTNERSHIP, CONCEPT, SECTOR = "expat-center-twente", "sector/high-tech", "High-tech systemen en materialen"
TITLE = "Reis: vakmensen leren samen in één hal"
LEAD, ELSEWHERE = "kartrekker.twente@demo.test", "kartrekker.limburg@demo.test"
CURATOR, SECOND = "redactie@demo.test", "tweede.redactie@demo.test"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SECOND_CURATOR = """
from django.contrib.auth.hashers import make_password
from industriecoalitie.accounts.actions import add_account
from industriecoalitie.core.actors import Actor
from regions.actions import add_membership
by = Actor("command")
user = add_account("tweede.redactie@demo.test", by=by, name="Tweede redacteur", password=make_password("demo-industriecoalitie"))
add_membership(user, "curator", None, by=by)
"""
# A practice of Twente that lies with the curators, with all that publishing asks.
READY = """
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.editing.sheets import free_slug
from industriecoalitie.history.recording import Change, add_record
from knowledgebank.actions import judging, reviewing
from knowledgebank.choices import CRITERIA
from knowledgebank.models import Practice
from regions.models import Region
by = Actor("page", User.objects.get(email="kartrekker.twente@demo.test"))
texts = {name: "Zo gaat dat." for name in ("summary", "approach", "results")}
values = {"title": "Reis: op de minuut", "kind": "partnership", **texts}
practice = add_record(Practice(slug=free_slug(Practice, "reis-op-de-minuut"), owner=Region.objects.get(slug="twente")), Change(values), by=by)
review = reviewing.submit(practice, by=by)
judging.check_criteria(review, dict.fromkeys(CRITERIA["partnership"], True), by=Actor("page", User.objects.get(email="redactie@demo.test")))
print(review.uuid, practice.get_absolute_url())
"""
COLLECTED = """
from industriecoalitie.core.actors import Actor
from industriecoalitie.editing.sheets import free_slug
from industriecoalitie.history.recording import Change, Row, add_record
from knowledgebank.models import Collection, Practice
practice = Practice.objects.get(title__startswith="Reis: vakmensen", hidden_at=None)
new = Collection(slug=free_slug(Collection, "reis"), title="Reis: samen leren", introduction="Een **inleiding**.", visibility="public")
new = add_record(new, Change(rows={"items": [Row(None, {"practice": practice, "note": "Omdat het werkt."})]}), by=Actor("command"))
print(new.get_absolute_url())
"""
NEXT_MONDAY = """
import datetime
from django.utils import timezone
from knowledgebank.actions.digest import send_digests
from industriecoalitie.notifications.outbox import send_due_letters
print(send_digests(timezone.now() + datetime.timedelta(days=7)))
send_due_letters()
"""
PLANNED = "from knowledgebank.actions.clock import publish_planned; print(publish_planned())"
# What a journey made is taken away, so that other tests count what they know.
CLEAR = """
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import hide_record
from knowledgebank.models import Adoption, Collection, Interest, Practice
for collection in Collection.objects.filter(title__startswith="Reis: ", hidden_at=None):
    hide_record(collection, by=Actor("command"))
for adoption in Adoption.objects.filter(practice__title__startswith="Reis: ", hidden_at=None):
    hide_record(adoption, by=Actor("command"))
for practice in Practice.objects.filter(title__startswith="Reis: ", hidden_at=None):
    hide_record(practice, by=Actor("command"))
Interest.objects.all().delete()
User.objects.filter(email="tweede.redactie@demo.test").update(is_active=False)
"""


@pytest.fixture(scope="module", autouse=True)
def cleared(portal) -> Iterator[None]:
    yield
    shell(portal, CLEAR)


@pytest.fixture
def visit(browser, portal):
    """Open a browser of somebody else."""
    contexts = []

    def open_one(email: str = "") -> Page:
        context = browser.new_context(
            base_url=portal.url, locale="nl-NL", viewport={"width": 1280, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        if email:
            page.goto("/inloggen/")
            page.get_by_label(re.compile("E-mail")).fill(email)
            page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
            page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
            page.wait_for_load_state()
        return page

    yield open_one
    for context in contexts:
        context.close()


def shell(portal: Portal, code: str) -> str:
    return manage_portal(portal, "shell", "-v0", "-c", code).strip()


def is_fine(page: Page) -> None:
    """Check a step on a wide screen and on a phone: accessible, and inside its width."""
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        found += [
            f"{width}: {fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in Axe().run(page, options=AXE).response["violations"]
        ]
        found += page.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['too wide'] : []"
        )
    page.set_viewport_size({"width": 1280, "height": 900})
    assert found == [], f"{page.url} {found}"


def words(page: Page) -> str:
    return page.locator("main").inner_text().replace("\u00ad", "")


def link(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def button(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def save(page: Page) -> None:
    button(page, "Opslaan")
    page.wait_for_url(lambda address: "bewerken" not in address and "van-samenwerking" not in address)


@pytest.mark.timeout(600)
def test_from_partnership_to_practice_to_judged_by_two_to_found_to_adopted_to_the_letter(visit, portal):
    shell(portal, SECOND_CURATOR)
    lead, first, second, elsewhere = (visit(email) for email in (LEAD, CURATOR, SECOND, ELSEWHERE))
    visitor = visit()
    elsewhere_follows(elsewhere)

    address = written_and_handed_in(lead)
    assert visitor.goto(address).status == 404
    is_fine(visitor)

    round_ = looked_at_by_two(first, second)
    first.goto(round_)
    link(first, "Aanvulling vragen")
    is_fine(first)
    first.get_by_label("Wat vraag je het team?").fill("Wat leverde het de bedrijven op?")
    button(first, "Terugsturen naar het team")
    assert "om een aanvulling gevraagd" in words(first)

    mended_and_handed_in_again(lead, address)
    published(first)
    is_fine(first)

    visitor.goto("/kennisbank/")
    visitor.get_by_role("searchbox").fill("vakmensen leren samen")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**q=vakmensen**")
    visitor.reload()  # the list was renewed in place; look at it when it stands still
    is_fine(visitor)
    link(visitor, TITLE)
    assert visitor.locator("h1").inner_text().replace("\u00ad", "") == TITLE
    assert "Bedrijven vonden achttien nieuwe mensen." in words(visitor)
    assert "Wat leverde het de bedrijven op?" not in words(visitor)
    is_fine(visitor)

    assert visitor.get_by_alt_text("Een verlaten hal.").evaluate("image => image.naturalWidth") > 0

    visitor.goto(shell(portal, COLLECTED).splitlines()[-1])
    assert TITLE in words(visitor)
    is_fine(visitor)

    adopted(elsewhere, address)
    visitor.goto(address)
    assert "Limburg" in words(visitor).partition("Navolging")[2]
    is_fine(visitor)

    assert int(shell(portal, NEXT_MONDAY).splitlines()[-1]) >= 2
    letter_tells(visitor)


def elsewhere_follows(page: Page) -> None:
    page.goto(f"/begrippen/{CONCEPT}/")
    button(page, "Volg met ons team")
    page.goto("/regios/limburg/team/volgt/")
    assert SECTOR in words(page)
    is_fine(page)


def written_and_handed_in(page: Page) -> str:
    """Make a practice of a partnership and hand it in; return its address."""
    page.goto(f"/samenwerkingen/{PARTNERSHIP}/")
    is_fine(page)
    link(page, "Maak er een praktijkvoorbeeld van")
    is_fine(page)
    assert page.locator("[name=title]").input_value() != ""
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("Scholen en bedrijven delen een hal.")
    page.locator("[name=approach]").fill("Eerst **één** machine, daarna meer.")
    with_picture(page)
    is_fine(page)
    save(page)
    assert page.get_by_alt_text("Een verlaten hal.").count() == 1
    assert page.locator("h1").inner_text().replace("\u00ad", "") == TITLE
    address = re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)
    is_fine(page)
    link(page, "Indienen")
    is_fine(page)
    button(page, "Dien in bij de redactie")
    assert "Resultaat" in words(page)  # is asked for
    is_fine(page)
    link(page, "Vul het aan")
    page.locator("[name=results]").fill("Er leren nu zestig mensen.")
    save(page)
    link(page, "Indienen")
    page.locator("[name=note]").fill("Kijken jullie mee?")
    button(page, "Dien in bij de redactie")
    assert "Dit voorbeeld ligt bij de redactie" in words(page)
    is_fine(page)
    return address


def with_picture(page: Page) -> None:
    """Choose a picture in a row of its own, and describe it."""
    page.locator("button[name=add_row][value=images]").click()
    written = io.BytesIO()
    Image.linear_gradient("L").resize((1000, 700)).convert("RGB").save(written, "JPEG")
    with page.expect_response("**/bestanden/"):
        page.locator("[name=images-0-file][type=file]").set_input_files(
            {"name": "hal.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}
        )
    page.locator("[name=images-0-alt]").fill("Een verlaten hal.")


def looked_at_by_two(first: Page, second: Page) -> str:
    """Let two curators look, of whom one remarks; return the address of the round."""
    first.goto("/redactie/beoordelen/")
    is_fine(first)
    link(first, TITLE)
    assert "Kijken jullie mee?" in words(first)
    round_ = first.url
    button(first, "Ik kijk mee")
    expect(first.locator("#beoordelaars")).to_contain_text("Kijkt mee")
    part = first.locator("#deel-results")
    part.locator("summary", has_text="Opmerking maken").click()
    part.get_by_label("Opmerking", exact=True).fill("En voor de bedrijven?")
    part.get_by_role("button", name="Opmerking plaatsen").click()
    expect(part.locator(".opmerking")).to_contain_text("En voor de bedrijven?")
    is_fine(first)
    second.goto(round_)
    assert "En voor de bedrijven?" in words(second)
    button(second, "Akkoord")
    expect(second.locator("#beoordelaars")).to_contain_text("Tweede redacteur")
    expect(second.locator("#beoordelaars .status", has_text="Akkoord")).to_be_visible()
    is_fine(second)
    return round_


def mended_and_handed_in_again(page: Page, address: str) -> None:
    page.goto(address)
    assert "Wat leverde het de bedrijven op?" in words(page)
    assert "En voor de bedrijven?" in words(page)
    is_fine(page)
    link(page, "Bewerken")
    page.locator("[name=results]").fill("Bedrijven vonden achttien nieuwe mensen.")
    save(page)
    page.goto(f"{address}opmerkingen/")
    is_fine(page)
    remark = page.locator(".opmerking", has_text="En voor de bedrijven?")
    remark.get_by_role("button", name="Afhandelen").click()
    expect(page.locator(".opmerking", has_text="En voor de bedrijven?")).to_contain_text("Afgehandeld")
    page.goto(address)
    link(page, "Indienen")
    button(page, "Dien in bij de redactie")
    assert "Dit voorbeeld ligt bij de redactie" in words(page)


def published(page: Page) -> None:
    """Judge the second round, and publish."""
    page.goto("/redactie/beoordelen/")
    link(page, TITLE)
    assert "teruggestuurd" in words(page)
    points = page.locator("#checklist input[type=checkbox]")
    for number in range(points.count()):
        points.nth(number).check()
        # What the portal kept says who ticked it; a tick on a list that is just being renewed is lost.
        expect(page.locator("#checklist li").nth(number)).to_contain_text("Redacteur")
    expect(page.locator("#besluit")).to_contain_text("Alles is in orde")
    is_fine(page)
    link(page, "Nu publiceren")
    is_fine(page)
    button(page, "Publiceren")
    assert "Het voorbeeld staat in de kennisbank." in page.locator("body").inner_text()


def adopted(page: Page, address: str) -> None:
    page.goto(address)
    link(page, "Onze regio bouwt hierop voort")
    is_fine(page)
    page.locator("[name=state]").select_option("exploring")
    page.locator("[name=changes]").fill("Wij beginnen in de avond.")
    page.locator("[name=visibility]").select_option("public")
    save_adoption(page)
    is_fine(page)


def save_adoption(page: Page) -> None:
    button(page, "Opslaan")
    page.wait_for_url(lambda path: "navolgen" not in path)
    assert "Wij beginnen in de avond." in words(page)


def letter_tells(page: Page) -> None:
    page.goto("/dev/mail/")
    is_fine(page)
    page.get_by_role("link", name=re.compile("voor team Limburg")).first.click()
    text = words(page)
    assert TITLE in text
    assert SECTOR in text
    is_fine(page)


@pytest.mark.timeout(300)
def test_what_is_planned_appears_at_its_minute_and_not_before(visit, portal):
    number, address = shell(portal, READY).splitlines()[-1].split()
    curator, visitor = visit(CURATOR), visit()

    curator.goto(f"/redactie/beoordelen/{number}/inplannen/")
    is_fine(curator)
    # The next whole minute that is at least some seconds away.
    moment = datetime.datetime.now(AMSTERDAM) + datetime.timedelta(seconds=80)
    moment = moment.replace(second=0, microsecond=0)
    curator.get_by_label("Dag").fill(f"{moment:%Y-%m-%d}")
    curator.get_by_label("Tijd").fill(f"{moment:%H:%M}")
    button(curator, "Inplannen")
    assert "Het voorbeeld is ingepland." in curator.locator("body").inner_text()
    is_fine(curator)

    if (moment - datetime.datetime.now(AMSTERDAM)).total_seconds() > 8:
        assert shell(portal, PLANNED).endswith("0")
        assert visitor.goto(address).status == 404
    wait = (moment - datetime.datetime.now(AMSTERDAM)).total_seconds()
    visitor.wait_for_timeout(max(0, wait * 1000) + 200)
    shell(portal, PLANNED)  # as the clock does each minute

    assert visitor.goto(address).status == 200
    assert "Reis: op de minuut" in visitor.locator("h1").inner_text().replace("\u00ad", "")
    assert shell(portal, PLANNED).endswith("0")
