"""The terms of the code lists in the admin."""

from django.contrib import admin

from industriecoalitie.core.admin import ReadOnlyAdmin

from .models import Concept


@admin.register(Concept)
class ConceptAdmin(ReadOnlyAdmin):
    list_display = ("label", "scheme", "notation", "group", "order", "visibility")
    list_filter = ("scheme", "visibility")
    search_fields = ("label", "label_en", "notation")
