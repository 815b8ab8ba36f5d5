"""Addresses that want to hear of changes, and each message to them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.sealing import unseal
from industriecoalitie.history.tracking import tracked
from industriecoalitie.tokens.models import ApiToken

from .choices import Ending, Form, Outcome
from .querysets import DeliveryQuerySet, EndpointQuerySet

PURPOSE = "webhooks.secret"


@tracked(
    exclude=(
        "secret", "previous_secret", "previous_until", "failing_since", "failures", "rests_until", "is_slow",
    )
)  # fmt: skip
class Endpoint(models.Model):
    """One address that hears of changes.

    ``verbs`` and ``collections`` empty means all; ``regions`` are slugs of regions; ``filters`` is a query string for each
    collection, as its list takes it. ``secret`` is sealed; ``previous_secret`` signs as well until ``previous_until``. ``token`` made it,
    and without a token the owner did, on a page. Nothing is sent before somebody of
    the portal approved the host. ``failing_since``, ``failures``, ``rests_until`` and ``is_slow`` tell how sending goes.
    Source: docs/webhooks.md.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks", verbose_name=_("eigenaar")
    )
    token = models.ForeignKey(
        ApiToken,
        models.CASCADE,
        related_name="webhooks",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("gemaakt met sleutel"),
    )
    url = models.CharField(_("adres"), max_length=500)
    description = models.CharField(_("omschrijving"), max_length=200, blank=True)
    verbs = ArrayField(
        models.CharField(max_length=10), verbose_name=_("wat er gebeurt"), default=list, blank=True
    )
    collections = ArrayField(
        models.CharField(max_length=40), verbose_name=_("collecties"), default=list, blank=True
    )
    regions = ArrayField(
        models.CharField(max_length=120), verbose_name=_("regio’s"), default=list, blank=True
    )
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    form = models.CharField(_("vorm"), max_length=11, choices=Form.choices, default=Form.STANDARD)
    secret = models.TextField(editable=False)
    previous_secret = models.TextField(blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("aan"), default=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="approved_webhooks",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("goedgekeurd door"),
    )
    approved_at = models.DateTimeField(_("goedgekeurd op"), null=True, blank=True, editable=False)
    disabled_at = models.DateTimeField(_("uitgezet op"), null=True, blank=True, editable=False)
    ending = models.CharField(
        _("waarom uitgezet"), max_length=10, choices=Ending.choices, blank=True, editable=False
    )
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    rests_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_slow = models.BooleanField(default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(_("versie"), default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("gewijzigd op"), auto_now=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                condition=Q(disabled_at=None, ending="") | (Q(disabled_at__isnull=False) & ~Q(ending="")),
                name="webhook_disabled_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.host

    def get_absolute_url(self) -> str:
        return reverse("webhooks:detail", args=[self.uuid])

    @property
    def host(self) -> str:
        """Return the host of the address, with a port where there is one."""
        return self.url.partition("://")[2].partition("/")[0].partition("?")[0]

    @property
    def is_sending(self) -> bool:
        """Tell whether messages go out."""
        return self.is_active and self.disabled_at is None and self.approved_at is not None

    def secrets(self) -> list[str]:
        """Return what messages are signed with now: the secret, and during a change the one before."""
        found = [unseal(PURPOSE, self.secret)]
        if self.previous_secret and self.previous_until and self.previous_until > timezone.now():
            found.append(unseal(PURPOSE, self.previous_secret))
        return found


class Delivery(models.Model):
    """One message to one address, from the change until 30 days after it arrived or was given up.

    ``event`` is the place of the line in the change feed, empty for a test; ``message`` the identifier that goes with
    every try; ``body`` what is sent, whatever happens later. ``is_public``: everyone may know of it; else it is asked again
    before each try. ``locked_until`` is the lease of the sender that is busy. Of an answer only the status is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(
        Endpoint, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    event = models.BigIntegerField(_("plaats in de feed"), null=True)
    message = models.CharField(_("kenmerk"), max_length=60)
    type = models.CharField(_("soort"), max_length=60)
    record = models.UUIDField(_("record"), null=True)
    is_public = models.BooleanField(_("openbaar"), default=False)
    body = models.JSONField(_("bericht"))
    created_at = models.DateTimeField(_("klaargezet op"), db_default=Now())
    due_at = models.DateTimeField(_("te versturen op"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0, db_default=0)
    locked_until = models.DateTimeField(_("bezet tot"), null=True)
    delivered_at = models.DateTimeField(_("aangekomen op"), null=True)
    failed_at = models.DateTimeField(_("opgegeven op"), null=True)
    outcome = models.CharField(_("laatste uitkomst"), max_length=11, choices=Outcome.choices, blank=True)
    status = models.PositiveSmallIntegerField(_("laatste status"), null=True)
    took_ms = models.PositiveIntegerField(_("duur in milliseconden"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht aan een webhook")
        verbose_name_plural = _("berichten aan webhooks")
        constraints = [models.UniqueConstraint(fields=["endpoint", "event"], name="webhook_delivery_once")]
        indexes = [
            models.Index(
                fields=["endpoint", "due_at"],
                condition=Q(delivered_at__isnull=True, failed_at__isnull=True),
                name="webhooks_delivery_due",
            ),
            models.Index(fields=["endpoint", "-created_at"], name="webhooks_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.type}"

    @property
    def is_open(self) -> bool:
        return self.delivered_at is None and self.failed_at is None


class Cursor(models.Model):
    """How far the change feed was shared out; one row, and its lock lets one worker at a time do it."""

    place = models.BigIntegerField(_("plaats"), default=0)

    class Meta:
        verbose_name = _("stand van het uitdelen")
        verbose_name_plural = _("stand van het uitdelen")

    def __str__(self) -> str:
        return str(self.place)
