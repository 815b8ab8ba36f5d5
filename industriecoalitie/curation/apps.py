"""Names this app for Django."""

from django.apps import AppConfig


class CurationConfig(AppConfig):
    name = "industriecoalitie.curation"
    label = "curation"
    verbose_name = "redactie"
