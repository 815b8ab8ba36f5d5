"""Programmes, modules, learning paths, offerings and demands as JSON."""

from industriecoalitie.api.fields import QuantityField, TermField
from industriecoalitie.api.references import Named, Reference, References
from industriecoalitie.api.serializers import PartSerializer, RecordSerializer
from industriecoalitie.concepts.serializers import ConceptsField
from regions.serializers import PlaceSerializer

from .models import (
    Demand,
    DemandParty,
    LearningPath,
    LearningPathStep,
    Module,
    Offering,
    Programme,
    ProgrammeModule,
    Provider,
)


class ProviderSerializer(PartSerializer):
    """An organisation that offers a programme, or helps to."""

    organisation = Named("organisations")

    class Meta:
        model = Provider
        fields = ("organisation", "role")
        select = ("organisation",)
        order = ("order",)


class ProgrammeModuleSerializer(PartSerializer):
    """A module of a programme, in order."""

    module = Named("modules")

    class Meta:
        model = ProgrammeModule
        fields = ("module", "order")
        select = ("module",)
        order = ("order",)


class ProgrammeSerializer(RecordSerializer):
    """Education or an activity that people can follow."""

    region = Reference("regions")
    providers = ProviderSerializer(many=True, help_text="Wie de opleiding aanbiedt.")
    modules = ProgrammeModuleSerializer(
        many=True, source="module_links", help_text="De modules, op volgorde."
    )
    partnerships = References("partnerships")
    ecosystems = References("ecosystems")
    agenda_items = References("agenda-items")
    demands = References("demands", help_text="Vragen die de opleiding beantwoordt.")
    practices = References("practices", help_text="Praktijkvoorbeelden van deze opleiding.")
    concepts = ConceptsField()

    class Meta:
        model = Programme
        collection = "programmes"
        fields = (
            "name",
            "aliases",
            "code",
            "kind",
            "summary",
            "topics",
            "structure",
            "duration_years",
            "work_days_per_week",
            "school_days_per_week",
            "is_publicly_funded",
            "validates_prior_learning",
            "status_note",
            "website",
            "region",
            "providers",
            "modules",
            "partnerships",
            "ecosystems",
            "agenda_items",
            "demands",
            "practices",
            "concepts",
        )


class ModuleSerializer(RecordSerializer):
    """A part of a programme that can be followed by itself."""

    programmes = References(
        "programmes", "programme_links__programme", help_text="Opleidingen waar de module in zit."
    )
    concepts = ConceptsField()

    class Meta:
        model = Module
        collection = "modules"
        fields = ("name", "code", "summary", "outcome", "hours", "programmes", "concepts")


class LearningPathStepSerializer(PartSerializer):
    """A step of a learning path."""

    programme = Named("programmes")
    module = Named("modules")
    organisation = Named("organisations")
    level = TermField(help_text="Niveau.")

    class Meta:
        model = LearningPathStep
        fields = ("order", "title", "programme", "module", "organisation", "level")
        select = ("programme", "module", "organisation", "level")
        order = ("order",)


class LearningPathSerializer(RecordSerializer):
    """An ordered route past programmes and modules."""

    region = Reference("regions")
    steps = LearningPathStepSerializer(many=True, help_text="De stappen, op volgorde.")
    concepts = ConceptsField()

    class Meta:
        model = LearningPath
        collection = "learning-paths"
        fields = ("name", "summary", "support", "duration_years", "region", "steps", "concepts")


class OfferingSerializer(RecordSerializer):
    """A programme or module as one organisation offers it."""

    programme = Reference("programmes")
    module = Reference("modules")
    organisation = Reference("organisations", help_text="De aanbieder.")
    place = PlaceSerializer(allow_null=True)
    form = TermField(help_text="Onderwijsvorm.")
    level = TermField(help_text="Niveau.")

    class Meta:
        model = Offering
        collection = "offerings"
        fields = ("programme", "module", "organisation", "place", "form", "level", "capacity", "state")
        select = ("place", "form", "level")


class DemandPartySerializer(PartSerializer):
    """An organisation that asks."""

    organisation = Named("organisations")

    class Meta:
        model = DemandParty
        fields = ("organisation",)
        select = ("organisation",)
        order = ("order",)


class DemandSerializer(RecordSerializer):
    """What companies ask of education."""

    quantity = QuantityField("value", help_text="Hoeveel er gevraagd wordt.")
    region = Reference("regions")
    parties = DemandPartySerializer(many=True, help_text="Wie het vraagt.")
    partnerships = References("partnerships", help_text="Samenwerkingen die de vraag beantwoorden.")
    programmes = References("programmes", help_text="Opleidingen die de vraag beantwoorden.")
    agenda_items = References("agenda-items")
    concepts = ConceptsField()

    class Meta:
        model = Demand
        collection = "demands"
        fields = (
            "title",
            "summary",
            "skills",
            "stage",
            "decision",
            "decision_reason",
            "one_party_reason",
            "quantity",
            "quantity_note",
            "is_core_need",
            "region",
            "parties",
            "partnerships",
            "programmes",
            "agenda_items",
            "concepts",
        )
