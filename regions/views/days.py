"""A page on a day: what held then ("geldig op")."""

import datetime
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from industriecoalitie.core.filters import StrictDateField
from industriecoalitie.core.relations import RelatedRow, RelatedSection


class DayForm(forms.Form):
    """The day that a page shows; without one it is about today."""

    validOn = StrictDateField(required=False, label=_("Geldig op"))  # noqa: N815

    @property
    def day(self) -> datetime.date | None:
        """Return the day asked for; None when there is none, or none that exists."""
        return self.cleaned_data.get("validOn") if self.is_valid() else None


def keep_day(sections: Mapping[str, RelatedSection], day: datetime.date | None) -> bool:
    """Keep of every section what held on ``day``, all of it without a day; tell whether any row has a date."""
    rows = [row for section in sections.values() for row in section.rows]
    if day is not None:
        for section in sections.values():
            section.rows = [row for row in section.rows if held_on(row, day)]
    return any(row.starts or row.ends for row in rows)


def held_on(row: RelatedRow, day: datetime.date) -> bool:
    """Tell of one row what ``PeriodQuerySet.on`` tells of all; the rows are already here."""
    begun = row.starts is None or row.starts.first_day <= day
    return begun and (row.ends is None or row.ends.first_day >= day)
