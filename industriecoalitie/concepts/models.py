"""The code lists: one model for all of them, in the shape of SKOS."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.models import Record
from industriecoalitie.history.tracking import tracked

from .choices import Scheme
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

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("begrip")
        verbose_name_plural = _("begrippen")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "notation"], name="concepts_concept_notation")
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("concepts:concept_detail", args=[self.scheme, self.notation])
