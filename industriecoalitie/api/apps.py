"""Names this app for Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "industriecoalitie.api"
    label = "api"
    verbose_name = "API"
