"""Programmes, modules, learning paths, offerings and demands in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from industriecoalitie.api.callers import WRITE_PARTNERSHIPS, WRITE_PROGRAMMES
from industriecoalitie.editing.writing.schema import shared
from industriecoalitie.editing.writing.viewsets import WriteViewSet

from .filtersets import (
    DemandFilterSet,
    LearningPathFilterSet,
    ModuleFilterSet,
    OfferingFilterSet,
    ProgrammeFilterSet,
)
from .forms.demand import DemandSheet
from .forms.learning_path import LearningPathSheet
from .forms.module import ModuleSheet
from .forms.offering import OfferingSheet
from .forms.offering_writing import OfferingWriting
from .forms.programme import ProgrammeSheet
from .models import Demand, LearningPath, Module, Offering, Programme
from .serializers import (
    DemandSerializer,
    LearningPathSerializer,
    ModuleSerializer,
    OfferingSerializer,
    ProgrammeSerializer,
)


class DemandViewSet(WriteViewSet):
    """What companies ask of education."""

    collection = "demands"
    scope = WRITE_PARTNERSHIPS
    sheet = DemandSheet
    about = _(
        "Wat bedrijven aan het onderwijs vragen: hoeveel, met welke vaardigheden, en hoe ver de vraag is."
    )
    queryset = Demand.objects.for_list()
    serializer_class = DemandSerializer
    filterset_class = DemandFilterSet


class ProgrammeViewSet(WriteViewSet):
    """Programmes of every kind."""

    collection = "programmes"
    scope = WRITE_PROGRAMMES
    sheet = ProgrammeSheet
    about = _(
        "Opleidingen, leergangen, toeleiding en ander aanbod, met wie ze aanbiedt en waar ze bij horen."
    )
    queryset = Programme.objects.for_list()
    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilterSet
    sort_names = {"duration": "durationYears"}


class ModuleViewSet(WriteViewSet):
    """Parts of programmes that can be followed by themselves."""

    collection = "modules"
    scope = WRITE_PROGRAMMES
    sheet = ModuleSheet
    about = _("Modules: delen van opleidingen die los te volgen zijn.")
    queryset = Module.objects.for_list()
    serializer_class = ModuleSerializer
    filterset_class = ModuleFilterSet


class LearningPathViewSet(WriteViewSet):
    """Ordered routes past programmes and modules."""

    collection = "learning-paths"
    scope = WRITE_PROGRAMMES
    sheet = LearningPathSheet
    about = _("Leerpaden: routes langs opleidingen en modules, stap voor stap.")
    queryset = LearningPath.objects.for_list()
    serializer_class = LearningPathSerializer
    filterset_class = LearningPathFilterSet


class OfferingViewSet(WriteViewSet):
    """Programmes and modules as organisations offer them."""

    collection = "offerings"
    scope = WRITE_PROGRAMMES
    sheet = OfferingSheet
    writing = OfferingWriting
    about = _(
        "Aanbod: een opleiding of module bij één organisatie, in een vorm, op een niveau, in een periode."
    )
    queryset = Offering.objects.for_list()
    serializer_class = OfferingSerializer
    filterset_class = OfferingFilterSet

    @classmethod
    def more_properties(cls) -> dict[str, Any]:
        return {name: shared("OptionalMention") for name in OfferingWriting.for_good}
