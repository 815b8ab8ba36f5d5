"""The code lists: one model for all of them, in the shape of SKOS."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from industriecoalitie.access.predicates import keeps_terms
from industriecoalitie.core.models import Record
from industriecoalitie.history.tracking import tracked

from .choices import RELIED_ON, Scheme
from .querysets import ConceptQuerySet


@tracked()
class Concept(Record):
    """A term of a code list.

    ``notation`` is its key within the list; ``group`` an own division of the list, such as who brings a contribution.
    Source: W3C SKOS Reference, 2009 (notation, prefLabel, altLabel, broader).
    """

    scheme = models.CharField(_("lijst"), max_length=30, choices=Scheme.choices)
    notation = models.SlugField(_("sleutel"), max_length=80)
    label = models.CharField(_("naam"), max_length=160)
    label_en = models.CharField(_("Engelse naam"), max_length=160, blank=True)
    definition = models.TextField(_("omschrijving"), blank=True)
    group = models.CharField(_("groep"), max_length=60, blank=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)
    broader = models.ManyToManyField(
        "self", verbose_name=_("breder"), symmetrical=False, related_name="narrower", blank=True
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged_from",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("samengevoegd met"),
    )
    retired_on = models.DateField(_("niet meer te kiezen sinds"), null=True, blank=True, editable=False)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("begrip")
        verbose_name_plural = _("begrippen")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "notation"], name="concepts_concept_notation"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(hidden_at__isnull=False),
                name="concepts_concept_merged_is_hidden",
                violation_error_message=_(
                    "Dit begrip is opgegaan in een ander. Maak het samenvoegen ongedaan om het terug te halen."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("concepts:concept_detail", args=[self.scheme, self.notation])

    def is_editable_by(self, user) -> bool:
        """Tell, without a query for each, whether ``user`` may change a term."""
        return keeps_terms(user)

    @property
    def relied_on(self) -> str:
        """Why this term has to stay, as a sentence; empty when it may go."""
        why = RELIED_ON.get((self.scheme, self.notation))
        if why is None:
            return ""
        return gettext("Dit begrip blijft in de lijst: het portaal gebruikt het zelf %(why)s.") % {"why": why}

    def clean(self) -> None:
        """Refuse to take away a term that the portal itself goes by."""
        is_gone = self.hidden_at or self.retired_on or self.merged_into_id
        if is_gone and self.relied_on:
            raise ValidationError(self.relied_on)

    def clean_whole(self) -> None:
        """Refuse a term that stands below itself, at any depth, or below a term of another list."""
        above = self.broader.order_by()
        if above.exclude(scheme=self.scheme).exists():
            raise ValidationError({"broader": gettext("Een breder begrip staat in dezelfde lijst.")})
        below = type(self).objects.filter(pk=self.pk).with_narrower()
        if below.filter(pk__in=above.values("pk")).exists():
            raise ValidationError(
                {
                    "broader": gettext(
                        "Een begrip kan niet onder zichzelf staan, ook niet via een ander begrip."
                    )
                }
            )
