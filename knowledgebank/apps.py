"""Names this app for Django."""

from django.apps import AppConfig


class KnowledgebankConfig(AppConfig):
    name = "knowledgebank"
    label = "knowledgebank"
    verbose_name = "kennisbank"
