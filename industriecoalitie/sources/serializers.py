"""The documents that facts rest on, as JSON."""

from rest_framework import serializers

from industriecoalitie.api.serializers import PartSerializer, RecordSerializer

from .models import SourceDocument, SourceGap, SourceSection


class SourceSectionSerializer(PartSerializer):
    """A part of a document, from its first line on."""

    last = ()

    class Meta:
        model = SourceSection
        fields = ("slug", "title", "first_line", "has_facts")
        order = ("order",)


class SourceGapSerializer(PartSerializer):
    """What a document leaves open, and how the portal reads it."""

    last = ("remark",)

    class Meta:
        model = SourceGap
        fields = ("code", "kind", "question", "reading", "line")
        order = ("code",)


class SourceSerializer(RecordSerializer):
    """A document in one version, and how it is divided."""

    sections = SourceSectionSerializer(many=True, help_text="De onderdelen, op volgorde.")
    gaps = SourceGapSerializer(many=True, help_text="Wat de bron openlaat.")
    citation_count = serializers.IntegerField(help_text="Hoeveel plekken in deze bron een feit dragen.")
    document_url = serializers.URLField(
        source="url", allow_null=True, help_text="Waar het document zelf staat."
    )

    class Meta:
        model = SourceDocument
        collection = "sources"
        reads = ("citations",)
        fields = (
            "title",
            "edition",
            "published_on",
            "publisher",
            "summary",
            "language",
            "document_url",
            "is_editorial",
            "citation_count",
            "sections",
            "gaps",
        )
