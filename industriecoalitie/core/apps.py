"""Names this app for Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "industriecoalitie.core"
    label = "core"
    verbose_name = "gedeeld"
