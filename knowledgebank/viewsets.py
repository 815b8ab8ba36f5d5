"""Practices, figures and progress reports in the API."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from industriecoalitie.api.addresses import href
from industriecoalitie.api.callers import WRITE_PRACTICES
from industriecoalitie.api.viewsets import PartViewSet, ReadViewSet
from industriecoalitie.editing.forms import RowSet
from industriecoalitie.editing.writing.faults import Refusal, inside
from industriecoalitie.editing.writing.records import Desk, Writing
from industriecoalitie.editing.writing.viewsets import WriteViewSet
from industriecoalitie.history.recording import Conflict

from .actions import drafting
from .actions.drafting import copy_uuid
from .choices import WRITING, PracticeState
from .filtersets import (
    AdoptionFilterSet,
    IndicatorFilterSet,
    LearningResourceFilterSet,
    MeasurementFilterSet,
    PracticeFilterSet,
    ProgressReportFilterSet,
    SuccessFactorFilterSet,
)
from .forms.practice import SHEETS, PracticeSheet
from .models import (
    Adoption,
    Indicator,
    LearningResource,
    Measurement,
    Practice,
    ProgressEntry,
    ProgressReport,
    SuccessFactor,
)
from .querysets import is_curator
from .serializers import (
    AdoptionSerializer,
    IndicatorSerializer,
    LearningResourceSerializer,
    MeasurementSerializer,
    PracticeSerializer,
    ProgressEntrySerializer,
    ProgressReportSerializer,
    SuccessFactorSerializer,
)

OPEN_TO_READERS = (PracticeState.PUBLISHED, PracticeState.RETIRED)


def sheet_for(body: Any) -> type[PracticeSheet]:
    """Return the sheet of the kind that a body names; any, when it names none."""
    kind = body.get("kind") if isinstance(body, dict) else None
    found = SHEETS.get(kind) if isinstance(kind, str) else None
    return found or next(iter(SHEETS.values()))


class PracticeWriting(Writing):
    """A new practice is of a kind, and stays of it."""

    for_good = ("kind",)

    def begin(self) -> None:
        """Refuse a kind that there is not, or another than the practice has."""
        kind, place = self.body.get("kind"), inside(self.root, "kind")
        if self.is_new and not (isinstance(kind, str) and kind in SHEETS):
            self.faults.add(place, _("Kies een van deze: %(kinds)s.") % {"kinds": ", ".join(SHEETS)})
        elif not self.is_new and "kind" in self.body and kind != self.record.kind:
            self.faults.add(place, _("De soort ligt vast."))

    def row_id(self, rowset: RowSet, uuid: str) -> str:
        """Return the row of a draft that is the copy of the row that was seen in the published practice."""
        if uuid and uuid not in rowset.by_key and self.record.draft_of_id is not None:
            return str(copy_uuid(self.record, UUID(uuid)))
        return uuid


class PracticeViewSet(WriteViewSet):
    """Practices that are public, shared with you, or of your own regions; to these their drafts and changes as well."""

    collection = "practices"
    about = _(
        "Praktijkvoorbeelden: aanleiding, aanpak, resultaat, lessen, succesfactoren en bewijs. Teksten zijn Markdown."
    )
    scope = WRITE_PRACTICES
    sheet = PracticeSheet
    writing = PracticeWriting
    queryset = Practice.objects.for_list()
    serializer_class = PracticeSerializer
    filterset_class = PracticeFilterSet
    sort_names = {"proven": "isProven", "published": "publishedOn", "updated": None}

    @classmethod
    def sheets(cls) -> Sequence[type[PracticeSheet]]:
        return tuple(SHEETS.values())

    @classmethod
    def more_properties(cls) -> dict[str, Any]:
        about = str(_("De soort; die ligt daarna vast."))
        return {"kind": {"type": "string", "enum": list(SHEETS), "description": about}}

    @classmethod
    def more_required(cls) -> Sequence[str]:
        return ("kind",)

    def begun(self, desk: Desk, body: Any, root: str = "") -> PracticeWriting:
        sheet = sheet_for(body)
        return PracticeWriting(desk, sheet, self.shape(sheet), Practice(), body, root=root)

    def sheet_of(self, record: Practice) -> type[PracticeSheet]:
        return SHEETS[record.kind]

    def may_open(self, desk: Desk, record: Practice) -> bool:
        """Tell whether a draft may be written beside a practice that is published or retired."""
        return record.state in OPEN_TO_READERS and (is_curator(desk.user) or self._is_kept(desk, record))

    @staticmethod
    def _is_kept(desk: Desk, record: Practice) -> bool:
        return Practice.objects.kept_by(desk.user).filter(pk=record.pk).exists()

    def target(self, desk: Desk, record: Practice) -> Practice:
        """Return a new draft beside what is published; a draft that is there is written in at its own address.

        Raises:
            Conflict: the practice is no longer as it was seen.
            Refusal: there is a draft already.
        """
        if record.state not in OPEN_TO_READERS:
            return record
        draft = drafting.open_draft(record)
        if draft is not None:
            where = href(self.collection, draft.slug)
            raise Refusal(
                409, _("Er is al een wijziging in de maak. Wijzig die: %(where)s") % {"where": where}
            )
        draft = drafting.start_draft(record, by=desk.by)
        if draft.base_version != record.version:
            raise Conflict(draft.draft_of)
        return draft

    def may_remove(self, desk: Desk, record: Practice) -> bool:
        """Tell whether a practice may go: a draft beside another by its team, others by who may publish."""
        is_draft = record.draft_of_id is not None and record.state in WRITING
        return (is_draft and self._is_kept(desk, record)) or super().may_remove(desk, record)


class SuccessFactorViewSet(ReadViewSet):
    """What makes practices work."""

    collection = "success-factors"
    about = _("Succesfactoren: wat maakt dat voorbeelden werken, en in welke voorbeelden.")
    queryset = SuccessFactor.objects.for_list()
    serializer_class = SuccessFactorSerializer
    filterset_class = SuccessFactorFilterSet
    sort_names = {"use": "practiceCount"}


class AdoptionViewSet(ReadViewSet):
    """Where practices went; the key is a UUID."""

    collection = "adoptions"
    about = _(
        "Navolgingen: welke regio bouwt voort op een voorbeeld, wat is aangepast en wat leverde het op."
    )
    queryset = Adoption.objects.for_list()
    serializer_class = AdoptionSerializer
    filterset_class = AdoptionFilterSet
    slug_field = ""


class LearningResourceViewSet(ReadViewSet):
    """Teaching materials."""

    collection = "learning-resources"
    changes_by_use = True
    about = _("Leermiddelen: waar ze staan, met welke licentie, bij welk voorbeeld of welke opleiding.")
    queryset = LearningResource.objects.for_list()
    serializer_class = LearningResourceSerializer
    filterset_class = LearningResourceFilterSet
    sort_names = {"updated": None, "downloads": "downloadCount"}


class ProgressReportViewSet(ReadViewSet):
    """Yearly reports on agendas."""

    collection = "progress-reports"
    about = _(
        "Tussenstanden van agenda’s: per thema de stand van de actielijnen en voorbeelden uit de regio’s."
    )
    queryset = ProgressReport.objects.for_list()
    serializer_class = ProgressReportSerializer
    filterset_class = ProgressReportFilterSet
    sort_names = {"newest": "reportedOn"}


class ProgressEntryViewSet(PartViewSet):
    """The texts of one progress report."""

    collection = "progress-reports/{id}/entries"
    about = _("De onderdelen van één tussenstand, thema voor thema.")
    parent = ProgressReportViewSet
    queryset = ProgressEntry.objects.all()
    serializer_class = ProgressEntrySerializer
    default_sort = ("theme__position", "kind", "order", "pk")


class IndicatorViewSet(ReadViewSet):
    """What is counted, and of what."""

    collection = "indicators"
    about = _("Indicatoren: wat er geteld is, waarvan, in welke eenheid, met alle waarden en hun bron.")
    queryset = Indicator.objects.for_list().with_value()
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilterSet


class MeasurementViewSet(ReadViewSet):
    """Values of indicators; the key is a UUID."""

    collection = "measurements"
    about = _("Waarden van indicatoren: gemeten, verwacht of bedoeld, per jaar, regio en niveau.")
    queryset = Measurement.objects.for_list()
    serializer_class = MeasurementSerializer
    filterset_class = MeasurementFilterSet
    slug_field = ""
