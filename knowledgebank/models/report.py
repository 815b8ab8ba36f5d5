"""Yearly reports on agendas."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.models import Part
from industriecoalitie.history.tracking import tracked
from industriecoalitie.sources.models import SourceDocument
from knowledgebank.choices import EntryKind
from knowledgebank.querysets import (
    ProgressEntryQuerySet,
    ProgressReportQuerySet,
)
from partnerships.models import Partnership
from regions.models import Agenda, AgendaItem, Owned, Region

from .figure import Indicator


@tracked()
class ProgressReport(Owned):
    """The yearly interim status of an agenda; frozen once it is out."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    summary = models.TextField(_("samenvatting"), blank=True)
    agenda = models.ForeignKey(
        Agenda, models.PROTECT, related_name="progress_reports", verbose_name=_("agenda")
    )
    document = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        related_name="progress_reports",
        null=True,
        blank=True,
        verbose_name=_("document"),
    )
    reported_on = models.DateField(_("peildatum"))
    frozen_at = models.DateTimeField(_("vastgesteld op"), null=True, blank=True)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("tussenstand")
        verbose_name_plural = _("tussenstanden")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:progress_report_detail", args=[self.slug])


@tracked()
class ProgressEntry(Part):
    """One text of a progress report: the status of lines under a theme, or an example from a region."""

    part_of = "report"
    shows = ("theme", "partnership")

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="entries", verbose_name=_("tussenstand")
    )
    kind = models.CharField(_("soort"), max_length=8, choices=EntryKind.choices)
    theme = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="progress_entries", verbose_name=_("thema")
    )
    order = models.PositiveIntegerField(_("volgorde"), default=0)
    title = models.CharField(_("titel"), max_length=200)
    text = models.TextField(_("tekst"), blank=True)
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        related_name="progress_entries",
        null=True,
        blank=True,
        verbose_name=_("samenwerking"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="progress_entries",
        null=True,
        blank=True,
        verbose_name=_("regio"),
    )
    agenda_items = models.ManyToManyField(
        AgendaItem, related_name="covering_entries", blank=True, verbose_name=_("agendapunten")
    )
    indicators = models.ManyToManyField(
        Indicator, related_name="progress_entries", blank=True, verbose_name=_("cijfers")
    )

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("onderdeel van een tussenstand")
        verbose_name_plural = _("onderdelen van tussenstanden")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "theme", "kind", "order"], name="knowledgebank_progressentry_order"
            )
        ]

    def __str__(self) -> str:
        return self.title
