"""Programmes, modules, learning paths, offerings and demands in the API."""

from django.utils.translation import gettext_lazy as _

from industriecoalitie.api.viewsets import ReadViewSet

from .filtersets import (
    DemandFilterSet,
    LearningPathFilterSet,
    ModuleFilterSet,
    OfferingFilterSet,
    ProgrammeFilterSet,
)
from .models import Demand, LearningPath, Module, Offering, Programme
from .serializers import (
    DemandSerializer,
    LearningPathSerializer,
    ModuleSerializer,
    OfferingSerializer,
    ProgrammeSerializer,
)


class DemandViewSet(ReadViewSet):
    """What companies ask of education."""

    collection = "demands"
    about = _(
        "Wat bedrijven aan het onderwijs vragen: hoeveel, met welke vaardigheden, en hoe ver de vraag is."
    )
    queryset = Demand.objects.for_list()
    serializer_class = DemandSerializer
    filterset_class = DemandFilterSet


class ProgrammeViewSet(ReadViewSet):
    """Programmes of every kind."""

    collection = "programmes"
    about = _(
        "Opleidingen, leergangen, toeleiding en ander aanbod, met wie ze aanbiedt en waar ze bij horen."
    )
    queryset = Programme.objects.for_list()
    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilterSet
    sort_names = {"duration": "durationYears"}


class ModuleViewSet(ReadViewSet):
    """Parts of programmes that can be followed by themselves."""

    collection = "modules"
    about = _("Modules: delen van opleidingen die los te volgen zijn.")
    queryset = Module.objects.for_list()
    serializer_class = ModuleSerializer
    filterset_class = ModuleFilterSet


class LearningPathViewSet(ReadViewSet):
    """Ordered routes past programmes and modules."""

    collection = "learning-paths"
    about = _("Leerpaden: routes langs opleidingen en modules, stap voor stap.")
    queryset = LearningPath.objects.for_list()
    serializer_class = LearningPathSerializer
    filterset_class = LearningPathFilterSet


class OfferingViewSet(ReadViewSet):
    """Programmes and modules as organisations offer them."""

    collection = "offerings"
    about = _(
        "Aanbod: een opleiding of module bij één organisatie, in een vorm, op een niveau, in een periode."
    )
    queryset = Offering.objects.for_list()
    serializer_class = OfferingSerializer
    filterset_class = OfferingFilterSet
