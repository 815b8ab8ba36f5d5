"""Money and policy, where the money goes, and the moments that matter."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core import dates, quantities
from industriecoalitie.core.choices import Precision, Qualifier
from industriecoalitie.core.models import Part, Period
from industriecoalitie.history.tracking import tracked
from partnerships.choices import (
    FundingState,
    InstrumentKind,
    MilestoneKind,
)
from partnerships.querysets import (
    InstrumentQuerySet,
    MilestoneQuerySet,
)
from regions.models import Agenda, Organisation, Owned, Region

from .partnership import Partnership


@tracked()
class Instrument(Owned, Period):
    """Money or policy that partnerships use: a fund, subsidy, Regio Deal, motion or accord."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    kind = models.CharField(_("soort"), max_length=12, choices=InstrumentKind.choices)
    summary = models.TextField(_("samenvatting"), blank=True)
    status_note = models.CharField(_("stand volgens de bron"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="instruments", null=True, blank=True, verbose_name=_("van")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="instruments", null=True, blank=True, verbose_name=_("regio")
    )

    objects = InstrumentQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("regeling")
        verbose_name_plural = _("regelingen")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:instrument_detail", args=[self.slug])


@tracked()
class Funding(Part):
    """Where the money of a partnership or an agenda comes from, per year; the amount may be unknown."""

    part_of = "partnership"
    shows = ("instrument", "organisation")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="fundings", verbose_name=_("samenwerking")
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, related_name="fundings", null=True, blank=True, verbose_name=_("regeling")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="fundings",
        null=True,
        blank=True,
        verbose_name=_("betaler"),
    )
    label = models.CharField(_("of: omschrijving"), max_length=160, blank=True)
    amount_eur = models.PositiveBigIntegerField(_("bedrag in euro"), null=True, blank=True)
    qualifier = models.CharField(
        _("aanduiding"), max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT
    )
    state = models.CharField(
        _("stand"), max_length=8, choices=FundingState.choices, default=FundingState.UNKNOWN
    )
    first_year = models.PositiveSmallIntegerField(_("eerste jaar"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("laatste jaar"), null=True, blank=True)

    class Meta:
        verbose_name = _("financiering")
        verbose_name_plural = _("financiering")

    def __str__(self) -> str:
        return str(self.instrument or self.organisation or self.label)

    @property
    def amount_in_words(self) -> str:
        return quantities.in_words(self.amount_eur, self.qualifier)


@tracked()
class Milestone(Part):
    """A moment that matters, of a partnership, an agenda or an instrument; of none when it is of the whole field."""

    part_of = "partnership"
    shows = ("partnership", "agenda", "instrument")

    partnership = models.ForeignKey(
        Partnership,
        models.CASCADE,
        related_name="milestones",
        null=True,
        blank=True,
        verbose_name=_("samenwerking"),
    )
    agenda = models.ForeignKey(
        Agenda, models.CASCADE, related_name="milestones", null=True, blank=True, verbose_name=_("agenda")
    )
    instrument = models.ForeignKey(
        Instrument,
        models.CASCADE,
        related_name="milestones",
        null=True,
        blank=True,
        verbose_name=_("regeling"),
    )
    kind = models.CharField(
        _("soort"), max_length=8, choices=MilestoneKind.choices, default=MilestoneKind.STEP
    )
    title = models.CharField(_("wat"), max_length=200)
    due_on = models.DateField(_("wanneer"), null=True, blank=True)
    due_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    due_note = models.CharField(_("wanneer in woorden"), max_length=80, blank=True)
    reached_on = models.DateField(_("bereikt op"), null=True, blank=True)
    is_reached = models.BooleanField(_("bereikt"), default=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("mijlpaal")
        verbose_name_plural = _("mijlpalen")

    def __str__(self) -> str:
        return self.title

    @property
    def due(self) -> dates.PartialDate | None:
        return dates.partial(self.due_on, self.due_precision)
