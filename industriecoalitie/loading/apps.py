"""Names this app for Django."""

from django.apps import AppConfig


class LoadingConfig(AppConfig):
    name = "industriecoalitie.loading"
    label = "loading"
    verbose_name = "startgegevens"
