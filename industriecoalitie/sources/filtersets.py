"""What the list of documents can be narrowed by, on pages and in the API."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.filters import BooleanFilter, RecordFilterSet, SearchFilter, YearFilter

from .models import SourceDocument


class SourceDocumentFilterSet(RecordFilterSet):
    """Filters of documents that facts rest on."""

    q = SearchFilter(label=_("Zoek"))
    year = YearFilter(field_name="published_on__year", label=_("Jaar"))
    editorial = BooleanFilter(field_name="is_editorial", label=_("Redactie"))

    sorts = {
        "newest": (_("Nieuwste eerst"), (F("published_on").desc(nulls_last=True), "pk")),
        "facts": (_("Meeste feiten eerst"), ("-citation_count", "pk")),
        "title": (_("Titel"), ("title", "pk")),
    }

    class Meta:
        model = SourceDocument
        fields: list[str] = []
