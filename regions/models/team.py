"""What the team of a region has to do, and how a seat passes from one person to the next."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from industriecoalitie.history.tracking import tracked
from regions.querysets import HandoverQuerySet, TaskQuerySet

from .area import Region


@tracked()
class Task(models.Model):
    """Something that the team of a region has to do, by one person of it or by whoever comes first.

    ``kind`` and ``record`` name the record it is about, as in an address (``samenwerking`` and its uuid), or neither.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.CASCADE, related_name="tasks", verbose_name=_("regio"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="tasks",
        null=True,
        blank=True,
        verbose_name=_("wie"),
    )
    title = models.CharField(_("wat moet er gebeuren?"), max_length=200)
    note = models.TextField(_("toelichting"), blank=True, max_length=2000)
    kind = models.CharField(_("soort"), max_length=60, blank=True)
    record = models.UUIDField(_("record"), null=True, blank=True, db_index=True)
    due_on = models.DateField(_("klaar voor"), null=True, blank=True)
    done_on = models.DateField(_("gedaan op"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="created_tasks",
        null=True,
        editable=False,
        verbose_name=_("gemaakt door"),
    )
    created_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("taak")
        verbose_name_plural = _("taken")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="", record__isnull=True)
                | (~models.Q(kind="") & models.Q(record__isnull=False)),
                name="regions_task_names_a_record_or_none",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < timezone.localdate()


@tracked()
class Handover(models.Model):
    """A kartrekker passes the seat to the next one, on a day; its page briefs the successor.

    ``moved_at`` is the moment at which tasks and follows went over: on that day.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Region, models.CASCADE, related_name="handovers", verbose_name=_("regio"))
    predecessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="handovers_from",
        null=True,
        verbose_name=_("van"),
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="handovers_to",
        null=True,
        verbose_name=_("aan"),
    )
    day = models.DateField(_("eerste dag van de opvolger"))
    note = models.TextField(_("wat je wilt meegeven"), blank=True, max_length=4000)
    made_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)
    moved_at = models.DateTimeField(_("overgedragen op"), null=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("overdracht")
        verbose_name_plural = _("overdrachten")

    def __str__(self) -> str:
        return f"{self.region} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("regions:handover_detail", args=[self.region.slug, self.uuid])
