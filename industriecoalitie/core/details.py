"""What the detail pages and lists of all apps share: terms, agenda lines, figures, and what the sources leave out."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Model
from django.utils.translation import gettext as _

from .relations import RelatedRow, RelatedSection, Relation

MOST_CHIPS = 6
MOST_LARGE_FIGURES = 4
LONGEST_LARGE_WORD = 7
NOT_CITED = ("concepts", "places", "regions")
# What a row of one record tells of its own certainty, beside its name.
CERTAINTY = {"is_inferred": "is_inferred", "basis": "basis"}


def concepts_relation(record: Model, user) -> Relation:
    """Return the terms of a record; the note of a row is the list that the term comes from."""
    return Relation(
        "concepts",
        _("Begrippen"),
        record.concepts.visible_to(user),
        "label",
        "concepts:concept_detail",
        slugs=("scheme", "notation"),
        note="scheme",
        rank="order",
    )


def agenda_relation(record: Model, user) -> Relation:
    """Return the agenda lines that a record works on."""
    return Relation(
        "agenda_items",
        _("Agenda’s"),
        record.agenda_items.visible_to(user),
        "title",
        "regions:agenda_item_detail",
        slugs=("agenda__slug", "code"),
        note="agenda__title",
        rank="position",
    )


def terms_by_list(concepts: RelatedSection, lists: Mapping[str, str]) -> list[tuple[str, list[RelatedRow]]]:
    """Return the terms of a page list by list, with the name of each list; ``lists`` is key → name, in order."""
    groups = [(name, [row for row in concepts.rows if row.note == key]) for key, name in lists.items()]
    return [(name, rows) for name, rows in groups if rows]


def chips_of(record: Model, user, lists: Sequence[str]) -> list[Model]:
    """Return the prefetched terms of a record that a list names, in the order of ``lists``; the first few."""
    shown = [term for term in record.concepts.all() if term.scheme in lists and term.is_shown_to(user)]
    return sorted(shown, key=lambda term: (lists.index(term.scheme), term.order, term.label))[:MOST_CHIPS]


def figures_of(record: Model, user) -> list[tuple[Model, str]]:
    """Return the measurements about a record that ``user`` may see, each with what it counts and when, in words."""
    indicators = record.indicators.visible_to(user)
    measurements = indicators.model._meta.get_field("measurements").related_model
    rows = measurements.objects.visible_to(user).filter(indicator__in=indicators).for_list()
    return [(row, figure_in_words(row)) for row in rows]


def figure_in_words(measurement: Model) -> str:
    """Return what stands under a figure: its unit, its name, and the year; what the name says is not said twice."""
    name = measurement.indicator.name
    years = [str(year) for year in (measurement.year, measurement.until_year) if year]
    unit, when = measurement.unit or measurement.indicator.unit, "–".join(years)
    kind = "" if measurement.kind == "realised" else measurement.get_kind_display()
    said = name.lower()
    before, after = ([part] if part.lower() not in said else [] for part in (unit, when))
    return " · ".join(part for part in (*before, name, *after, kind) if part)


def are_short(figures: Sequence[tuple[Model, str]]) -> bool:
    """Tell whether figures are few and short enough to be shown large, beside each other."""
    words = [word for row, _text in figures for word in row.in_words.split()]
    return len(figures) <= MOST_LARGE_FIGURES and all(len(word) <= LONGEST_LARGE_WORD for word in words)


def missing_parts(parts: Iterable[tuple[str, Sequence]]) -> list[str]:
    """Return the names of the parts of a page about which the sources say nothing."""
    return [name for name, rows in parts if not rows]


def cited(sections: Mapping[str, RelatedSection]) -> dict[str, RelatedSection]:
    """Return the sections whose rows are facts of this page; terms and areas rest on sources of their own."""
    return {key: section for key, section in sections.items() if key not in NOT_CITED}
