"""Asking axe about a page that may still be on its way: a click returns before the next page stands."""

from axe_playwright_python.sync_playwright import Axe as Checker
from axe_playwright_python.sync_playwright import AxeResults
from playwright.sync_api import Error, Page

TRIES = 4


class Axe(Checker):
    """The checker, that begins again when the page it looked at was replaced by the next one."""

    def run(self, page: Page, **options) -> AxeResults:
        """Return what is wrong with the page that stands when it has loaded.

        Raises:
            Error: the page was replaced each time, or axe itself fails.
        """
        for left in reversed(range(TRIES)):
            page.wait_for_load_state()
            address = page.url
            try:
                found = super().run(page, **options)
            except Error:
                if not left:
                    raise
                page.wait_for_timeout(100)
            else:
                if page.url == address:
                    return found
        return found
