"""Names this app for Django."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "industriecoalitie.sources"
    label = "sources"
    verbose_name = "bronnen"
