"""Documents and the places in them in the admin."""

from django.contrib import admin

from industriecoalitie.core.admin import ReadOnlyAdmin

from .models import Citation, ContextFact, SourceDocument, SourceGap, SourceSection, Term


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnlyAdmin):
    list_display = ("title", "edition", "published_on", "publisher", "is_editorial", "visibility")
    search_fields = ("title", "slug")


@admin.register(SourceSection)
class SourceSectionAdmin(ReadOnlyAdmin):
    list_display = ("document", "order", "title", "first_line", "has_facts")
    list_filter = ("document",)
    search_fields = ("title",)


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("subject", "document", "section", "line", "field")
    list_filter = ("document",)
    search_fields = ("subject",)


@admin.register(SourceGap)
class SourceGapAdmin(ReadOnlyAdmin):
    list_display = ("code", "document", "kind", "question", "line")
    list_filter = ("document", "kind")
    search_fields = ("question",)


@admin.register(ContextFact)
class ContextFactAdmin(ReadOnlyAdmin):
    list_display = ("statement", "document")
    search_fields = ("statement",)


@admin.register(Term)
class TermAdmin(ReadOnlyAdmin):
    list_display = ("short", "full", "document")
    search_fields = ("short", "full")
