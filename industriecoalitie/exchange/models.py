"""Files on their way in and out, kept filters, and who follows them. Working papers of one person, no records."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.http import QueryDict
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.tables import Table, table_of
from regions.models import Region

from .querysets import ExportQuerySet, FollowQuerySet, RunQuerySet, SavedFilterQuerySet


class RunState(models.TextChoices):
    """How far a file is."""

    CHECKING = "checking", _("wordt nagekeken")
    CHECKED = "checked", _("nagekeken")
    REFUSED = "refused", _("heeft fouten")
    APPLYING = "applying", _("wordt ingevoerd")
    APPLIED = "applied", _("ingevoerd")
    FAILED = "failed", _("mislukt")


class ExportState(models.TextChoices):
    """How far a file to take along is."""

    WAITING = "waiting", _("wordt gemaakt")
    READY = "ready", _("klaar")
    FAILED = "failed", _("mislukt")


class Work(models.Model):
    """Work that may take longer than a page, done by the worker when it does.

    ``done`` of ``total`` rows; ``attempts`` counts how often a worker began.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    table_key = models.CharField(_("lijst"), max_length=40)
    total = models.PositiveIntegerField(_("regels"), default=0)
    done = models.PositiveIntegerField(_("verwerkt"), default=0)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    created_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)
    ended_at = models.DateTimeField(_("klaar op"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def table(self) -> Table | None:
        return table_of(self.table_key)


class ImportRun(Work):
    """A file that someone brings in: first looked through, then carried out as shown. Kept 30 days.

    ``faults`` and ``differences`` are lists of dicts (``Fault.as_dict``, ``Plan.as_dict``); ``change_set`` is the key
    of the one change in the history.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_runs", verbose_name=_("persoon")
    )
    file_name = models.CharField(_("bestand"), max_length=200)
    content = models.BinaryField(_("inhoud"))
    state = models.CharField(_("stand"), max_length=8, choices=RunState.choices, default=RunState.CHECKING)
    faults = models.JSONField(_("fouten"), default=list, blank=True)
    differences = models.JSONField(_("verschillen"), default=list, blank=True)
    unchanged = models.PositiveIntegerField(_("ongewijzigd"), default=0)
    change_set = models.UUIDField(_("wijziging"), null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoer")
        verbose_name_plural = _("invoer")
        indexes = [models.Index(fields=["state", "created_at"], name="exchange_importrun_state")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("exchange:import_run", args=[self.uuid])

    @property
    def is_busy(self) -> bool:
        return self.state in (RunState.CHECKING, RunState.APPLYING)


class ExportRun(Work):
    """A large list as a file, made by the worker and kept 24 hours for one person.

    ``collection`` is filled, in place of ``table_key``, for a file that was asked over the API; ``token`` is the key of
    the token that asked it, None for a person who is signed in; ``rights`` what tells the rights with which it was made
    from any other. ``reason`` says why there is no file.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="export_runs", verbose_name=_("persoon")
    )
    collection = models.CharField(_("collectie"), max_length=40, blank=True)
    token = models.UUIDField(_("sleutel van een systeem"), null=True, blank=True)
    query = models.TextField(_("filters"), blank=True)
    rights = models.CharField(_("met welke rechten"), max_length=32, blank=True, db_default="")
    file_format = models.CharField(_("soort bestand"), max_length=5)
    reason = models.TextField(_("reden"), blank=True)
    state = models.CharField(
        _("stand"), max_length=7, choices=ExportState.choices, default=ExportState.WAITING
    )
    file = models.FileField(_("bestand"), upload_to="exchange/", blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitvoer")
        verbose_name_plural = _("uitvoer")

    def __str__(self) -> str:
        return f"{self.collection or self.table_key}.{self.file_format}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:export_run", args=[self.uuid])


class SavedFilter(models.Model):
    """The filters of a list under a name; ``query`` is the query string in a fixed order.

    Its slug stands in the address of the page and of the API alike: ``?filter=techniek-in-twente``.
    """

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=80)
    table_key = models.CharField(_("lijst"), max_length=40)
    query = models.TextField(_("filters"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("van")
    )
    is_shared = models.BooleanField(_("gedeeld met het team"), default=False)
    region = models.ForeignKey(
        Region, models.CASCADE, related_name="saved_filters", null=True, blank=True, verbose_name=_("regio")
    )
    created_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewaard filter")
        verbose_name_plural = _("bewaarde filters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_shared=False) | models.Q(region__isnull=False),
                name="exchange_savedfilter_shared_with_a_team",
                violation_error_message=_("Kies met het team van welke regio je dit filter deelt."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.table is None or not self.table.list_url:
            return reverse("exchange:filters")
        sort = QueryDict(self.query).get("sort", "")
        query = {"filter": self.slug} | ({"sort": sort} if sort else {})
        return f"{reverse(self.table.list_url)}?{urlencode(query)}"

    @property
    def table(self) -> Table | None:
        return table_of(self.table_key)


class Follow(models.Model):
    """A person gets a letter each week about what entered, left or changed behind a filter.

    ``snapshot`` holds the version of each record by its identifier, as it was when the last letter was considered.
    ``token_hash`` is the SHA-256 of the token in the letter, with which anyone who has it stops the letters.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", verbose_name=_("persoon")
    )
    saved_filter = models.ForeignKey(
        SavedFilter, models.CASCADE, related_name="follows", verbose_name=_("filter")
    )
    snapshot = models.JSONField(_("stand"), default=dict, blank=True)
    looked_at = models.DateTimeField(_("bekeken op"), db_default=Now())
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("gevolgd filter")
        verbose_name_plural = _("gevolgde filters")
        constraints = [models.UniqueConstraint(fields=["user", "saved_filter"], name="exchange_follow_once")]

    def __str__(self) -> str:
        return str(self.saved_filter)

    def token(self) -> str:
        """Return what stands in the address that stops the letters."""
        return salted_hmac("exchange.follow", str(self.nonce), algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
