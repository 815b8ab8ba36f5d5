"""Practices, figures and reports in the admin."""

from django.contrib import admin

from industriecoalitie.core.admin import ReadOnlyAdmin

from .models import (
    Adoption,
    Collection,
    Evidence,
    Indicator,
    LearningResource,
    Measurement,
    Practice,
    PracticeFactor,
    ProgressEntry,
    ProgressReport,
    Quote,
    SuccessFactor,
)


@admin.register(Practice)
class PracticeAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "state", "is_proven", "region", "visibility", "hidden_at")
    list_filter = ("kind", "state", "is_proven", "visibility")
    search_fields = ("title", "slug")


@admin.register(PracticeFactor)
class PracticeFactorAdmin(ReadOnlyAdmin):
    list_display = ("practice", "factor", "is_inferred")
    search_fields = ("practice__title", "factor__label")


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("practice", "statement", "dated_on")
    search_fields = ("practice__title", "statement")


@admin.register(Quote)
class QuoteAdmin(ReadOnlyAdmin):
    list_display = ("practice", "function", "organisation", "is_cut_off", "has_consent")
    search_fields = ("practice__title", "function")


@admin.register(SuccessFactor)
class SuccessFactorAdmin(ReadOnlyAdmin):
    list_display = ("label", "visibility", "hidden_at")
    search_fields = ("label", "slug")


@admin.register(Adoption)
class AdoptionAdmin(ReadOnlyAdmin):
    list_display = ("practice", "region", "state", "visibility", "hidden_at")
    list_filter = ("state", "visibility")
    search_fields = ("practice__title", "region__name")


@admin.register(LearningResource)
class LearningResourceAdmin(ReadOnlyAdmin):
    list_display = ("title", "licence", "edition", "visibility", "hidden_at")
    list_filter = ("visibility",)
    search_fields = ("title", "slug")


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ("name", "unit", "part_of", "visibility", "hidden_at")
    list_filter = ("visibility",)
    search_fields = ("name", "slug")


@admin.register(Measurement)
class MeasurementAdmin(ReadOnlyAdmin):
    list_display = ("indicator", "kind", "year", "value", "qualifier", "unit", "region", "hidden_at")
    list_filter = ("kind", "year")
    search_fields = ("indicator__name", "indicator__slug")


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnlyAdmin):
    list_display = ("title", "agenda", "reported_on", "frozen_at", "visibility")
    search_fields = ("title", "slug")


@admin.register(ProgressEntry)
class ProgressEntryAdmin(ReadOnlyAdmin):
    list_display = ("title", "report", "kind", "theme", "region")
    list_filter = ("kind",)
    search_fields = ("title",)


@admin.register(Collection)
class CollectionAdmin(ReadOnlyAdmin):
    list_display = ("title", "visibility", "hidden_at")
    search_fields = ("title", "slug")
