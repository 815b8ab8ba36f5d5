"""Which webhooks are whose, and which deliveries are due; by the clock of the database."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now


class EndpointQuerySet(models.QuerySet):
    """Webhooks."""

    def visible_to(self, user) -> Self:
        """Return those of the user; a webhook is seen by its owner alone."""
        if not user.is_authenticated or not user.is_active or user.pk is None:
            return self.none()
        return self.filter(owner_id=user.pk)

    def editable_by(self, user) -> Self:
        return self.visible_to(user)

    def active(self) -> Self:
        """Return those for which messages are kept."""
        return self.filter(is_active=True, disabled_at=None, owner__is_active=True)

    def sending(self) -> Self:
        """Return those to which may be sent now."""
        rested = Q(rests_until=None) | Q(rests_until__lte=Now())
        return self.active().filter(rested, approved_at__isnull=False)

    def waiting(self) -> Self:
        """Return those whose host nobody approved yet, the longest waiting first."""
        return self.filter(approved_at=None).order_by("created_at", "pk")

    def with_due(self, deliveries: models.QuerySet) -> Self:
        """Return those with something to send, who waits longest first."""
        due = deliveries.filter(endpoint=OuterRef("pk"))
        return self.filter(Exists(due)).order_by(Subquery(due.order_by("due_at").values("due_at")[:1]), "pk")

    def quick(self) -> Self:
        """Return those that answered well and soon the last time; new ones too."""
        return self.filter(failing_since=None, is_slow=False)

    def for_list(self) -> Self:
        return self.order_by("-created_at", "-pk")


class DeliveryQuerySet(models.QuerySet):
    """Messages to webhooks."""

    def visible_to(self, user) -> Self:
        return self.filter(endpoint__in=_endpoints(self).visible_to(user))

    def editable_by(self, user) -> Self:
        return self.visible_to(user)

    def open(self) -> Self:
        """Return those that neither arrived nor were given up."""
        return self.filter(delivered_at=None, failed_at=None)

    def due(self) -> Self:
        """Return those to send now that nobody is busy with."""
        free = Q(locked_until=None) | Q(locked_until__lt=Now())
        return self.open().filter(free, due_at__lte=Now())

    def busy(self) -> Self:
        return self.open().filter(locked_until__gte=Now())

    def older_than(self, age: datetime.timedelta) -> Self:
        """Return those that arrived or were given up longer ago than ``age``."""
        return self.filter(Q(delivered_at__lt=Now() - age) | Q(failed_at__lt=Now() - age))

    def for_list(self) -> Self:
        return self.order_by("-created_at", "-pk")


def _endpoints(rows: models.QuerySet) -> EndpointQuerySet:
    return rows.model._meta.get_field("endpoint").related_model.objects.all()
