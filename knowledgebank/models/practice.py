"""Practices: the texts, and the evidence, figures, pictures and quotes with them."""

from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.concepts.models import Concept
from industriecoalitie.core import dates
from industriecoalitie.core.choices import Precision
from industriecoalitie.core.models import Part, Quantity
from industriecoalitie.files.models import StoredFile
from industriecoalitie.history.tracking import tracked
from knowledgebank.choices import (
    BESIDE,
    TRANSITIONS,
    WRITING,
    PracticeKind,
    PracticeState,
    steps_to,
)
from knowledgebank.querysets import PracticeQuerySet, is_curator
from partnerships.models import Partnership
from programmes.models import Programme
from regions.models import AgendaItem, Organisation, Owned, Place, Region


@tracked()
class Practice(Owned):
    """An example that others can build on. Texts are Markdown.

    What is published is not written in: a draft stands beside it, with ``draft_of`` and the version it was begun from,
    and takes its place when a curator publishes it. Source: docs/adr/0013-a-draft-beside-what-is-published.md.
    """

    # Curators settle these; a team that undoes or brings back something leaves them as they are.
    settled = ("is_proven", "review_on", "published_on", "is_featured", "expires_on")
    stepped = ("state", "publish_at")

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
    publish_at = models.DateTimeField(_("wordt geplaatst op"), null=True, blank=True, editable=False)
    expires_on = models.DateField(_("verloopt op"), null=True, blank=True)
    is_featured = models.BooleanField(_("uitgelicht"), default=False)
    draft_of = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="drafts",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("wijziging van"),
    )
    base_version = models.PositiveIntegerField(
        _("begonnen bij versie"), null=True, blank=True, editable=False
    )
    builds_on = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="built_upon",
        null=True,
        blank=True,
        verbose_name=_("bouwt voort op"),
    )
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
            models.CheckConstraint(
                condition=Q(state__in=PracticeState.values),
                name="knowledgebank_practice_state_is_known",
                violation_error_message=_("Deze stand bestaat niet."),
            ),
            models.CheckConstraint(
                condition=(Q(state=PracticeState.APPROVED) & Q(publish_at__isnull=False))
                | (~Q(state=PracticeState.APPROVED) & Q(publish_at__isnull=True)),
                name="knowledgebank_practice_planned_at_a_moment",
                violation_error_message=_("Wat ingepland is, heeft een moment waarop het verschijnt."),
            ),
            models.CheckConstraint(
                condition=(Q(draft_of__isnull=True) & ~Q(state=PracticeState.MERGED))
                | (Q(draft_of__isnull=False, base_version__isnull=False) & Q(state__in=BESIDE)),
                name="knowledgebank_practice_draft_is_not_published",
                violation_error_message=_("Een wijziging naast een voorbeeld wordt niet zelf gepubliceerd."),
            ),
            models.UniqueConstraint(
                fields=["draft_of"],
                condition=Q(hidden_at__isnull=True) & ~Q(state=PracticeState.MERGED),
                name="knowledgebank_practice_one_draft",
                violation_error_message=_("Er is al een wijziging van dit voorbeeld in de maak."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="states", field="state", transitions=[(str(a), str(b)) for a, b in TRANSITIONS]
            ),
            # The rule above looks at changes alone: what is new begins as a draft.
            pgtrigger.Protect(
                name="begins_as_draft",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(
                    new__state__in=[s.value for s in PracticeState if s != PracticeState.DRAFT]
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

    def is_editable_by(self, user) -> bool:
        """Tell whether ``user`` may write in this one: its team while it writes, curators while it is not published."""
        if self.state in WRITING:
            return is_curator(user) or super().is_editable_by(user)
        return self.state == PracticeState.IN_REVIEW and is_curator(user)

    def clean(self) -> None:
        """Refuse a state that may not follow the stored one, before the database does."""
        super().clean()
        before = type(self).objects.filter(pk=self.pk).values_list("state", flat=True).first()
        if before not in (None, self.state) and (before, self.state) not in TRANSITIONS:
            words = {"before": PracticeState(before).label, "after": PracticeState(self.state).label}
            text = _("Van ‘%(before)s’ gaat een voorbeeld niet naar ‘%(after)s’.") % words
            raise ValidationError({"state": text})

    def clean_whole(self) -> None:
        """Refuse the word ‘bewezen’ without a success factor and without evidence with a date (row P22)."""
        if not self.is_proven:
            return
        if not self.factor_links.exists():
            raise ValidationError({"is_proven": _("Bewezen kan pas met minstens één succesfactor.")})
        if not self.evidence.filter(dated_on__isnull=False).exists():
            raise ValidationError({"is_proven": _("Bewezen kan pas met minstens één bewijs met een datum.")})

    def begin(self) -> list[dict[str, Any]]:
        """Put a new practice in the state that all begin in; return the values of each step to the state it should have.

        For who stores finished practices: the initial data.
        """
        steps = [{"state": state, "publish_at": None} for state in steps_to(self.state)]
        if steps:
            steps[-1]["publish_at"], self.publish_at = self.publish_at, None
        self.state = PracticeState.DRAFT
        return steps

    @property
    def is_published(self) -> bool:
        return self.state == PracticeState.PUBLISHED


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
class PracticeFigure(Part, Quantity):
    """A figure of a practice: what was counted, with the word of its source."""

    part_of = "practice"

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="figures", verbose_name=_("praktijkvoorbeeld")
    )
    label = models.CharField(_("wat is geteld?"), max_length=160)
    year = models.PositiveSmallIntegerField(
        _("jaar"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    source_text = models.CharField(_("bron"), max_length=200, blank=True)
    source_url = models.URLField(_("adres van de bron"), blank=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("cijfer van een voorbeeld")
        verbose_name_plural = _("cijfers van voorbeelden")

    def __str__(self) -> str:
        return f"{self.label}: {self.in_words} {self.unit}".strip()


@tracked()
class PracticeImage(Part):
    """A picture with a practice; ``alt`` says what can be seen, for who does not see it."""

    part_of = "practice"

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="images", verbose_name=_("praktijkvoorbeeld")
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="practice_images", verbose_name=_("afbeelding")
    )
    alt = models.CharField(_("wat is er te zien?"), max_length=250)
    caption = models.CharField(_("bijschrift"), max_length=250, blank=True)
    credit = models.CharField(_("maker"), max_length=120, blank=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("afbeelding")
        verbose_name_plural = _("afbeeldingen")

    def __str__(self) -> str:
        return self.alt
