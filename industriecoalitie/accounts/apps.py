"""Names this app for Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "industriecoalitie.accounts"
    label = "accounts"
    verbose_name = "accounts"
