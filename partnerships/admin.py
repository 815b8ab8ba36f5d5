"""Ecosystems, partnerships and schemes in the Django admin: to look up."""

from django.contrib import admin

from industriecoalitie.core.admin import ReadOnlyAdmin, TracedAdmin

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
    PartnershipContact,
    Target,
)


@admin.register(Ecosystem)
class EcosystemAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "stage", "region", "visibility")
    list_filter = ("kind", "stage", "visibility")
    search_fields = ("name", "slug")


@admin.register(Facility)
class FacilityAdmin(ReadOnlyAdmin):
    list_display = ("name", "ecosystem", "place", "state")
    list_filter = ("state",)
    search_fields = ("name", "ecosystem__name")


@admin.register(Partnership)
class PartnershipAdmin(ReadOnlyAdmin):
    list_display = ("name", "form", "region", "status", "owner", "visibility")
    list_filter = ("status", "scope", "collection", "visibility")
    search_fields = ("name", "slug")


@admin.register(Partner)
class PartnerAdmin(ReadOnlyAdmin):
    list_display = ("partnership", "organisation", "label", "role", "from_on", "until_on")
    list_filter = ("role",)
    search_fields = ("partnership__name", "organisation__name", "label")


@admin.register(ActionLine)
class ActionLineAdmin(ReadOnlyAdmin):
    list_display = ("title", "partnership", "order")
    search_fields = ("title", "partnership__name")


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    list_display = ("partnership", "organisation", "label", "kind")
    list_filter = ("kind",)
    search_fields = ("partnership__name", "organisation__name")


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    list_display = ("name", "partnership", "baseline", "value", "result")
    search_fields = ("name", "partnership__name")


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "organisation", "region", "visibility")
    list_filter = ("kind", "visibility")
    search_fields = ("name", "slug")


@admin.register(Funding)
class FundingAdmin(ReadOnlyAdmin):
    list_display = ("partnership", "instrument", "organisation", "label", "amount_eur", "state")
    list_filter = ("state",)
    search_fields = ("partnership__name", "instrument__name", "label")


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    list_display = ("title", "due_on", "kind", "partnership", "agenda", "instrument")
    list_filter = ("kind",)
    search_fields = ("title", "partnership__name")


@admin.register(PartnershipContact)
class PartnershipContactAdmin(TracedAdmin):
    list_display = ("user", "partnership", "from_on", "until_on")
    list_select_related = ("user", "partnership")
    search_fields = ("user__email", "partnership__name")
    autocomplete_fields = ("user", "partnership")
