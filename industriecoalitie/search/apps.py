"""Names this app for Django, and has every app say what its records feed into the search."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "industriecoalitie.search"
    label = "search"
    verbose_name = "zoeken"

    def ready(self) -> None:
        """Read the module ``search`` of each app, begin to follow changes, and answer what lists ask."""
        autodiscover_modules("search", "following", "lists")
