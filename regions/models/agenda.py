"""Agendas, their lines, and who commits itself to them or asks for help."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core import dates
from industriecoalitie.core.choices import Precision
from industriecoalitie.core.models import Part, Period, Record
from industriecoalitie.core.trees import goes_round
from industriecoalitie.history.tracking import tracked
from industriecoalitie.sources.models import SourceDocument
from regions.choices import (
    AgendaRelationKind,
    CommitmentState,
    RequestState,
    Scope,
)
from regions.querysets import (
    AgendaItemQuerySet,
    AgendaQuerySet,
)

from .area import Owned, Region
from .organisation import Organisation

LEVELS_MOST = 3


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

    def clean(self) -> None:
        """Refuse years that are not in order."""
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": _("Het laatste jaar ligt voor het eerste.")})

    @property
    def dated(self) -> dates.PartialDate | None:
        return dates.partial(self.dated_on, self.dated_precision)


@tracked()
class AgendaItem(Record):
    """A line of an agenda, in a tree of at most three levels.

    ``number`` is what the document prints; ``position`` the order of the whole tree; ``display_position`` a second
    order in which the document shows the same lines. ``level`` is the document's own word (pijler, thema, fase).
    """

    within = ("agenda",)

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

    def is_editable_by(self, user) -> bool:
        """Tell whether ``user`` may change the agenda; ``agenda`` must have been read along."""
        return self.agenda.is_editable_by(user)

    def clean(self) -> None:
        """Refuse a line above that is of another agenda, and a depth that does not follow from it."""
        above = self.parent
        if above is not None and above.agenda_id != self.agenda_id:
            raise ValidationError({"parent": _("Kies een punt van dezelfde agenda.")})
        if above is not None and above.depth >= LEVELS_MOST:
            raise ValidationError({"parent": _("Een agenda heeft hooguit drie lagen.")})

    def clean_whole(self) -> None:
        """Refuse a line that stands under itself, and lines below it that would sink too deep."""
        if goes_round(self, "parent"):
            raise ValidationError({"parent": _("Een punt staat niet onder zichzelf.")})
        if self.depth != (self.parent.depth + 1 if self.parent else 1):
            raise ValidationError({"parent": _("De laag past niet bij het punt erboven.")})
        if self.children.filter(hidden_at=None).exclude(depth=self.depth + 1).exists():
            raise ValidationError({"parent": _("Verplaats eerst de punten die hieronder vallen.")})


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
