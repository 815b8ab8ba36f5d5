"""Names this app for Django."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "industriecoalitie.history"
    label = "history"
    verbose_name = "geschiedenis"
