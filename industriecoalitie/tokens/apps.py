"""Names this app for Django."""

from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "industriecoalitie.tokens"
    label = "tokens"
    verbose_name = "sleutels"
