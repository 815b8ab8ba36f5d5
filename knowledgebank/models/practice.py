"""Practices, what makes them work, and where they went."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core import dates
from industriecoalitie.core.choices import Precision
from industriecoalitie.core.models import Part, Period, Record
from industriecoalitie.history.tracking import tracked
from knowledgebank.choices import AdoptionState, PracticeKind, PracticeState
from knowledgebank.querysets import (
    AdoptionQuerySet,
    LearningResourceQuerySet,
    PracticeQuerySet,
    SuccessFactorQuerySet,
)
from partnerships.models import Partnership
from programmes.models import Module, Programme
from regions.models import AgendaItem, Organisation, Owned, Place, Region


@tracked()
class SuccessFactor(Record):
    """Something that makes practices work, in words that several practices share."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    label = models.CharField(_("naam"), max_length=160)
    description = models.TextField(_("omschrijving"), blank=True)

    objects = SuccessFactorQuerySet.as_manager()

    class Meta:
        verbose_name = _("succesfactor")
        verbose_name_plural = _("succesfactoren")

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:success_factor_detail", args=[self.slug])


@tracked()
class Practice(Owned):
    """An example that others can build on. Texts are Markdown."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("soort"), max_length=14, choices=PracticeKind.choices)
    state = models.CharField(
        _("stand"), max_length=13, choices=PracticeState.choices, default=PracticeState.DRAFT
    )
    summary = models.TextField(_("in het kort"), blank=True)
    context = models.TextField(_("aanleiding"), blank=True)
    approach = models.TextField(_("aanpak"), blank=True)
    results = models.TextField(_("resultaat"), blank=True)
    lessons = models.TextField(_("lessen"), blank=True)
    costs = models.TextField(_("kosten"), blank=True)
    contact_function = models.CharField(_("contact (functie)"), max_length=160, blank=True)
    is_proven = models.BooleanField(_("bewezen"), default=False)
    review_on = models.DateField(_("opnieuw bekijken op"), null=True, blank=True)
    published_on = models.DateField(_("gepubliceerd op"), null=True, blank=True)
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        related_name="practices",
        null=True,
        blank=True,
        verbose_name=_("samenwerking"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="practices",
        null=True,
        blank=True,
        verbose_name=_("opleiding"),
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="practices", null=True, blank=True, verbose_name=_("regio")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="practices", null=True, blank=True, verbose_name=_("plaats")
    )
    concepts = models.ManyToManyField(
        Concept, related_name="practices", blank=True, verbose_name=_("begrippen")
    )
    organisations = models.ManyToManyField(
        Organisation, related_name="practices", blank=True, verbose_name=_("organisaties")
    )
    agenda_items = models.ManyToManyField(
        AgendaItem, related_name="practices", blank=True, verbose_name=_("agendapunten")
    )

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("praktijkvoorbeeld")
        verbose_name_plural = _("praktijkvoorbeelden")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_proven=False) | Q(review_on__isnull=False),
                name="knowledgebank_practice_proven_has_review",
                violation_error_message=_(
                    "Een bewezen voorbeeld heeft een datum om het opnieuw te bekijken."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:practice_detail", args=[self.slug])

    def is_shown_to(self, user) -> bool:
        """Tell, as every record does, when it is published; its team and curators find the others in the list."""
        return self.state == PracticeState.PUBLISHED and super().is_shown_to(user)


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
class Evidence(Part):
    """What shows that a practice works, with its date."""

    part_of = "practice"

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="evidence", verbose_name=_("praktijkvoorbeeld")
    )
    statement = models.TextField(_("bewijs"))
    dated_on = models.DateField(_("datum"), null=True, blank=True)
    dated_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("bewijs")
        verbose_name_plural = _("bewijzen")

    def __str__(self) -> str:
        return self.statement

    @property
    def dated(self) -> dates.PartialDate | None:
        return dates.partial(self.dated_on, self.dated_precision)


@tracked()
class Quote(Part):
    """What someone said of a practice: in our own words, with function and organisation, without a name."""

    part_of = "practice"
    shows = ("organisation",)

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="quotes", verbose_name=_("praktijkvoorbeeld")
    )
    text = models.TextField(_("strekking"))
    function = models.CharField(_("functie"), max_length=160)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="quotes",
        null=True,
        blank=True,
        verbose_name=_("organisatie"),
    )
    is_cut_off = models.BooleanField(_("afgebroken in de bron"), default=False)
    has_consent = models.BooleanField(_("toestemming gegeven"), default=False)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("uitspraak")
        verbose_name_plural = _("uitspraken")

    def __str__(self) -> str:
        return self.text


@tracked()
class Adoption(Owned, Period):
    """Another region builds on a practice: what it changed and what came of it."""

    practice = models.ForeignKey(
        Practice, models.PROTECT, related_name="adoptions", verbose_name=_("praktijkvoorbeeld")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="adoptions", verbose_name=_("regio"))
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        related_name="adoptions",
        null=True,
        blank=True,
        verbose_name=_("samenwerking"),
    )
    state = models.CharField(
        _("stand"), max_length=9, choices=AdoptionState.choices, default=AdoptionState.EXPLORING
    )
    changes = models.TextField(_("wat is aangepast"), blank=True)
    outcome = models.TextField(_("wat het opleverde"), blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("navolging")
        verbose_name_plural = _("navolgingen")

    def __str__(self) -> str:
        return f"{self.practice} ({self.region})"


@tracked()
class LearningResource(Owned):
    """Teaching material: a link with licence and level. Without a licence it is not shared."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    summary = models.TextField(_("samenvatting"), blank=True)
    url = models.URLField(_("adres"), blank=True)
    licence = models.CharField(_("licentie"), max_length=60, blank=True)
    edition = models.CharField(_("versie"), max_length=40, blank=True)
    practice = models.ForeignKey(
        Practice,
        models.PROTECT,
        related_name="learning_resources",
        null=True,
        blank=True,
        verbose_name=_("praktijkvoorbeeld"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="learning_resources",
        null=True,
        blank=True,
        verbose_name=_("opleiding"),
    )
    module = models.ForeignKey(
        Module,
        models.PROTECT,
        related_name="learning_resources",
        null=True,
        blank=True,
        verbose_name=_("module"),
    )
    concepts = models.ManyToManyField(
        Concept, related_name="learning_resources", blank=True, verbose_name=_("begrippen")
    )

    objects = LearningResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("leermiddel")
        verbose_name_plural = _("leermiddelen")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:learning_resource_detail", args=[self.slug])
