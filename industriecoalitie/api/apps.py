"""Names this app for Django, and begins to follow changes."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ApiConfig(AppConfig):
    name = "industriecoalitie.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        """Have the finished documents follow the records."""
        autodiscover_modules("following")
