"""How often records name a term or a success factor, way by way."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from industriecoalitie.core.filters import label_of
from industriecoalitie.core.models import Part, Record
from industriecoalitie.history.merging import Link, link_counts, links_to


def links_of_others(model: type[Record]) -> list[Link]:
    """Return the ways in which other records name one of this kind: not those among themselves, nor their own rows."""
    return [link for link in links_to(model) if link.model is not model and not _is_own_row(link)]


def _is_own_row(link: Link) -> bool:
    return issubclass(link.model, Part) and link.model.part_of == link.field.name


def times_used(model: type[Record], records: Iterable[Record]) -> Counter[int]:
    """Return how often each of these is named, by primary key, in one query; what was taken away counts too."""
    found: Counter[int] = Counter()
    for counts in link_counts(links_of_others(model), [record.pk for record in records]).values():
        found.update(counts)
    return found


def moving(kept: Record, gone: Record) -> list[tuple[str, int, int]]:
    """Return per kind what moves when two become one, as name, how many ``kept`` has and how many come; one query."""
    links = [link for link in links_to(type(kept)) if link.field.name != "merged_into"]
    return [
        (label_of_link(link), counts.get(kept.pk, 0), counts[gone.pk])
        for link, counts in link_counts(links, [kept.pk, gone.pk]).items()
        if gone.pk in counts
    ]


def uses_of(record: Record) -> list[tuple[str, int]]:
    """Return per kind how often a term or factor is named, in one query."""
    counts = link_counts(links_of_others(type(record)), [record.pk])
    return [(label_of_link(link), found[record.pk]) for link, found in counts.items()]


def label_of_link(link: Link) -> str:
    """Return what a way of naming is called: the kind of record, and the field when that is not plain."""
    if link.field.name == "broader":
        return _("Smallere begrippen")
    if link.field.name in ("concepts", "concept", "factor"):
        return label_of(link.model)
    return f"{label_of(link.model)} ({link.field.verbose_name})"
