"""Names this app for Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "industriecoalitie.access"
    label = "access"
    verbose_name = "rechten"
