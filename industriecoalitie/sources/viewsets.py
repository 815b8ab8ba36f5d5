"""The documents in the API."""

from django.utils.translation import gettext_lazy as _

from industriecoalitie.api.viewsets import ReadViewSet

from .filtersets import SourceDocumentFilterSet
from .models import SourceDocument
from .serializers import SourceSerializer


class SourceViewSet(ReadViewSet):
    """Documents that facts rest on."""

    collection = "sources"
    about = _(
        "Documenten waar de feiten op rusten: versie, datum, indeling en wat ze openlaten. De tekst zelf staat er niet in."
    )
    queryset = SourceDocument.objects.for_list()
    serializer_class = SourceSerializer
    filterset_class = SourceDocumentFilterSet
    sort_names = {"newest": "publishedOn", "facts": "citationCount"}
