"""Regions, organisations and agendas as JSON."""

from rest_framework import serializers

from industriecoalitie.api.fields import TermField
from industriecoalitie.api.references import Named, Reference, References
from industriecoalitie.api.serializers import PartSerializer, RecordSerializer

from .models import (
    Agenda,
    AgendaItem,
    AgendaRelation,
    Coverage,
    Frontrunner,
    LabourMarketRegion,
    Organisation,
    OrganisationCode,
    Place,
    Province,
    Region,
    RegionPart,
    Succession,
)


class ProvinceSerializer(PartSerializer):
    """A province with its codes."""

    last = ()

    class Meta:
        model = Province
        fields = ("slug", "name", "code", "iso_code")
        order = ("code",)


class PlaceSerializer(PartSerializer):
    """A town and where it lies (WGS 84 degrees)."""

    last = ()

    class Meta:
        model = Place
        fields = ("slug", "name", "latitude", "longitude")
        order = ("name",)


class FrontrunnerSerializer(PartSerializer):
    """The organisation that leads a region."""

    organisation = Named("organisations")

    class Meta:
        model = Frontrunner
        fields = ("organisation", "listed_as", "list_order")
        select = ("organisation",)
        order = ("list_order",)


class LedRegionSerializer(PartSerializer):
    """A region that an organisation leads."""

    region = Named("regions")

    class Meta:
        model = Frontrunner
        fields = ("region", "listed_as", "list_order")
        select = ("region",)
        order = ("list_order",)


class CoverageSerializer(PartSerializer):
    """A labour market region that a region covers."""

    labour_market_region = Named("labour-market-regions")

    class Meta:
        model = Coverage
        fields = ("labour_market_region", "is_confirmed")
        select = ("labour_market_region",)
        order = ("labour_market_region__code",)


class CoveringRegionSerializer(PartSerializer):
    """A region that covers a labour market region."""

    region = Named("regions")

    class Meta:
        model = Coverage
        fields = ("region", "is_confirmed")
        select = ("region",)
        order = ("region__name",)


class RegionPartSerializer(PartSerializer):
    """A region that lies in another, or overlaps with it."""

    part = Named("regions")

    class Meta:
        model = RegionPart
        fields = ("part", "relation")
        select = ("part",)
        order = ("part__name",)


class RegionSerializer(RecordSerializer):
    """An area of any kind."""

    province = ProvinceSerializer(allow_null=True, help_text="De provincie die dit gebied zelf is.")
    labour_market_region = Reference(
        "labour-market-regions", help_text="De arbeidsmarktregio die dit gebied zelf is."
    )
    frontrunners = FrontrunnerSerializer(many=True, help_text="De koplopers.")
    coverages = CoverageSerializer(many=True, help_text="Arbeidsmarktregio’s die dit gebied dekt.")
    parts = RegionPartSerializer(
        many=True, source="part_links", help_text="Gebieden binnen of over dit gebied."
    )
    whole = References("regions", "whole_links__whole", help_text="Gebieden waar dit een deel van is.")

    class Meta:
        model = Region
        collection = "regions"
        fields = (
            "name",
            "kind",
            "aliases",
            "summary",
            "business_profile",
            "growth_profile",
            "demography",
            "province",
            "labour_market_region",
            "frontrunners",
            "coverages",
            "parts",
            "whole",
        )
        select = ("province",)


class LabourMarketRegionSerializer(RecordSerializer):
    """One of the 35 labour market regions."""

    provinces = ProvinceSerializer(many=True, help_text="De provincies waar de regio in ligt.")
    coverages = CoveringRegionSerializer(many=True, help_text="Koploperregio’s die deze regio dekken.")

    class Meta:
        model = LabourMarketRegion
        collection = "labour-market-regions"
        fields = ("name", "code", "provinces", "coverages")


class OrganisationCodeSerializer(PartSerializer):
    """A code in a register."""

    class Meta:
        model = OrganisationCode
        fields = ("code_type", "code", "of_predecessor")
        order = ("code_type", "code")


class PredecessorSerializer(PartSerializer):
    """What an organisation came from."""

    predecessor = Named("organisations")

    class Meta:
        model = Succession
        fields = ("predecessor", "kind", "happened_on")
        select = ("predecessor",)
        order = ("predecessor__name",)


class OrganisationSerializer(RecordSerializer):
    """A school, company, branch organisation, government or network."""

    kind = TermField(help_text="Soort organisatie.")
    parent = Reference("organisations", help_text="Waar deze organisatie onderdeel van is.")
    children = References("organisations", help_text="Onderdelen.")
    place = PlaceSerializer(allow_null=True)
    province = ProvinceSerializer(allow_null=True)
    region = Reference("regions")
    codes = OrganisationCodeSerializer(many=True, help_text="Codes in registers.")
    frontrunner_of = LedRegionSerializer(
        many=True, source="frontrunners", help_text="Regio’s waar de organisatie koploper is."
    )
    predecessors = PredecessorSerializer(
        many=True, source="predecessor_links", help_text="Waar de organisatie uit ontstond."
    )
    successors = References("organisations", "successor_links__successor", help_text="Wat eruit ontstond.")
    partnerships = References(
        "partnerships",
        "partner_links__partnership",
        help_text="Samenwerkingen waar de organisatie partner is.",
    )
    programmes = References(
        "programmes", "provided_programmes__programme", help_text="Opleidingen die de organisatie aanbiedt."
    )

    class Meta:
        model = Organisation
        collection = "organisations"
        fields = (
            "name",
            "aliases",
            "kind",
            "summary",
            "status",
            "website",
            "parent",
            "children",
            "place",
            "province",
            "region",
            "codes",
            "frontrunner_of",
            "predecessors",
            "successors",
            "partnerships",
            "programmes",
        )
        select = ("kind", "place", "province")


class AgendaRelationSerializer(PartSerializer):
    """How an agenda, or a line of it, stands to another."""

    item = Named("agenda-items")
    to_agenda = Named("agendas")
    to_item = Named("agenda-items")

    class Meta:
        model = AgendaRelation
        fields = ("item", "kind", "to_agenda", "to_item", "to_name")
        select = ("item__agenda", "to_agenda", "to_item__agenda")


class AgendaSerializer(RecordSerializer):
    """A plan that parties work on together, in one version."""

    organisation = Reference("organisations", help_text="De eigenaar.")
    commissioners = References("organisations", help_text="De opdrachtgevers.")
    region = Reference("regions")
    document = Reference("sources", help_text="De bron.")
    relations = AgendaRelationSerializer(many=True, help_text="Verbanden met andere agenda’s.")
    item_count = serializers.IntegerField(
        source="shown_lines", help_text="Aantal agendapunten; zie agenda-items?agenda=…"
    )

    class Meta:
        model = Agenda
        collection = "agendas"
        reads = ("items",)
        fields = (
            "title",
            "edition",
            "summary",
            "main_goal",
            "scope",
            "organisation",
            "commissioners",
            "region",
            "document",
            "dated_on",
            "first_year",
            "last_year",
            "item_count",
            "relations",
        )


class AgendaItemSerializer(RecordSerializer):
    """A line of an agenda."""

    agenda = Reference("agendas")
    parent = Reference("agenda-items", help_text="Het agendapunt hierboven.")
    children = References("agenda-items", help_text="De agendapunten hieronder.")
    status = TermField(help_text="Stand.")
    organisations = References("organisations")
    regions = References("regions")
    partnerships = References("partnerships", help_text="Samenwerkingen die eraan werken.")
    programmes = References("programmes", help_text="Opleidingen die eraan werken.")

    class Meta:
        model = AgendaItem
        collection = "agenda-items"
        fields = (
            "code",
            "number",
            "level",
            "depth",
            "position",
            "display_position",
            "title",
            "summary",
            "agenda",
            "parent",
            "children",
            "status",
            "status_note",
            "is_in_focus",
            "duration_years",
            "organisations",
            "regions",
            "partnerships",
            "programmes",
        )
        select = ("agenda", "status")
