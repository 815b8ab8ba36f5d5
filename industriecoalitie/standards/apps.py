"""Names this app for Django."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "industriecoalitie.standards"
    label = "standards"
    verbose_name = "open standaarden"
