"""Ecosystems, partnerships and what belongs to them, as JSON."""

from industriecoalitie.api.fields import QuantityField, TermField
from industriecoalitie.api.references import Named, Reference, References
from industriecoalitie.api.serializers import PartSerializer, RecordSerializer
from industriecoalitie.concepts.serializers import ConceptsField
from regions.serializers import PlaceSerializer

from .models import (
    ActionLine,
    Contribution,
    Ecosystem,
    Facility,
    Funding,
    Instrument,
    Milestone,
    Partner,
    Partnership,
    Target,
)


class FacilitySerializer(PartSerializer):
    """A hybrid learning environment of an ecosystem."""

    place = PlaceSerializer(allow_null=True)

    class Meta:
        model = Facility
        fields = ("name", "description", "equipment", "place", "state")
        select = ("place",)
        order = ("name",)


class EcosystemSerializer(RecordSerializer):
    """A centre, campus, lab or network."""

    organisation = Reference("organisations", help_text="De organisatie die dit ecosysteem zelf is.")
    lead_organisation = Reference("organisations", help_text="De koploper.")
    part_of = Reference("ecosystems")
    parts = References("ecosystems", help_text="Onderdelen.")
    region = Reference("regions")
    place = PlaceSerializer(allow_null=True)
    partners = References("organisations", help_text="De partners.")
    partnerships = References("partnerships", help_text="Samenwerkingen in dit ecosysteem.")
    programmes = References("programmes", help_text="Opleidingen in dit ecosysteem.")
    agenda_items = References("agenda-items")
    facilities = FacilitySerializer(many=True, help_text="Hybride leeromgevingen.")
    concepts = ConceptsField()

    class Meta:
        model = Ecosystem
        collection = "ecosystems"
        fields = (
            "name",
            "aliases",
            "kind",
            "stage",
            "stage_evidence",
            "stage_evidence_on",
            "life_phase",
            "summary",
            "status_note",
            "legal_form",
            "website",
            "organisation",
            "lead_organisation",
            "part_of",
            "parts",
            "region",
            "place",
            "partners",
            "partnerships",
            "programmes",
            "agenda_items",
            "facilities",
            "concepts",
        )
        select = ("place",)


class PartnerSerializer(PartSerializer):
    """A party in a partnership, named or described."""

    organisation = Named("organisations")
    kind = TermField(help_text="Soort partij.")
    role = TermField(help_text="Rol.")
    count = QuantityField(
        "count", "count_qualifier", unit="", help_text="Om hoeveel partijen het gaat, als de bron ze telt."
    )

    class Meta:
        model = Partner
        fields = ("organisation", "label", "kind", "count", "role")
        select = ("organisation", "kind", "role")
        order = ("order",)


class MilestoneSerializer(PartSerializer):
    """A moment that matters."""

    class Meta:
        model = Milestone
        fields = ("kind", "title", "due_on", "due_note", "is_reached", "reached_on")
        order = ("due_on",)


class TargetSerializer(PartSerializer):
    """What a partnership wants to reach, from where, and what came of it."""

    baseline = QuantityField("baseline", qualifier="", help_text="Nulmeting.")
    target = QuantityField("value", help_text="Doelwaarde.")
    result = QuantityField("result", qualifier="", help_text="Resultaat.")

    class Meta:
        model = Target
        fields = ("name", "baseline", "target", "result", "due_on", "due_note")


class ActionLineSerializer(PartSerializer):
    """A line along which a partnership works."""

    class Meta:
        model = ActionLine
        fields = ("title", "summary")
        order = ("order",)


class ContributionSerializer(PartSerializer):
    """What a party brings in."""

    organisation = Named("organisations")
    kind = TermField(help_text="Inbreng.")

    class Meta:
        model = Contribution
        fields = ("organisation", "label", "kind", "description")
        select = ("organisation", "kind")


class FundingSerializer(PartSerializer):
    """Where the money comes from; the amount may be unknown."""

    instrument = Named("instruments")
    organisation = Named("organisations")
    amount = QuantityField("amount_eur", unit="", fixed_unit="euro", help_text="Bedrag in hele euro’s.")

    class Meta:
        model = Funding
        fields = ("instrument", "organisation", "label", "amount", "state", "first_year", "last_year")
        select = ("instrument", "organisation")


class PartnershipSerializer(RecordSerializer):
    """Parties that work together on technical education."""

    form = TermField(help_text="Vorm van samenwerken.")
    lead_organisation = Reference("organisations", help_text="De koploper.")
    region = Reference("regions")
    regions = References("regions", help_text="Ook actief in.")
    place = PlaceSerializer(allow_null=True)
    ecosystems = References("ecosystems")
    programmes = References("programmes", help_text="Opleidingen van deze samenwerking.")
    practices = References("practices", help_text="Praktijkvoorbeelden van deze samenwerking.")
    agenda = Reference("agendas")
    agenda_items = References("agenda-items")
    concepts = ConceptsField()
    partners = PartnerSerializer(many=True, help_text="Wie meedoet, in welke rol, van wanneer tot wanneer.")
    action_lines = ActionLineSerializer(many=True, help_text="De actielijnen, in volgorde.")
    targets = TargetSerializer(many=True, help_text="De doelen.")
    milestones = MilestoneSerializer(many=True, help_text="De mijlpalen, op tijd.")
    contributions = ContributionSerializer(many=True, help_text="Wat partijen inbrengen.")
    fundings = FundingSerializer(many=True, help_text="De financiering.")

    class Meta:
        model = Partnership
        collection = "partnerships"
        fields = (
            "name",
            "aliases",
            "form",
            "summary",
            "scope",
            "collection",
            "number",
            "status",
            "status_note",
            "status_on",
            "life_phase",
            "website",
            "lead_organisation",
            "region",
            "regions",
            "place",
            "ecosystems",
            "programmes",
            "practices",
            "agenda",
            "agenda_items",
            "concepts",
            "partners",
            "action_lines",
            "targets",
            "milestones",
            "contributions",
            "fundings",
        )
        select = ("form", "place")


class InstrumentSerializer(RecordSerializer):
    """Money or policy that partnerships use."""

    organisation = Reference("organisations", help_text="Van wie de regeling is.")
    region = Reference("regions")
    partnerships = References(
        "partnerships", "fundings__partnership", help_text="Samenwerkingen die de regeling gebruiken."
    )

    class Meta:
        model = Instrument
        collection = "instruments"
        fields = ("name", "kind", "summary", "status_note", "organisation", "region", "partnerships")
