"""What makes practices work, in words that they share, and the roadmap that grows out of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.access.predicates import keeps_terms
from industriecoalitie.core.models import Part, Record
from industriecoalitie.history.tracking import tracked
from knowledgebank.querysets import SuccessFactorQuerySet

from .practice import Practice


@tracked()
class SuccessFactor(Record):
    """Something that makes practices work, in words that several practices share."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    label = models.CharField(_("naam"), max_length=160)
    description = models.TextField(_("omschrijving"), blank=True)
    retired_on = models.DateField(_("niet meer gebruikt sinds"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("opgegaan in"),
    )

    objects = SuccessFactorQuerySet.as_manager()

    class Meta:
        verbose_name = _("succesfactor")
        verbose_name_plural = _("succesfactoren")
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(hidden_at__isnull=False),
                name="knowledgebank_successfactor_merged_is_hidden",
                violation_error_message=_(
                    "Deze factor is opgegaan in een andere. Maak het samenvoegen ongedaan om hem terug te halen."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:success_factor_detail", args=[self.slug])

    def is_editable_by(self, user) -> bool:
        """Tell, without a query for each, whether ``user`` may change a factor."""
        return keeps_terms(user)


@tracked()
class PracticeFactor(Part):
    """How a success factor worked in one practice."""

    part_of = "practice"
    shows = ("factor",)

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="factor_links", verbose_name=_("praktijkvoorbeeld")
    )
    factor = models.ForeignKey(
        SuccessFactor, models.PROTECT, related_name="practice_links", verbose_name=_("succesfactor")
    )
    how = models.TextField(_("hoe het hier werkte"), blank=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("succesfactor van een voorbeeld")
        verbose_name_plural = _("succesfactoren van voorbeelden")
        constraints = [
            models.UniqueConstraint(fields=["practice", "factor"], name="knowledgebank_practicefactor_once")
        ]

    def __str__(self) -> str:
        return str(self.factor)


@tracked()
class FactorLine(Part):
    """One line of the roadmap of a success factor, with the practices it rests on."""

    part_of = "factor"

    factor = models.ForeignKey(
        SuccessFactor, models.CASCADE, related_name="lines", verbose_name=_("succesfactor")
    )
    text = models.TextField(_("advies"))
    practices = models.ManyToManyField(
        Practice, related_name="factor_lines", blank=True, verbose_name=_("rust op")
    )
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("regel van een handreiking")
        verbose_name_plural = _("regels van handreikingen")

    def __str__(self) -> str:
        return self.text
