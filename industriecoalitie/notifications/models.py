"""What happened, in the order it happened: the outbox that the change feed and webhooks read."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One change of one record, written in the same transaction.

    ``kind`` is the record and the verb (``partnership.changed``); ``record`` its UUID; ``version`` the version it got.
    """

    kind = models.CharField(_("soort"), max_length=80)
    record = models.UUIDField(_("record"), db_index=True)
    version = models.PositiveIntegerField(_("versie"))
    happened_at = models.DateTimeField(_("gebeurd op"), db_default=Now(), db_index=True)

    class Meta:
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("gebeurtenissen")

    def __str__(self) -> str:
        return f"{self.kind} {self.record} v{self.version}"
