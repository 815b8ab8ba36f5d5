"""How a practice is judged before it is published: rounds, reviewers, criteria and remarks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from industriecoalitie.history.tracking import tracked
from knowledgebank.choices import Criterion, ReviewOutcome, Verdict
from knowledgebank.querysets import OfReviewQuerySet, RemarkQuerySet, ReviewQuerySet

from .practice import Practice


def person(related_name: str, label, **more) -> models.ForeignKey:
    """Return a reference to a person who may be erased; the row stays, without the person."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name=related_name,
        null=True,
        blank=True,
        verbose_name=label,
        **more,
    )


@tracked()
class Review(models.Model):
    """One round of judging: from handing in until publishing, sending back or withdrawing."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="reviews", verbose_name=_("praktijkvoorbeeld")
    )
    number = models.PositiveSmallIntegerField(_("ronde"), default=1)
    note = models.TextField(_("bericht aan de redactie"), blank=True, max_length=2000)
    submitted_by = person("submitted_reviews", _("ingediend door"))
    submitted_at = models.DateTimeField(_("ingediend op"), db_default=Now(), editable=False)
    assignee = person("assigned_reviews", _("behandelaar"))
    due_on = models.DateField(_("klaar voor"))
    escalated_on = models.DateField(_("aan de bel getrokken op"), null=True, blank=True)
    outcome = models.CharField(_("uitkomst"), max_length=9, choices=ReviewOutcome.choices, blank=True)
    reason = models.TextField(_("toelichting"), blank=True, max_length=4000)
    decided_by = person("decided_reviews", _("besloten door"))
    decided_at = models.DateTimeField(_("besloten op"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("beoordeling")
        verbose_name_plural = _("beoordelingen")
        constraints = [
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(decided_at__isnull=True),
                name="knowledgebank_review_one_open",
                violation_error_message=_("Dit voorbeeld ligt al ter beoordeling."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="")
                | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="knowledgebank_review_decided_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReviewOutcome.SENT_BACK) | ~Q(reason=""),
                name="knowledgebank_review_sent_back_with_reason",
                violation_error_message=_("Vertel het team wat er nog nodig is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice}, ronde {self.number}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()


@tracked()
class Judgement(models.Model):
    """What one reviewer thinks of a round; an empty verdict means: is looking at it."""

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="judgements", verbose_name=_("beoordeling")
    )
    # What was thought stays when the person is erased: an objection does not go away by itself.
    reviewer = person("judgements", _("beoordelaar"))
    verdict = models.CharField(_("oordeel"), max_length=6, choices=Verdict.choices, blank=True)
    note = models.TextField(_("toelichting"), blank=True, max_length=2000)
    changed_at = models.DateTimeField(_("gewijzigd op"), db_default=Now())

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("oordeel")
        verbose_name_plural = _("oordelen")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "reviewer"],
                condition=Q(reviewer__isnull=False),
                name="knowledgebank_judgement_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.get_verdict_display()}"


@tracked()
class CriterionCheck(models.Model):
    """A criterion of the check list that somebody looked at in a round."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="checks", verbose_name=_("beoordeling"))
    criterion = models.CharField(_("punt"), max_length=12, choices=Criterion.choices)
    is_met = models.BooleanField(_("in orde"), default=False)
    checked_by = person("criterion_checks", _("bekeken door"))
    checked_at = models.DateTimeField(_("bekeken op"), db_default=Now())

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("punt van de checklist")
        verbose_name_plural = _("punten van de checklist")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="knowledgebank_criterioncheck_once")
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.criterion}"


@tracked()
class Remark(models.Model):
    """Something said about a field, a row or a passage of a practice, and the answers to it.

    ``field`` is the name of a field or of a relation with rows, empty for the whole; ``row`` the uuid of a row;
    ``passage`` the words it is about, as they stood.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="remarks", verbose_name=_("praktijkvoorbeeld")
    )
    answer_to = models.ForeignKey(
        "self",
        models.CASCADE,
        related_name="answers",
        null=True,
        blank=True,
        verbose_name=_("antwoord op"),
    )
    field = models.CharField(_("onderdeel"), max_length=40, blank=True)
    row = models.UUIDField(_("regel"), null=True, blank=True)
    passage = models.CharField(_("passage"), max_length=500, blank=True)
    text = models.TextField(_("opmerking"), max_length=2000)
    author = person("remarks", _("van"))
    created_at = models.DateTimeField(_("geschreven op"), db_default=Now(), editable=False)
    resolved_by = person("resolved_remarks", _("afgehandeld door"))
    resolved_at = models.DateTimeField(_("afgehandeld op"), null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("opmerking")
        verbose_name_plural = _("opmerkingen")

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None and self.answer_to_id is None
