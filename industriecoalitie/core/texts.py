"""Dutch text on its way to the screen: safe HTML, soft hyphens, lists in a sentence."""

import functools
import re
from collections.abc import Callable, Iterable

import nh3
import pyphen
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

LONGEST_MARKDOWN = 20_000
# Cells of tables, empty ones included: a few signs make thousands, and each costs time.
MOST_CELLS = 5_000
SHORTEST_HYPHENATED = 13
FIRST_HEADING = 3
SOFT_HYPHEN = "\u00ad"

TAGS_AND_ENTITIES = re.compile(r"(<[^>]*>|&#?\w+;)")
BLANK_LINE = re.compile(r"\n[ \t]*\n")
LONG_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST_HYPHENATED},}}")
ALLOWED_TAGS = {
    *("p", "br", "hr", "strong", "em", "a", "code", "pre", "blockquote", "ul", "ol", "li"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
DUTCH = pyphen.Pyphen(lang="nl_NL")


def escaped_parts(text: object, change: Callable[[str], str]) -> SafeString:
    """Return ``text`` escaped, with ``change`` done to what is neither a tag nor an entity."""
    parts = TAGS_AND_ENTITIES.split(conditional_escape(text))
    parts[::2] = [change(part) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308 - escaped above; change works on the text between tags


@functools.lru_cache(maxsize=4096)
def hyphenated(word: str) -> str:
    return DUTCH.inserted(word, SOFT_HYPHEN)


def with_soft_hyphens(text: object) -> SafeString:
    """Return escaped text in which words of 13 letters and more may break where Dutch allows it."""
    return escaped_parts(text, lambda part: LONG_WORD.sub(lambda match: hyphenated(match[0]), part))


def joined(items: Iterable[object]) -> SafeString:
    """Return escaped items as they stand in a sentence: ``a, b en c``."""
    parts = [conditional_escape(item) for item in items]
    if len(parts) > 1:
        parts[-2:] = [format_html("{} {} {}", parts[-2], _("en"), parts[-1])]
    return mark_safe(", ".join(parts))  # noqa: S308 - every part is escaped


def is_safe_address(url: str) -> bool:
    return url.lower().startswith(("https://", "mailto:"))


def kept_attribute(tag: str, name: str, value: str) -> str | None:
    # `rel` is the cleaner's own; of what people write, only addresses are left.
    return value if name == "rel" or is_safe_address(value) else None


def count_cells(text: str) -> int:
    """Return how many cells the tables of a text have at most; a row is as wide as the widest beside it."""
    blocks = [block.split("\n") for block in BLANK_LINE.split(text) if "|" in block]
    return sum(len(lines) * (1 + max(line.count("|") for line in lines)) for lines in blocks)


@functools.cache
def markdown_reader(*, has_tables: bool) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    if has_tables:
        reader.enable("table")
    reader.validateLink = is_safe_address
    return reader


@functools.lru_cache(maxsize=128)
def markdown(text: str) -> SafeString:
    """Return Markdown as HTML from a list of allowed tags: links only https and mailto, headings from h3.

    What goes beyond 20,000 characters is left out, and says so. Tables of more than 5,000 cells stay as typed.
    """
    shown = text[:LONGEST_MARKDOWN]
    reader = markdown_reader(has_tables=count_cells(shown) <= MOST_CELLS)
    tokens = reader.parse(shown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + FIRST_HEADING - 1)}"
    html = reader.renderer.render(tokens, reader.options, {})
    clean = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=kept_attribute,
        link_rel="noopener noreferrer",
    )
    if len(text) > LONGEST_MARKDOWN:
        clean += format_html("<p><em>{}</em></p>", _("De tekst is te lang en houdt hier op."))
    return mark_safe(clean)  # noqa: S308 - cleaned by nh3


def explained(text: object, terms: Iterable) -> SafeString:
    """Return escaped text in which the first use of each abbreviation carries its full form.

    ``terms`` are objects with ``short`` and ``full``.
    """
    meanings = {term.short: term.full for term in terms}
    if not meanings:
        return conditional_escape(text)
    longest_first = sorted(meanings, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(re.escape(short) for short in longest_first)})(?!\w)")

    def with_meaning(match: re.Match) -> str:
        full = meanings.pop(match[1], None)
        return format_html('<abbr title="{}">{}</abbr>', full, match[1]) if full else match[1]

    return escaped_parts(text, lambda part: pattern.sub(with_meaning, part))
