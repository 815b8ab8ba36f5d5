"""Areas of every kind, and the records that a region keeps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.access.predicates import holds_role, regions_held
from industriecoalitie.core.models import Part, Period, Record
from industriecoalitie.history.tracking import tracked
from regions.choices import (
    PartRelation,
    RegionKind,
    Role,
)
from regions.querysets import (
    LabourMarketRegionQuerySet,
    NationalQuerySet,
    OwnedQuerySet,
    RegionQuerySet,
)


def names_field(label) -> ArrayField:
    """Return a field for other and older names, all of which find the record."""
    return ArrayField(models.CharField(max_length=200), verbose_name=label, default=list, blank=True)


@tracked()
class Province(Record):
    """A province, with its codes at Statistics Netherlands and in ISO 3166-2."""

    slug = models.SlugField(_("sleutel"), max_length=40, unique=True)
    code = models.CharField(_("CBS-code"), max_length=4, unique=True)
    iso_code = models.CharField(_("ISO-code"), max_length=5, unique=True)
    name = models.CharField(_("naam"), max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("provincie")
        verbose_name_plural = _("provincies")

    def __str__(self) -> str:
        return self.name


@tracked()
class LabourMarketRegion(Record):
    """One of the 35 labour market regions. Source: CBS, Gebieden in Nederland 2025."""

    slug = models.SlugField(_("sleutel"), max_length=60, unique=True)
    code = models.CharField(_("CBS-code"), max_length=4, unique=True)
    name = models.CharField(_("naam"), max_length=80)
    provinces = models.ManyToManyField(
        Province, related_name="labour_market_regions", verbose_name=_("provincies")
    )

    objects = LabourMarketRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("arbeidsmarktregio")
        verbose_name_plural = _("arbeidsmarktregio’s")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("regions:labour_market_region_detail", args=[self.slug])


@tracked()
class Region(Record):
    """An area of any kind. Regions overlap; none of them is a branch of one tree.

    ``province`` and ``labour_market_region`` are set when the region is that very area.
    """

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(_("soort"), max_length=16, choices=RegionKind.choices)
    aliases = names_field(_("andere namen"))
    summary = models.TextField(_("samenvatting"), blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="regions", null=True, blank=True, verbose_name=_("provincie")
    )
    labour_market_region = models.ForeignKey(
        LabourMarketRegion,
        models.PROTECT,
        related_name="regions",
        null=True,
        blank=True,
        verbose_name=_("arbeidsmarktregio"),
    )
    business_profile = models.TextField(_("typering van het bedrijfsleven"), blank=True)
    growth_profile = models.TextField(_("groei of krimp"), blank=True)
    demography = models.TextField(_("bevolking"), blank=True)

    settled = ("name", "kind", "province", "labour_market_region", "coverages", "frontrunners")

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("regio")
        verbose_name_plural = _("regio’s")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("regions:region_detail", args=[self.slug])

    def is_editable_by(self, user) -> bool:
        """Tell whether ``user`` is in the team of the region, or in the national team."""
        if super().is_editable_by(user) or holds_role(user, Role.NATIONAL):
            return True
        return self.pk in regions_held(user, Role.LEAD, Role.MEMBER)

    def is_staffed_by(self, user) -> bool:
        """Tell, as ``staffed_by`` does for many, whether ``user`` puts the team of the region together."""
        if super().is_editable_by(user) or holds_role(user, Role.NATIONAL):
            return True
        return self.pk in regions_held(user, Role.LEAD)


@tracked()
class RegionPart(Part, Period):
    """One region lies in, or overlaps with, another."""

    part_of = "whole"
    shows = ("part",)

    whole = models.ForeignKey(Region, models.CASCADE, related_name="part_links", verbose_name=_("geheel"))
    part = models.ForeignKey(Region, models.CASCADE, related_name="whole_links", verbose_name=_("deel"))
    relation = models.CharField(
        _("verband"), max_length=8, choices=PartRelation.choices, default=PartRelation.CONTAINS
    )

    class Meta(Period.Meta):
        verbose_name = _("deel van een regio")
        verbose_name_plural = _("delen van regio’s")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(fields=["whole", "part"], name="regions_regionpart_once"),
            models.CheckConstraint(
                condition=~models.Q(whole=models.F("part")),
                name="regions_regionpart_not_itself",
                violation_error_message=_("Een regio is geen deel van zichzelf."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whole} {self.get_relation_display()} {self.part}"


@tracked()
class Coverage(Part, Period):
    """Which labour market region a koploper region covers: an editorial fact with a source of its own."""

    part_of = "region"
    shows = ("labour_market_region",)

    region = models.ForeignKey(Region, models.CASCADE, related_name="coverages", verbose_name=_("regio"))
    labour_market_region = models.ForeignKey(
        LabourMarketRegion, models.PROTECT, related_name="coverages", verbose_name=_("arbeidsmarktregio")
    )
    is_confirmed = models.BooleanField(_("bevestigd door de regio"), default=False)

    class Meta(Period.Meta):
        verbose_name = _("dekking")
        verbose_name_plural = _("dekkingen")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(fields=["region", "labour_market_region"], name="regions_coverage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {self.labour_market_region}"


@tracked()
class Place(Record):
    """A town. ``latitude`` and ``longitude`` are WGS 84 degrees. Source: GeoNames, CC BY 4.0."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=80)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="places", null=True, blank=True, verbose_name=_("regio")
    )
    latitude = models.FloatField(_("breedtegraad"), null=True, blank=True)
    longitude = models.FloatField(_("lengtegraad"), null=True, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        verbose_name = _("plaats")
        verbose_name_plural = _("plaatsen")

    def __str__(self) -> str:
        return self.name


class Owned(Record):
    """A record that a region keeps; without ``owner`` the national team keeps it."""

    owner = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="owned_%(class)ss",
        null=True,
        blank=True,
        verbose_name=_("bijgehouden door"),
        help_text=_("Leeg: het landelijk team."),
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_editable_by(self, user) -> bool:
        """Tell whether ``user`` is in the team of the region that keeps this; without one, in the national team."""
        if super().is_editable_by(user):
            return True
        if self.owner_id is None:
            return holds_role(user, Role.NATIONAL)
        return self.owner_id in regions_held(user, Role.LEAD, Role.MEMBER)
