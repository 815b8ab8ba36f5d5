"""The pages that teach the API: Markdown in docs/api/guide, whose examples the tests carry out.

A block of code says behind its language what becomes of it: ``status=201`` and ``has=items,next`` are what a test asks of
the answer; ``live=/regions?limit=1`` is filled with what a visitor gets now, ``problem=429`` with that error and
``file=sync_client.py`` with a file of docs/api.
"""

import json
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.token import Token

from .addresses import ROOT, absolute
from .exceptions import problem

FOLDER = Path(settings.BASE_DIR) / "docs/api"
# What may be had as it is.
FILES = ("sync_client.py", "verify_webhook.py")


@dataclass(frozen=True)
class Guide:
    """One page: the end of its address, its name, and in a sentence what it tells. ``more`` is a file that follows it."""

    slug: str
    title: str
    about: str
    more: str = ""


GUIDES = {
    guide.slug: guide
    for guide in (
        Guide(
            "beginnen",
            gettext_lazy("Beginnen"),
            gettext_lazy(
                "In vijf minuten je eerste antwoord, met curl en met Python, zonder en met sleutel."
            ),
        ),
        Guide(
            "lezen",
            gettext_lazy("Lezen"),
            gettext_lazy("Lijsten, cursors, filters, zoeken, minder of meer in het antwoord, en ETags."),
        ),
        Guide(
            "schrijven",
            gettext_lazy("Schrijven"),
            gettext_lazy("Toevoegen, wijzigen, vervangen en verwijderen, en veel tegelijk."),
        ),
        Guide(
            "bijhouden",
            gettext_lazy("Een kopie bijhouden"),
            gettext_lazy("De eerste kopie en de feed van wijzigingen, met een programma dat het doet."),
        ),
        Guide(
            "webhooks",
            gettext_lazy("Webhooks"),
            gettext_lazy("Een bericht als er iets verandert: ontvangen, controleren en opnieuw vragen."),
        ),
        Guide(
            "bulk",
            gettext_lazy("Bestanden"),
            gettext_lazy("Een hele collectie als JSON Lines, CSV of XLSX."),
        ),
        Guide(
            "standaarden",
            gettext_lazy("Standaarden"),
            gettext_lazy("Open Education API, OAI-PMH, DCAT, SKOS, JSON-LD, kaart van de site en Atom."),
        ),
        Guide(
            "fouten",
            gettext_lazy("Fouten"),
            gettext_lazy("Elke status met een echt voorbeeld, en wat je dan doet."),
        ),
        Guide(
            "limieten",
            gettext_lazy("Limieten"),
            gettext_lazy("Hoeveel je per minuut mag vragen, en hoe je ziet wat er over is."),
        ),
        Guide(
            "versies",
            gettext_lazy("Versies"),
            gettext_lazy(
                "Wat er kan veranderen, hoe we afscheid nemen van een versie, en wat er veranderde."
            ),
            more="CHANGELOG.md",
        ),
    )
}


@dataclass(frozen=True)
class Code:
    """A block of code; ``number`` is its place on the page, ``options`` what stands behind its language."""

    number: int
    language: str
    text: str
    options: dict[str, str]

    @property
    def label(self) -> str:
        """Return what this block is called, which no other on the page is."""
        names = {"sh": _("Opdracht %(n)d"), "python": _("Python %(n)d"), "http": _("Headers %(n)d")}
        return names.get(self.language, _("JSON %(n)d")) % {"n": self.number}


@dataclass
class Chapter:
    """What stands under one heading: prose (``SafeString``) and blocks of code, in order."""

    title: str
    blocks: list[SafeString | Code] = field(default_factory=list)

    @property
    def id(self) -> str:
        return slugify(self.title) or "begin"


def chapters_of(slug: str) -> tuple[Chapter, ...]:
    """Return a page as chapters; the first has no title and stands before the first heading."""
    guide = GUIDES[slug]
    text = _read(f"guide/{slug}.md")
    if guide.more:
        text += "\n" + _deeper(_read(guide.more))
    return _chapters(filled(text))


@cache
def _read(name: str) -> str:
    """Return a text of docs/api; it holds as long as the code does."""
    return (FOLDER / name).read_text(encoding="utf-8")


def _deeper(text: str) -> str:
    """Return a document as a chapter of another: its title becomes a heading of the second level."""
    return text.replace("\n## ", "\n### ").replace("# ", "## ", 1)


def filled(text: str) -> str:
    """Return a text with the addresses and the figures that hold here."""
    limits = {
        bucket: {who: most or _("onbeperkt") for who, most in each.items()}
        for bucket, each in settings.API_LIMITS.items()
    }
    values = {
        "root": absolute(ROOT),
        "base": absolute(""),
        "version": settings.API_VERSION,
        "body": f"{settings.API_MAX_BODY:,}".replace(",", "."),
        "reads_address": limits["read"]["address"],
        "reads_token": limits["read"]["token"],
        "searches_address": limits["search"]["address"],
        "searches_token": limits["search"]["token"],
        "writes": limits["write"]["token"],
    }
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


@lru_cache(maxsize=64)
def _chapters(text: str) -> tuple[Chapter, ...]:
    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    found, waiting, number = [Chapter("")], [], 0
    tokens = reader.parse(text)

    def flush() -> None:
        if waiting:
            html = reader.renderer.render(waiting, reader.options, {})
            found[-1].blocks.append(mark_safe(html))  # noqa: S308 - our own text, in which HTML is off
            waiting.clear()

    for place, token in enumerate(tokens):
        if token.type == "fence" and token.level == 0:
            flush()
            number += 1
            found[-1].blocks.append(_code(number, token))
        elif token.tag == "h2" and token.type == "heading_open":
            flush()
            found.append(Chapter(tokens[place + 1].content))
        elif not _is_title(tokens, place):
            waiting.append(token)
    flush()
    return tuple(found)


def _is_title(tokens: list[Token], place: int) -> bool:
    """Tell whether a token is what a heading of a chapter holds, or its end."""
    return tokens[place].tag == "h2" or (
        place > 0 and tokens[place - 1].tag == "h2" and tokens[place].type == "inline"
    )


def _code(number: int, token: Token) -> Code:
    language, *rest = token.info.split()
    options = dict(word.partition("=")[::2] for word in rest)
    text = token.content.rstrip("\n")
    if name := options.get("file"):
        text = file_text(name)
    if status := options.get("problem"):
        text = json.dumps(problem(int(status)), indent=2, ensure_ascii=False)
    return Code(number, language, text, options)


def file_text(name: str) -> str:
    """Return a file of docs/api that may be had as it is.

    Raises:
        KeyError: there is no such file.
    """
    if name not in FILES:
        raise KeyError(name)
    return _read(name).rstrip("\n")
