"""Asking someone outside the portal whether a text is right."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from industriecoalitie.history.tracking import tracked

from .choices import Answer
from .querysets import SignOffQuerySet


@tracked(exclude=("token_hash",))
class SignOff(models.Model):
    """One question to one person about one version of a record; answered by a link, without an account.

    ``kind`` and ``record`` name the record as in an address. ``token_hash`` is the SHA-256 of the token in the link,
    which nobody keeps. Source: docs/adr/0011-links-instead-of-accounts.md.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("soort"), max_length=60)
    record = models.UUIDField(_("record"))
    version = models.PositiveIntegerField(_("versie"))
    email = models.EmailField(_("e-mailadres"), max_length=254)
    position = models.CharField(_("functie"), max_length=120)
    note = models.TextField(_("vraag of toelichting"), blank=True, max_length=2000)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="asked_signoffs",
        null=True,
        verbose_name=_("gevraagd door"),
    )
    asked_at = models.DateTimeField(_("gevraagd op"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("geldig tot"))
    answer = models.CharField(_("antwoord"), max_length=9, choices=Answer.choices, blank=True)
    comment = models.TextField(_("opmerking"), blank=True, max_length=4000)
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, editable=False)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("akkoord")
        verbose_name_plural = _("akkoorden")
        indexes = [models.Index(fields=["kind", "record"], name="signoff_record")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="signoff_answered_with_an_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.position}"

    @property
    def is_open(self) -> bool:
        unanswered = self.answered_at is None and self.withdrawn_at is None
        return unanswered and self.expires_at > timezone.now()
