"""What is remembered of a form that was not sent yet, and who has it open."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What a person typed in the form at an address, without having saved it.

    ``data`` holds the values of the form by field name, each a list of texts; ``seen`` the version that the form
    was opened with, empty for a record that is not there yet.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name=_("persoon")
    )
    path = models.CharField(_("adres"), max_length=300)
    title = models.CharField(_("titel"), max_length=250, blank=True)
    seen = models.PositiveIntegerField(_("gezien"), null=True, blank=True)
    data = models.JSONField(_("ingevuld"), default=dict)
    saved_at = models.DateTimeField(_("bewaard op"), db_default=Now())

    class Meta:
        verbose_name = _("niet-verstuurd formulier")
        verbose_name_plural = _("niet-verstuurde formulieren")
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="editing_draft_once")]

    def __str__(self) -> str:
        return self.title or self.path


class Presence(models.Model):
    """A person has the form of a record open; older than a minute and a half it means nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences", verbose_name=_("persoon")
    )
    record = models.UUIDField(_("record"), db_index=True)
    seen_at = models.DateTimeField(_("gezien op"), db_default=Now())

    class Meta:
        verbose_name = _("aanwezigheid")
        verbose_name_plural = _("aanwezigheden")
        constraints = [models.UniqueConstraint(fields=["user", "record"], name="editing_presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.record}"


class AnsweredRequest(models.Model):
    """The answer to a request that a partner system may send again, by the key it gave that request.

    It is written in the transaction of the work, so that the one is not there without the other. ``digest`` is a hash
    of method, address and body.
    """

    token = models.UUIDField(_("sleutel"))
    key = models.CharField(_("kenmerk van het verzoek"), max_length=200)
    digest = models.CharField(_("hash van het verzoek"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    headers = models.JSONField(_("headers"), default=dict)
    body = models.BinaryField(_("antwoord"), default=bytes)
    made_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), db_index=True)

    class Meta:
        verbose_name = _("beantwoord verzoek")
        verbose_name_plural = _("beantwoorde verzoeken")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="editing_answered_request_once")]

    def __str__(self) -> str:
        return f"{self.token} {self.key}"
