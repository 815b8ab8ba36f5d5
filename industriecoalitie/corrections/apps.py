"""Names this app for Django."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "industriecoalitie.corrections"
    label = "corrections"
    verbose_name = "correcties"
