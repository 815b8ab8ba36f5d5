"""Regions, organisations, roles and agendas in the Django admin."""

from django.contrib import admin

from industriecoalitie.core.admin import ReadOnlyAdmin, TracedAdmin

from .models import (
    Agenda,
    AgendaItem,
    AgendaRelation,
    Commitment,
    Coverage,
    ExpertiseRequest,
    Frontrunner,
    LabourMarketRegion,
    Membership,
    Organisation,
    OrganisationCode,
    Place,
    Province,
    Region,
    RegionPart,
    Succession,
)


@admin.register(Province)
class ProvinceAdmin(ReadOnlyAdmin):
    list_display = ("name", "code", "iso_code")
    search_fields = ("name", "code")


@admin.register(LabourMarketRegion)
class LabourMarketRegionAdmin(ReadOnlyAdmin):
    list_display = ("name", "code")
    list_filter = ("provinces",)
    search_fields = ("name", "code")


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "visibility", "updated_at")
    list_filter = ("kind", "visibility")
    search_fields = ("name", "slug")


@admin.register(RegionPart)
class RegionPartAdmin(ReadOnlyAdmin):
    list_display = ("whole", "relation", "part")
    list_filter = ("relation",)
    search_fields = ("whole__name", "part__name")


@admin.register(Coverage)
class CoverageAdmin(ReadOnlyAdmin):
    list_display = ("region", "labour_market_region", "is_confirmed")
    list_filter = ("is_confirmed",)
    search_fields = ("region__name", "labour_market_region__name")


@admin.register(Place)
class PlaceAdmin(ReadOnlyAdmin):
    list_display = ("name", "region", "latitude", "longitude")
    search_fields = ("name",)


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "region", "visibility", "updated_at")
    list_filter = ("kind", "visibility")
    search_fields = ("name", "slug")


@admin.register(OrganisationCode)
class OrganisationCodeAdmin(ReadOnlyAdmin):
    list_display = ("organisation", "code_type", "code")
    list_filter = ("code_type",)
    search_fields = ("organisation__name", "code")


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    list_display = ("predecessor", "kind", "successor", "happened_on")
    list_filter = ("kind",)
    search_fields = ("predecessor__name", "successor__name")


@admin.register(Frontrunner)
class FrontrunnerAdmin(ReadOnlyAdmin):
    list_display = ("organisation", "region", "listed_as", "from_on", "until_on")
    search_fields = ("organisation__name", "region__name")


@admin.register(Membership)
class MembershipAdmin(TracedAdmin):
    """Who holds which role, from when until when."""

    list_display = ("user", "role", "region", "from_on", "until_on")
    list_filter = ("role", "region")
    list_select_related = ("user", "region")
    search_fields = ("user__email", "user__name", "region__name")
    autocomplete_fields = ("user",)
    ordering = ("pk",)


@admin.register(Agenda)
class AgendaAdmin(ReadOnlyAdmin):
    list_display = ("title", "scope", "organisation", "visibility", "updated_at")
    list_filter = ("scope", "visibility")
    search_fields = ("title", "slug")


@admin.register(AgendaItem)
class AgendaItemAdmin(ReadOnlyAdmin):
    list_display = ("title", "agenda", "code", "level", "visibility")
    list_filter = ("agenda", "visibility")
    search_fields = ("title", "code")


@admin.register(AgendaRelation)
class AgendaRelationAdmin(ReadOnlyAdmin):
    list_display = ("agenda", "item", "kind", "to_agenda", "to_item", "to_name")
    list_filter = ("kind",)
    search_fields = ("agenda__title", "to_name")

    def get_list_select_related(self, request) -> tuple[str, ...]:
        return ("agenda", "item", "to_agenda", "to_item")


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    list_display = ("organisation", "agenda", "state", "consortium")
    list_filter = ("state", "agenda")
    search_fields = ("organisation__name",)


@admin.register(ExpertiseRequest)
class ExpertiseRequestAdmin(ReadOnlyAdmin):
    list_display = ("title", "region", "state", "asked_on", "closed_on")
    list_filter = ("state", "region")
    search_fields = ("title",)
