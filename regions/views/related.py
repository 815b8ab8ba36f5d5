"""The sides of a record that more than one page of this app shows, and figures in words."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, QuerySet, TextField, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from industriecoalitie.core import dates, quantities
from industriecoalitie.core.choices import Precision
from industriecoalitie.core.details import CERTAINTY
from industriecoalitie.core.relations import RelatedRow, RelatedSection, Relation, named_to

# A page shows at most this many rows of one side; the list behind it has them all.
MOST = 60
SHORT = 12


def some(rows: QuerySet, *order: str) -> QuerySet:
    """Return each record once, and no more than a page can show; the first in ``order``."""
    once = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    return rows.model._default_manager.filter(pk__in=once.order_by(*order, "pk").values("pk")[:MOST])


def shown_model(manager, name: str, user) -> QuerySet:
    """Return what ``user`` may see of the model behind a reverse relation of a related model."""
    related = manager.model._meta.get_field(name).related_model
    return related.objects.visible_to(user)


def labelled(rows: QuerySet, *names: str) -> QuerySet:
    """Annotate each field with choices with the word on screen, as ``<name>_label``."""
    for name in names:
        choices = rows.model._meta.get_field(name).flatchoices
        words = (When(**{name: value}, then=Value(str(label))) for value, label in choices if value)
        rows = rows.annotate(**{f"{name}_label": Case(*words, default=Value(""), output_field=TextField())})
    return rows


def partnerships(rows: QuerySet, user, title: str = "") -> Relation:
    return Relation(
        "partnerships",
        title or _("Samenwerkingen"),
        labelled(some(rows, "name"), "status"),
        "name",
        "partnerships:partnership_detail",
        note="form__label",
        period="",
        data={
            "status": "status_label",
            "summary": "summary",
            "lat": named_to(user, "place__latitude"),
            "lon": named_to(user, "place__longitude"),
            "place": named_to(user, "place__name"),
            **CERTAINTY,
        },
    )


def ecosystems(rows: QuerySet, user, title: str = "") -> Relation:
    return Relation(
        "ecosystems",
        title or _("Ecosystemen"),
        labelled(some(rows, "name"), "kind"),
        "name",
        "partnerships:ecosystem_detail",
        note="kind_label",
        period="",
        data={"kind": "kind", "place": named_to(user, "place__name"), **CERTAINTY},
    )


def programmes(rows: QuerySet, title: str = "", **data: str) -> Relation:
    return Relation(
        "programmes",
        title or _("Opleidingen en programma’s"),
        labelled(rows, "kind"),
        "name",
        "programmes:programme_detail",
        note="kind_label",
        period="",
        data={**CERTAINTY, **data},
    )


def demands(rows: QuerySet, title: str = "") -> Relation:
    return Relation(
        "demands",
        title or _("Vragen van bedrijven"),
        labelled(some(rows, "title"), "stage"),
        "title",
        "programmes:demand_detail",
        note="stage_label",
        data=CERTAINTY,
    )


def practices(rows: QuerySet, title: str = "") -> Relation:
    return Relation(
        "practices",
        title or _("Praktijkvoorbeelden"),
        labelled(some(rows.originals(), "title"), "kind"),
        "title",
        "knowledgebank:practice_detail",
        note="kind_label",
        data={"summary": "summary", "is_proven": "is_proven", **CERTAINTY},
    )


def instruments(rows: QuerySet, title: str = "") -> Relation:
    return Relation(
        "instruments",
        title or _("Regelingen en beleid"),
        labelled(some(rows, "name"), "kind"),
        "name",
        "partnerships:instrument_detail",
        note="kind_label",
        period="",
        data=CERTAINTY,
    )


def agenda_items(rows: QuerySet, user, title: str = "") -> Relation:
    return Relation(
        "agenda_items",
        title or _("Agendapunten"),
        some(rows, "agenda", "position"),
        "title",
        "regions:agenda_item_detail",
        slugs=("agenda__slug", "code"),
        note="agenda__title",
        rank="position",
        data={"status": named_to(user, "status__label"), **CERTAINTY},
    )


def measurements(rows: QuerySet, user, title: str = "") -> Relation:
    return Relation(
        "measurements",
        title or _("Cijfers"),
        labelled(some(rows, "indicator__name", "year"), "kind"),
        "indicator__name",
        "knowledgebank:indicator_detail",
        slugs=("indicator__slug",),
        rank="year",
        data={
            "value": "value",
            "qualifier": "qualifier",
            "unit": "unit",
            "indicator_unit": "indicator__unit",
            "out_of": "out_of",
            "year": "year",
            "until_year": "until_year",
            "relative_year": "relative_year",
            "kind": "kind_label",
            "level": named_to(user, "level__label"),
            "region": named_to(user, "region__name"),
            **CERTAINTY,
        },
    )


def list_of(name: str, **filters: str) -> str:
    """Return the address of a list, narrowed."""
    return f"{reverse(name)}?{urlencode(filters)}"


def shorten(sections: dict[str, RelatedSection], full: dict[str, str]) -> None:
    """Leave the first rows of long sections that have a list of their own; ``full`` is key → its address.

    Each section gets ``total`` (None when there are more than a page can count) and ``url``.
    """
    for key, section in sections.items():
        section.total = len(section.rows) if len(section.rows) < MOST else None
        section.url = full.get(key, "") if len(section.rows) > SHORT else ""
        if section.url:
            section.rows = section.rows[:SHORT]


def put_dates(section: RelatedSection) -> None:
    """Turn the day and its precision in the data of each row into one date, under ``on``."""
    for row in section.rows:
        day = row.data.get("on")
        precision = row.data.get("precision") or Precision.DAY
        row.data["on"] = dates.partial(datetime.date.fromisoformat(day), precision) if day else None


@dataclass(frozen=True)
class Figure:
    """A measurement in words, with the place of its source."""

    label: str
    url: str
    uuid: UUID
    value: Decimal | None
    text: str
    unit: str
    when: str
    kind: str
    is_inferred: bool
    basis: str

    @property
    def measure(self) -> str:
        return f"{self.text} {self.unit}".strip() if self.text else ""


def figures(section: RelatedSection) -> list[Figure]:
    """Return the measurements of a section, in the words of their sources."""
    return [figure(row) for row in section.rows]


def figure(row: RelatedRow) -> Figure:
    data = row.data
    value = None if data["value"] is None else Decimal(str(data["value"]))
    text = quantities.in_words(value, data["qualifier"])
    if data["out_of"] is not None and text:
        whole = quantities.in_words(Decimal(str(data["out_of"])))
        text = _("%(part)s van %(whole)s") % {"part": text, "whole": whole}
    return Figure(
        label=row.label,
        url=row.url,
        uuid=row.uuid,
        value=value,
        text=text,
        unit=data["unit"] or data["indicator_unit"] or "",
        when=_when(data),
        kind=data["kind"],
        is_inferred=row.is_inferred,
        basis=row.basis,
    )


def _when(data) -> str:
    if data["year"] and data["until_year"]:
        return f"{data['year']}–{data['until_year']}"
    if data["year"]:
        return str(data["year"])
    if data["relative_year"] is not None:
        return _("jaar %(number)s na de start") % {"number": data["relative_year"]}
    return ""
