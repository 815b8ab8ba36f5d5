"""Who may find a row of the search, and what results are narrowed by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.IntegerChoices):
    """Who may find a record: everyone, who is signed in, or only those whom the record's own rule names."""

    PUBLIC = 0, _("iedereen")
    NETWORK = 1, _("het netwerk")
    KEPT = 2, _("wie het bijhoudt")


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
