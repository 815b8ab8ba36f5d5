"""Synonyms and results that are put first, in the admin."""

from django.contrib import admin

from industriecoalitie.core.admin import ReadOnlyAdmin

from .models import Promotion, Synonym


@admin.register(Synonym)
class SynonymAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "slug", "visibility")
    search_fields = ("slug", "terms")


@admin.register(Promotion)
class PromotionAdmin(ReadOnlyAdmin):
    list_display = ("query", "kind", "subject", "order", "until_on")
    list_filter = ("kind",)
    search_fields = ("query",)
