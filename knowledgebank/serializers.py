"""Practices, figures and progress reports as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from industriecoalitie.api.addresses import absolute
from industriecoalitie.api.fields import QuantityField, TermField
from industriecoalitie.api.references import Named, NamedList, Reference, References
from industriecoalitie.api.serializers import PartSerializer, RecordSerializer
from industriecoalitie.concepts.serializers import ConceptsField
from industriecoalitie.files.choices import FileState
from regions.serializers import PlaceSerializer

from .models import (
    Adoption,
    Evidence,
    FactorLine,
    Indicator,
    LearningResource,
    Measurement,
    Practice,
    PracticeFactor,
    PracticeFigure,
    PracticeImage,
    ProgressEntry,
    ProgressReport,
    Quote,
    ResourceVersion,
    SuccessFactor,
)


class PracticeFactorSerializer(PartSerializer):
    """How a success factor worked in one practice."""

    factor = Named("success-factors")

    class Meta:
        model = PracticeFactor
        fields = ("factor", "how")
        select = ("factor",)
        order = ("order",)


class EvidenceSerializer(PartSerializer):
    """What shows that a practice works."""

    class Meta:
        model = Evidence
        fields = ("statement", "dated_on")
        order = ("order",)


class QuoteSerializer(PartSerializer):
    """What someone said, by function, without a name."""

    organisation = Named("organisations")

    class Meta:
        model = Quote
        fields = ("text", "function", "organisation", "is_cut_off", "has_consent")
        select = ("organisation",)
        order = ("order",)


class PracticeFigureSerializer(PartSerializer):
    """A figure of a practice, with its source."""

    quantity = QuantityField("value", help_text="De waarde, met het woord van de bron.")

    class Meta:
        model = PracticeFigure
        fields = ("label", "quantity", "year", "source_text", "source_url")
        order = ("order",)


class PracticeImageSerializer(PartSerializer):
    """A picture with a practice; ``alt`` says what can be seen."""

    url = serializers.SerializerMethodField(help_text="Adres van de afbeelding.")
    width = serializers.IntegerField(source="file.width", help_text="Breedte in pixels.")
    height = serializers.IntegerField(source="file.height", help_text="Hoogte in pixels.")

    class Meta:
        model = PracticeImage
        fields = ("url", "alt", "caption", "credit", "width", "height")
        select = ("file",)
        where = {"file__state": FileState.CLEAN}
        order = ("order",)

    @extend_schema_field(serializers.URLField())
    def get_url(self, image: PracticeImage) -> str:
        return absolute(image.file.get_absolute_url())


class PracticeSerializer(RecordSerializer):
    """An example that others can build on; texts are Markdown."""

    draft_of = Reference(
        "practices", help_text="Van een wijziging in de maak: het voorbeeld dat gepubliceerd is."
    )
    builds_on = Reference("practices", help_text="Het voorbeeld waarop dit voortbouwt.")
    partnership = Reference("partnerships")
    programme = Reference("programmes")
    region = Reference("regions")
    place = PlaceSerializer(allow_null=True)
    organisations = References("organisations")
    agenda_items = References("agenda-items")
    concepts = ConceptsField()
    success_factors = PracticeFactorSerializer(
        many=True, source="factor_links", help_text="Wat maakte dat het werkte."
    )
    evidence = EvidenceSerializer(many=True, help_text="Het bewijs.")
    quotes = QuoteSerializer(many=True, help_text="Uitspraken, in eigen woorden en zonder naam.")
    figures = PracticeFigureSerializer(many=True, help_text="Cijfers, met hun bron.")
    images = PracticeImageSerializer(many=True, help_text="Afbeeldingen.")
    learning_resources = References("learning-resources", help_text="Leermiddelen bij dit voorbeeld.")

    class Meta:
        model = Practice
        collection = "practices"
        fields = (
            "title",
            "kind",
            "state",
            "summary",
            "context",
            "approach",
            "results",
            "lessons",
            "costs",
            "contact_function",
            "is_proven",
            "is_featured",
            "review_on",
            "published_on",
            "expires_on",
            "draft_of",
            "builds_on",
            "partnership",
            "programme",
            "region",
            "place",
            "organisations",
            "agenda_items",
            "concepts",
            "success_factors",
            "evidence",
            "quotes",
            "figures",
            "images",
            "learning_resources",
        )
        select = ("place",)


class FactorLineSerializer(PartSerializer):
    """One piece of advice of the roadmap of a success factor."""

    practices = NamedList("practices", help_text="De voorbeelden waar het advies op rust.")

    class Meta:
        model = FactorLine
        fields = ("text", "practices")
        prefetch = ("practices",)
        order = ("order",)


class SuccessFactorSerializer(RecordSerializer):
    """Something that makes practices work; the roadmap is Markdown."""

    practices = References(
        "practices", "practice_links__practice", help_text="Voorbeelden waarin de factor werkte."
    )
    lines = FactorLineSerializer(many=True, help_text="De handreiking, regel voor regel.")
    practice_count = serializers.IntegerField(help_text="Gepubliceerde voorbeelden waarin de factor werkte.")
    proven_count = serializers.IntegerField(help_text="Hoeveel daarvan bewezen zijn.")
    adoption_count = serializers.IntegerField(help_text="Hoe vaak een regio een van die voorbeelden volgt.")

    class Meta:
        model = SuccessFactor
        collection = "success-factors"
        reads = ("practice_links__practice__adoptions",)
        fields = (
            "label",
            "description",
            "practice_count",
            "proven_count",
            "adoption_count",
            "practices",
            "lines",
        )


class AdoptionSerializer(RecordSerializer):
    """Another region builds on a practice."""

    practice = Reference("practices")
    region = Reference("regions")
    partnership = Reference("partnerships")
    via = Reference("adoptions", help_text="De navolging van de regio waar deze van leerde.")

    class Meta:
        model = Adoption
        collection = "adoptions"
        fields = ("practice", "region", "partnership", "via", "state", "changes", "outcome")
        select = ("practice", "region")


class VersionAddressField(serializers.Field):
    """Where one version can be fetched: the link, or the file; nothing while the file is being looked through."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, version: ResourceVersion) -> str | None:
        if not version.is_ready:
            return None
        return absolute(version.target) if version.file else version.url


extend_schema_field({"type": "string", "format": "uri", "nullable": True})(VersionAddressField)


class ResourceVersionSerializer(PartSerializer):
    """One version of a teaching material: a file or a link."""

    url = VersionAddressField(help_text="Waar deze versie op te halen is.")
    media_type = serializers.CharField(
        source="file.content_type", allow_null=True, help_text="Het soort bestand; null bij een link."
    )
    size_bytes = serializers.IntegerField(
        source="file.size_bytes", allow_null=True, help_text="De grootte van het bestand; null bij een link."
    )

    class Meta:
        model = ResourceVersion
        fields = ("label", "url", "media_type", "size_bytes", "issued_on", "note")
        select = ("file",)
        order = ("order",)


class LearningResourceSerializer(RecordSerializer):
    """Teaching material. Without a licence it is named and not shared: then it has no address and no versions."""

    resource_url = serializers.URLField(
        source="shared_url", allow_null=True, help_text="Waar het materiaal staat."
    )
    is_shared = serializers.BooleanField(
        help_text="Of de licentie bekend is, en anderen het mogen gebruiken."
    )
    versions = ResourceVersionSerializer(many=True, help_text="De versies, van oud naar nieuw.")
    download_count = serializers.IntegerField(help_text="Hoe vaak alle versies samen zijn opgehaald.")
    reuse_count = serializers.IntegerField(help_text="Hoeveel regio’s zeggen het te gebruiken.")
    practice = Reference("practices")
    programme = Reference("programmes")
    module = Reference("modules")
    concepts = ConceptsField()

    class Meta:
        model = LearningResource
        collection = "learning-resources"
        fields = (
            "title",
            "summary",
            "resource_url",
            "licence",
            "is_shared",
            "edition",
            "versions",
            "download_count",
            "reuse_count",
            "practice",
            "programme",
            "module",
            "concepts",
        )


class MeasurementSerializer(RecordSerializer):
    """A value of an indicator."""

    indicator = Named("indicators")
    quantity = QuantityField("value", help_text="De waarde, met het woord van de bron.")
    out_of = QuantityField("out_of", qualifier="", help_text="Het geheel waar de waarde een deel van is.")
    region = Named("regions")
    level = TermField(help_text="Niveau.")

    class Meta:
        model = Measurement
        collection = "measurements"
        fields = (
            "indicator",
            "kind",
            "quantity",
            "out_of",
            "year",
            "until_year",
            "measured_on",
            "relative_year",
            "is_cumulative",
            "is_counted",
            "region",
            "level",
        )
        select = ("indicator", "region", "level")
        order = ("year",)


class IndicatorSerializer(RecordSerializer):
    """What is counted, of what, with all values."""

    part_of = Reference("indicators", help_text="De indicator waar deze een deel van is.")
    parts = References("indicators", help_text="De delen, die samen deze indicator vormen.")
    agenda = Reference("agendas")
    agenda_item = Reference("agenda-items")
    partnership = Reference("partnerships")
    organisation = Reference("organisations")
    programme = Reference("programmes")
    instrument = Reference("instruments")
    concept = TermField(help_text="Begrip.")
    measurements = MeasurementSerializer(many=True, help_text="De waarden, van vroeg naar laat.")

    class Meta:
        model = Indicator
        collection = "indicators"
        fields = (
            "name",
            "unit",
            "definition",
            "definition_version",
            "part_of",
            "parts",
            "agenda",
            "agenda_item",
            "partnership",
            "organisation",
            "programme",
            "instrument",
            "concept",
            "measurements",
        )
        select = ("concept",)


class ProgressEntrySerializer(PartSerializer):
    """One text of a progress report."""

    theme = Named("agenda-items")
    partnership = Named("partnerships")
    region = Named("regions")
    agenda_items = NamedList("agenda-items")
    indicators = NamedList("indicators")

    class Meta:
        model = ProgressEntry
        fields = (
            "kind",
            "theme",
            "order",
            "title",
            "text",
            "partnership",
            "region",
            "agenda_items",
            "indicators",
        )
        select = ("theme__agenda", "partnership", "region")
        prefetch = ("agenda_items__agenda", "indicators")
        order = ("theme__position", "kind", "order")


class ProgressReportSerializer(RecordSerializer):
    """The interim status of an agenda."""

    agenda = Reference("agendas")
    document = Reference("sources", help_text="De bron.")
    entries = ProgressEntrySerializer(
        many=True, help_text="De tussenstanden en voorbeelden, thema voor thema."
    )

    class Meta:
        model = ProgressReport
        collection = "progress-reports"
        fields = ("title", "summary", "agenda", "document", "reported_on", "frozen_at", "entries")
