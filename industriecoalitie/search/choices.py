"""What results are narrowed by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Facet(models.TextChoices):
    """What results are narrowed by; the value is the key in addresses and in the API."""

    KIND = "kind", _("Soort")
    CATEGORY = "category", _("Rubriek")
    THEME = "theme", _("Transitiethema")
    SECTOR = "sector", _("Sector")
    TARGET_GROUP = "targetGroup", _("Doelgroep")
    ROUTE = "route", _("Leerroute")
    LEVEL = "level", _("Niveau")
    REGION = "region", _("Regio")
    LABEL = "label", _("Keurmerk")
    YEAR = "year", _("Jaar")

    @property
    def column(self) -> str:
        """Return the column of the search row that holds this facet."""
        return {"targetGroup": "target_group"}.get(self.value, self.value)
