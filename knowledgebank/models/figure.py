"""What is counted, and the values."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.models import Quantity, Record
from industriecoalitie.history.tracking import tracked
from knowledgebank.choices import MeasurementKind
from knowledgebank.querysets import (
    IndicatorQuerySet,
    MeasurementQuerySet,
)
from partnerships.models import Instrument, Partnership
from programmes.models import Programme
from regions.models import Agenda, AgendaItem, Organisation, Region


@tracked()
class Indicator(Record):
    """What is counted: its name, unit and definition, and what it is about, which may be more than one thing.

    ``part_of`` makes a sum rule: the parts of an indicator should add up to it, each as rough as its own word.
    """

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    unit = models.CharField(_("eenheid"), max_length=80)
    definition = models.TextField(_("omschrijving"), blank=True)
    definition_version = models.PositiveSmallIntegerField(_("versie van de omschrijving"), default=1)
    part_of = models.ForeignKey(
        "self", models.PROTECT, related_name="parts", null=True, blank=True, verbose_name=_("deel van")
    )
    agenda = models.ForeignKey(
        Agenda, models.PROTECT, related_name="indicators", null=True, blank=True, verbose_name=_("agenda")
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        related_name="indicators",
        null=True,
        blank=True,
        verbose_name=_("agendapunt"),
    )
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        related_name="indicators",
        null=True,
        blank=True,
        verbose_name=_("samenwerking"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="indicators",
        null=True,
        blank=True,
        verbose_name=_("organisatie"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="indicators",
        null=True,
        blank=True,
        verbose_name=_("opleiding"),
    )
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        related_name="indicators",
        null=True,
        blank=True,
        verbose_name=_("regeling"),
    )
    concept = models.ForeignKey(
        Concept, models.PROTECT, related_name="indicators", null=True, blank=True, verbose_name=_("begrip")
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicatoren")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:indicator_detail", args=[self.slug])


@tracked()
class Measurement(Record, Quantity):
    """A value of an indicator: for a year or a span of years, a region and a level, measured or meant.

    ``out_of`` is the whole that the value is part of (14 of 23); ``relative_year`` counts from a start.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measurements", verbose_name=_("indicator")
    )
    kind = models.CharField(
        _("soort"), max_length=8, choices=MeasurementKind.choices, default=MeasurementKind.REALISED
    )
    year = models.PositiveSmallIntegerField(
        _("jaar"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    until_year = models.PositiveSmallIntegerField(_("tot en met jaar"), null=True, blank=True)
    measured_on = models.DateField(_("peildatum"), null=True, blank=True)
    relative_year = models.PositiveSmallIntegerField(_("jaar na de start"), null=True, blank=True)
    out_of = models.DecimalField(_("van in totaal"), max_digits=18, decimal_places=3, null=True, blank=True)
    is_cumulative = models.BooleanField(_("opgeteld sinds de start"), default=False)
    is_counted = models.BooleanField(_("door de redactie geteld"), default=False)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="measurements", null=True, blank=True, verbose_name=_("regio")
    )
    level = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="measurements_at_level",
        null=True,
        blank=True,
        limit_choices_to={"scheme": "level"},
        verbose_name=_("niveau"),
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("meting")
        verbose_name_plural = _("metingen")
        indexes = [models.Index(fields=["indicator", "-year"], name="knowledgebank_measurement_year")]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.in_words}"

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()
