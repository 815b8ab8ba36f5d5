"""Ecosystems, partnerships and schemes in the API."""

from django.utils.translation import gettext_lazy as _

from industriecoalitie.api.callers import WRITE_PARTNERSHIPS
from industriecoalitie.api.viewsets import PartViewSet, ReadViewSet
from industriecoalitie.editing.writing.viewsets import WriteViewSet

from .filtersets import EcosystemFilterSet, InstrumentFilterSet, PartnershipFilterSet
from .forms.ecosystem import EcosystemSheet
from .forms.partnership import PartnershipSheet
from .models import Ecosystem, Instrument, Milestone, Partner, Partnership, Target
from .serializers import (
    EcosystemSerializer,
    InstrumentSerializer,
    MilestoneSerializer,
    PartnerSerializer,
    PartnershipSerializer,
    TargetSerializer,
)


class EcosystemViewSet(WriteViewSet):
    """Centres, campuses, labs and networks."""

    collection = "ecosystems"
    scope = WRITE_PARTNERSHIPS
    sheet = EcosystemSheet
    about = _("Centra, campussen, labs en netwerken waar scholen en bedrijven samen leren en werken.")
    queryset = Ecosystem.objects.for_list()
    serializer_class = EcosystemSerializer
    filterset_class = EcosystemFilterSet
    sort_names = {"start": "from"}


class PartnershipViewSet(WriteViewSet):
    """Partnerships with their partners, targets and milestones."""

    collection = "partnerships"
    scope = WRITE_PARTNERSHIPS
    sheet = PartnershipSheet
    about = _(
        "Samenwerkingen van scholen, bedrijven en overheden, met partners, doelen, mijlpalen en financiering."
    )
    queryset = Partnership.objects.for_list()
    serializer_class = PartnershipSerializer
    filterset_class = PartnershipFilterSet
    sort_names = {"start": "from"}


class PartnerViewSet(PartViewSet):
    """The parties of one partnership."""

    collection = "partnerships/{id}/partners"
    about = _("Wie meedoet aan één samenwerking, in welke rol, van wanneer tot wanneer.")
    parent = PartnershipViewSet
    queryset = Partner.objects.all()
    serializer_class = PartnerSerializer
    default_sort = ("order", "pk")


class MilestoneViewSet(PartViewSet):
    """The moments of one partnership."""

    collection = "partnerships/{id}/milestones"
    about = _("De mijlpalen van één samenwerking, van vroeg naar laat.")
    parent = PartnershipViewSet
    queryset = Milestone.objects.all()
    serializer_class = MilestoneSerializer
    default_sort = ("due_on", "pk")


class TargetViewSet(PartViewSet):
    """The targets of one partnership."""

    collection = "partnerships/{id}/targets"
    about = _("De doelen van één samenwerking.")
    parent = PartnershipViewSet
    queryset = Target.objects.all()
    serializer_class = TargetSerializer


class InstrumentViewSet(ReadViewSet):
    """Funds, subsidies, deals, motions and policies."""

    collection = "instruments"
    about = _("Fondsen, subsidies, Regio Deals, moties en beleid waar samenwerkingen op rusten.")
    queryset = Instrument.objects.for_list()
    serializer_class = InstrumentSerializer
    filterset_class = InstrumentFilterSet
    sort_names = {"start": "from"}
