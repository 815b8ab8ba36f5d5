"""What pages of partnerships, ecosystems and schemes share."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.concepts.choices import Scheme
from partnerships.models import Milestone

# The code lists that a row of a list names its terms from.
CHIP_LISTS = (Scheme.THEME, Scheme.SECTOR, Scheme.TARGET_GROUP)


def state_of(milestone: Milestone) -> tuple[str, str]:
    """Return the state of a moment for the timeline, and its word; nothing when the source does not tell."""
    if milestone.is_reached:
        return "done", _("bereikt")
    if milestone.due and milestone.due.last_day >= timezone.localdate():
        return "planned", _("gepland")
    return "", ""


def place_markers(places: Iterable, user) -> list[dict]:
    """Return the places that may be named as markers of a map, once each."""
    shown = {place.pk: place for place in places if place is not None and place.is_shown_to(user)}
    return [{"lat": each.latitude, "lon": each.longitude, "label": each.name} for each in shown.values()]
