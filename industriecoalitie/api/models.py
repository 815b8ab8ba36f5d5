"""What partner systems read: finished documents, and what changed, in the order of the changes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.choices import Audience

from .choices import Verb
from .querysets import ApiDocumentQuerySet, FeedEventQuerySet


class ApiDocument(models.Model):
    """One record as a visitor reads it over the API, finished to the byte; written with the record.

    ``body`` is empty when no visitor may read the record, or when it still has to be made; ``audience`` is empty when
    nobody may. ``form`` says which code made it: what other code made, is made again. ``mentions`` are the
    identifiers in the body: of the record, its rows, and the records that it names. Source: docs/adr/0018-finished-documents.md.
    """

    record = models.UUIDField(_("record"), primary_key=True)
    collection = models.CharField(_("collectie"), max_length=40)
    object_id = models.BigIntegerField(_("sleutel"))
    audience = models.PositiveSmallIntegerField(_("voor wie"), choices=Audience.choices, null=True)
    version = models.PositiveIntegerField(_("versie"))
    etag = models.CharField(_("kenmerk van de inhoud"), max_length=32, blank=True)
    body = models.TextField(_("document"), blank=True)
    mentions = ArrayField(models.UUIDField(), verbose_name=_("genoemde records"), default=list, blank=True)
    form = models.CharField(_("vorm"), max_length=12, blank=True)

    objects = ApiDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document van de API")
        verbose_name_plural = _("documenten van de API")
        constraints = [
            models.UniqueConstraint(fields=["collection", "object_id"], name="api_apidocument_record")
        ]
        indexes = [GinIndex(fields=["mentions"], name="api_apidocument_mentions")]

    def __str__(self) -> str:
        return f"{self.collection} {self.record}"


class FeedEvent(models.Model):
    """One change of what the API answers about one record, written in the transaction of the change.

    ``place`` is its place in the feed: empty until the change is committed and the feed was settled. ``before`` and
    ``after`` tell who could and can see the record, empty is nobody; ``is_public`` whether a visitor's answer became
    another. ``successor`` is the record that it was merged into. Source: docs/adr/0019-a-feed-that-skips-nothing.md.
    """

    place = models.BigIntegerField(_("plaats"), null=True, unique=True)
    verb = models.CharField(_("wat"), max_length=10, choices=Verb.choices)
    collection = models.CharField(_("collectie"), max_length=40)
    record = models.UUIDField(_("record"), db_index=True)
    object_id = models.BigIntegerField(_("sleutel"))
    key = models.CharField(_("sleutel in het adres"), max_length=200)
    version = models.PositiveIntegerField(_("versie"))
    before = models.PositiveSmallIntegerField(_("eerst voor wie"), choices=Audience.choices, null=True)
    after = models.PositiveSmallIntegerField(_("nu voor wie"), choices=Audience.choices, null=True)
    is_public = models.BooleanField(_("voor iedereen anders"))
    successor = models.UUIDField(_("samengevoegd met"), null=True)
    change_set = models.UUIDField(_("wijziging"), null=True)
    happened_at = models.DateTimeField(_("gebeurd op"), db_default=Now(), db_index=True)

    objects = FeedEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("regel van de wijzigingenfeed")
        verbose_name_plural = _("regels van de wijzigingenfeed")
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(place__isnull=True), name="api_feedevent_unsettled"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.collection} {self.record}"
