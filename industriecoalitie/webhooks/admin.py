"""Webhooks in the Django admin, to look up; secrets are shown nowhere."""

from django.contrib import admin

from industriecoalitie.core.admin import ReadOnlyAdmin

from .models import Delivery, Endpoint


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    list_display = ("url", "owner", "is_active", "approved_at", "disabled_at", "failing_since")
    search_fields = ("url", "description")
    exclude = ("secret", "previous_secret")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("message", "type", "endpoint", "outcome", "status", "attempts", "due_at")
    search_fields = ("message",)
    exclude = ("body",)
