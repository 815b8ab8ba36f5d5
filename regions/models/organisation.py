"""Organisations, their codes and how one came from another; which of them are koploper."""

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
from regions.choices import (
    CodeType,
    SuccessionKind,
)
from regions.querysets import (
    FrontrunnerQuerySet,
    OrganisationQuerySet,
)

from .area import Owned, Place, Province, Region, names_field


@tracked()
class Organisation(Owned):
    """A school, company, branch organisation, government or network."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    aliases = names_field(_("andere en oude namen"))
    kind = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="organisations_of_kind",
        limit_choices_to={"scheme": "organisation-kind"},
        verbose_name=_("soort"),
    )
    summary = models.TextField(_("samenvatting"), blank=True)
    status = models.CharField(_("stand"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("onderdeel van"),
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="organisations", null=True, blank=True, verbose_name=_("plaats")
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        related_name="organisations",
        null=True,
        blank=True,
        verbose_name=_("provincie"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="organisations", null=True, blank=True, verbose_name=_("regio")
    )
    website = models.URLField(_("website"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("samengevoegd met"),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(hidden_at__isnull=False),
                name="regions_organisation_merged_is_hidden",
                violation_error_message=_(
                    "Deze organisatie is opgegaan in een andere. Maak het samenvoegen ongedaan om haar terug te halen."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("regions:organisation_detail", args=[self.slug])

    def clean_whole(self) -> None:
        """Refuse an organisation that is a part of itself, at any depth."""
        if goes_round(self, "parent"):
            raise ValidationError({"parent": _("Een organisatie is geen onderdeel van zichzelf.")})


@tracked()
class OrganisationCode(Part, Period):
    """A code of an organisation in a register; ``of_predecessor`` when it was given to an earlier organisation."""

    part_of = "organisation"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="codes", verbose_name=_("organisatie")
    )
    code_type = models.CharField(_("register"), max_length=24, choices=CodeType.choices)
    code = models.CharField(_("code"), max_length=40)
    of_predecessor = models.CharField(_("van de voorganger"), max_length=120, blank=True)

    class Meta(Period.Meta):
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "code_type", "code"], name="regions_organisationcode_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_type_display()} {self.code}"


@tracked()
class Succession(Part):
    """One organisation went on as another."""

    part_of = "successor"
    shows = ("predecessor",)

    predecessor = models.ForeignKey(
        Organisation, models.CASCADE, related_name="successor_links", verbose_name=_("voorganger")
    )
    successor = models.ForeignKey(
        Organisation, models.CASCADE, related_name="predecessor_links", verbose_name=_("opvolger")
    )
    kind = models.CharField(_("hoe"), max_length=12, choices=SuccessionKind.choices)
    happened_on = models.DateField(_("wanneer"), null=True, blank=True)
    happened_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)

    class Meta:
        verbose_name = _("opvolging")
        verbose_name_plural = _("opvolgingen")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="regions_succession_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="regions_succession_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    @property
    def happened(self) -> dates.PartialDate | None:
        return dates.partial(self.happened_on, self.happened_precision)


@tracked()
class OrganisationDistinct(Part):
    """Someone looked at two organisations that look alike, and says that they are two."""

    part_of = "organisation"
    shows = ("other",)

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="distinct_from", verbose_name=_("organisatie")
    )
    other = models.ForeignKey(
        Organisation, models.CASCADE, related_name="distinct_of", verbose_name=_("is een andere dan")
    )

    class Meta:
        verbose_name = _("andere organisatie")
        verbose_name_plural = _("andere organisaties")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "other"], name="regions_distinct_once"),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("other")), name="regions_distinct_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ≠ {self.other}"


@tracked()
class Frontrunner(Part, Period):
    """An organisation leads a region as koploper, as the proposition lists it."""

    part_of = "region"
    shows = ("organisation",)

    region = models.ForeignKey(Region, models.PROTECT, related_name="frontrunners", verbose_name=_("regio"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="frontrunners", verbose_name=_("koploper")
    )
    listed_as = models.CharField(_("zo vermeld"), max_length=200, blank=True)
    list_order = models.PositiveIntegerField(_("plaats in de lijst"), default=0)

    objects = FrontrunnerQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("koploper")
        verbose_name_plural = _("koplopers")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(fields=["region", "organisation"], name="regions_frontrunner_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.region})"
