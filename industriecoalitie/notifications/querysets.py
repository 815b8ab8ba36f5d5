"""Which letters wait, and which have been kept long enough."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class LetterQuerySet(models.QuerySet):
    """Letters, by the clock of the database: workers' clocks may differ."""

    def open(self) -> Self:
        """Return the letters that are neither sent nor given up."""
        return self.filter(sent_at=None, failed_at=None)

    def due(self) -> Self:
        """Return the letters to send now that no sender is busy with, the longest waiting first."""
        free = Q(locked_until__isnull=True) | Q(locked_until__lt=Now())
        return self.open().filter(free, due_at__lte=Now()).order_by("due_at", "pk")

    def older_than(self, age: datetime.timedelta) -> Self:
        """Return the letters that were sent or given up longer ago than ``age``."""
        return self.filter(Q(sent_at__lt=Now() - age) | Q(failed_at__lt=Now() - age))
