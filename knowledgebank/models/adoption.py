"""Where practices went."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.models import Period
from industriecoalitie.history.tracking import tracked
from knowledgebank.choices import AdoptionState, PracticeState
from knowledgebank.querysets import AdoptionQuerySet
from partnerships.models import Partnership
from regions.models import Owned, Region
from regions.querysets import active_in

from .practice import Practice


@tracked()
class Adoption(Owned, Period):
    """Another region builds on a practice: what it changed and what came of it.

    ``via`` is the region it learned from, when that was not the first; so navolging grows a family tree.
    """

    within = ("practice", "region")

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
    via = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="followed_by",
        null=True,
        blank=True,
        verbose_name=_("geleerd van"),
    )
    changes = models.TextField(_("wat is aangepast"), blank=True)
    outcome = models.TextField(_("wat het opleverde"), blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("navolging")
        verbose_name_plural = _("navolgingen")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["practice", "region"],
                condition=Q(hidden_at__isnull=True),
                name="knowledgebank_adoption_once",
                violation_error_message=_("Deze regio staat al bij dit voorbeeld."),
            ),
        ]

    def __str__(self) -> str:
        if self.practice_id is None or self.region_id is None:  # a line of a file that is still being read
            return str(self._meta.verbose_name)
        return f"{self.practice} ({self.region})"

    def get_absolute_url(self) -> str:
        return reverse("knowledgebank:adoption_detail", args=[self.practice.slug, self.region.slug])

    def clean(self) -> None:
        """Refuse what a region does not tell of itself: see the rules below. What was stored before them may stay."""
        super().clean()
        if self.practice_id is None or self.region_id is None:
            return
        changed = self._changed()
        if changed & {"practice_id", "region_id"}:
            self._clean_practice(is_other="practice_id" in changed)
        if changed & {"region_id", "owner_id"} and self.owner_id not in (None, self.region_id):
            raise ValidationError({"owner": _("Een regio vertelt alleen over zichzelf.")})
        if changed & {"region_id", "partnership_id"} and self.partnership_id is not None:
            here = Q(owner=self.region_id) | active_in(self.region_id)
            if not Partnership.objects.filter(here, pk=self.partnership_id).exists():
                raise ValidationError({"partnership": _("Kies een samenwerking van je eigen regio.")})
        if self.via_id is not None and not self._may_learn_from(self.via):
            raise ValidationError({"via": _("Kies een regio die hier al eerder op voortbouwde.")})

    def _changed(self) -> set[str]:
        """Return which of these are other than stored; all of a new adoption."""
        names = ("practice_id", "region_id", "owner_id", "partnership_id")
        stored = type(self)._base_manager.filter(pk=self.pk).values(*names).first() or {}
        return {name for name in names if not stored or stored[name] != getattr(self, name)}

    def _clean_practice(self, *, is_other: bool) -> None:
        """Refuse a region that follows itself, and a practice that nobody can read yet."""
        if self.region_id in (self.practice.region_id, self.practice.owner_id):
            raise ValidationError({"region": _("Dit is een voorbeeld van deze regio zelf.")})
        if is_other and self.practice.state != PracticeState.PUBLISHED:
            text = _("Dit voorbeeld is niet gepubliceerd. Daarop voortbouwen kan pas als het dat is.")
            raise ValidationError({"practice": text})

    def _may_learn_from(self, other: "Adoption") -> bool:
        """Tell whether the way back from another adoption of the same practice does not come along this one."""
        if other.practice_id != self.practice_id:
            return False
        learned_from = dict(
            type(self)._base_manager.filter(practice=self.practice_id).values_list("pk", "via")
        )
        step, seen = other.pk, set()
        while step is not None and step not in seen:
            if step == self.pk:
                return False
            seen.add(step)
            step = learned_from.get(step)
        return True
