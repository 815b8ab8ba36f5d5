"""Regions, organisations, who plays which role in them, and the agendas they work on."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core import dates
from industriecoalitie.core.choices import Precision
from industriecoalitie.core.models import Part, Period, Record
from industriecoalitie.history.tracking import tracked
from industriecoalitie.sources.models import SourceDocument

from .choices import (
    REGIONAL_ROLES,
    AgendaRelationKind,
    CodeType,
    CommitmentState,
    PartRelation,
    RegionKind,
    RequestState,
    Role,
    Scope,
    SuccessionKind,
)
from .querysets import (
    AgendaItemQuerySet,
    AgendaQuerySet,
    FrontrunnerQuerySet,
    LabourMarketRegionQuerySet,
    MembershipQuerySet,
    NationalQuerySet,
    OrganisationQuerySet,
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

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("regio")
        verbose_name_plural = _("regio’s")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("regions:region_detail", args=[self.slug])


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
                condition=~models.Q(whole=models.F("part")), name="regions_regionpart_not_itself"
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

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisatie")
        verbose_name_plural = _("organisaties")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("regions:organisation_detail", args=[self.slug])


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


@tracked()
class Membership(Period):
    """A person holds a role in a region, or for the country, from a day until a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("persoon")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="memberships", null=True, blank=True, verbose_name=_("regio")
    )
    role = models.CharField(_("rol"), max_length=10, choices=Role.choices)

    objects = MembershipQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("rol van een persoon")
        verbose_name_plural = _("rollen van personen")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(role__in=REGIONAL_ROLES, region__isnull=False)
                | (~models.Q(role__in=REGIONAL_ROLES) & models.Q(region__isnull=True)),
                name="regions_membership_region_fits_role",
                violation_error_message=_(
                    "Kies een regio bij een regionale rol, en geen regio bij een landelijke."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.region or ''}".strip()


@tracked()
class Agenda(Owned):
    """A plan that parties work on together: national or of a region, in one version."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    edition = models.CharField(_("versie"), max_length=80, blank=True)
    summary = models.TextField(_("samenvatting"), blank=True)
    main_goal = models.TextField(_("hoofddoel"), blank=True)
    scope = models.CharField(_("bereik"), max_length=8, choices=Scope.choices)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="agendas",
        null=True,
        blank=True,
        verbose_name=_("eigenaar"),
    )
    commissioners = models.ManyToManyField(
        Organisation, related_name="commissioned_agendas", blank=True, verbose_name=_("opdrachtgevers")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="agendas", null=True, blank=True, verbose_name=_("regio")
    )
    document = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        related_name="agendas",
        null=True,
        blank=True,
        verbose_name=_("document"),
    )
    dated_on = models.DateField(_("datum"), null=True, blank=True)
    dated_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    first_year = models.PositiveSmallIntegerField(_("eerste jaar"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("laatste jaar"), null=True, blank=True)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agenda’s")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("regions:agenda_detail", args=[self.slug])

    @property
    def dated(self) -> dates.PartialDate | None:
        return dates.partial(self.dated_on, self.dated_precision)


@tracked()
class AgendaItem(Record):
    """A line of an agenda, in a tree of at most three levels.

    ``number`` is what the document prints; ``position`` the order of the whole tree; ``display_position`` a second
    order in which the document shows the same lines. ``level`` is the document's own word (pijler, thema, fase).
    """

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="items", verbose_name=_("agenda"))
    code = models.CharField(_("code"), max_length=20)
    number = models.PositiveSmallIntegerField(_("nummer"), null=True, blank=True)
    level = models.CharField(_("niveau"), max_length=40)
    depth = models.PositiveSmallIntegerField(_("diepte"), default=1)
    parent = models.ForeignKey(
        "self", models.CASCADE, related_name="children", null=True, blank=True, verbose_name=_("onder")
    )
    position = models.PositiveIntegerField(_("volgorde"), default=0)
    display_position = models.PositiveIntegerField(_("volgorde in het overzicht"), null=True, blank=True)
    title = models.CharField(_("titel"), max_length=250)
    summary = models.TextField(_("samenvatting"), blank=True)
    status = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="agenda_items_of_status",
        null=True,
        blank=True,
        limit_choices_to={"scheme": "action-status"},
        verbose_name=_("stand"),
    )
    status_note = models.CharField(_("toelichting op de stand"), max_length=300, blank=True)
    is_in_focus = models.BooleanField(_("nu in beeld"), null=True, blank=True)
    duration_years = models.PositiveSmallIntegerField(_("looptijd in jaren"), null=True, blank=True)
    organisations = models.ManyToManyField(
        Organisation, related_name="agenda_items", blank=True, verbose_name=_("betrokken organisaties")
    )
    regions = models.ManyToManyField(
        Region, related_name="agenda_items", blank=True, verbose_name=_("betrokken regio’s")
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agendapunt")
        verbose_name_plural = _("agendapunten")
        constraints = [
            models.UniqueConstraint(fields=["agenda", "code"], name="regions_agendaitem_code"),
            models.CheckConstraint(
                condition=models.Q(depth__gte=1, depth__lte=3),
                name="regions_agendaitem_three_levels",
                violation_error_message=_("Een agenda heeft hooguit drie lagen."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("regions:agenda_item_detail", args=[self.agenda.slug, self.code])

    def is_shown_to(self, user) -> bool:
        """Tell, as every record does, when the agenda is shown too; ``agenda`` must have been read along."""
        return super().is_shown_to(user) and self.agenda.is_shown_to(user)


@tracked()
class AgendaRelation(Part):
    """How a line, or a whole agenda when the line is empty, stands to another."""

    part_of = "agenda"
    shows = ("item", "to_agenda", "to_item")

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="relations", verbose_name=_("agenda"))
    item = models.ForeignKey(
        AgendaItem,
        models.CASCADE,
        related_name="relations",
        null=True,
        blank=True,
        verbose_name=_("agendapunt"),
    )
    kind = models.CharField(_("verband"), max_length=12, choices=AgendaRelationKind.choices)
    to_agenda = models.ForeignKey(
        Agenda,
        models.CASCADE,
        related_name="relations_from",
        null=True,
        blank=True,
        verbose_name=_("andere agenda"),
    )
    to_item = models.ForeignKey(
        AgendaItem,
        models.CASCADE,
        related_name="relations_from",
        null=True,
        blank=True,
        verbose_name=_("ander agendapunt"),
    )
    to_name = models.CharField(_("of: naam"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("verband tussen agenda’s")
        verbose_name_plural = _("verbanden tussen agenda’s")

    def __str__(self) -> str:
        return f"{self.item or self.agenda} {self.get_kind_display()} {self.to_item or self.to_agenda or self.to_name}"


@tracked()
class Commitment(Owned, Period):
    """The board of an organisation commits itself to an agenda."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="commitments", verbose_name=_("organisatie")
    )
    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="commitments", verbose_name=_("agenda"))
    state = models.CharField(
        _("stand"), max_length=8, choices=CommitmentState.choices, default=CommitmentState.UNKNOWN
    )
    consortium = models.CharField(_("samenwerkingsverband"), max_length=120, blank=True)

    class Meta(Period.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "agenda"], name="regions_commitment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.agenda}"


@tracked()
class ExpertiseRequest(Owned):
    """A region asks the national team or another region for help."""

    title = models.CharField(_("vraag"), max_length=200)
    question = models.TextField(_("toelichting"), blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="expertise_requests", verbose_name=_("vragende regio")
    )
    concepts = models.ManyToManyField(
        Concept, related_name="expertise_requests", blank=True, verbose_name=_("begrippen")
    )
    state = models.CharField(
        _("stand"), max_length=8, choices=RequestState.choices, default=RequestState.OPEN
    )
    assigned_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="assigned_requests",
        null=True,
        blank=True,
        verbose_name=_("toegewezen aan"),
    )
    asked_on = models.DateField(_("gevraagd op"), null=True, blank=True)
    closed_on = models.DateField(_("afgerond op"), null=True, blank=True)
    outcome = models.TextField(_("uitkomst"), blank=True)

    class Meta:
        verbose_name = _("expertisevraag")
        verbose_name_plural = _("expertisevragen")

    def __str__(self) -> str:
        return self.title
