"""Names this app for Django."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "industriecoalitie.webhooks"
    label = "webhooks"
    verbose_name = "webhooks"
