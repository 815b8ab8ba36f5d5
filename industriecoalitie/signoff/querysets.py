"""Which sign-offs there are for whom."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from industriecoalitie.core.kinds import kind_of, record_models
from industriecoalitie.core.models import Record


class SignOffQuerySet(models.QuerySet):
    """Questions whether a text is right."""

    def visible_to(self, user) -> Self:
        """Return the sign-offs of records that the user may change."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        mine = Q()
        for kind, model in record_models().items():
            mine |= Q(kind=kind, record__in=model.objects.editable_by(user).values("uuid"))
        return self.filter(mine)

    def editable_by(self, user) -> Self:
        """Return those that the user may withdraw: of records that the user may change."""
        return self.visible_to(user)

    def of(self, record: Record) -> Self:
        """Return the sign-offs of one record, the newest first."""
        return self.filter(kind=kind_of(record), record=record.uuid).order_by("-asked_at", "-pk")

    def unanswered(self) -> Self:
        """Return those that were neither answered nor withdrawn, expired ones included."""
        return self.filter(answered_at=None, withdrawn_at=None)

    def open(self, now=None) -> Self:
        """Return those whose link still works."""
        return self.unanswered().filter(expires_at__gt=now or Now())
