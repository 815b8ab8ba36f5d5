"""Who waits for this person: practices, answers of directors, questions for help, corrections of readers, open demands."""

import datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from industriecoalitie.core import dates
from industriecoalitie.corrections.content import kind_in_words, label_of
from industriecoalitie.corrections.listing import names_of
from industriecoalitie.corrections.models import Correction
from industriecoalitie.signoff.choices import Answer
from industriecoalitie.signoff.models import SignOff
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice, Remark, Review
from programmes.choices import DemandStage
from programmes.models import Demand
from regions.choices import RequestState, Role
from regions.models import ExpertiseRequest

from .arms import Arm, Found, Row, address
from .scope import Scope

PRACTICE = "knowledgebank:practice_detail"
# As long as this an answer of a director is news.
ANSWERED_DAYS = 14


def arms_of(scope: Scope) -> list[Arm]:
    """Return what others wait for, the longest first."""
    asked = ExpertiseRequest.objects.filter(state=RequestState.OPEN, hidden_at=None)
    return [
        _asked(scope.own(Practice).filter(state=PracticeState.CHANGES_ASKED)),
        _rounds(scope),
        _answers(scope),
        _requests(asked.visible_to(scope.user) if scope.is_national else asked.none()),
        _corrections(scope),
    ]


def _asked(rows) -> Arm:
    """Return the own practices that the curators asked more of, with the way to their remarks."""

    def row(found: Found) -> Row:
        url = address("knowledgebank:practice_edit", found.slug, instead=PRACTICE)
        remarks = address("knowledgebank:practice_remarks", found.slug)
        acts = [(_remarks_in_words(found.data["remarks"]), remarks)]
        state = PracticeState.CHANGES_ASKED.label
        meta = [_("Praktijkvoorbeeld"), _since(found)]
        return Row(found.label, url, meta=meta, status=state, tone="let", acts=acts)

    remarks = Remark.objects.filter(practice=OuterRef("pk"), resolved_at=None, answer_to=None).order_by()
    total = remarks.values("practice").annotate(total=Count("pk")).values("total")
    data = {"remarks": Coalesce(Subquery(total), 0)}
    return Arm("asked", rows, "title", row, day=TruncDate("updated_at"), data=data)


def _remarks_in_words(total: int) -> str:
    if not total:
        return _("Lees wat de redactie vraagt")
    text = ngettext(
        "Lees en beantwoord: %(n)s opmerking van de redactie", "Lees en beantwoord: %(n)s opmerkingen van de redactie", total
    )  # fmt: skip
    return text % {"n": total}


def _rounds(scope: Scope) -> Arm:
    """Return the practices that wait for the curators."""

    def row(found: Found) -> Row:
        is_late = datetime.date.fromisoformat(found.data["due_on"]) < scope.today
        status, tone = (_("Te laat"), "let") if is_late else (PracticeState.IN_REVIEW.label, "info")
        url = address("knowledgebank:review_detail", found.uuid)
        return Row(found.label, url, meta=[_("Praktijkvoorbeeld"), _since(found)], status=status, tone=tone)

    rows = Review.objects.waiting() if scope.is_curator else Review.objects.none()
    return Arm(
        "review", rows, "practice__title", row, slug="practice__slug", day=TruncDate("submitted_at"), data={"due_on": "due_on"}
    )  # fmt: skip


def _answers(scope: Scope) -> Arm:
    """Return the answers of the last days to what the person asked a director."""

    def row(found: Found) -> Row:
        url = address("signoff:record", found.slug, found.uuid)
        agrees = found.data["answer"] == Answer.APPROVED
        meta = [_("Akkoord gevraagd voor een %(kind)s") % {"kind": found.slug}, _since(found)]
        return Row(
            found.label,
            url,
            meta=meta,
            status=Answer(found.data["answer"]).label,
            tone="goed" if agrees else "let",
        )

    since = timezone.now() - datetime.timedelta(days=ANSWERED_DAYS)
    rows = SignOff.objects.filter(asked_by=scope.user.pk, answered_at__gte=since, withdrawn_at=None)
    return Arm(
        "signoff", rows, "position", row, slug="kind", uuid="record", day=TruncDate("answered_at"), data={"answer": "answer"}
    )  # fmt: skip


def _requests(rows) -> Arm:
    def row(found: Found) -> Row:
        meta = [_("Vraag om hulp"), found.data["region"], _since(found)]
        return Row(found.label, address("regions:region_detail", found.slug), meta=meta, status=_("Open"))

    return Arm(
        "request", rows, "title", row, slug="region__slug", day=TruncDate("created_at"), data={"region": "region__name"}
    )  # fmt: skip


def _corrections(scope: Scope) -> Arm:
    """Return what readers propose to correct: to curators all, to others on what they keep."""

    def row(found: Found) -> Row:
        label = label_of(found.slug, found.label)
        title = f"{kind_in_words(found.slug)}: {label}"
        is_late = datetime.date.fromisoformat(found.data["due_on"]) < scope.today
        status, tone = (_("Te laat"), "let") if is_late else ("", "")
        url = address("corrections:detail", found.uuid)
        meta = [_("Correctie van een lezer"), kind_in_words(found.slug), _since(found)]
        about = (found.slug, UUID(found.data["record"]))
        return Row(title, url, meta=meta, status=status, tone=tone, about=about, label=label)

    rows = Correction.objects.open().decidable_by(scope.user)
    if not (scope.is_curator or scope.is_keeper):
        rows = rows.none()
    elif scope.user.is_superuser and not scope.is_curator:
        rows = rows.filter(region__in=scope.regions_as(Role.LEAD, Role.MEMBER))
    elif scope.chosen:
        rows = rows.filter(region=scope.chosen)
    return Arm(
        "correction", rows, "field", row, slug="kind", day=TruncDate("created_at"),
        data={"due_on": "due_on", "record": "record"},
    )  # fmt: skip


def named(rows: list[Row], user) -> list[Row]:
    """Give the rows of corrections the name of their record, as far as ``user`` may see it, in one query."""
    asked = [Correction(kind=row.about[0], record=row.about[1]) for row in rows if row.about]
    names = names_of(asked, user) if asked else {}
    for row in rows:
        if row.about and names.get(row.about[1]):
            row.title = f"{names[row.about[1]]}: {row.label}"
    return rows


def _since(found: Found) -> str:
    return _("sinds %(day)s") % {"day": dates.PartialDate(found.day, "day").in_words()}


def demand_arms(scope: Scope) -> list[Arm]:
    """Return the open demands that the person keeps, by how far they are, the oldest first."""

    def row(found: Found) -> Row:
        url = address(
            "programmes:demand_edit", found.slug, block="trechter", instead="programmes:demand_detail"
        )
        return Row(found.label, url, meta=[_since(found)], status=DemandStage(found.data["stage"]).label)

    rows = scope.own(Demand).open().with_stage_rank()
    day = TruncDate("created_at")
    return [Arm("demand", rows, "title", row, rank=F("stage_rank"), day=day, data={"stage": "stage"})]
