"""The letter about what changed behind a filter."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Follow

# The first so many by name; the list behind the link has the rest.
MOST_NAMED = 30


def weekly(
    follow: Follow, entered: Sequence[Model], left: Sequence[Model], changed: Sequence[Model]
) -> tuple[str, str]:
    """Return subject and text of the letter: what entered, left and changed, by name and with an address."""
    subject = _("‘%(name)s’: wat er deze week veranderde") % {"name": follow.saved_filter.name}
    groups = ((_("Nieuw in de lijst"), entered), (_("Uit de lijst"), left), (_("Veranderd"), changed))
    context = {
        "name": follow.saved_filter.name,
        "groups": [
            {
                "title": title,
                "rows": [_line(each) for each in rows[:MOST_NAMED]],
                "more": max(0, len(rows) - MOST_NAMED),
            }
            for title, rows in groups
            if rows
        ],
        "list_url": f"{settings.BASE_URL}{follow.saved_filter.get_absolute_url()}",
        "stop_url": stop_url(follow),
    }
    return subject, render_to_string("exchange/email/weekly.txt", context)


def stop_url(follow: Follow) -> str:
    return f"{settings.BASE_URL}{reverse('exchange:follow_stop', args=[follow.token()])}"


def _line(record: Model) -> dict[str, str]:
    address = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    return {"name": " ".join(str(record).split()), "url": f"{settings.BASE_URL}{address}" if address else ""}
