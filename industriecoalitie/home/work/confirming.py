"""Records that nobody confirmed or changed for a year."""

import datetime

from django.db.models import Model
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from industriecoalitie.core import dates
from industriecoalitie.core.filters import STALE_DAYS
from industriecoalitie.core.kinds import kind_of
from industriecoalitie.core.querysets import RecordQuerySet
from knowledgebank.choices import PracticeState
from knowledgebank.models import LearningResource, Practice
from partnerships.models import Ecosystem, Partnership
from programmes.models import Demand, LearningPath, Module, Programme
from regions.models import Agenda, Organisation, Region

from .arms import Arm, Found, Row, address
from .scope import Scope

# What is looked at first, with the label and the page of each record.
CONFIRMED: tuple[tuple[type[Model], str, str], ...] = (
    (Partnership, "name", "partnerships:partnership_detail"),
    (Ecosystem, "name", "partnerships:ecosystem_detail"),
    (Demand, "title", "programmes:demand_detail"),
    (Programme, "name", "programmes:programme_detail"),
    (Module, "name", "programmes:module_detail"),
    (LearningPath, "name", "programmes:learning_path_detail"),
    (Practice, "title", "knowledgebank:practice_detail"),
    (LearningResource, "title", "knowledgebank:learning_resource_detail"),
    (Agenda, "title", "regions:agenda_detail"),
    (Organisation, "name", "regions:organisation_detail"),
    (Region, "name", "regions:region_detail"),
)


def stale_since(today: datetime.date) -> datetime.date:
    """Return the first day on which a confirmation still holds."""
    return today - datetime.timedelta(days=STALE_DAYS)


def arms_of(scope: Scope) -> list[Arm]:
    """Return what the person keeps and nobody looked at for a year, kind by kind, the longest ago first."""
    return [
        _arm(scope, model, label, rank)
        for rank, (model, label, _page) in enumerate(CONFIRMED)
        if model is not Region
    ] + [_arm(scope, Region, "name", len(CONFIRMED), scope.own_regions())]


def _arm(scope: Scope, model: type[Model], label: str, rank: int, rows: RecordQuerySet | None = None) -> Arm:
    rows = scope.own(model) if rows is None else rows
    if model is Practice:
        # Of what is still being written nobody says that it is right.
        rows = rows.filter(state=PracticeState.PUBLISHED)
    kind, word = kind_of(model), str(model._meta.verbose_name)
    page = next(page for each, _label, page in CONFIRMED if each is model)

    def row(found: Found) -> Row:
        day = dates.partial(found.data["on"] and datetime.date.fromisoformat(found.data["on"]), "day")
        words = _("bevestigd op %(day)s") % {"day": day.in_words()} if day else _("nog nooit bevestigd")
        return Row(
            found.label,
            address(page, found.slug),
            meta=[f"{word[:1].upper()}{word[1:]}", words],
            confirm=(kind, found.uuid),
        )

    day = Coalesce("confirmed_on", TruncDate("created_at"))
    data = {"on": "confirmed_on"}
    return Arm(
        model.__name__, rows.stale(stale_since(scope.today)), label, row, rank=rank, day=day, data=data
    )
