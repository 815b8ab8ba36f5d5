"""Names this app for Django."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "industriecoalitie.finding"
    label = "finding"
    verbose_name = "zoeken"
