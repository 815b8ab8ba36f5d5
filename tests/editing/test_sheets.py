"""The address of a new record is not that of a page."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

from industriecoalitie.editing.sheets import TAKEN_SLUGS

RECORD = "<slug:slug>/"


def routes(patterns, before: str = "") -> Iterator[str]:
    """Yield every address of the portal, as it is written in the lists of addresses."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each.url_patterns, route)


def test_no_record_gets_the_address_of_a_page_beside_it():
    found = set(routes(get_resolver().url_patterns))
    places = {route.removesuffix(RECORD) for route in found if route.endswith("/" + RECORD)}
    beside = {
        (place, word.group(1))
        for place in places
        for route in found
        if (word := re.fullmatch(re.escape(place) + r"([a-z0-9-]+)/.*", route))
    }

    assert {("kennisbank/", "handreiking"), ("kennisbank/", "feed"), ("regios/", "vergelijken")} <= beside
    assert {(place, word) for place, word in beside if word not in TAKEN_SLUGS} == set()
