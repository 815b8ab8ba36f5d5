"""Names this app for Django."""

from django.apps import AppConfig


class ConceptsConfig(AppConfig):
    name = "industriecoalitie.concepts"
    label = "concepts"
    verbose_name = "begrippen"
