"""Regions, organisations and agendas in the API."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from industriecoalitie.api.viewsets import ReadViewSet

from .filtersets import (
    AgendaFilterSet,
    AgendaItemFilterSet,
    LabourMarketRegionFilterSet,
    OrganisationFilterSet,
    RegionFilterSet,
)
from .models import Agenda, AgendaItem, LabourMarketRegion, Organisation, Region
from .serializers import (
    AgendaItemSerializer,
    AgendaSerializer,
    LabourMarketRegionSerializer,
    OrganisationSerializer,
    RegionSerializer,
)


class RegionViewSet(ReadViewSet):
    """Regions of every kind."""

    collection = "regions"
    about = _(
        "Regio’s van elke soort, van provincie tot wijk; ze overlappen elkaar. Met koplopers en dekking."
    )
    queryset = Region.objects.for_list()
    serializer_class = RegionSerializer
    filterset_class = RegionFilterSet


class LabourMarketRegionViewSet(ReadViewSet):
    """The labour market regions."""

    collection = "labour-market-regions"
    about = _("De 35 arbeidsmarktregio’s van het CBS, met hun provincies en wie ze dekt.")
    queryset = LabourMarketRegion.objects.for_list()
    serializer_class = LabourMarketRegionSerializer
    filterset_class = LabourMarketRegionFilterSet


class OrganisationViewSet(ReadViewSet):
    """Organisations of every kind."""

    collection = "organisations"
    about = _("Scholen, bedrijven, brancheorganisaties, overheden en netwerken, met codes en voorgangers.")
    queryset = Organisation.objects.for_list()
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilterSet


class AgendaViewSet(ReadViewSet):
    """National and regional agendas."""

    collection = "agendas"
    about = _("Landelijke en regionale agenda’s, elk in één versie. De punten staan in agenda-items.")
    queryset = Agenda.objects.for_list()
    serializer_class = AgendaSerializer
    filterset_class = AgendaFilterSet
    sort_names = {"dated": "datedOn"}

    @classmethod
    def seen_by(cls, user) -> QuerySet:
        """Return the agendas a reader may see, with the number of lines that reader may see."""
        return super().seen_by(user).with_line_count(user)


class AgendaItemViewSet(ReadViewSet):
    """Lines of agendas; the key is a UUID."""

    collection = "agenda-items"
    about = _("Punten van agenda’s, in een boom van hooguit drie lagen. De sleutel in het adres is een UUID.")
    queryset = AgendaItem.objects.for_list()
    serializer_class = AgendaItemSerializer
    filterset_class = AgendaItemFilterSet
    slug_field = ""
