"""The own page: what asks attention first, section by section, each with its first rows and the whole list."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regions.choices import Role

from . import confirming, gaps, kept, mine, terms, waiting
from .arms import PAGE_SIZE, SHOWN, Arm, Row, page_of, start_of
from .scope import Scope

MAY = {
    Role.LEAD: gettext_lazy("Je ziet ook de concepten van je regio en beheert haar gegevens en haar team."),
    Role.MEMBER: gettext_lazy("Je ziet ook de concepten van je regio en houdt haar gegevens mee bij."),
    Role.CONNECTOR: gettext_lazy("Je ziet wat het netwerk deelt en verbindt scholen en bedrijven in je regio."),
    Role.CURATOR: gettext_lazy(
        "Je ziet alle concepten, beoordeelt voorbeelden en beheert de begrippen en bronnen."
    ),
    Role.NATIONAL: gettext_lazy(
        "Je ziet alle concepten en beheert wat van het hele land is, zoals de landelijke agenda’s."
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A section of the own page: the last part of its address, its name, and what it asks."""

    key: str
    title: str | Promise
    lead: str | Promise = ""


@dataclass
class Section:
    """A section with its rows; ``total`` are all of them, at ``url`` when there are more."""

    kind: Kind
    rows: list[Row]
    total: int
    url: str = ""
    counts: list[tuple[str, str]] = field(default_factory=list)


TASKS = Kind("taken", gettext_lazy("Taken"))
WAITING = Kind(
    "gevraagd",
    gettext_lazy("Hier wacht iemand op"),
    gettext_lazy("Een ander kan pas verder als jij iets doet."),
)
TERMS = Kind(
    "termijnen", gettext_lazy("Termijnen"), gettext_lazy("Voorbij, of binnen 60 dagen aan de beurt.")
)
DRAFTS = Kind(
    "formulieren",
    gettext_lazy("Nog niet opgeslagen"),
    gettext_lazy("Formulieren waar je aan begon. Alleen jij ziet ze; na 60 dagen verdwijnen ze."),
)
CONFIRM = Kind(
    "bevestigen",
    gettext_lazy("Klopt dit nog?"),
    gettext_lazy("Hier keek al een jaar niemand naar. Klopt alles nog? Dan is één klik genoeg."),
)
GAPS = Kind(
    "ontbreekt", gettext_lazy("Wat ontbreekt"), gettext_lazy("Klik op wat ontbreekt om het in te vullen.")
)
DEMANDS = Kind(
    "vragen",
    gettext_lazy("Open vragen van bedrijven"),
    gettext_lazy("Van signaal tot besluit; de oudste eerst."),
)
CHANGES = Kind(
    "wijzigingen", gettext_lazy("Veranderd door anderen"), gettext_lazy("In de afgelopen 14 dagen.")
)
CONCEPTS = Kind(
    "concepten",
    gettext_lazy("Concepten"),
    gettext_lazy("Alleen jij, je team, de redactie en het landelijk team zien deze."),
)

ARMS: dict[str, tuple[Kind, Callable[[Scope], list[Arm]]]] = {
    WAITING.key: (WAITING, waiting.arms_of),
    TERMS.key: (TERMS, terms.arms_of),
    CONFIRM.key: (CONFIRM, confirming.arms_of),
    GAPS.key: (GAPS, gaps.arms_of),
    DEMANDS.key: (DEMANDS, waiting.demand_arms),
    CONCEPTS.key: (CONCEPTS, kept.concept_arms),
}
# The sections with a page of their own; tasks have theirs with the team.
PAGED = {DRAFTS.key: DRAFTS, CHANGES.key: CHANGES} | {key: kind for key, (kind, _arms) in ARMS.items()}


def sections_of(scope: Scope) -> list[Section]:
    """Return the sections in which there is something, in the order of attention, in at most two queries each."""
    sections = [
        _tasks(scope),
        _from_arms(WAITING.key, scope),
        _from_arms(TERMS.key, scope),
        _drafts(scope),
        _from_arms(CONFIRM.key, scope),
        _gaps(scope),
        _from_arms(DEMANDS.key, scope),
        _changes(scope),
        _from_arms(CONCEPTS.key, scope),
    ]
    return [section for section in sections if section.total]


def address_of(key: str, scope: Scope) -> str:
    """Return the whole list of a section, of the region that the person looks at."""
    page = reverse("regions:task_list") if key == TASKS.key else reverse("my_section", args=[key])
    return f"{page}?regio={scope.chosen.slug}" if scope.chosen and key != TASKS.key else page


def _from_arms(key: str, scope: Scope) -> Section:
    kind, arms_of = ARMS[key]
    arms = {arm.key: arm for arm in arms_of(scope)}
    start = start_of(arms.values())
    rows = waiting.named([arms[name].row(found) for name, found in start.rows[:SHOWN]], scope.user)
    return Section(kind, rows, start.total, address_of(key, scope))


def _gaps(scope: Scope) -> Section:
    arms = gaps.arms_of(scope)
    start = start_of(arms)
    rows = gaps.joined(start, arms)[:SHOWN]
    if len(rows) == 1:
        # One record says it all: no list of the same.
        return Section(GAPS, rows, start.total)
    return Section(GAPS, rows, start.total, address_of(GAPS.key, scope), gaps.counts(start, scope))


def _tasks(scope: Scope) -> Section:
    if not scope.regions:
        return Section(TASKS, [], 0)
    rows = mine.tasks_of(scope)
    # One more than is shown tells whether there are more; only then they are counted.
    first = list(rows[: SHOWN + 1])
    total = rows.count() if len(first) > SHOWN else len(first)
    return Section(
        TASKS, [mine.task_row(each, scope) for each in first[:SHOWN]], total, address_of(TASKS.key, scope)
    )


def _drafts(scope: Scope) -> Section:
    rows = mine.drafts_of(scope)
    first = list(rows[: SHOWN + 1])
    total = rows.count() if len(first) > SHOWN else len(first)
    return Section(
        DRAFTS, [mine.draft_row(each) for each in first[:SHOWN]], total, address_of(DRAFTS.key, scope)
    )


def _changes(scope: Scope) -> Section:
    rows = mine.changes_of(scope)
    first = list(rows[: SHOWN + 1])
    total = rows.count() if len(first) > SHOWN else len(first)
    return Section(CHANGES, mine.change_rows(first[:SHOWN], scope), total, address_of(CHANGES.key, scope))


def section_page(key: str, scope: Scope, number: str, wanted: str = "") -> tuple[Page, list[Row]]:
    """Return a page of the whole list of a section with its rows; ``wanted`` is the key of one arm, empty for all."""
    if key in ARMS:
        arms = {arm.key: arm for arm in ARMS[key][1](scope)}
        chosen = [arms[wanted]] if wanted in arms else list(arms.values())
        page = page_of(chosen, number)
        return page, waiting.named([arms[name].row(found) for name, found in page], scope.user)
    rows = mine.drafts_of(scope) if key == DRAFTS.key else mine.changes_of(scope)
    page = Paginator(rows, PAGE_SIZE).get_page(number[:6])
    if key == DRAFTS.key:
        return page, [mine.draft_row(each) for each in page]
    return page, mine.change_rows(page, scope)
