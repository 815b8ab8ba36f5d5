"""Programmes, modules, learning paths, offerings and demands in the Django admin: to look up."""

from django.contrib import admin

from industriecoalitie.core.admin import ReadOnlyAdmin

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


@admin.register(Programme)
class ProgrammeAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "region", "is_publicly_funded", "visibility")
    list_filter = ("kind", "is_publicly_funded", "visibility")
    search_fields = ("name", "slug")


@admin.register(Provider)
class ProviderAdmin(ReadOnlyAdmin):
    list_display = ("programme", "organisation", "role")
    list_filter = ("role",)
    search_fields = ("programme__name", "organisation__name")


@admin.register(Module)
class ModuleAdmin(ReadOnlyAdmin):
    list_display = ("name", "outcome", "hours", "visibility")
    list_filter = ("outcome", "visibility")
    search_fields = ("name", "slug")


@admin.register(ProgrammeModule)
class ProgrammeModuleAdmin(ReadOnlyAdmin):
    list_display = ("programme", "module", "order")
    search_fields = ("programme__name", "module__name")


@admin.register(LearningPath)
class LearningPathAdmin(ReadOnlyAdmin):
    list_display = ("name", "region", "visibility")
    list_filter = ("visibility",)
    search_fields = ("name", "slug")


@admin.register(LearningPathStep)
class LearningPathStepAdmin(ReadOnlyAdmin):
    list_display = ("path", "order", "title", "programme", "module", "organisation", "level")
    search_fields = ("path__name", "title", "programme__name")


@admin.register(Offering)
class OfferingAdmin(ReadOnlyAdmin):
    list_display = ("slug", "programme", "module", "organisation", "form", "level", "state")
    list_filter = ("state", "form", "level")
    search_fields = ("slug", "programme__name", "organisation__name")


@admin.register(Demand)
class DemandAdmin(ReadOnlyAdmin):
    list_display = ("title", "stage", "region", "is_core_need", "visibility")
    list_filter = ("stage", "decision", "visibility")
    search_fields = ("title", "slug")


@admin.register(DemandParty)
class DemandPartyAdmin(ReadOnlyAdmin):
    list_display = ("demand", "organisation", "order")
    search_fields = ("demand__title", "organisation__name")
