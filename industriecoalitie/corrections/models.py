"""What readers propose to correct, and what became of it."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from industriecoalitie.history.tracking import tracked
from regions.models import Region

from .choices import TONES, State
from .content import kind_in_words, label_of
from .querysets import CorrectionQuerySet

DAYS = 14


def due_day() -> datetime.date:
    """Return the day before which a proposal of today is to be decided on."""
    return timezone.localdate() + datetime.timedelta(days=DAYS)


@tracked(exclude=("token_hash", "sender_hash", "email"))
class Correction(models.Model):
    """One proposal of a reader for one field of one record.

    ``kind`` and ``record`` name the record as in an address, ``field`` the column of its table, empty for something
    else. ``was``, ``proposed`` and ``laid`` are texts of that column: what the reader saw, wants, and what it became.
    ``version`` is the version that the reader saw, ``change_set`` the change in the history. ``token_hash`` is the
    SHA-256 of the token in the secret address. ``email`` is emptied with the decision, ``sender_hash`` (who sends how much on
    one day) after two days. Source: docs/corrections.md.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("soort"), max_length=60)
    record = models.UUIDField(_("record"))
    version = models.PositiveIntegerField(_("versie"))
    region = models.ForeignKey(
        Region, models.SET_NULL, related_name="corrections", null=True, blank=True, verbose_name=_("regio")
    )
    field = models.CharField(_("gegeven"), max_length=80, blank=True)
    was = models.TextField(_("dit stond er"), blank=True)
    proposed = models.TextField(_("voorstel"), blank=True, max_length=10_000)
    reason = models.TextField(_("waarom of bron"), max_length=1000)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="proposed_corrections",
        null=True,
        blank=True,
        verbose_name=_("voorgesteld door"),
    )
    email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sender_hash = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("stand"), max_length=9, choices=State.choices, default=State.OPEN)
    laid = models.TextField(_("geworden"), blank=True, max_length=10_000)
    change_set = models.UUIDField(_("wijziging"), null=True, editable=False)
    answer = models.TextField(_("antwoord"), blank=True, max_length=2000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="decided_corrections",
        null=True,
        blank=True,
        verbose_name=_("besloten door"),
    )
    decided_at = models.DateTimeField(_("besloten op"), null=True, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="assigned_corrections",
        null=True,
        blank=True,
        verbose_name=_("opgepakt door"),
    )
    created_at = models.DateTimeField(_("voorgesteld op"), db_default=Now(), editable=False)
    due_on = models.DateField(_("besluit voor"), default=due_day)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correctie")
        verbose_name_plural = _("correcties")
        indexes = [
            models.Index(fields=["kind", "record"], name="correction_record"),
            models.Index(fields=["state", "due_on"], name="correction_state"),
            models.Index(fields=["sender_hash"], condition=~Q(sender_hash=""), name="correction_sender"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.OPEN, decided_at__isnull=True)
                | (~Q(state=State.OPEN) & Q(decided_at__isnull=False)),
                name="correction_decided_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED) | ~Q(answer=""), name="correction_declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label}: {self.field_label}"

    def get_absolute_url(self) -> str:
        return reverse("corrections:detail", args=[self.uuid])

    @property
    def kind_label(self) -> str:
        return kind_in_words(self.kind)

    @property
    def field_label(self) -> str:
        return label_of(self.kind, self.field)

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def days_waiting(self) -> int:
        """Return how many days it waits, or waited until the decision."""
        until = timezone.localdate(self.decided_at) if self.decided_at else timezone.localdate()
        return (until - timezone.localdate(self.created_at)).days

    @property
    def tone(self) -> str:
        return TONES.get(State(self.state), "neutraal")
