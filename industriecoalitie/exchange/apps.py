"""Names this app for Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "industriecoalitie.exchange"
    label = "exchange"
    verbose_name = "uitwisseling"
