"""Practices, figures and progress reports in the API."""

from django.utils.translation import gettext_lazy as _

from industriecoalitie.api.viewsets import PartViewSet, ReadViewSet

from .filtersets import (
    AdoptionFilterSet,
    IndicatorFilterSet,
    LearningResourceFilterSet,
    MeasurementFilterSet,
    PracticeFilterSet,
    ProgressReportFilterSet,
    SuccessFactorFilterSet,
)
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


class PracticeViewSet(ReadViewSet):
    """Practices that are public, shared with you, or of your own regions; to these their drafts and changes as well."""

    collection = "practices"
    about = _(
        "Praktijkvoorbeelden: aanleiding, aanpak, resultaat, lessen, succesfactoren en bewijs. Teksten zijn Markdown."
    )
    queryset = Practice.objects.for_list()
    serializer_class = PracticeSerializer
    filterset_class = PracticeFilterSet
    sort_names = {"proven": "isProven", "published": "publishedOn", "updated": None}


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
