"""A list of 300 rows comes in with ten faults, is mended, carried out and undone; seen through a browser."""

import io
import re

import pytest
from openpyxl import Workbook, load_workbook

from tests.browser.accessibility import Axe

from .test_every_page import AXE

ROWS, FAULTS = 300, 10


def sign_in(page, account: str = "kartrekker.twente@demo.test") -> None:
    page.goto("/inloggen/")
    page.get_by_label(re.compile("E-mail")).fill(account)
    page.get_by_label(re.compile("^Wachtwoord")).fill("demo-industriecoalitie")
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_load_state()


def faults_of(page) -> list[str]:
    """Return the accessibility faults of a page at both widths, and whether it is wider than its window."""
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        result = Axe().run(page, options=AXE).response["violations"]
        found += [f"{width}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in result]
        if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{width}: too wide")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def new_rows(*, wrong: bool) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Samenwerkingen"
    sheet.append(["id", "versie", "Sleutel", "Naam", "Vorm", "Samenvatting", "Vanaf"])
    for number in range(ROWS):
        bad = wrong and number % (ROWS // FAULTS) == 5
        began = "ooit" if bad else "2024-02"
        sheet.append(["", "", f"proef-{number}", f"Zwaluw {number}", "Pps", f"Tekst {number}", began])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def send(page, content: bytes, name: str = "proef.xlsx") -> None:
    page.goto("/samenwerkingen/")
    page.get_by_role("link", name="Importeren", exact=True).click()
    page.get_by_label("Bestand").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Bestand nakijken").click()
    page.wait_for_url("**/uitwisseling/import/**")


@pytest.mark.timeout(600)
def test_a_file_with_faults_is_mended_carried_out_and_undone(page):
    # Here a long file is done while the browser waits: there is no worker beside this portal.
    page.set_default_timeout(240_000)
    sign_in(page)
    page.goto("/uitwisseling/partnerships/import/")
    assert faults_of(page) == []

    send(page, new_rows(wrong=True))
    page.get_by_text("Er zijn 10 fouten. Er is nog niets veranderd.").wait_for(timeout=120_000)
    rows = page.get_by_role("table", name="Wat er niet klopt").locator("tbody tr")
    assert rows.count() == FAULTS
    assert rows.first.inner_text().replace("\n", " ").startswith("regel 7, Vanaf")
    assert faults_of(page) == []
    page.get_by_role("link", name="Verbeterd bestand insturen").click()
    page.wait_for_url("**/import/")

    send(page, new_rows(wrong=False))
    page.get_by_text("Dit bestand is nagekeken: geen fouten").wait_for(timeout=120_000)
    assert "300 regels zijn nieuw" in page.locator("#run").inner_text()
    assert faults_of(page) == []
    page.get_by_role("button", name="Alles invoeren").click()
    page.get_by_text("Alles is ingevoerd").wait_for(timeout=120_000)
    assert faults_of(page) == []

    page.goto("/samenwerkingen/?q=zwaluw")
    assert "300 samenwerkingen" in page.locator("#lijst-aantal").inner_text()

    page.go_back()
    page.get_by_role("link", name="Bekijk de wijziging of draai haar terug").click()
    page.wait_for_url("**/wijzigingen/**")
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_load_state()
    page.goto("/samenwerkingen/?q=zwaluw")
    assert "0 samenwerkingen" in page.locator("#lijst-aantal").inner_text()


def test_a_workbook_comes_back_with_one_cell_changed(page, tmp_path):
    sign_in(page)
    page.goto("/samenwerkingen/?owner=twente")
    page.get_by_role("link", name="Exporteren", exact=True).first.click()
    assert faults_of(page) == []
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel (.xlsx)").click()
    waiting.value.save_as(tmp_path / "lijst.xlsx")
    book = load_workbook(tmp_path / "lijst.xlsx")
    sheet = book["Samenwerkingen"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, head.index("Bijgehouden door") + 1).value == "Twente"
    sheet.cell(2, head.index("Samenvatting") + 1).value = "Deze tekst is nieuw."
    target = io.BytesIO()
    book.save(target)

    send(page, target.getvalue())

    text = page.locator("#run").inner_text()
    assert "1 regel verandert" in text
    assert "Deze tekst is nieuw." in text


def test_a_wrong_file_says_what_to_do(page):
    sign_in(page)
    page.goto("/uitwisseling/partnerships/import/")
    page.get_by_label("Bestand").set_input_files(
        {"name": "foto.xlsx", "mimeType": "image/png", "buffer": b"\x89PNG\r\n"}
    )
    page.get_by_role("button", name="Bestand nakijken").click()

    assert "Exporteren" in page.locator(".veldfout").inner_text()
    assert faults_of(page) == []
