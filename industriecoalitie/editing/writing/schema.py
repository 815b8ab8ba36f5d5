"""What can be written, in the OpenAPI document: derived from the sheets, so that the two cannot drift apart."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

from industriecoalitie.api.schema import OF_WRITES, PortalSchema, header_references, key_parameter, label_of
from industriecoalitie.concepts.serializers import key_of_scheme
from industriecoalitie.core.choices import Qualifier
from industriecoalitie.editing.fields import (
    NAMES_MOST,
    PICKS_MOST,
    NamesField,
    OptionField,
    PartialDateField,
    PickField,
    PicksField,
    TermsField,
)
from industriecoalitie.editing.forms import ROWS_MOST

from .attributes import Quantity, Shape
from .bulk import METHODS, MOST
from .mentions import LONGEST_KEY
from .repeating import LONGEST_KEY as LONGEST_REQUEST_KEY

TAG_LENGTH = 200
REQUEST_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]+$", "minLength": 1, "maxLength": LONGEST_REQUEST_KEY},
    OpenApiParameter.HEADER,
    description=gettext_lazy(
        "Een kenmerk van dit verzoek. Hetzelfde verzoek met hetzelfde kenmerk krijgt 48 uur hetzelfde antwoord."
    ),
)
KEY = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
PARTIAL_DATE = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "example": "2024-02"}
TERM_MENTION = {
    "description": "Een begrip uit een lijst: zijn notatie, of een object met notation.",
    "oneOf": [
        KEY,
        {
            "type": "object",
            "required": ["notation"],
            "properties": {"notation": KEY, "label": {"type": "string"}},
            "additionalProperties": False,
        },
    ],
    "example": "metaal",
}
MENTION = {
    "description": "Een ander record: zijn id of slug, of een object met id of slug. De overige kenmerken die een antwoord noemt, mogen blijven staan en tellen niet mee.",
    "oneOf": [
        KEY,
        {
            "type": "object",
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                **{name: {"type": "string"} for name in ("slug", "code", "name", "title", "label")},
                **{name: {"type": "number"} for name in ("latitude", "longitude")},
                "href": {"type": "string", "format": "uri"},
            },
            "additionalProperties": False,
        },
    ],
    "example": "twente",
}


def or_null(mention: dict[str, Any]) -> dict[str, Any]:
    """Return a mention that may be left empty."""
    key, named = mention["oneOf"]
    return mention | {"oneOf": [key | {"nullable": True}, named]}


# What bodies share, by its name among the schemas.
SHARED = {
    "Mention": MENTION,
    "OptionalMention": or_null(MENTION),
    "TermMention": TERM_MENTION,
    "OptionalTermMention": or_null(TERM_MENTION),
}


def shared(name: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/components/schemas/{name}"}]}


VERBS = {
    "create": ("Create", gettext_lazy("%(name)s: toevoegen")),
    "replace": ("Replace", gettext_lazy("%(name)s: vervangen")),
    "update": ("Update", gettext_lazy("%(name)s: wijzigen")),
    "destroy": ("Delete", gettext_lazy("%(name)s: verwijderen")),
    "bulk": ("Bulk", gettext_lazy("%(name)s: veel tegelijk")),
}
ABOUT = {
    "create": gettext_lazy(
        "Voeg een record toe, met al zijn rijen. Wat je weglaat, begint zoals op de pagina. Met Idempotency-Key doe je een verzoek dat misging gerust opnieuw."
    ),
    "replace": gettext_lazy(
        "Vervang het hele record. Wat je weglaat, wordt leeg, en rijen die je weglaat, gaan weg. Alleen visibility blijft dan zoals het was."
    ),
    "update": gettext_lazy(
        "Wijzig wat je noemt; de rest blijft (RFC 7396). Een lijst met rijen vervangt alle rijen: een rij met id blijft dezelfde rij."
    ),
    "destroy": gettext_lazy(
        "Haal het record van elke pagina en uit elk antwoord. Op de pagina kan het terug."
    ),
    "bulk": gettext_lazy(
        "Hooguit 500 bewerkingen: allemaal, of geen. Samen zijn ze één wijziging, met één keer ongedaan maken."
    ),
}


class WriteSchema(PortalSchema):
    """Describes a collection that is written in: what goes into it, and the answers to that."""

    @property
    def is_write(self) -> bool:
        return self.view.action in VERBS

    def get_operation(self, path, path_regex, path_prefix, method, registry):
        """Return the operation; a write with the answers that it alone can have."""
        operation = super().get_operation(path, path_regex, path_prefix, method, registry)
        if operation and self.is_write:
            responses = operation["responses"]
            codes = {"destroy": (403, 409, 412, 428), "bulk": (400, 403, 404, 409, 412, 413, 415, 422)}
            by_action = {"create": (400, 403, 409, 413, 415, 422)}
            for code in (codes | by_action).get(self.view.action, (400, *set(OF_WRITES) - {422})):
                responses[str(code)] = {"$ref": f"#/components/responses/{code}"}
        return operation

    def get_operation_id(self) -> str:
        if not self.is_write:
            return super().get_operation_id()
        return f"{super().get_operation_id().removesuffix('Item')}{VERBS[self.view.action][0]}"

    def get_summary(self) -> str | None:
        if not self.is_write:
            return super().get_summary()
        return str(VERBS[self.view.action][1]) % {"name": label_of(self.view)}

    def get_description(self) -> str:
        return str(ABOUT[self.view.action]) if self.is_write else super().get_description()

    def get_auth(self) -> list:
        return [{"token": []}] if self.is_write else super().get_auth()

    def get_override_parameters(self) -> list[OpenApiParameter]:
        if not self.is_write:
            return super().get_override_parameters()
        if self.view.action in ("create", "bulk"):
            return [REQUEST_KEY]
        about = _("De ETag van het record zoals je het zag. Zonder: 428; van een oudere versie: 412.")
        # Without it the answer is 428, which says more than a fault in a parameter.
        tag = header("If-Match", {"type": "string", "maxLength": TAG_LENGTH}, about, is_required=True)
        return [key_parameter(self.view), tag]

    def _get_request_body(self, direction="request") -> dict | None:
        if not self.is_write or self.view.action == "destroy":
            return None
        schema = self._bulk_body() if self.view.action == "bulk" else self._body(self.view.action == "update")
        return {"required": True, "content": {"application/json": {"schema": schema}}}

    def _get_response_bodies(self, direction="response") -> dict:
        if not self.is_write:
            return super()._get_response_bodies(direction)
        if self.view.action == "destroy":
            return {"204": {"description": _("Verwijderd.")}}
        if self.view.action == "bulk":
            return {"200": {"description": "", "content": {"application/json": {"schema": BULK_ANSWER}}}}
        code = "201" if self.view.action == "create" else "200"
        answer = self._get_response_for_code(self.view.serializer_class, code)
        return {code: answer | {"headers": header_references("ETag")}}

    def _body(self, is_partial: bool) -> dict:
        for shared_name, schema in SHARED.items():
            self._component(shared_name, schema)
        name = f"{self.view.serializer_class.__name__.removesuffix('Serializer')}{'Patch' if is_partial else 'Write'}"
        return self._component(name, body_schema(type(self.view), is_partial=is_partial))

    def _bulk_body(self) -> dict:
        operation = {
            "type": "object",
            "required": ["method"],
            "properties": {
                "method": {"type": "string", "enum": list(METHODS)},
                "id": KEY | {"description": _("Welk record: id of slug. Niet bij POST.")},
                "ifMatch": {
                    "type": "string",
                    "maxLength": TAG_LENGTH,
                    "description": _("De ETag van het record. Niet bij POST."),
                },
                "body": {
                    "oneOf": [self._body(False), self._body(True)],
                    "description": _("Wat je bij deze methode los zou sturen. Niet bij DELETE."),
                },
            },
            "additionalProperties": False,
        }
        return {
            "type": "object",
            "required": ["operations"],
            "properties": {
                "operations": {"type": "array", "minItems": 1, "maxItems": MOST, "items": operation}
            },
            "additionalProperties": False,
        }

    def _component(self, name: str, schema: dict) -> dict:
        """Put a schema among those that the document shares, and return where it is."""
        component = ResolvedComponent(
            name=name,
            type=ResolvedComponent.SCHEMA,
            schema=schema,
            object=name,
        )
        self.registry.register_on_missing(component)
        return component.ref


BULK_ANSWER = {
    "type": "object",
    "required": ["operations"],
    "properties": {
        "operations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["method", "status", "id", "href", "etag"],
                "properties": {
                    "method": {"type": "string", "enum": list(METHODS)},
                    "status": {"type": "integer", "enum": [200, 201, 204]},
                    "id": {"type": "string", "format": "uuid"},
                    "href": {"type": "string", "format": "uri", "nullable": True},
                    "etag": {"type": "string", "nullable": True},
                },
            },
        }
    },
}


def header(name: str, schema: dict, about: str, *, is_required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, description=about, required=is_required)


def body_schema(view: Any, *, is_partial: bool) -> dict[str, Any]:
    """Return the schema of the body of a record: of all sheets of the collection together."""
    shapes = [view.shape(sheet) for sheet in view.sheets()]
    schema = object_schema(shapes, is_partial=is_partial)
    schema["properties"] |= view.more_properties()
    if not is_partial:
        schema["required"] = [*view.more_required(), *schema.get("required", [])]
    if not schema.get("required"):
        schema.pop("required", None)
    schema["description"] = _("%(name)s: wat je schrijft.") % {"name": label_of(view)}
    return schema


def object_schema(shapes: list[Shape], *, is_partial: bool = False) -> dict[str, Any]:
    first = shapes[0]
    properties: dict[str, Any] = {}
    for key, name in first.fields.items():
        found = [shape.form.base_fields[name] for shape in shapes]
        properties[key] = described(field_schema(found), found[0])
    for key, quantity in first.quantities.items():
        properties[key] = described(quantity_schema(quantity), first.form.base_fields[quantity.value])
    for key, (block, shape) in first.rows.items():
        row = object_schema([shape])
        row["properties"] = {
            "id": ROW_KEY | {"description": str(_("De rij die er al is; zonder is de rij nieuw."))}
        } | row["properties"]
        properties[key] = {
            "type": "array",
            "maxItems": ROWS_MOST,
            "nullable": True,
            "items": row,
            "description": str(block.title),
        }
    required = [] if is_partial else [key for key, name in first.fields.items() if is_needed(first, name)]
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


ROW_KEY = {"type": "string", "format": "uuid"}


def is_needed(shape: Shape, name: str) -> bool:
    """Tell whether a body cannot do without a field: it is required and begins empty."""
    field = shape.form.base_fields[name]
    if not field.required or name == "owner" or field.initial is not None:
        return False
    column = next((each for each in shape.form._meta.model._meta.concrete_fields if each.name == name), None)
    return column is None or not column.has_default()


def described(schema: dict[str, Any], field: forms.Field) -> dict[str, Any]:
    label, more = str(field.label or ""), str(field.help_text or "")
    text = f"{label}. {more}".strip() if more else label
    return schema | ({"description": text[:1].upper() + text[1:]} if text else {})


def field_schema(fields: list[forms.Field]) -> dict[str, Any]:
    """Return what an attribute takes; ``fields`` are the fields of all sheets that have it."""
    field = fields[0]
    nullable = {} if field.required else {"nullable": True}
    if isinstance(field, PickField | OptionField):
        return mention_of(field)
    if isinstance(field, PicksField):
        return {"type": "array", "maxItems": PICKS_MOST, "items": shared("Mention"), "nullable": True}
    if isinstance(field, TermsField):
        return terms_schema([each for each in fields if isinstance(each, TermsField)])
    if isinstance(field, NamesField):
        name = {"type": "string", "maxLength": 200}
        return {"type": "array", "maxItems": NAMES_MOST, "items": name, "nullable": True}
    if isinstance(field, PartialDateField):
        return PARTIAL_DATE | nullable
    if isinstance(field, forms.NullBooleanField):
        return {"type": "boolean", "nullable": True}
    if isinstance(field, forms.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, forms.DateField):
        return {"type": "string", "format": "date"} | nullable
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return {"type": "number"} | limits(field) | nullable
    if isinstance(field, forms.IntegerField):
        return {"type": "integer"} | limits(field) | nullable
    return text_schema(field) | nullable


def text_schema(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [key for key, _label in field.choices if key != ""]}
    schema: dict[str, Any] = {"type": "string"}
    if field.required:
        schema["minLength"] = 1
    if getattr(field, "max_length", None):
        schema["maxLength"] = field.max_length
    return schema


def limits(field: forms.Field) -> dict[str, Any]:
    """Return the smallest and the largest value."""
    found: dict[str, Any] = {}
    for validator in field.validators:
        limit = getattr(validator, "limit_value", None)
        if isinstance(validator, MinValueValidator) and isinstance(limit, int | Decimal):
            found["minimum"] = max(int(limit), found.get("minimum", int(limit)))
        elif isinstance(validator, MaxValueValidator) and isinstance(limit, int | Decimal):
            found["maximum"] = min(int(limit), found.get("maximum", int(limit)))
    return found


def mention_of(field: PickField | OptionField) -> dict[str, Any]:
    name = "TermMention" if field.model_name == "concepts.Concept" else "Mention"
    return shared(name if field.required else f"Optional{name}")


def terms_schema(fields: Iterable[TermsField]) -> dict[str, Any]:
    """Return the lists of terms that a record is described with."""
    schemes = dict.fromkeys(scheme for field in fields for scheme, _label in field.schemes)
    many = {"type": "array", "items": shared("TermMention"), "nullable": True}
    return {
        "type": "object",
        "nullable": True,
        "properties": {key_of_scheme(scheme): many for scheme in schemes},
        "additionalProperties": False,
    }


def quantity_schema(quantity: Quantity) -> dict[str, Any]:
    return {
        "type": "object",
        "nullable": True,
        "properties": {
            "value": {"type": "number", "nullable": True},
            "qualifier": {
                "type": "string",
                "enum": Qualifier.values if quantity.qualifier else [Qualifier.EXACT.value],
            },
            "unit": {"type": "string", "nullable": True, "maxLength": 80},
            "text": {
                "type": "string",
                "description": _("Zoals het antwoord het schrijft; het telt niet mee."),
            },
        },
        "additionalProperties": False,
    }
