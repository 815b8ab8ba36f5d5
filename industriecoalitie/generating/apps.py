"""Names this app for Django."""

from django.apps import AppConfig


class GeneratingConfig(AppConfig):
    name = "industriecoalitie.generating"
    label = "generating"
    verbose_name = "verzonnen gegevens"
