"""Tabs, facets and chips: what the results of the search are narrowed by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from industriecoalitie.search.choices import Facet
from industriecoalitie.search.engine import Result

from .asking import Asked
from .labels import Label, kind_icon, kind_label, kinds, labels_of

# As they stand beside the results; the kinds are tabs. The category says little while all kinds stand together.
SHOWN = (
    Facet.THEME, Facet.SECTOR, Facet.TARGET_GROUP, Facet.ROUTE, Facet.LEVEL, Facet.REGION, Facet.LABEL, Facet.YEAR,
)  # fmt: skip
OPEN_OPTIONS = 8
OPEN_TABS = 5
DEEPEST = 3

Labels = Mapping[Facet, Mapping[str, Label]]


@dataclass(frozen=True)
class Tab:
    """One kind of record, or all."""

    label: str
    count: int
    address: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Option:
    """One value of a facet; ``depth`` is how far it lies below the values above it."""

    value: str
    label: str
    count: int
    is_chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class ShownFacet:
    """A facet on screen: what is always there, and what stands behind a click."""

    name: str
    label: str
    first: Sequence[Option]
    rest: Sequence[Option]


@dataclass(frozen=True)
class Narrowing:
    """All that the results can be narrowed by, and what they are."""

    tabs: Sequence[Tab]
    more_tabs: Sequence[Tab]
    facets: Sequence[ShownFacet]
    chips: Sequence[Mapping[str, str]]
    kept: Sequence[tuple[str, str]]
    labels: Labels


def narrowing_of(asked: Asked, result: Result, reader) -> Narrowing:
    """Return what a reader can narrow these results by, and what is chosen. One query."""
    found = {facet: {*result.facets.get(facet, ()), *asked.chosen.get(facet, ())} for facet in Facet}
    labels = labels_of(found, reader)
    tabs = tabs_of(asked, result.facets.get(Facet.KIND, {}), labels[Facet.KIND])
    first, rest = _open_tabs(tabs)
    shown = [
        _facet(facet, asked, result.facets.get(facet, {}), labels[facet]) for facet in _order(asked, tabs)
    ]
    shown = [facet for facet in shown if facet.first]
    offered = {(facet.name, option.value) for facet in shown for option in (*facet.first, *facet.rest)}
    kept = [
        (facet.value, value)
        for facet, values in asked.chosen.items()
        for value in values
        if (facet.value, value) not in offered
    ]
    return Narrowing(first, rest, shown, chips_of(asked, labels), kept, labels)


def tabs_of(asked: Asked, counts: Mapping[str, int], labels: Mapping[str, Label]) -> list[Tab]:
    """Return the tab of all kinds, and those of the kinds that were found or chosen, in a fixed order."""
    chosen = asked.chosen.get(Facet.KIND, ())
    everything = asked.without(Facet.KIND).address
    total = sum(counts.get(kind, 0) for kind in labels)
    tabs = [Tab(_("Alles"), total, everything, "", not chosen)]
    return tabs + [
        Tab(
            labels[kind].text,
            counts.get(kind, 0),
            asked.with_only(Facet.KIND, kind).address,
            kind_icon(kind),
            chosen == (kind,),
        )
        for kind in kinds_in_order(labels)
        if counts.get(kind) or kind in chosen
    ]


def kinds_in_order(labels: Iterable[str]) -> list[str]:
    known = set(labels)
    return [kind for kind in kinds() if kind in known]


def _open_tabs(tabs: Sequence[Tab]) -> tuple[list[Tab], list[Tab]]:
    """Return the tabs that are always there, the current one among them, and the others; never one alone."""
    everything, *others = tabs
    if len(others) <= OPEN_TABS + 1:
        return list(tabs), []
    first = others[:OPEN_TABS]
    current = [tab for tab in others[OPEN_TABS:] if tab.is_current]
    if current:
        first = [*first[:-1], *current]
    return [everything, *first], [tab for tab in others if tab not in first]


def _order(asked: Asked, tabs: Sequence[Tab]) -> list[Facet]:
    """Return the facets in order: of one kind of record the category first, else last."""
    is_one_kind = len(asked.chosen.get(Facet.KIND, ())) == 1 or len(tabs) == 2
    return [Facet.CATEGORY, *SHOWN] if is_one_kind else [*SHOWN, Facet.CATEGORY]


def _facet(facet: Facet, asked: Asked, counts: Mapping[str, int], labels: Mapping[str, Label]) -> ShownFacet:
    chosen = asked.chosen.get(facet, ())
    values = {value: counts.get(value, 0) for value in (*counts, *chosen) if value in labels}
    if facet == Facet.YEAR:
        values = dict(sorted(values.items(), reverse=True))
    options = (
        _in_tree(values, labels, chosen)
        if facet == Facet.TARGET_GROUP
        else _in_row(facet, values, labels, chosen)
    )
    most = OPEN_OPTIONS if len(options) > OPEN_OPTIONS + 1 else len(options)
    most = max(most, _last_chosen(options) + 1)
    return ShownFacet(facet.value, str(facet.label), options[:most], options[most:])


def _in_row(
    facet: Facet, values: Mapping[str, int], labels: Mapping[str, Label], chosen: Sequence[str]
) -> list[Option]:
    """Return what is chosen, then the others as they were counted."""
    kinds_named = {value.partition(":")[0] for value in values} if facet == Facet.CATEGORY else set()
    options = [
        Option(value, _named(value, labels, len(kinds_named) > 1), count, value in chosen)
        for value, count in values.items()
    ]
    return sorted(options, key=lambda option: not option.is_chosen)


def _named(value: str, labels: Mapping[str, Label], with_kind: bool) -> str:
    """Return what a category is called, with its kind of record when there are more of these."""
    if not with_kind:
        return labels[value].text
    return f"{labels[value].text} ({kind_label(value.partition(':')[0]).lower()})"


def _in_tree(values: Mapping[str, int], labels: Mapping[str, Label], chosen: Sequence[str]) -> list[Option]:
    """Return values below the values they are part of, trees with a chosen value first; each value once."""
    below: dict[str, list[str]] = {}
    for value in values:
        above = next((each for each in labels[value].above if each in values and each != value), "")
        below.setdefault(above, []).append(value)
    done: set[str] = set()

    def walk(value: str, depth: int) -> list[Option]:
        if value in done:
            return []
        done.add(value)
        own = Option(value, labels[value].text, values[value], value in chosen, min(depth, DEEPEST))
        return [own, *(option for each in below.get(value, ()) for option in walk(each, depth + 1))]

    trees = [walk(value, 0) for value in below.get("", ())]
    # Values that are each other's broader one have no root; they are not lost.
    trees += [[option] for value in values if value not in done for option in walk(value, 0)]
    trees.sort(key=lambda tree: not any(option.is_chosen for option in tree))
    return [option for tree in trees for option in tree]


def _last_chosen(options: Sequence[Option]) -> int:
    return max((place for place, option in enumerate(options) if option.is_chosen), default=-1)


def chips_of(asked: Asked, labels: Labels) -> list[dict[str, str]]:
    """Return each chosen value with the address without it; the one kind that is chosen is the current tab."""
    chips = []
    for facet, values in asked.chosen.items():
        for value in values:
            known = labels[facet].get(value)
            if facet == Facet.KIND and known and len(values) == 1:
                continue
            label = known.text if known else f"{facet.label}: {value}"
            chips.append({"label": label, "address": asked.without(facet, value).address})
    return chips
