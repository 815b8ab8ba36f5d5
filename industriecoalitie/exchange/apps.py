"""Names this app for Django."""

from importlib import import_module

from django.apps import AppConfig

APPS = ("regions", "partnerships", "programmes", "knowledgebank")


class ExchangeConfig(AppConfig):
    name = "industriecoalitie.exchange"
    label = "exchange"
    verbose_name = "uitwisseling"

    def ready(self) -> None:
        """Let every app name its tables."""
        for app in APPS:
            import_module(f"{app}.tables")
