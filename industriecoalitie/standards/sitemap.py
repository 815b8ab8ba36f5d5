"""The pages that everybody may see, for search engines. Source: sitemaps.org, protocol 0.9."""

import datetime
from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.db.models import CharField, F, IntegerField, Max, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from industriecoalitie.core.catalogue import SHOWN_WITH, page_of
from industriecoalitie.core.kinds import record_models
from industriecoalitie.core.models import Record

from .answers import VISITOR, absolute

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The most addresses that one file may hold. A file is a range of keys, so that it costs the same wherever it begins.
FILE_SIZE = 50_000
MOST_FILES = 40_000
ROWS_AT_A_TIME = 2_000
# The parts of the address of a kind that has a page without being kept by itself.
ADDRESS_PARTS = {"knowledgebank.adoption": ("practice__slug", "region__slug")}
# Pages that list, by the names of their addresses.
LISTS = (
    "home", "regions:region_list", "regions:organisation_list",
    "regions:agenda_list", "regions:coverage", "partnerships:partnership_list", "partnerships:ecosystem_list",
    "partnerships:instrument_list", "partnerships:timeline", "programmes:programme_list", "programmes:module_list",
    "programmes:learning_path_list", "programmes:demand_list", "knowledgebank:practice_list",
    "knowledgebank:success_factor_list", "knowledgebank:learning_resource_list", "knowledgebank:indicator_list",
    "knowledgebank:progress_report_list", "knowledgebank:adoption_list", "knowledgebank:collection_list",
    "knowledgebank:roadmap", "sources:source_list", "concepts:concept_list", "accessibility", "privacy", "api_docs",
)  # fmt: skip


def kinds() -> dict[str, QuerySet]:
    """Return the records that have a public page of their own, by the name of their kind."""
    found = {}
    for name, model in record_models().items():
        url_name, _parts = address_of(model)
        if url_name and not url_name.startswith("curation:"):
            found[name] = model.objects.visible_to(VISITOR)
    return found


def address_of(model: type[Record]) -> tuple[str, tuple[str, ...]]:
    """Return the name of the page of a kind and the paths of the parts of its address; empty without a page."""
    label = model._meta.label_lower
    url_name, parts = page_of(model)
    if label in ADDRESS_PARTS:
        return url_name, ADDRESS_PARTS[label]
    return ("", ()) if label in SHOWN_WITH else (url_name, parts)


def files() -> list[tuple[str, int, datetime.datetime]]:
    """Return the files there are: a kind, a number and when something in it last changed; in one query."""
    arms = [
        rows.order_by()
        .annotate(map_kind=Value(name, TextField()), map_part=Cast(F("pk") / FILE_SIZE, IntegerField()))
        .values("map_kind", "map_part")
        .annotate(latest=Max("updated_at"))
        .values_list("map_kind", "map_part", "latest")
        for name, rows in kinds().items()
    ]
    return sorted(arms[0].union(*arms[1:], all=True))


def index() -> Iterator[str]:
    """Yield the index of all files."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{NAMESPACE}">\n'
    yield _entry("sitemap", absolute(reverse("standards:sitemap_lists")))
    for kind, part, latest in files():
        address = absolute(reverse("standards:sitemap_file", args=[kind, part + 1]))
        yield _entry("sitemap", address, latest)
    yield "</sitemapindex>\n"


def lists() -> Iterator[str]:
    """Yield the pages that list."""
    yield _begin()
    for name in LISTS:
        yield _entry("url", absolute(reverse(name)))
    yield "</urlset>\n"


def one_file(rows: QuerySet, number: int) -> Iterator[str]:
    """Yield one file of a kind, read from the database as it is sent; ``number`` counts from one."""
    model = rows.model
    url_name, parts = address_of(model)
    begin = (number - 1) * FILE_SIZE
    rows = rows.filter(pk__gte=begin, pk__lt=begin + FILE_SIZE).order_by("pk")
    found = rows.values_list("updated_at", *(Cast(part, CharField()) for part in parts))
    # One address is made by the router; the others by putting their words in its place.
    marks = [f"deel-{place}-van-het-adres" for place, _part in enumerate(parts)]
    pattern = absolute(reverse(url_name, args=marks))
    yield _begin()
    for latest, *words in found.iterator(chunk_size=ROWS_AT_A_TIME):
        address = pattern
        for mark, word in zip(marks, words, strict=True):
            address = address.replace(mark, word)
        yield _entry("url", address, latest)
    yield "</urlset>\n"


def _begin() -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}">\n'


def _entry(name: str, address: str, latest: datetime.datetime | None = None) -> str:
    changed = f"<lastmod>{latest.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if latest else ""
    return f"<{name}><loc>{escape(address)}</loc>{changed}</{name}>\n"
