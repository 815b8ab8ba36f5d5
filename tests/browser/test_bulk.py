"""Rows of a list are chosen, changed together and undone; seen through a browser, also without JavaScript."""

import re

from .test_import import faults_of, sign_in


def test_chosen_rows_are_changed_together(page):
    sign_in(page, "beheerder@demo.test")
    page.goto("/ecosystemen/")
    assert faults_of(page) == []
    page.get_by_role("link", name="Selecteren").click()
    page.wait_for_url("**selecteren=1**")
    assert faults_of(page) == []
    boxes = page.locator("input[name=rij]")
    names = [boxes.nth(n).locator("xpath=ancestor::li").locator("h3").inner_text() for n in range(3)]
    for number in range(3):
        boxes.nth(number).check()
    assert page.locator("input[name=rij]:checked").count() == 3
    assert "(3)" in page.get_by_role("button", name=re.compile("Gekozen regels bewerken")).inner_text()
    page.get_by_role("button", name=re.compile("Gekozen regels bewerken")).click()
    page.wait_for_url("**/bewerken/**")
    assert page.locator(".gekozen li").count() == 3
    assert faults_of(page) == []

    page.get_by_label("Levensfase").select_option("Validatie")
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    page.get_by_text("Dit gaat er gebeuren").wait_for()
    assert faults_of(page) == []
    page.get_by_role("button", name="Zo veranderen").click()
    page.wait_for_url("**/bewerkt/**")
    assert "zijn veranderd" in page.locator("main").inner_text()
    assert faults_of(page) == []

    page.goto("/ecosystemen/?lifePhase=validation")
    shown = page.locator(".treffer-kop").all_inner_texts()
    assert {name.replace("\xad", "") for name in names} <= {name.replace("\xad", "") for name in shown}


def test_choosing_works_without_javascript(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "beheerder@demo.test")
    page.goto("/ecosystemen/?selecteren=1&kind=fieldlab")
    page.locator("input[name=rij]").first.check()
    page.get_by_role("button", name=re.compile("Gekozen regels bewerken")).click()
    assert page.locator(".gekozen li").count() == 1

    page.goto("/ecosystemen/?selecteren=1&kind=fieldlab")
    total = int(re.search(r"\d+", page.locator("#lijst-aantal").inner_text())[0])
    page.get_by_role("button", name=re.compile("^Alle|^De ene")).click()
    assert page.locator(".gekozen li").count() == total
    context.close()


def test_filters_are_kept_and_followed(page):
    sign_in(page)
    page.goto("/samenwerkingen/?region=twente")
    page.get_by_role("link", name="Volgen").click()
    assert faults_of(page) == []
    page.get_by_label("Naam").fill("Alles van Twente")
    page.get_by_role("button", name="Bewaren").click()
    page.wait_for_url("**/filters/")
    assert faults_of(page) == []
    page.get_by_role("link", name="Alles van Twente").click()
    page.wait_for_url("**/samenwerkingen/?filter=alles-van-twente")
    assert "alles-van-twente" in page.locator(".chips").inner_text()
    assert faults_of(page) == []
