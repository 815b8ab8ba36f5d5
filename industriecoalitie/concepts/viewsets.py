"""The code lists in the API."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from industriecoalitie.api.viewsets import ReadViewSet, by_slug

from .choices import Scheme
from .filtersets import ConceptFilterSet
from .models import Concept
from .serializers import ConceptSerializer


class ConceptViewSet(ReadViewSet):
    """Terms of all code lists; the key is a UUID, or the list and the notation with a colon."""

    collection = "concepts"
    about = _(
        "Begrippen van alle lijsten: doelgroepen, sectoren, thema’s, onderwijsvormen, niveaus en meer. "
        "De sleutel in het adres is een UUID, of de lijst en de notatie met een dubbele punt: sector:metaal."
    )
    queryset = Concept.objects.for_list()
    serializer_class = ConceptSerializer
    filterset_class = ConceptFilterSet

    slug_field = ""

    def find(self, key: str) -> dict[str, object]:
        """Return how to find a term by UUID, or by list and notation."""
        scheme, colon, notation = key.partition(":")
        if not colon:
            return super().find(key)
        if scheme not in Scheme.values:
            raise Http404
        return {"scheme": scheme, **by_slug(notation, "notation")}
