"""How practices reach others: collections, what the team of a region follows, and the letters that were sent."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from industriecoalitie.access.predicates import keeps_terms
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.models import Part, Record
from industriecoalitie.history.tracking import tracked
from knowledgebank.choices import PracticeKind
from knowledgebank.querysets import (
    CollectionQuerySet,
    DigestItemQuerySet,
    DigestQuerySet,
    DigestReaderQuerySet,
    InterestQuerySet,
)
from regions.models import Region

from .practice import Practice


@tracked()
class Collection(Record):
    """Practices that a curator put together, with an introduction in Markdown."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=160)
    summary = models.TextField(_("in het kort"), blank=True)
    introduction = models.TextField(_("inleiding"), blank=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collectie")
        verbose_name_plural = _("collecties")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:collection_detail", args=[self.slug])

    def is_editable_by(self, user) -> bool:
        """Tell, without a query for each, whether ``user`` may change a collection."""
        return keeps_terms(user)


@tracked()
class CollectionItem(Part):
    """A practice in a collection, and why it stands there."""

    part_of = "collection"
    shows = ("practice",)

    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="items", verbose_name=_("collectie")
    )
    practice = models.ForeignKey(
        Practice, models.PROTECT, related_name="collection_items", verbose_name=_("praktijkvoorbeeld")
    )
    note = models.TextField(_("waarom dit voorbeeld?"), blank=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("voorbeeld in een collectie")
        verbose_name_plural = _("voorbeelden in collecties")
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "practice"], name="knowledgebank_collectionitem_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.practice)


@tracked()
class Interest(models.Model):
    """What the team of a region wants to hear of: one term, one region or one kind of practice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.CASCADE, related_name="interests", verbose_name=_("team"))
    concept = models.ForeignKey(
        Concept,
        models.CASCADE,
        related_name="interests",
        null=True,
        blank=True,
        verbose_name=_("onderwerp"),
    )
    about = models.ForeignKey(
        Region,
        models.CASCADE,
        related_name="interests_about",
        null=True,
        blank=True,
        verbose_name=_("regio"),
    )
    kind = models.CharField(_("soort"), max_length=14, choices=PracticeKind.choices, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="created_interests",
        null=True,
        editable=False,
        verbose_name=_("gekozen door"),
    )
    created_at = models.DateTimeField(_("gekozen op"), db_default=Now(), editable=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("volgt")
        verbose_name_plural = _("volgt")
        constraints = [
            models.CheckConstraint(
                condition=Q(concept__isnull=False, about__isnull=True, kind="")
                | Q(concept__isnull=True, about__isnull=False, kind="")
                | (Q(concept__isnull=True, about__isnull=True) & ~Q(kind="")),
                name="knowledgebank_interest_in_one_thing",
                violation_error_message=_("Kies één onderwerp, één regio of één soort."),
            ),
            models.UniqueConstraint(
                fields=["region", "concept", "about", "kind"],
                nulls_distinct=False,
                name="knowledgebank_interest_once",
                violation_error_message=_("Dit volgt het team al."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.concept or self.about or self.get_kind_display())


@tracked()
class Digest(models.Model):
    """One round of letters to the team of a region about practices that were published since the last."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.CASCADE, related_name="digests", verbose_name=_("team"))
    week = models.DateField(_("week van"))
    letters = models.PositiveIntegerField(_("brieven"), default=0)
    made_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("verzending")
        verbose_name_plural = _("verzendingen")
        constraints = [
            models.UniqueConstraint(fields=["region", "week"], name="knowledgebank_digest_once_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.region}, {self.week}"


@tracked()
class DigestItem(models.Model):
    """A practice that was in the letter to a team, because of one of its interests; each practice goes to a team once."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="items", verbose_name=_("verzending"))
    region = models.ForeignKey(Region, models.CASCADE, related_name="digest_items", verbose_name=_("team"))
    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="digest_items", verbose_name=_("praktijkvoorbeeld")
    )
    because = models.CharField(_("omdat het team dit volgt"), max_length=200, blank=True)

    objects = DigestItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("voorbeeld in een verzending")
        verbose_name_plural = _("voorbeelden in verzendingen")
        constraints = [
            models.UniqueConstraint(fields=["region", "practice"], name="knowledgebank_digestitem_once")
        ]

    def __str__(self) -> str:
        return str(self.practice)


@tracked(exclude=("nonce", "token_hash"))
class DigestReader(models.Model):
    """Somebody who was sent letters to a team, and since when that person wants no more of them.

    ``token_hash`` is the SHA-256 of the token in the letters, with which anyone who has it stops them.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_readers", verbose_name=_("persoon")
    )
    region = models.ForeignKey(Region, models.CASCADE, related_name="digest_readers", verbose_name=_("team"))
    stopped_at = models.DateTimeField(_("gestopt op"), null=True, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    objects = DigestReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("lezer van verzendingen")
        verbose_name_plural = _("lezers van verzendingen")
        constraints = [
            models.UniqueConstraint(fields=["user", "region"], name="knowledgebank_digestreader_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.region})"

    def token(self) -> str:
        """Return what stands in the address that stops the letters."""
        return salted_hmac("knowledgebank.digest", str(self.nonce), algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
