"""Files that people hand in: pictures and documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "industriecoalitie.files"
    label = "files"
    verbose_name = _("bestanden")
