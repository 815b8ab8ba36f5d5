"""What the initial data wrote, so that a second run knows what it wrote and what people changed since."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRecord(models.Model):
    """One row of a data file as it was stored.

    ``fingerprint`` is of the row in the file; ``version`` the record's version right after loading; ``values`` a
    fingerprint of the stored values, for rows without a version; ``parts`` the rows stored with it.
    """

    uuid = models.UUIDField(_("record"), unique=True)
    kind = models.CharField(_("soort"), max_length=80)
    key = models.CharField(_("sleutel"), max_length=300)
    fingerprint = models.CharField(_("vingerafdruk"), max_length=64)
    version = models.PositiveIntegerField(_("versie"), default=0)
    values = models.CharField(_("vingerafdruk van de waarden"), max_length=64, blank=True)
    parts = ArrayField(models.UUIDField(), verbose_name=_("onderdelen"), default=list, blank=True)

    class Meta:
        verbose_name = _("geladen record")
        verbose_name_plural = _("geladen records")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class LoadStamp(models.Model):
    """The fingerprint of all data files at the last load that went through."""

    fingerprint = models.CharField(_("vingerafdruk"), max_length=64)

    class Meta:
        verbose_name = _("stempel van een lading")
        verbose_name_plural = _("stempels van ladingen")

    def __str__(self) -> str:
        return self.fingerprint
