"""What the values of facets are called on screen, as far as the reader may know them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import OuterRef, Q, TextField, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.filters import label_of
from industriecoalitie.core.kinds import model_of
from industriecoalitie.search.choices import Facet
from industriecoalitie.search.engine import kinds_together
from industriecoalitie.search.feeds import SCHEMES, all_feeds, feed_of
from knowledgebank.models import LearningResource, Practice
from partnerships.models import Ecosystem, Partnership
from programmes.models import Demand, Module, Programme
from regions.models import AgendaItem, Organisation, Region

# The kinds as readers look for them; the others come after these.
FIRST_KINDS = (
    Practice, Partnership, Organisation, Region, Ecosystem, Programme, Module, Demand, AgendaItem, LearningResource,
)  # fmt: skip
ICONS = {
    "praktijkvoorbeeld": "lightbulb",
    "samenwerking": "handshake",
    "organisatie": "building-2",
    "regio": "map-pinned",
    "ecosysteem": "network",
    "opleiding": "graduation-cap",
    "module": "graduation-cap",
    "leerpad": "graduation-cap",
    "vraag": "message-circle-question-mark",
    "leermiddel": "book-open",
    "collectie": "book-open",
    "indicator": "chart-column",
    "tussenstand": "chart-column",
}
LABELS = {"is_proven": _("Bewezen"), "is_featured": _("Uitgelicht")}
SCHEME_OF = {facet: scheme for scheme, facet in SCHEMES.items()}

Found = Mapping[Facet, Collection[str]]


@dataclass(frozen=True)
class Label:
    """What a value is called, and the values right above it."""

    text: str
    above: tuple[str, ...] = ()


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds that are searched together, in the order of the tabs."""
    first = [feed.kind for model in FIRST_KINDS if (feed := feed_of(model))]
    return tuple(dict.fromkeys([*(kind for kind in first if kind in kinds_together()), *kinds_together()]))


def kind_label(kind: str) -> str:
    """Return the plural name of a kind: Praktijkvoorbeelden."""
    return label_of(model_of(kind))


def one_of_kind(kind: str) -> str:
    """Return the name of one record of a kind: Praktijkvoorbeeld."""
    return capfirst(str(model_of(kind)._meta.verbose_name))


def kind_icon(kind: str) -> str:
    return ICONS.get(kind, "file-text")


def labels_of(found: Found, reader) -> dict[Facet, dict[str, Label]]:
    """Return the labels of values of facets; what ``reader`` may not know has none. At most one query."""
    kept: dict[Facet, dict[str, Label]] = {facet: {} for facet in Facet}
    kept[Facet.KIND] = {
        kind: Label(kind_label(kind)) for kind in found.get(Facet.KIND, ()) if kind in kinds()
    }
    kept[Facet.LABEL] = {
        value: Label(str(LABELS[value])) for value in found.get(Facet.LABEL, ()) if value in LABELS
    }
    kept[Facet.YEAR] = {value: Label(value) for value in found.get(Facet.YEAR, ()) if _is_year(value)}
    terms = {
        (facet, value): (SCHEME_OF[facet].value, value)
        for facet in SCHEME_OF
        for value in found.get(facet, ())
    }
    for value in found.get(Facet.CATEGORY, ()):
        kind, _sign, choice = value.partition(":")
        scheme, choices = _categories().get(kind, ("", None))
        if scheme:
            terms[Facet.CATEGORY, value] = (scheme, choice)
        elif choices is not None and (not choices or choice in choices):
            kept[Facet.CATEGORY][value] = Label(str(choices.get(choice) or capfirst(choice)))
    for facet, value in (*terms, *((Facet.REGION, value) for value in found.get(Facet.REGION, ()))):
        terms.setdefault((facet, value), ("", value))
    known = _known(set(terms.values()), reader)
    for (facet, value), term in terms.items():
        if term in known:
            kept[facet][value] = known[term]
    return kept


def _known(terms: Collection[tuple[str, str]], reader) -> dict[tuple[str, str], Label]:
    """Return the labels of terms, as scheme and notation, and of regions, as nothing and slug, in one query."""
    if not terms:
        return {}
    by_scheme: dict[str, list[str]] = {}
    for scheme, value in terms:
        by_scheme.setdefault(scheme, []).append(value)
    slugs = by_scheme.pop("", [])
    wanted = Q(pk__in=[])
    for scheme, notations in by_scheme.items():
        wanted |= Q(scheme=scheme, notation__in=notations)
    text, texts = TextField(), ArrayField(TextField())
    broader = Concept.objects.filter(narrower=OuterRef("pk")).order_by().values(key=Cast("notation", text))
    concepts = (
        Concept.objects.visible_to(reader)
        .filter(wanted)
        .order_by()
        .annotate(
            list=Cast("scheme", text),
            name=Cast("label", text),
            key=Cast("notation", text),
            above=Cast(ArraySubquery(broader), texts),
        )
    )
    regions = (
        Region.objects.visible_to(reader)
        .filter(slug__in=slugs)
        .order_by()
        .annotate(
            list=Value("", text),
            key=Cast("slug", text),
            called=Cast("name", text),
            above=Cast(Value([], texts), texts),
        )
    )
    rows = concepts.values_list("list", "key", "name", "above").union(
        regions.values_list("list", "key", "called", "above"), all=True
    )
    return {(scheme, value): Label(name, tuple(sorted(above))) for scheme, value, name, above in rows}


@cache
def _categories() -> dict[str, tuple[str, dict[str, str]]]:
    """Return for each kind the code list of its category, or the choices of its own (none: any word)."""
    found = {}
    for feed in all_feeds():
        if feed.category:
            column = feed.model._meta.get_field(feed.category)
            scheme = str(column.get_limit_choices_to().get("scheme", "")) if column.is_relation else ""
            found[feed.kind] = (scheme, dict(column.choices or ()))
    return found


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isascii() and value.isdecimal()


def category_of(scheme: str) -> str:
    """Return the kind of record of which the terms of a code list are the categories; nothing when none."""
    return next((kind for kind, (own, _choices) in _categories().items() if own == scheme and own), "")
