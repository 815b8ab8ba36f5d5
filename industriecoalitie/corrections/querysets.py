"""Which corrections there are for whom."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from industriecoalitie.access.predicates import holds_role
from industriecoalitie.core.models import Record
from regions.choices import Role

from .choices import State
from .content import kinds


class CorrectionQuerySet(models.QuerySet):
    """What readers proposed to correct."""

    def decidable_by(self, user) -> Self:
        """Return those that the user may decide on: all to curators, to others those on records they may change."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or holds_role(user, Role.CURATOR):
            return self.all()
        mine = Q()
        for kind, model in kinds().items():
            mine |= Q(kind=kind, record__in=model.objects.editable_by(user).order_by().values("uuid"))
        return self.filter(mine)

    def proposed_by(self, user) -> Self:
        """Return what the user proposed, the newest first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(proposed_by=user).order_by("-created_at", "-pk")

    def visible_to(self, user) -> Self:
        """Return those that the user proposed or may decide on."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(proposed_by=user) | Q(pk__in=self.model.objects.decidable_by(user).values("pk")))

    def editable_by(self, user) -> Self:
        """Return those that the user may decide on."""
        return self.decidable_by(user)

    def of(self, kind: str, record: Record) -> Self:
        return self.filter(kind=kind, record=record.uuid)

    def open(self) -> Self:
        """Return those nobody decided on yet."""
        return self.filter(state=State.OPEN)

    def overdue(self, day: datetime.date | None = None) -> Self:
        """Return those that should have been decided on before ``day``, today when left out."""
        return self.open().filter(due_on__lt=day or timezone.localdate())

    def for_list(self) -> Self:
        """Return them as a list shows them: the open ones first, the longest waiting on top."""
        is_done = models.Case(models.When(state=State.OPEN, then=0), default=1)
        rows = self.select_related("proposed_by", "assignee", "region", "decided_by")
        return rows.order_by(is_done, "created_at", "pk")
