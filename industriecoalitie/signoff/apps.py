"""Names this app for Django."""

from django.apps import AppConfig


class SignOffConfig(AppConfig):
    name = "industriecoalitie.signoff"
    label = "signoff"
    verbose_name = "akkoord"
