"""Names this app for Django."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "industriecoalitie.home"
    label = "home"
    verbose_name = "voorpagina"
