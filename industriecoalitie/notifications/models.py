"""What happened, in the order it happened, and which letters have to go out."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .querysets import LetterQuerySet


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


class Letter(models.Model):
    """One e-mail to one address, from the moment it is decided until some time after it was handed over.

    ``key`` says what the letter is for: the same key twice is one letter. ``locked_until`` is the lease of the
    sender that is busy with it. The text is emptied when the letter is sent: it may hold a link that opens a door.
    Source: docs/mail.md.
    """

    key = models.CharField(_("sleutel"), max_length=200, unique=True)
    recipient = models.EmailField(_("aan"), max_length=254)
    subject = models.CharField(_("onderwerp"), max_length=250)
    text = models.TextField(_("tekst"), blank=True)
    unsubscribe_url = models.CharField(_("adres om af te melden"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("geschreven op"), db_default=Now())
    due_at = models.DateTimeField(_("te versturen op"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0, db_default=0)
    locked_until = models.DateTimeField(_("bezet tot"), null=True, blank=True)
    sent_at = models.DateTimeField(_("verstuurd op"), null=True, blank=True)
    failed_at = models.DateTimeField(_("opgegeven op"), null=True, blank=True)
    last_error = models.CharField(_("laatste fout"), max_length=80, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("brieven")
        indexes = [
            models.Index(
                "due_at",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="notifications_letter_due",
            )
        ]

    def __str__(self) -> str:
        return self.key
