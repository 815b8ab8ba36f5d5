"""Who may see a record, in one place; what every queryset can do."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .choices import Visibility


class PeriodQuerySet(models.QuerySet):
    """Rows that hold from a day until a day."""

    def on(self, day: datetime.date) -> Self:
        """Return what held on ``day``; an unknown beginning or end is open."""
        begun = Q(from_on__isnull=True) | Q(from_on__lte=day)
        not_ended = Q(until_on__isnull=True) | Q(until_on__gte=day)
        return self.filter(begun, not_ended)

    def current(self) -> Self:
        """Return what holds today."""
        return self.on(timezone.localdate())


class RecordQuerySet(models.QuerySet):
    """Records that a page or a partner system asks for by themselves."""

    def visible_to(self, user) -> Self:
        """Return what is public, what the network shares once signed in, and what ``user`` may edit."""
        shown = Q(visibility=Visibility.PUBLIC)
        if user.is_authenticated:
            shown |= Q(visibility=Visibility.NETWORK) | Q(
                pk__in=self.model.objects.editable_by(user).values("pk")
            )
        return self.filter(shown, hidden_at=None)

    def editable_by(self, user) -> Self:
        """Return what ``user`` may change: everything for an administrator, nothing for others."""
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.none()

    def publishable_by(self, user) -> Self:
        """Return what ``user`` may publish, withdraw and hide: as a rule all that the person may change."""
        return self.editable_by(user)

    def for_list(self) -> Self:
        """Return the rows as a list shows them, in a fixed order."""
        return self.order_by("pk")

    def for_detail(self) -> Self:
        """Return the rows with what a page of one needs."""
        return self.for_list()


class PartQuerySet(PeriodQuerySet):
    """Rows that belong to one record and are shown with it."""

    def visible_to(self, user) -> Self:
        """Return the rows of records that ``user`` may see, without those that name a hidden record."""
        parent = self.model._meta.get_field(self.model.part_of).related_model
        rows = self.filter(**{f"{self.model.part_of}__in": parent.objects.visible_to(user)})
        for name in self.model.shows:
            related = self.model._meta.get_field(name).related_model
            rows = rows.filter(
                Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__in": related.objects.visible_to(user)})
            )
        return rows

    def editable_by(self, user) -> Self:
        """Return the rows of records that ``user`` may change."""
        parent = self.model._meta.get_field(self.model.part_of).related_model
        return self.filter(**{f"{self.model.part_of}__in": parent.objects.editable_by(user)})
