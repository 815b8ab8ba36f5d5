"""Programmes, modules and learning paths, and the demand they answer."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.models import Part, Period, Quantity
from industriecoalitie.history.tracking import tracked
from partnerships.models import Ecosystem, Partnership
from regions.models import AgendaItem, Organisation, Owned, Place, Region, names_field

from .choices import (
    DemandDecision,
    DemandStage,
    ModuleOutcome,
    OfferingState,
    ProgrammeKind,
    ProviderRole,
    is_lower_level,
    speaks_for_more,
)
from .querysets import (
    DemandQuerySet,
    LearningPathQuerySet,
    ModuleQuerySet,
    OfferingQuerySet,
    ProgrammeQuerySet,
    StepQuerySet,
)


@tracked()
class Programme(Owned, Period):
    """Education or an activity that people can follow."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    aliases = names_field(_("andere namen"))
    code = models.CharField(_("erkende opleidingscode"), max_length=20, blank=True)
    kind = models.CharField(_("soort"), max_length=20, choices=ProgrammeKind.choices)
    summary = models.TextField(_("samenvatting"), blank=True)
    topics = models.TextField(_("onderwerpen"), blank=True)
    structure = models.TextField(_("opbouw"), blank=True)
    duration_years = models.DecimalField(
        _("duur in jaren"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    work_days_per_week = models.DecimalField(
        _("werkdagen per week"), max_digits=2, decimal_places=1, null=True, blank=True
    )
    school_days_per_week = models.DecimalField(
        _("schooldagen per week"), max_digits=2, decimal_places=1, null=True, blank=True
    )
    is_publicly_funded = models.BooleanField(_("bekostigd"), null=True, blank=True)
    validates_prior_learning = models.BooleanField(_("erkent wat iemand al kan"), null=True, blank=True)
    status_note = models.CharField(_("stand volgens de bron"), max_length=200, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="programmes", null=True, blank=True, verbose_name=_("regio")
    )
    website = models.URLField(_("website"), blank=True)
    concepts = models.ManyToManyField(
        Concept, related_name="programmes", blank=True, verbose_name=_("begrippen")
    )
    partnerships = models.ManyToManyField(
        Partnership, related_name="programmes", blank=True, verbose_name=_("samenwerkingen")
    )
    ecosystems = models.ManyToManyField(
        Ecosystem, related_name="programmes", blank=True, verbose_name=_("ecosystemen")
    )
    agenda_items = models.ManyToManyField(
        AgendaItem, related_name="programmes", blank=True, verbose_name=_("agendapunten")
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("opleiding")
        verbose_name_plural = _("opleidingen")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme_detail", args=[self.slug])


@tracked()
class Provider(Part, Period):
    """An organisation offers a programme, or helps to."""

    part_of = "programme"
    shows = ("organisation",)

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="providers", verbose_name=_("opleiding")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="provided_programmes", verbose_name=_("organisatie")
    )
    role = models.CharField(
        _("rol"), max_length=8, choices=ProviderRole.choices, default=ProviderRole.PROVIDER
    )
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta(Period.Meta):
        verbose_name = _("aanbieder")
        verbose_name_plural = _("aanbieders")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "organisation", "role"], name="programmes_provider_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


@tracked()
class Module(Owned):
    """A part of a programme that can be followed by itself."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    code = models.CharField(_("code"), max_length=20, blank=True)
    summary = models.TextField(_("samenvatting"), blank=True)
    outcome = models.CharField(
        _("leidt tot"), max_length=20, choices=ModuleOutcome.choices, default=ModuleOutcome.UNKNOWN
    )
    hours = models.PositiveIntegerField(_("uren"), null=True, blank=True)
    concepts = models.ManyToManyField(
        Concept, related_name="modules", blank=True, verbose_name=_("begrippen")
    )

    objects = ModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:module_detail", args=[self.slug])


@tracked()
class ProgrammeModule(Part):
    """A module is part of a programme, in an order."""

    part_of = "programme"
    shows = ("module",)

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="module_links", verbose_name=_("opleiding")
    )
    module = models.ForeignKey(
        Module, models.CASCADE, related_name="programme_links", verbose_name=_("module")
    )
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("module van een opleiding")
        verbose_name_plural = _("modules van opleidingen")
        constraints = [
            models.UniqueConstraint(fields=["programme", "module"], name="programmes_programmemodule_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.module}"


@tracked()
class LearningPath(Owned):
    """An ordered route past programmes and modules, for a target group."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=200)
    summary = models.TextField(_("samenvatting"), blank=True)
    support = models.TextField(_("begeleiding"), blank=True)
    duration_years = models.DecimalField(
        _("duur in jaren"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="learning_paths", null=True, blank=True, verbose_name=_("regio")
    )
    concepts = models.ManyToManyField(
        Concept, related_name="learning_paths", blank=True, verbose_name=_("begrippen")
    )

    objects = LearningPathQuerySet.as_manager()

    class Meta:
        verbose_name = _("leerpad")
        verbose_name_plural = _("leerpaden")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:learning_path_detail", args=[self.slug])

    def clean_whole(self) -> None:
        """Refuse a path that comes back to an earlier step, or goes down in level.

        Source: docs/domain/where-it-lives.md, P30.
        """
        steps = list(
            self.steps.select_related("programme", "module", "organisation", "level").order_by("order")
        )
        passed: list[LearningPathStep] = []
        for number, step in enumerate(steps, 1):
            if not (step.title or step.programme_id or step.module_id or step.organisation_id):
                text = _("Stap %(number)s: noem een opleiding, een module of een naam.")
                raise ValidationError({"steps": text % {"number": number}})
            if any(step.repeats(other) for other in passed):
                text = _(
                    "Stap %(number)s, ‘%(step)s’, staat al eerder in het pad. Een leerpad gaat niet terug."
                )
                raise ValidationError({"steps": text % {"number": number, "step": step}})
            higher = next((other for other in passed if step.is_below(other)), None)
            if higher is not None:
                text = _(
                    "Stap %(number)s, ‘%(step)s’, is van een lager niveau (%(level)s) dan ‘%(other)s’ (%(higher)s)."
                )
                words = {
                    "number": number,
                    "step": step,
                    "level": step.level,
                    "other": higher,
                    "higher": higher.level,
                }
                raise ValidationError({"steps": text % words})
            passed.append(step)


@tracked()
class LearningPathStep(Part):
    """A step of a learning path: a programme, a module, or a description when neither is known."""

    part_of = "path"
    shows = ("programme", "module", "organisation")

    path = models.ForeignKey(LearningPath, models.CASCADE, related_name="steps", verbose_name=_("leerpad"))
    order = models.PositiveIntegerField(_("volgorde"), default=0)
    title = models.CharField(_("stap"), max_length=200, blank=True)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="path_steps",
        null=True,
        blank=True,
        verbose_name=_("opleiding"),
    )
    module = models.ForeignKey(
        Module, models.PROTECT, related_name="path_steps", null=True, blank=True, verbose_name=_("module")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="path_steps", null=True, blank=True, verbose_name=_("bij")
    )
    level = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="path_steps_at_level",
        null=True,
        blank=True,
        limit_choices_to={"scheme": "level"},
        verbose_name=_("niveau"),
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("stap in een leerpad")
        verbose_name_plural = _("stappen in leerpaden")
        constraints = [
            # Two steps may change places within one change.
            models.UniqueConstraint(
                fields=["path", "order"],
                deferrable=models.Deferrable.DEFERRED,
                name="programmes_learningpathstep_order",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.programme or self.module or self.organisation or _("stap"))

    def repeats(self, other: "LearningPathStep") -> bool:
        """Tell whether this is the same programme or module as another step."""
        return any(
            mine is not None and mine == theirs
            for mine, theirs in ((self.programme_id, other.programme_id), (self.module_id, other.module_id))
        )

    def is_below(self, other: "LearningPathStep") -> bool:
        """Tell whether this step is of a lower level than another; False when either level is not known."""
        if self.level is None or other.level is None:
            return False
        return is_lower_level(self.level.notation, other.level.notation)


@tracked()
class Offering(Owned, Period):
    """A programme or module as one organisation offers it: form, level, place, period."""

    slug = models.SlugField(_("sleutel"), max_length=120, unique=True)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="offerings",
        null=True,
        blank=True,
        verbose_name=_("opleiding"),
    )
    module = models.ForeignKey(
        Module, models.PROTECT, related_name="offerings", null=True, blank=True, verbose_name=_("module")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offerings", verbose_name=_("aanbieder")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="offerings", null=True, blank=True, verbose_name=_("plaats")
    )
    form = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="offerings_of_form",
        null=True,
        blank=True,
        limit_choices_to={"scheme": "education-form"},
        verbose_name=_("onderwijsvorm"),
    )
    level = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="offerings_at_level",
        null=True,
        blank=True,
        limit_choices_to={"scheme": "level"},
        verbose_name=_("niveau"),
    )
    capacity = models.PositiveIntegerField(_("plaatsen"), null=True, blank=True)
    state = models.CharField(
        _("stand"), max_length=8, choices=OfferingState.choices, default=OfferingState.RUNNING
    )

    objects = OfferingQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("aanbod")
        verbose_name_plural = _("aanbod")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(programme__isnull=False, module__isnull=True)
                | Q(programme__isnull=True, module__isnull=False),
                name="programmes_offering_of_one",
                violation_error_message=_("Kies een opleiding of een module."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme or self.module}, {self.organisation}"


@tracked()
class Demand(Owned, Quantity):
    """What companies ask of education, on its way through the funnel."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("vraag"), max_length=200)
    summary = models.TextField(_("toelichting"), blank=True)
    skills = models.TextField(_("vaardigheden"), blank=True)
    stage = models.CharField(
        _("fase"), max_length=9, choices=DemandStage.choices, default=DemandStage.SIGNALLED
    )
    decision = models.CharField(_("besluit"), max_length=8, choices=DemandDecision.choices, blank=True)
    decision_reason = models.TextField(_("reden"), blank=True)
    quantity_note = models.CharField(_("hoeveel, in woorden"), max_length=120, blank=True)
    one_party_reason = models.TextField(
        _("waarom verder met één vrager"),
        blank=True,
        help_text=_("Nodig als maar één bedrijf vraagt en de vraag toch verder gaat dan bundelen."),
    )
    is_core_need = models.BooleanField(_("kernbehoefte van meer bedrijven"), default=False)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="demands", null=True, blank=True, verbose_name=_("regio")
    )
    concepts = models.ManyToManyField(
        Concept, related_name="demands", blank=True, verbose_name=_("begrippen")
    )
    partnerships = models.ManyToManyField(
        Partnership, related_name="demands", blank=True, verbose_name=_("beantwoord door samenwerkingen")
    )
    programmes = models.ManyToManyField(
        Programme, related_name="demands", blank=True, verbose_name=_("beantwoord door opleidingen")
    )
    agenda_items = models.ManyToManyField(
        AgendaItem, related_name="demands", blank=True, verbose_name=_("agendapunten")
    )

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programmes:demand_detail", args=[self.slug])

    def clean(self) -> None:
        """Refuse to turn a demand down without saying why."""
        if self.decision == DemandDecision.DECLINED and not self.decision_reason.strip():
            raise ValidationError({"decision_reason": _("Schrijf op waarom de vraag niet wordt opgepakt.")})

    def clean_whole(self) -> None:
        """Refuse to go beyond bundling for one company, unless someone says why. A refused demand may end.

        Who speaks for more companies (a branch organisation) counts as more than one. Source: docs/domain/where-it-lives.md, P32.
        """
        goes_on = self.stage in (DemandStage.DECIDED, DemandStage.DELIVERED)
        if not goes_on or self.decision == DemandDecision.DECLINED or self.one_party_reason.strip():
            return
        kinds = list(self.parties.values_list("organisation__kind__notation", flat=True))
        if len(kinds) < 2 and not any(map(speaks_for_more, kinds)):
            text = _(
                "Eén bedrijf is te weinig om verder te gaan dan bundelen. Zoek een tweede vrager, of schrijf bij "
                "‘waarom verder met één vrager’ waarom het toch kan."
            )
            raise ValidationError({"stage": text})


@tracked()
class DemandParty(Part):
    """An organisation that asks."""

    part_of = "demand"
    shows = ("organisation",)

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="parties", verbose_name=_("vraag"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="demand_links", verbose_name=_("organisatie")
    )
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("vrager")
        verbose_name_plural = _("vragers")
        constraints = [
            models.UniqueConstraint(fields=["demand", "organisation"], name="programmes_demandparty_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)
