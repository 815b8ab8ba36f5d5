"""Which tokens there are for whom."""

import datetime
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.utils import timezone


class ApiTokenQuerySet(models.QuerySet):
    """Tokens of partner systems."""

    def visible_to(self, user) -> Self:
        """Return the user's own tokens; all of them to administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if user.is_superuser else self.filter(owner=user)

    def editable_by(self, user) -> Self:
        """Return those that the user may end: the own ones, all of them to administrators."""
        return self.visible_to(user)

    def owned_by(self, user) -> Self:
        """Return the tokens of one person."""
        return self.filter(owner=user) if user.is_authenticated and user.is_active else self.none()

    def live(self, now: datetime.datetime | None = None) -> Self:
        """Return those that still open something."""
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now())

    def for_request(self) -> Self:
        """Return tokens with all that a request asks of them, in one query: the owner and ``region_keys``."""
        through = self.model.regions.through
        bound = through.objects.filter(apitoken=OuterRef("pk")).order_by("region_id").values("region_id")
        return self.select_related("owner").annotate(region_keys=ArraySubquery(bound))

    def for_list(self) -> Self:
        """Return tokens with their regions: the ones that work first, then the latest."""
        ended = models.Case(models.When(pk__in=self.model.objects.live(), then=0), default=1)
        rows = self.select_related("replaces", "owner").prefetch_related("regions")
        return rows.order_by(ended, "-created_at", "-pk")
