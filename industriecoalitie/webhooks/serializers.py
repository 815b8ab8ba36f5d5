"""How the API tells of a webhook and of what was sent to it; and which attributes can be written."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from industriecoalitie.api.addresses import href
from industriecoalitie.api.fields import MomentField

from .choices import Ending, Form, Outcome
from .messages import CLOUDEVENT, JSON, ROOM, VERBS
from .models import Delivery, Endpoint

MEDIA_TYPES = {Form.STANDARD: JSON, Form.CLOUDEVENTS: CLOUDEVENT}
FORMS = {kind: str(form) for form, kind in MEDIA_TYPES.items()}
# What a body may hold, and the field that it fills.
WRITABLE = {
    "url": "url",
    "description": "description",
    "types": "verbs",
    "collections": "collections",
    "regions": "regions",
    "filters": "filters",
    "mediaType": "form",
    "isActive": "is_active",
}
TYPES = [(str(verb), verb.label) for verb in VERBS]


def texts(most: int, **more: Any) -> serializers.ListField:
    """Return a list of texts."""
    return serializers.ListField(child=serializers.CharField(max_length=120), max_length=most, **more)


class EndpointSerializer(serializers.Serializer):
    """A webhook."""

    id = serializers.UUIDField(source="uuid", help_text="Kenmerk van de webhook.")
    href = serializers.SerializerMethodField(help_text="Adres van de webhook in de API.")
    url = serializers.CharField(help_text="Waar de berichten heen gaan.")
    description = serializers.CharField(help_text="Waarvoor het is.")
    types = serializers.ListField(
        source="verbs",
        child=serializers.ChoiceField(TYPES),
        help_text="Bij welke gebeurtenissen; leeg is alle.",
    )
    collections = texts(30, help_text="Over welke collecties; leeg is alle.")
    regions = texts(50, help_text="Alleen van deze regio’s (slug); leeg is overal.")
    filters = serializers.DictField(
        child=serializers.CharField(), help_text="Per collectie een filter, als in het adres van haar lijst."
    )
    mediaType = serializers.SerializerMethodField(help_text="In welke vorm de berichten komen.")
    isActive = serializers.BooleanField(source="is_active", help_text="Of de webhook aanstaat.")
    isApproved = serializers.SerializerMethodField(
        help_text="Of een beheerder de host goedkeurde; tot dan gaat er niets weg."
    )
    disabledAt = MomentField(
        source="disabled_at", allow_null=True, help_text="Wanneer het portaal ophield met sturen."
    )
    disabledReason = serializers.SerializerMethodField(help_text="Waarom het portaal ophield.")
    failingSince = MomentField(
        source="failing_since", allow_null=True, help_text="Sinds wanneer er niets meer aankomt."
    )
    previousSecretUntil = MomentField(
        source="previous_until",
        allow_null=True,
        help_text="Tot wanneer ook met het vorige geheim wordt getekend.",
    )
    createdAt = MomentField(source="created_at", help_text="Wanneer de webhook gemaakt is.")
    updatedAt = MomentField(source="updated_at", help_text="Wanneer de webhook veranderde.")

    class Meta:
        ref_name = "Webhook"

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_href(self, endpoint: Endpoint) -> str:
        return href(ROOM, endpoint.uuid)

    @extend_schema_field({"type": "string", "enum": list(FORMS)})
    def get_mediaType(self, endpoint: Endpoint) -> str:
        return MEDIA_TYPES[Form(endpoint.form)]

    def get_isApproved(self, endpoint: Endpoint) -> bool:
        return endpoint.approved_at is not None

    @extend_schema_field({"type": "string", "nullable": True, "enum": [*Ending.values, None]})
    def get_disabledReason(self, endpoint: Endpoint) -> str | None:
        return endpoint.ending or None


class SecretField(serializers.CharField):
    """The secret as it was made just now; what is stored of it is sealed."""

    def get_attribute(self, instance: Endpoint) -> str:
        return self.context["secret"]


class NewEndpointSerializer(EndpointSerializer):
    """A webhook with its secret, which is shown this once."""

    secret = SecretField(
        required=False,
        help_text="Waarmee berichten getekend worden; dit is de enige keer dat je het ziet. Herhaal je het verzoek met "
        "dezelfde Idempotency-Key, dan staat het er niet meer bij.",
    )

    class Meta:
        ref_name = "NewWebhook"


class DeliverySerializer(serializers.Serializer):
    """A message to a webhook."""

    id = serializers.UUIDField(source="uuid", help_text="Kenmerk van deze regel in het logboek.")
    messageId = serializers.CharField(source="message", help_text="webhook-id: hetzelfde bij elke poging.")
    type = serializers.CharField(help_text="De soort van het bericht.")
    state = serializers.SerializerMethodField(help_text="Hoe het ermee staat.")
    attempts = serializers.IntegerField(help_text="Hoe vaak het geprobeerd is.")
    outcome = serializers.SerializerMethodField(help_text="Hoe de laatste poging afliep.")
    status = serializers.IntegerField(allow_null=True, help_text="De statuscode van het laatste antwoord.")
    durationMs = serializers.IntegerField(
        source="took_ms", allow_null=True, help_text="Hoelang de laatste poging duurde, in milliseconden."
    )
    createdAt = MomentField(source="created_at", help_text="Wanneer het werd klaargezet.")
    dueAt = MomentField(source="due_at", help_text="Wanneer de (volgende) poging is.")
    deliveredAt = MomentField(source="delivered_at", allow_null=True, help_text="Wanneer het aankwam.")
    failedAt = MomentField(source="failed_at", allow_null=True, help_text="Wanneer het is opgegeven.")

    class Meta:
        ref_name = "WebhookDelivery"

    @extend_schema_field({"type": "string", "enum": ["waiting", "delivered", "failed"]})
    def get_state(self, delivery: Delivery) -> str:
        if delivery.is_open:
            return "waiting"
        return "delivered" if delivery.delivered_at else "failed"

    @extend_schema_field({"type": "string", "nullable": True, "enum": [*Outcome.values, None]})
    def get_outcome(self, delivery: Delivery) -> str | None:
        return delivery.outcome or None


class EndpointListSerializer(serializers.Serializer):
    """All webhooks of a token."""

    items = EndpointSerializer(many=True)

    class Meta:
        ref_name = "WebhookList"


class DeliveryPageSerializer(serializers.Serializer):
    """A page of the log, the newest first."""

    items = DeliverySerializer(many=True)
    next = serializers.CharField(
        allow_null=True, help_text="Cursor van de volgende pagina; null op de laatste."
    )

    class Meta:
        ref_name = "WebhookDeliveryPage"


class ReplaySerializer(serializers.Serializer):
    """How much is sent again."""

    count = serializers.IntegerField(help_text="Hoeveel berichten er opnieuw weggaan.")

    class Meta:
        ref_name = "WebhookReplay"


def body_schema(*, is_partial: bool) -> dict[str, Any]:
    """Return the schema of what can be written of a webhook."""

    def many(items: dict[str, Any], most: int, about: str) -> dict[str, Any]:
        return {"type": "array", "items": items, "maxItems": most, "description": about}

    schema: dict[str, Any] = {
        "type": "object",
        "description": "Een webhook: wat je schrijft.",
        "properties": {
            "url": {
                "type": "string",
                "maxLength": 500,
                "pattern": "^https://",
                "description": "Waar de berichten heen gaan: https, een naam, poort 443.",
                "example": "https://hooks.school.example.nl/portaal",
            },
            "description": {"type": "string", "maxLength": 200, "description": "Waarvoor het is."},
            "types": many({"type": "string", "enum": [key for key, _label in TYPES]}, 6, "Bij welke gebeurtenissen; leeg is alle."),
            "collections": many({"type": "string", "maxLength": 40}, 30, "Over welke collecties; leeg is alle."),
            "regions": many({"type": "string", "maxLength": 120}, 50, "Alleen van deze regio’s: slug of UUID."),
            "filters": {
                "type": "object",
                "additionalProperties": {"type": "string", "maxLength": 1000},
                "description": "Per collectie een filter, als in het adres van haar lijst.",
                "example": {"partnerships": "region=twente"},
            },
            "mediaType": {"type": "string", "enum": list(FORMS), "description": "In welke vorm de berichten komen."},
            "isActive": {"type": "boolean", "description": "Of de webhook aanstaat."},
        },
        "additionalProperties": False,
    }  # fmt: skip
    return schema if is_partial else schema | {"required": ["url"]}
