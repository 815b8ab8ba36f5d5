"""How a record names other records: only those the reader may see, all of an answer in one query."""

from collections.abc import Sequence
from functools import cache

from django.db.models import F, IntegerField, Model, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from industriecoalitie.core.models import Record

from .addresses import href, scope_of
from .callers import seen_as

LINK_COLUMNS = ("l_key", "l_owner", "l_rank", "l_uuid", "l_slug", "l_label", "l_group")


class ReferenceSchema(serializers.Serializer):
    """Another record, by name and address."""

    id = serializers.UUIDField()
    slug = serializers.CharField(required=False)
    code = serializers.CharField(required=False)
    notation = serializers.CharField(required=False)
    name = serializers.CharField(required=False)
    title = serializers.CharField(required=False)
    label = serializers.CharField(required=False)
    href = serializers.URLField(help_text="Adres in de API.")

    class Meta:
        ref_name = "Reference"


# The key of a record that has no name of its own.
NAMELESS = "uuid"


@cache
def naming(model: type[Model]) -> tuple[str, str]:
    """Return the fields that tell a record apart for people: its key and its name; twice ``uuid`` when it has none."""
    names = {field.name for field in model._meta.get_fields()}
    key = next((name for name in ("slug", "notation", "code") if name in names), NAMELESS)
    return key, next((name for name in ("name", "title", "label") if name in names), NAMELESS)


def reference(
    collection: str, model: type[Model], uuid: object, key: str, name: str, group: str = ""
) -> dict[str, str]:
    """Return a record as another record mentions it; ``group`` is the list of a term."""
    key_name, label_name = naming(model)
    address = key if key_name == "slug" else f"{group}:{key}" if group else uuid
    if key_name == NAMELESS:
        return {"id": str(uuid), "href": href(collection, address)}
    return {"id": str(uuid), key_name: key, label_name: name, "href": href(collection, address)}


class Link(serializers.Field):
    """Other records that a record names, by any path of relations; read for the whole answer at once.

    ``path`` leads from the record to the other; it is the name of the field when it is left out. What the reader may
    not see is left out, by the same queryset that guards the other's own address.
    """

    many = False

    def __init__(self, collection: str, path: str = "", **kwargs):
        self.collection, self.path = collection, path
        super().__init__(source="*", read_only=True, **kwargs)

    def rows(self, owner: type[Model], keys: Sequence[int], visible: "Visible") -> QuerySet:
        """Return the rows of this link for some owners, in the columns that all links share."""
        target = model_at(owner, self.path)
        key_name, label_name = naming(target)
        empty = Value("", TextField())
        grouped = Cast(F(f"{self.path}__scheme"), TextField()) if key_name == "notation" else empty
        ranked = F(f"{self.path}__order") if key_name == "notation" else Value(0, IntegerField())
        return (
            owner._default_manager.order_by()
            .filter(pk__in=keys, **{f"{self.path}__in": visible.rows(target)})
            .annotate(
                l_key=Value(self.field_name, TextField()),
                l_owner=F("pk"),
                l_rank=Cast(ranked, IntegerField()),
                l_uuid=Cast(F(f"{self.path}__uuid"), UUIDField()),
                l_slug=Cast(F(f"{self.path}__{key_name}"), TextField()),
                l_label=Cast(F(f"{self.path}__{label_name}"), TextField()),
                l_group=grouped,
            )
            .values_list(*LINK_COLUMNS)
        )

    def found(self, record: Model) -> list[tuple]:
        """Return the rows of one record, each once."""
        rows = self.context["links"].get((self.field_name, record.pk), ())
        return list({row[3]: row for row in rows}.values())

    def mentions(self, record: Model) -> list[dict[str, str]]:
        target = model_at(type(record), self.path)
        return [reference(self.collection, target, *row[3:]) for row in self.found(record)]

    def bind(self, field_name, parent):
        super().bind(field_name, parent)
        self.path = self.path or snake(field_name)


@extend_schema_field(ReferenceSchema(allow_null=True))
class Reference(Link):
    """One other record that a record names."""

    def to_representation(self, record: Model) -> dict[str, str] | None:
        return next(iter(self.mentions(record)), None)


@extend_schema_field(ReferenceSchema(many=True))
class References(Link):
    """All other records of one relation."""

    many = True

    def to_representation(self, record: Model) -> list[dict[str, str]]:
        return self.mentions(record)


@extend_schema_field(ReferenceSchema(allow_null=True))
class Named(serializers.Field):
    """The other record that a nested row names, read with the row."""

    def __init__(self, collection: str, **kwargs):
        self.collection = collection
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, record: Record) -> dict[str, str] | None:
        if not record.is_shown_to(self.context["user"]):
            return None
        key_name, label_name = naming(type(record))
        names = getattr(record, key_name), getattr(record, label_name)
        return reference(self.collection, type(record), record.uuid, *names)


@extend_schema_field(ReferenceSchema(many=True))
class NamedList(Named):
    """The other records that a nested row names, read with the rows."""

    def to_representation(self, rows) -> list[dict[str, str]]:
        shown = (super(NamedList, self).to_representation(record) for record in rows.all())
        return sorted(filter(None, shown), key=lambda mention: mention["href"])


def snake(name: str) -> str:
    """Return a name of JSON as a name of Python."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


@cache
def model_at(owner: type[Model], path: str) -> type[Model]:
    """Return the model at the end of a path of relations."""
    model = owner
    for part in path.split("__"):
        model = model._meta.get_field(part).related_model
    return model


class Visible:
    """What one reader may see, asked once per model."""

    def __init__(self, user):
        self.user = user
        self.known: dict[type[Model], QuerySet] = {}

    def rows(self, model: type[Model]) -> QuerySet:
        if model not in self.known:
            reader = seen_as(self.user, scope_of(model))
            self.known[model] = model.objects.visible_to(reader).values("pk")
        return self.known[model]
