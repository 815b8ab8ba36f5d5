"""Names this app for Django."""

from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "industriecoalitie.editing"
    label = "editing"
    verbose_name = "bewerken"
