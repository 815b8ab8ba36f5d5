"""Partnerships, who takes part in them and what they aim at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core import dates, quantities
from industriecoalitie.core.choices import Precision, Qualifier
from industriecoalitie.core.models import Part, Period
from industriecoalitie.core.querysets import PeriodQuerySet
from industriecoalitie.history.tracking import tracked
from partnerships.choices import (
    Collection,
    LifePhase,
    PartnershipStatus,
)
from partnerships.querysets import (
    ContactQuerySet,
    PartnerQuerySet,
    PartnershipQuerySet,
)
from regions.choices import Scope
from regions.models import Agenda, AgendaItem, Organisation, Owned, Place, Region, names_field

from .ecosystem import Ecosystem


@tracked()
class Partnership(Owned, Period):
    """Parties that work together on technical education: a pps, coalition, programme or pilot."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    aliases = names_field(_("andere namen"))
    form = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="partnerships_of_form",
        limit_choices_to={"scheme": "partnership-form"},
        verbose_name=_("vorm"),
    )
    summary = models.TextField(_("samenvatting"), blank=True)
    scope = models.CharField(_("bereik"), max_length=8, choices=Scope.choices, default=Scope.REGIONAL)
    collection = models.CharField(
        _("lijst in de bron"), max_length=12, choices=Collection.choices, blank=True
    )
    number = models.PositiveSmallIntegerField(_("nummer in die lijst"), null=True, blank=True)
    status = models.CharField(
        _("stand"), max_length=9, choices=PartnershipStatus.choices, default=PartnershipStatus.RUNNING
    )
    status_note = models.CharField(_("stand volgens de bron"), max_length=200, blank=True)
    status_on = models.DateField(_("peildatum"), null=True, blank=True)
    life_phase = models.CharField(_("levensfase"), max_length=12, choices=LifePhase.choices, blank=True)
    lead_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="led_partnerships",
        null=True,
        blank=True,
        verbose_name=_("koploper"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="partnerships", null=True, blank=True, verbose_name=_("regio")
    )
    regions = models.ManyToManyField(
        Region, related_name="active_partnerships", blank=True, verbose_name=_("ook actief in")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="partnerships", null=True, blank=True, verbose_name=_("plaats")
    )
    places = models.ManyToManyField(
        Place, related_name="active_partnerships", blank=True, verbose_name=_("plaatsen")
    )
    website = models.URLField(_("website"), blank=True)
    concepts = models.ManyToManyField(
        Concept, related_name="partnerships", blank=True, verbose_name=_("begrippen")
    )
    ecosystems = models.ManyToManyField(
        Ecosystem, related_name="partnerships", blank=True, verbose_name=_("ecosystemen")
    )
    agenda_items = models.ManyToManyField(
        AgendaItem, related_name="partnerships", blank=True, verbose_name=_("agendapunten")
    )
    agenda = models.ForeignKey(
        Agenda, models.PROTECT, related_name="partnerships", null=True, blank=True, verbose_name=_("agenda")
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("samenwerking")
        verbose_name_plural = _("samenwerkingen")
        indexes = [
            models.Index(fields=["region", "status", "id"], name="partnerships_region_status"),
            # The orders of the API: a page by cursor begins in the index where the one before it ended.
            models.Index(Lower("name"), "id", name="partnerships_by_name"),
            models.Index(fields=["updated_at", "id"], name="partnerships_by_change"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:partnership_detail", args=[self.slug])

    def is_editable_by(self, user) -> bool:
        """Tell whether ``user`` is of the team that keeps this, or was invited to it; invitations are read once."""
        if super().is_editable_by(user):
            return True
        if not user.is_authenticated or not user.is_active:
            return False
        if not hasattr(user, "_invited_today"):
            contacts = PeriodQuerySet.current(user.partnership_contacts.all())
            user._invited_today = set(contacts.values_list("partnership", flat=True))
        return self.pk in user._invited_today

    def is_staffed_by(self, user) -> bool:
        """Tell, as ``staffed_by`` does for many, whether ``user`` invites people of partners: not as one of them."""
        return super().is_editable_by(user)


@tracked()
class Partner(Part, Period):
    """A party takes part in a partnership, in a role, from a day until a day.

    Parties that a source counts or describes but does not name have a ``label``, a ``kind`` and perhaps a ``count``.
    """

    part_of = "partnership"
    shows = ("organisation",)

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="partners", verbose_name=_("samenwerking")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="partner_links",
        null=True,
        blank=True,
        verbose_name=_("organisatie"),
    )
    label = models.CharField(_("omschrijving"), max_length=160, blank=True)
    kind = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="partners_of_kind",
        null=True,
        blank=True,
        limit_choices_to={"scheme": "organisation-kind"},
        verbose_name=_("soort partij"),
    )
    count = models.PositiveIntegerField(_("aantal"), null=True, blank=True)
    count_qualifier = models.CharField(
        _("aanduiding"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    role = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="partners_in_role",
        null=True,
        blank=True,
        limit_choices_to={"scheme": "partner-role"},
        verbose_name=_("rol"),
    )
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    objects = PartnerQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(label=""),
                name="partnerships_partner_is_someone",
                violation_error_message=_("Kies een organisatie, of omschrijf wie meedoet."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "organisation", "role", "from_on"],
                condition=Q(organisation__isnull=False),
                nulls_distinct=False,
                name="partnerships_partner_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.label)

    @property
    def count_in_words(self) -> str:
        return quantities.in_words(self.count, self.count_qualifier)


@tracked()
class ActionLine(Part):
    """A line along which a partnership works; several partnerships use the same titles, and are reported together."""

    part_of = "partnership"

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="action_lines", verbose_name=_("samenwerking")
    )
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    title = models.CharField(_("lijn"), max_length=80)
    summary = models.CharField(_("wat er gebeurt"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("actielijn")
        verbose_name_plural = _("actielijnen")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "title"], name="partnerships_actionline_once")
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Contribution(Part):
    """What a party brings in: equipment, teachers, assignments."""

    part_of = "partnership"
    shows = ("organisation",)

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="contributions", verbose_name=_("samenwerking")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="contributions",
        null=True,
        blank=True,
        verbose_name=_("organisatie"),
    )
    label = models.CharField(_("wie"), max_length=160, blank=True)
    kind = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="contributions_of_kind",
        limit_choices_to={"scheme": "contribution"},
        verbose_name=_("inbreng"),
    )
    description = models.CharField(_("omschrijving"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("inbreng")
        verbose_name_plural = _("inbreng")

    def __str__(self) -> str:
        return f"{self.organisation or self.label}: {self.kind}"


@tracked()
class Target(Part):
    """What a partnership wants to reach, from where, by when, and what came of it."""

    part_of = "partnership"

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="targets", verbose_name=_("samenwerking")
    )
    name = models.CharField(_("doel"), max_length=200)
    unit = models.CharField(_("eenheid"), max_length=80, blank=True)
    baseline = models.DecimalField(_("nulmeting"), max_digits=18, decimal_places=3, null=True, blank=True)
    value = models.DecimalField(_("doelwaarde"), max_digits=18, decimal_places=3, null=True, blank=True)
    qualifier = models.CharField(
        _("aanduiding"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    result = models.DecimalField(_("resultaat"), max_digits=18, decimal_places=3, null=True, blank=True)
    due_on = models.DateField(_("uiterlijk"), null=True, blank=True)
    due_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.YEAR)
    due_note = models.CharField(_("termijn in woorden"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("doel")
        verbose_name_plural = _("doelen")

    def __str__(self) -> str:
        return self.name

    @property
    def due(self) -> dates.PartialDate | None:
        return dates.partial(self.due_on, self.due_precision)

    @property
    def in_words(self) -> str:
        return quantities.in_words(self.value, self.qualifier)


@tracked()
class PartnershipContact(Period):
    """A person of a partner, invited to keep one partnership current."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="partnership_contacts",
        verbose_name=_("persoon"),
    )
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="contacts", verbose_name=_("samenwerking")
    )

    objects = ContactQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("contactpersoon van een partner")
        verbose_name_plural = _("contactpersonen van partners")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "partnership"], name="partnerships_partnershipcontact_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.partnership}"
