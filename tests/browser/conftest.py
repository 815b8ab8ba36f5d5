"""A real Chromium over the running portal."""

import os
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# The browser's driver leaves its event loop in the thread; later tests of this worker ask the database as ever.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser(django_db_setup) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        yield browser
        browser.close()
        # While the loop runs Django keeps other connections than without it; nobody else closes these.
        connections.close_all()


@pytest.fixture
def context(browser, portal) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=portal.url, locale="nl-NL")
    yield context
    context.close()


@pytest.fixture
def page(context) -> Page:
    return context.new_page()
