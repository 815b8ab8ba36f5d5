"""Every API endpoint, in one place."""

from django.urls import URLPattern, path, re_path

from industriecoalitie.api.addresses import COLLECTIONS
from industriecoalitie.api.events import EventsView
from industriecoalitie.api.views import ApiDocument, no_such_address
from industriecoalitie.api.viewsets import PartViewSet, ReadViewSet
from industriecoalitie.concepts.viewsets import ConceptViewSet
from industriecoalitie.editing.writing.viewsets import WriteViewSet
from industriecoalitie.exchange.viewsets import ExportFileView, ExportJobView, ExportView
from industriecoalitie.finding.viewsets import SearchView
from industriecoalitie.sources.viewsets import SourceViewSet
from industriecoalitie.webhooks.viewsets import (
    DeliveriesView,
    DeliveryReplayView,
    OneWebhookView,
    WebhookReplayView,
    WebhookRotateView,
    WebhooksView,
    WebhookTestView,
)
from knowledgebank.viewsets import (
    AdoptionViewSet,
    IndicatorViewSet,
    LearningResourceViewSet,
    MeasurementViewSet,
    PracticeViewSet,
    ProgressEntryViewSet,
    ProgressReportViewSet,
    SuccessFactorViewSet,
)
from partnerships.viewsets import (
    EcosystemViewSet,
    InstrumentViewSet,
    MilestoneViewSet,
    PartnershipViewSet,
    PartnerViewSet,
    TargetViewSet,
)
from programmes.viewsets import (
    DemandViewSet,
    LearningPathViewSet,
    ModuleViewSet,
    OfferingViewSet,
    ProgrammeViewSet,
)
from regions.viewsets import (
    AgendaItemViewSet,
    AgendaViewSet,
    LabourMarketRegionViewSet,
    OrganisationViewSet,
    RegionViewSet,
)

RECORDS: tuple[type[ReadViewSet], ...] = (
    RegionViewSet,
    LabourMarketRegionViewSet,
    OrganisationViewSet,
    EcosystemViewSet,
    PartnershipViewSet,
    InstrumentViewSet,
    DemandViewSet,
    ProgrammeViewSet,
    ModuleViewSet,
    LearningPathViewSet,
    OfferingViewSet,
    PracticeViewSet,
    SuccessFactorViewSet,
    AdoptionViewSet,
    LearningResourceViewSet,
    AgendaViewSet,
    AgendaItemViewSet,
    ProgressReportViewSet,
    IndicatorViewSet,
    MeasurementViewSet,
    ConceptViewSet,
    SourceViewSet,
)
PARTS: tuple[type[PartViewSet], ...] = (PartnerViewSet, MilestoneViewSet, TargetViewSet, ProgressEntryViewSet)

COLLECTIONS.update({viewset.collection: viewset for viewset in RECORDS})


def addresses_of(viewset: type[ReadViewSet]) -> list[URLPattern]:
    """Return the address of a list and of one record in it, and where many are written at once."""
    name = viewset.collection
    if not issubclass(viewset, WriteViewSet):
        return [
            path(name, viewset.as_view({"get": "list"}), name=f"api_{name}"),
            path(f"{name}/<str:id>", viewset.as_view({"get": "retrieve"}), name=f"api_{name}_item"),
        ]
    item = {"get": "retrieve", "put": "replace", "patch": "update", "delete": "destroy"}
    return [
        path(name, viewset.as_view({"get": "list", "post": "create"}), name=f"api_{name}"),
        path(f"{name}/_bulk", viewset.as_view({"post": "bulk"}), name=f"api_{name}_bulk"),
        path(f"{name}/<str:id>", viewset.as_view(item), name=f"api_{name}_item"),
    ]


urlpatterns = [
    path("openapi.json", ApiDocument.as_view(), name="api_document"),
    path("events", EventsView.as_view(), name="api_events"),
    path("search", SearchView.as_view(), name="api_search"),
    path("exports/jobs/<uuid:id>", ExportJobView.as_view(), name="api_export_job"),
    path("exports/jobs/<uuid:id>/file", ExportFileView.as_view(), name="api_export_file"),
    path("exports/<slug:collection>", ExportView.as_view(), name="api_export"),
    path("webhooks", WebhooksView.as_view(), name="api_webhooks"),
    path("webhooks/<uuid:id>", OneWebhookView.as_view(), name="api_webhook"),
    path("webhooks/<uuid:id>/_test", WebhookTestView.as_view(), name="api_webhook_test"),
    path("webhooks/<uuid:id>/_rotate", WebhookRotateView.as_view(), name="api_webhook_rotate"),
    path("webhooks/<uuid:id>/_replay", WebhookReplayView.as_view(), name="api_webhook_replay"),
    path("webhooks/<uuid:id>/deliveries", DeliveriesView.as_view(), name="api_webhook_deliveries"),
    path(
        "webhooks/<uuid:id>/deliveries/<uuid:delivery>/_replay",
        DeliveryReplayView.as_view(),
        name="api_webhook_delivery_replay",
    ),
    *[pattern for viewset in RECORDS for pattern in addresses_of(viewset)],
    *[
        path(viewset.collection.replace("{id}", "<str:id>"), viewset.as_view({"get": "list"}))
        for viewset in PARTS
    ],
    re_path(r"", no_such_address),
]
