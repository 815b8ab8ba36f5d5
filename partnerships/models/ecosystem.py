"""Centres and networks, and what stands in them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core import dates
from industriecoalitie.core.choices import Precision
from industriecoalitie.core.models import Part, Period
from industriecoalitie.core.trees import goes_round
from industriecoalitie.history.tracking import tracked
from partnerships.choices import (
    EcosystemKind,
    FacilityState,
    LifePhase,
    Stage,
)
from partnerships.querysets import (
    EcosystemQuerySet,
)
from regions.models import AgendaItem, Organisation, Owned, Place, Region, names_field

CIB_NEEDS_EVIDENCE = _(
    "Een CIB vraagt bewijs: schrijf waaruit blijkt dat bedrijven er nieuwe technologie invoeren."
)


@tracked()
class Ecosystem(Owned, Period):
    """A centre, campus, lab or network where schools and companies learn and work together."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    aliases = names_field(_("andere namen"))
    kind = models.CharField(_("soort"), max_length=24, choices=EcosystemKind.choices)
    stage = models.CharField(
        _("ontwikkeling van CIV naar CIB"), max_length=12, choices=Stage.choices, blank=True
    )
    stage_evidence = models.TextField(
        _("bewijs voor de fase"),
        blank=True,
        help_text=_("Waaruit blijkt dat bedrijven er nieuwe technologie invoeren."),
    )
    stage_evidence_on = models.DateField(_("bewijs van"), null=True, blank=True)
    stage_evidence_precision = models.CharField(
        max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    life_phase = models.CharField(_("levensfase"), max_length=12, choices=LifePhase.choices, blank=True)
    summary = models.TextField(_("samenvatting"), blank=True)
    status_note = models.CharField(_("stand volgens de bron"), max_length=200, blank=True)
    legal_form = models.CharField(_("rechtsvorm"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="ecosystems",
        null=True,
        blank=True,
        verbose_name=_("organisatie"),
        help_text=_("De organisatie die dit ecosysteem zelf is."),
    )
    lead_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="led_ecosystems",
        null=True,
        blank=True,
        verbose_name=_("koploper"),
    )
    part_of = models.ForeignKey(
        "self", models.PROTECT, related_name="parts", null=True, blank=True, verbose_name=_("onderdeel van")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="ecosystems", null=True, blank=True, verbose_name=_("regio")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="ecosystems", null=True, blank=True, verbose_name=_("plaats")
    )
    website = models.URLField(_("website"), blank=True)
    partners = models.ManyToManyField(
        Organisation, related_name="partner_ecosystems", blank=True, verbose_name=_("partners")
    )
    concepts = models.ManyToManyField(
        Concept, related_name="ecosystems", blank=True, verbose_name=_("begrippen")
    )
    agenda_items = models.ManyToManyField(
        AgendaItem, related_name="ecosystems", blank=True, verbose_name=_("agendapunten")
    )

    objects = EcosystemQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("ecosysteem")
        verbose_name_plural = _("ecosystemen")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.CIB) | models.Q(stage_evidence__regex=r"\S"),
                name="partnerships_ecosystem_cib_has_evidence",
                violation_error_message=CIB_NEEDS_EVIDENCE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:ecosystem_detail", args=[self.slug])

    @property
    def stage_evidenced(self) -> dates.PartialDate | None:
        return dates.partial(self.stage_evidence_on, self.stage_evidence_precision)

    def clean(self) -> None:
        """Say at the field what the constraint asks: no CIB without evidence."""
        if self.stage == Stage.CIB and not self.stage_evidence.strip():
            raise ValidationError({"stage_evidence": CIB_NEEDS_EVIDENCE})

    def clean_whole(self) -> None:
        """Refuse an ecosystem that is a part of itself, at any depth."""
        if goes_round(self, "part_of"):
            raise ValidationError({"part_of": _("Een ecosysteem is geen onderdeel van zichzelf.")})


@tracked()
class Facility(Part):
    """A hybrid learning environment: what stands where, and what it is for."""

    part_of = "ecosystem"
    shows = ("place",)

    ecosystem = models.ForeignKey(
        Ecosystem, models.CASCADE, related_name="facilities", verbose_name=_("ecosysteem")
    )
    name = models.CharField(_("naam"), max_length=160)
    description = models.TextField(_("omschrijving"), blank=True)
    equipment = models.CharField(_("apparatuur en vakgebieden"), max_length=300, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="facilities", null=True, blank=True, verbose_name=_("plaats")
    )
    state = models.CharField(
        _("stand"), max_length=8, choices=FacilityState.choices, default=FacilityState.UNKNOWN
    )

    class Meta:
        verbose_name = _("faciliteit")
        verbose_name_plural = _("faciliteiten")

    def __str__(self) -> str:
        return self.name
