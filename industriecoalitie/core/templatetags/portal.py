"""The tags and filters that pages are built from; docs/design.md is their guide."""

import functools
import math
import re
import uuid
from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, Field
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from industriecoalitie.core import citing, maps, quantities, texts, wording
from industriecoalitie.core.kinds import kind_of

register = template.Library()

BETWEEN_TAGS = re.compile(r"(?<=>)\s+(?=<)")
MOST_DOTS = 120
DOTS_PER_ROW = 15
OPEN_OPTIONS = 8

# The tone and icon of a status follow from its word; a page may still choose its own.
KNOWN_STATUS = {
    "concept": ("let", "pencil"),
    "ter beoordeling": ("info", "eye"),
    "aanvulling gevraagd": ("let", "message-square-text"),
    "gepubliceerd": ("goed", "check"),
    "openbaar": ("goed", "globe"),
    "netwerk": ("info", "users"),
    "gearchiveerd": ("neutraal", "archive"),
    "gestopt": ("neutraal", "archive"),
    "loopt": ("info", "circle-dashed"),
    "lopend": ("info", "circle-dashed"),
    "bezig": ("info", "circle-dashed"),
    "gepland": ("neutraal", "calendar"),
    "afgerond": ("goed", "check"),
    "gehaald": ("goed", "check"),
    "vervallen": ("fout", "x"),
    "niet gehaald": ("fout", "x"),
}
TONE_ICONS = {"goed": "check", "let": "triangle-alert", "fout": "circle-alert", "info": "info"}


def component(name: str, **context: object) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


def trimmed(content: str) -> SafeString:
    """Return what stood in a block without the space round it."""
    return mark_safe(content.strip())  # noqa: S308 - the template has escaped it already


@functools.lru_cache(maxsize=256)
def drawn_icon(name: str, size: int) -> SafeString:
    drawn = lucide(name, size=size, aria_hidden="true", **{"class": "icoon"})
    return mark_safe(BETWEEN_TAGS.sub("", drawn))  # noqa: S308 - the package's own drawing


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """Draw a lucide icon that screen readers pass over."""
    return drawn_icon(str(name), int(size))


# Filters


@register.filter
def zacht(text: object) -> SafeString:
    """Let long Dutch words break at their syllables."""
    return texts.with_soft_hyphens("" if text is None else text)


@register.filter
def number(value: object) -> str:
    """Write a number the Dutch way: 50.000 or 2,5."""
    return "" if value in (None, "") else quantities.in_words(Decimal(str(value)))


@register.filter
def quantity(value: object) -> str:
    """Write a quantity with the word of its source: bijna 108.000."""
    return value.in_words if value else ""


@register.filter
def measure(value: object) -> str:
    """Write a quantity with its unit: bijna 108.000 vakmensen."""
    return wording.measure(value) if value else ""


@register.filter
def day(value: object) -> SafeString:
    """Write a date, a partial date or a moment in words."""
    return wording.day_html(value)


@register.filter
def period(value: object) -> SafeString:
    """Write from when until when something holds."""
    return wording.period_html(value)


@register.filter
def markdown(text: str | None) -> SafeString:
    """Turn Markdown into safe HTML."""
    return texts.markdown(str(text)) if text else SafeString("")


@register.filter
def joined(items: Iterable | None) -> SafeString:
    """Write a list as in a sentence: a, b en c."""
    return texts.joined(items or [])


@register.filter
def filled(value: object) -> SafeString | str:
    """Write any value; say so when the source has none."""
    return wording.value_html(value)


@register.filter
def explained(text: object, terms: Iterable | None) -> SafeString:
    """Give the first use of each abbreviation its full form."""
    return texts.explained(text, terms or [])


@register.filter
def lookup(mapping: dict | None, key: object) -> object:
    """Take one value out of a dict; None when it is not there."""
    return (mapping or {}).get(key)


@register.filter
def shown_to(record: object, user: object) -> object:
    """Return a record when it may be named to this reader, None when not; of a list, those that may."""
    if record is None or hasattr(record, "is_shown_to"):
        return record if record is not None and record.is_shown_to(user) else None
    return [each for each in record if each.is_shown_to(user)]


@register.filter
def editable_by(record: object, user: object) -> bool:
    """Tell whether this reader may change a record; no query, but for a guest of one partnership."""
    return record.is_editable_by(user)


@register.filter
def staffed_by(record: object, user: object) -> bool:
    """Tell whether this reader says who works on a region or a partnership; no query."""
    return record.is_staffed_by(user)


@register.filter
def kind(record: object) -> str:
    """Return the name of the kind of a record in an address: samenwerking."""
    return kind_of(record)


# Sources


@register.simple_tag(takes_context=True)
def source_ref(context: template.Context, fact: object, field: str = "") -> SafeString:
    """Name the source behind a fact, and that a fact is inferred."""
    return reference(context, fact, field)


def reference(context: template.Context, fact: object, field: str = "") -> SafeString:
    if not fact:
        return SafeString("")
    found = citing.of_fact(context.get("citations"), fact, field)
    is_inferred = getattr(fact, "is_inferred", False) and not field
    if not found and not is_inferred:
        return SafeString("")
    places = format_html_join("; ", "{}", ([citing.place_in_words(citation)] for citation in found))
    first = citing.anchor(found[0]) if found else ""
    basis = getattr(fact, "basis", "")
    return component("source_ref", anchor=first, places=places, is_inferred=is_inferred, basis=basis)


@register.simple_tag(takes_context=True)
def sources(context: template.Context) -> SafeString:
    """List the sources of a page, once each."""
    found = [citation for facts in (context.get("citations") or {}).values() for citation in facts]
    return component("sources", documents=citing.by_document(found)) if found else SafeString("")


# Blocks


@register.simple_block_tag
def pagehead(content: str, title: object, lead: object = "", kicker: object = "") -> SafeString:
    """Write the h1 of a page, with what stands round it."""
    return component("pagehead", content=trimmed(content), title=title, lead=lead, kicker=kicker)


@register.simple_block_tag
def section(
    content: str,
    title: object,
    count: int | None = None,
    url: str = "",
    url_text: object = "",
    id: str = "",
    lead: object = "",
    empty: object = "",
) -> SafeString:
    """Write a part of a page; without content its empty text, or nothing at all."""
    content = trimmed(content)
    if not content and not empty:
        return SafeString("")
    name = id or f"deel-{uuid.uuid5(uuid.NAMESPACE_URL, str(title)).hex[:8]}"
    return component(
        "section",
        content=content,
        title=title,
        count=count,
        url=url,
        url_text=url_text or _("Alles bekijken"),
        id=name,
        lead=lead,
        empty=empty,
    )


@register.simple_block_tag
def panel(content: str, title: object, id: str = "") -> SafeString:
    """Write a white panel with a heading."""
    return component("panel", content=content, title=title, id=id)


@register.simple_block_tag
def notice(content: str, title: object, tone: str = "info") -> SafeString:
    """Write a coloured message."""
    return component("notice", content=trimmed(content), title=title, tone=tone, icon=TONE_ICONS[tone])


@register.simple_block_tag(takes_context=True)
def moment(
    context: template.Context,
    content: str,
    title: object,
    when: object = None,
    state: str = "",
    state_label: object = "",
    of: object = None,
) -> SafeString:
    """Write one step of a timeline."""
    return component(
        "moment",
        content=trimmed(content),
        title=title,
        when=wording.day_html(when),
        state=state,
        state_label=state_label,
        reference=reference(context, of),
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """Put lines of facts together."""
    return format_html('<dl class="feiten">{}</dl>', content)


@register.simple_block_tag(takes_context=True)
def tablebox(
    context: template.Context, content: str, caption: object, stacked: bool = False, source: object = None
) -> SafeString:
    """Write a table that scrolls inside itself, or stacks its rows on a phone."""
    source = reference(context, source)
    return component("tablebox", content=content, caption=caption, stacked=stacked, reference=source)


# Facts, rows, figures


@register.simple_tag(takes_context=True)
def fact(
    context: template.Context, label: object, value: object, url: str = "", of: object = None, field: str = ""
) -> SafeString:
    """Write one fact with its label and its source."""
    shown = wording.value_html(value)
    if url and not wording.is_empty(value):
        shown = format_html('<a href="{}">{}</a>', url, wording.plain(value))
    source = "" if wording.is_empty(value) else reference(context, of, field)
    return component("fact", label=label, value=shown, reference=source)


@register.simple_tag
def parts(*values: object) -> list[SafeString | str]:
    """Put the values that are there into a list."""
    return [wording.plain(value) for value in values if not wording.is_empty(value)]


@register.simple_tag
def meta(*values: object) -> SafeString:
    """Write the values that are there on one line, with dots between."""
    return component("meta", parts=parts(*values))


@register.simple_tag(takes_context=True)
def row(
    context: template.Context,
    title: object,
    url: str = "",
    *,
    meta: list | None = None,
    summary: object = "",
    figure: object = "",
    figure_text: object = "",
    labels: Iterable | None = None,
    fragment: object = "",
    status: object = "",
    tone: str = "",
    level: int = 3,
    compact: bool = False,
    of: object = None,
) -> SafeString:
    """Write one result of a list; with a box to choose it where the reader is choosing.

    Where words were asked, these are marked in the summary.
    """
    bar = context.get("bar") or {}
    answer = context.get("answer")
    return component(
        "row",
        picked=(bar.get("picked") or {}).get(url, ""),
        title=title,
        url=url,
        meta=meta,
        summary=answer.marked(str(summary)) if answer and summary else summary,
        figure=wording.plain(figure),
        figure_text=figure_text,
        labels=list(labels or []),
        fragment=fragment,
        status=status,
        tone=tone,
        heading=f"h{int(level)}",
        compact=compact,
        reference=reference(context, of),
    )


@register.simple_tag
def status(label: object, tone: str = "", icon: str = "") -> SafeString:
    """Write a status as a pill with an icon and a word."""
    known_tone, known_icon = KNOWN_STATUS.get(str(label).lower(), ("", ""))
    tone = tone or known_tone or "neutraal"
    icon = icon or known_icon or TONE_ICONS.get(tone, "circle-dashed")
    return component("status", label=label, tone=tone, icon=icon)


@register.simple_tag
def labels(concepts: Iterable, linked: bool = False, title: object = "") -> SafeString:
    """Write concepts or words as chips."""
    return component("labels", labels=list(concepts), linked=linked, title=title)


@register.simple_tag(takes_context=True)
def figure(
    context: template.Context,
    value: object,
    text: object = "",
    url: str = "",
    of: object = None,
    dots: int | None = None,
) -> SafeString:
    """Write a large figure with a short sentence."""
    shown = value.in_words if hasattr(value, "qualifier") and value.in_words else wording.value_html(value)
    text = text or getattr(value, "unit", "")
    source = reference(context, of)
    return component("figure", value=shown, text=text, url=url, dots=dots, reference=source)


@register.simple_tag
def dots(count: int, label: object = "") -> SafeString:
    """Draw one dot for each counted thing, at most 120."""
    shown = min(MOST_DOTS, max(0, int(count or 0)))
    spots = [divmod(index, DOTS_PER_ROW) for index in range(shown)]
    path = "".join(f"M{10 + column * 20 + row % 2 * 10} {10 + row * 18}h0" for row, column in spots)
    width = min(shown, DOTS_PER_ROW) * 20 + (10 if shown > DOTS_PER_ROW else 0)
    height = 20 + max(0, math.ceil(shown / DOTS_PER_ROW) - 1) * 18
    return component("dots", path=path, width=width, height=height, label=label) if shown else SafeString("")


@register.simple_tag(takes_context=True)
def bars(
    context: template.Context,
    rows: Iterable[dict],
    caption: object = "",
    unit: str = "",
    source: object = None,
    level: str = "",
) -> SafeString:
    """Draw rows of figures as bars; the longest fills the width."""
    rows = list(rows)
    longest = max((float(row["value"]) for row in rows if row.get("value") is not None), default=0)
    drawn = [{**row, "text": bar_text(row, unit), "width": bar_width(row, longest)} for row in rows]
    return component("bars", rows=drawn, caption=caption, level=level, reference=reference(context, source))


def bar_text(row: dict, unit: str) -> str:
    if row.get("text"):
        return row["text"]
    return wording.missing() if row.get("value") is None else f"{number(row['value'])} {unit}".strip()


def bar_width(row: dict, longest: float) -> str:
    value = float(row.get("value") or 0)
    return f"{max(0.0, value) / longest * 100:.1f}" if longest > 0 else "0"


@register.simple_tag
def tree(nodes: Iterable[dict]) -> SafeString:
    """Write a tree of headings, such as an agenda."""
    nodes = list(nodes)
    return component("tree", nodes=nodes) if nodes else SafeString("")


@register.simple_tag
def empty(title: object, text: object = "", url: str = "", url_text: object = "") -> SafeString:
    """Say that there is nothing here, and what to do next."""
    return component("empty", title=title, text=text, url=url, url_text=url_text)


@register.simple_tag
def terms(terms: Iterable) -> SafeString:
    """List abbreviations with their full form."""
    terms = list(terms)
    return component("terms", terms=terms) if terms else SafeString("")


@register.simple_tag
def count_heading(total: int, one: object, many: object, q: str = "") -> SafeString:
    """Say how many were found, and for what."""
    found = format_html("{} {}", number(total), one if total == 1 else many)
    return format_html(_("{} voor ‘{}’"), found, q) if q else found


@register.simple_tag
def facet(facet: dict) -> SafeString:
    """Write the choices of one filter; many choices stand behind a click."""
    options = list(facet["options"])
    first, rest = options[:OPEN_OPTIONS], options[OPEN_OPTIONS:]
    is_open = any(option.checked for option in rest)
    return component("facet", facet=facet, first=first, rest=rest, is_open=is_open)


@register.simple_tag(takes_context=True)
def kept_parameters(context: template.Context, facets: Iterable[dict]) -> SafeString:
    """Keep what the address says besides the fields of the form itself: filters that are no facet here."""
    shown = {(facet["name"], option.value) for facet in facets for option in facet["options"]}
    kept = [
        (name, value)
        for name, values in context["request"].GET.lists()
        for value in values
        if name not in ("q", "sort", "page") and value and (name, value) not in shown
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """Return the numbers to link to; None where some are left out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [shown if isinstance(shown, int) else None for shown in elided]


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Write a field of a form: label, help, what is wrong, control."""
    return component("field", field=bound, errors=spoken_errors(bound))


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """List what is wrong in a form, with links to the fields; nothing when all is well."""
    errors = [("", error) for error in form.non_field_errors()]
    for bound in form:
        errors += [(bound.id_for_label, error) for error in spoken_errors(bound)]
    return component("error_list", errors=errors) if errors else SafeString("")


def spoken_errors(bound: BoundField) -> list[str]:
    """Return the errors of a field; where it has no words of its own for being empty, ours."""
    plain = Field.default_error_messages["required"]
    ask = _("Vul ‘%(field)s’ in.") % {"field": bound.label}
    return [ask if error == plain else error for error in bound.errors]


@register.simple_tag(takes_context=True)
def current_section(context: template.Context, address: str) -> SafeString:
    """Mark the item of the menu that the address of this page belongs to."""
    request = context.get("request")
    is_here = request is not None and request.path.startswith(address)
    return mark_safe(' aria-current="true"') if is_here else SafeString("")


# Maps


@register.simple_tag
def mark(size: int = 32) -> SafeString:
    """Draw the ring of dots."""
    return component("mark", size=size)


@register.simple_tag
def dot_map(
    areas: Iterable[dict] = (),
    markers: Iterable[dict] = (),
    title: object = "",
    description: object = "",
    dark: bool = False,
    legend: Iterable = (),
    small: bool = False,
) -> SafeString:
    """Draw the country in dots, an area lighter and larger as its level is higher."""
    drawn = maps.dot_areas(list(areas or []))
    if not drawn or not maps.raster():
        return SafeString("")
    return component(
        "dot_map",
        areas=drawn,
        markers=maps.placed_markers(list(markers or [])),
        title=title or _("Kaart van Nederland"),
        description=description,
        dark=dark,
        small=small,
        legend=list(legend or []),
        width=maps.WIDTH,
        height=maps.HEIGHT,
    )


@register.simple_tag
def place_map(lat: float | None, lon: float | None, label: object = "", province: str = "") -> SafeString:
    """Draw a small map with one place on it; nothing when the place is not known."""
    if lat is None or lon is None:
        return SafeString("")
    areas = [{"code": province, "level": 2, "label": maps.PROVINCES[province]}] if province else []
    title = _("%(place)s op de kaart van Nederland") % {"place": label} if label else ""
    return dot_map(areas, [{"lat": lat, "lon": lon, "label": label}], title=title, small=True)


@register.simple_tag
def tile_map(areas: Iterable[dict], title: object = "", legend: Iterable = ()) -> SafeString:
    """Draw the 35 labour market regions as tiles."""
    width, height = maps.tile_size()
    return component(
        "tile_map",
        tiles=maps.tiles(list(areas or [])),
        title=title or _("Arbeidsmarktregio’s van Nederland"),
        legend=list(legend or []),
        width=width,
        height=height,
        tile=maps.TILE,
    )
