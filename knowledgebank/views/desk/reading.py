"""A practice as a reviewer reads it: part by part, each with its rows and the remarks on it, in few queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from industriecoalitie.core import dates
from industriecoalitie.core.quantities import in_words
from industriecoalitie.sources.models import Citation
from knowledgebank.actions.drafting import copy_uuid
from knowledgebank.models import (
    Evidence,
    Practice,
    PracticeFactor,
    PracticeFigure,
    PracticeImage,
    Quote,
    Remark,
    Review,
)


@dataclass
class Thread:
    """A remark with the answers to it; ``row`` is what the row is called that it is about."""

    remark: Remark
    answers: list[Remark] = field(default_factory=list)
    row: str = ""


@dataclass
class Line:
    """One row of a part: its identity, what it is called, and what it says."""

    uuid: str
    title: str
    text: str = ""
    meta: list[str] = field(default_factory=list)
    image: PracticeImage | None = None
    is_warning: bool = False


@dataclass
class Part:
    """One part of a practice: Markdown in ``text``, or rows; with the remarks on it and the form for a new one."""

    key: str
    title: str
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    form: Any = None

    @property
    def anchor(self) -> str:
        return f"deel-{self.key or 'geheel'}"

    @property
    def open_count(self) -> int:
        return sum(thread.remark.is_open for thread in self.threads)

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [(line.uuid, line.title[:80]) for line in self.lines]


@dataclass
class Reading:
    """All that a page about judging shows of a practice."""

    parts: list[Part]
    has_open_remarks: bool
    lacks_consent: bool
    rounds: list[dict[str, Any]]
    names: dict[str, list[str]]


def _rows(queryset, **values) -> ArraySubquery:
    rows = queryset.filter(practice=OuterRef("pk")).order_by("order", "pk")
    return ArraySubquery(rows.values(json=JSONObject(**values)))


def _names(name: str, label: str) -> ArraySubquery:
    """Return the names of records that the practice is linked with; kept short by the writers themselves."""
    through = getattr(Practice, name).through.objects
    target = Practice._meta.get_field(name).m2m_reverse_field_name()
    rows = through.filter(practice=OuterRef("pk"), **{f"{target}__hidden_at": None})
    return ArraySubquery(rows.order_by(f"{target}__{label}").values(f"{target}__{label}"))


def reading_of(practice: Practice, user) -> Reading:
    """Return the parts of a practice with the remarks, in three queries."""
    found = _found(practice, user)
    images = list(
        PracticeImage.objects.visible_to(user)
        .filter(practice=practice)
        .select_related("file")
        .order_by("order", "pk")
    )
    remarks = list(Remark.objects.visible_to(user).filter(practice=practice).for_list())
    parts = _texts(practice) + _row_parts(found, images)
    _attach(parts, remarks)
    return Reading(
        parts=parts,
        has_open_remarks=any(each.is_open for each in remarks),
        lacks_consent=_lacks_consent(practice, found),
        rounds=found["d_rounds"],
        names={"concepts": found["d_concepts"], "organisations": found["d_organisations"]},
    )


def _found(practice: Practice, user) -> dict[str, Any]:
    """Return all rows of a practice, and of the one it changes what consent rests on, in one query."""
    cited = Exists(Citation.objects.filter(subject=OuterRef("uuid")))
    before = Quote.objects.filter(practice=OuterRef("draft_of")).filter(cited)
    rounds = Review.objects.filter(practice=OuterRef("pk")).order_by("number")
    rows = Practice.objects.filter(pk=practice.pk).annotate(
        d_factors=_rows(
            PracticeFactor.objects.visible_to(user), uuid="uuid", title="factor__label", text="how"
        ),
        d_evidence=_rows(
            Evidence.objects.visible_to(user),
            uuid="uuid", title="statement", on="dated_on", precision="dated_precision",
        ),
        d_quotes=_rows(
            Quote.objects.visible_to(user).annotate(is_cited=cited),
            uuid="uuid", title="text", function="function", organisation="organisation__name",
            consent="has_consent", cited="is_cited",
        ),
        d_figures=_rows(
            PracticeFigure.objects.visible_to(user),
            uuid="uuid", title="label", value="value", qualifier="qualifier", unit="unit", year="year",
            source="source_text",
        ),
        d_cited_before=ArraySubquery(before.values(own=Cast("uuid", TextField()))),
        d_concepts=_names("concepts", "label"),
        d_organisations=_names("organisations", "name"),
        d_rounds=ArraySubquery(
            rounds.values(
                json=JSONObject(
                    number="number", submitted_at="submitted_at", submitted_by="submitted_by__name", note="note",
                    outcome="outcome", decided_at="decided_at", decided_by="decided_by__name", reason="reason",
                )
            )
        ),
    )  # fmt: skip
    return rows.values(*(name for name in rows.query.annotations)).get()


def _lacks_consent(practice: Practice, found: dict[str, Any]) -> bool:
    """Tell whether a quote may not be shown; twin of ``reviewing.has_quote_without_consent``, of what was fetched already."""
    known = {str(copy_uuid(practice, uuid)) for uuid in found["d_cited_before"]}
    return any(not (row["consent"] or row["cited"] or row["uuid"] in known) for row in found["d_quotes"])


def _texts(practice: Practice) -> list[Part]:
    return [
        Part("", _("Over het geheel")),
        Part("title", _("Titel"), practice.title),
        Part("summary", _("In het kort"), practice.summary),
        Part("context", _("Aanleiding"), practice.context),
        Part("approach", _("Aanpak"), practice.approach),
        Part("results", _("Resultaat"), practice.results),
        Part("lessons", _("Lessen"), practice.lessons),
        Part("costs", _("Kosten"), practice.costs),
        Part("contact_function", _("Wie kan meer vertellen?"), practice.contact_function),
    ]


def _row_parts(found: dict[str, Any], images: Iterable[PracticeImage]) -> list[Part]:
    factors = [Line(row["uuid"], row["title"], row["text"]) for row in found["d_factors"]]
    evidence = [Line(row["uuid"], row["title"], meta=[_day(row)]) for row in found["d_evidence"]]
    return [
        Part("factor_links", _("Waardoor het werkt"), lines=factors),
        Part("evidence", _("Waaruit dat blijkt"), lines=evidence),
        Part("quotes", _("Wat betrokkenen zeggen"), lines=[_quote(row) for row in found["d_quotes"]]),
        Part("figures", _("Cijfers"), lines=[_figure(row) for row in found["d_figures"]]),
        Part("images", _("Afbeeldingen"), lines=[_image(row) for row in images]),
    ]


def _day(row: dict[str, Any]) -> str:
    day = dates.partial(row["on"] and datetime.date.fromisoformat(row["on"]), row["precision"])
    return day.in_words() if day else _("zonder datum")


def _quote(row: dict[str, Any]) -> Line:
    shown = row["consent"] or row["cited"]
    words = (
        _("toestemming gegeven")
        if row["consent"]
        else _("staat in de bron")
        if shown
        else _("nog geen toestemming")
    )
    meta = [row["function"], row["organisation"] or "", words]
    return Line(row["uuid"], row["title"], meta=[each for each in meta if each], is_warning=not shown)


def _figure(row: dict[str, Any]) -> Line:
    value = f"{in_words(row['value'], row['qualifier'])} {row['unit']}".strip() or _("zonder getal")
    meta = [value, str(row["year"] or _("zonder jaar")), row["source"] or _("zonder bron")]
    return Line(row["uuid"], row["title"], meta=meta)


def _image(row: PracticeImage) -> Line:
    return Line(str(row.uuid), row.alt, row.caption, meta=[row.credit] if row.credit else [], image=row)


def _attach(parts: list[Part], remarks: Iterable[Remark]) -> None:
    """Put every remark with its answers at its part; one about a part that is no more stands at the whole."""
    by_key = {part.key: part for part in parts}
    threads: dict[int, Thread] = {}
    answers = defaultdict(list)
    for remark in remarks:
        if remark.answer_to_id:
            answers[remark.answer_to_id].append(remark)
            continue
        part = by_key.get(remark.field, by_key[""])
        names = dict(part.rows)
        row = names.get(str(remark.row), _("een regel die er niet meer staat")) if remark.row else ""
        threads[remark.pk] = Thread(remark, row=row)
        part.threads.append(threads[remark.pk])
    for key, given in answers.items():
        if key in threads:
            threads[key].answers = given
