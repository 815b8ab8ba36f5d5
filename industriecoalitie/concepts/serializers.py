"""Terms of the code lists as JSON, and how other records carry them."""

from drf_spectacular.utils import extend_schema_field

from industriecoalitie.api.fields import camel
from industriecoalitie.api.references import Link, References
from industriecoalitie.api.serializers import RecordSerializer

from .choices import Scheme
from .models import Concept

ALWAYS = (Scheme.TARGET_GROUP, Scheme.SECTOR, Scheme.THEME, Scheme.EDUCATION_FORM, Scheme.LEVEL)


def key_of_scheme(scheme: str) -> str:
    """Return a code list as an attribute: ``target-group`` → ``targetGroups``."""
    key = camel(scheme.replace("-", "_"))
    return f"{key}es" if key.endswith("s") else f"{key}s"


TERMS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["notation", "label"],
        "properties": {"notation": {"type": "string"}, "label": {"type": "string"}},
        "example": {"notation": "metaal", "label": "Metaal"},
    },
}


@extend_schema_field(
    {
        "type": "object",
        "required": [key_of_scheme(scheme) for scheme in ALWAYS],
        "properties": {key_of_scheme(scheme): TERMS for scheme in Scheme.values},
    }
)
class ConceptsField(Link):
    """The terms that describe a record, list by list; the five main lists are always there."""

    many = True

    def __init__(self, path: str = "concepts", **kwargs):
        super().__init__("concepts", path, **kwargs)

    def to_representation(self, record) -> dict[str, list[dict[str, str]]]:
        lists: dict[str, list] = {key_of_scheme(scheme): [] for scheme in ALWAYS}
        for row in self.found(record):
            _key, _owner, _rank, _uuid, notation, label, scheme = row
            lists.setdefault(key_of_scheme(scheme), []).append({"notation": notation, "label": label})
        return lists


class ConceptSerializer(RecordSerializer):
    """A term of a code list."""

    broader = References("concepts", help_text="Bredere begrippen.")
    narrower = References("concepts", help_text="Smallere begrippen.")

    class Meta:
        model = Concept
        collection = "concepts"
        fields = (
            "scheme",
            "notation",
            "label",
            "label_en",
            "definition",
            "group",
            "order",
            "broader",
            "narrower",
        )

    @staticmethod
    def key_of(record: Concept) -> str:
        """Return the list and the key in it."""
        return f"{record.scheme}:{record.notation}"
