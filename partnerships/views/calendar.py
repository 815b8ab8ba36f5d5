"""Milestones as a calendar: of a partnership, of a region, of the whole field."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.core.calendars import Moment, calendar_response
from industriecoalitie.core.choices import Precision
from partnerships.models import Milestone, Partnership
from regions.models import Region
from regions.querysets import active_in

from .parts import state_of

# A calendar is read by programs, again and again; what is older than the newest so many stays on the page.
MOMENTS_MOST = 1000


@login_not_required
@require_safe
def partnership_calendar(request, slug):
    """Return the milestones of a partnership as a calendar; those without a date stay on the page."""
    partnership = get_permitted(
        request.user, Partnership, "view", queryset=Partnership.objects.all(), slug=slug
    )
    return _answer(request, partnership.milestones.all(), partnership.name, f"mijlpalen-{slug}")


@login_not_required
@require_safe
def region_calendar(request, slug):
    """Return the milestones of all partnerships in a region as a calendar."""
    region = get_permitted(request.user, Region, "view", queryset=Region.objects.all(), slug=slug)
    partnerships = Partnership.objects.visible_to(request.user).filter(active_in(region))
    milestones = Milestone.objects.filter(partnership__in=partnerships.values("pk"))
    return _answer(request, milestones, region.name, f"mijlpalen-{slug}")


@login_not_required
@require_safe
def timeline_calendar(request):
    """Return every milestone that the reader may see as a calendar."""
    return _answer(request, Milestone.objects.all(), _("Tijdlijn"), "tijdlijn")


def _answer(request, milestones: QuerySet, name: str, file_name: str):
    shown = (
        milestones.visible_to(request.user)
        .exclude(due_on=None)
        .select_related("partnership", "agenda", "instrument")
    )
    newest = list(shown.order_by("-due_on", "pk")[:MOMENTS_MOST])
    title = _("%(name)s: mijlpalen") % {"name": name}
    return calendar_response(request, title, map(_moment, newest), file_name=file_name)


def _moment(milestone: Milestone) -> Moment:
    of = milestone.partnership or milestone.agenda or milestone.instrument
    _state, word = state_of(milestone)
    words = [str(of or ""), milestone.get_kind_display(), word, _how_exact(milestone), milestone.due_note]
    return Moment(
        uuid=milestone.uuid,
        title=milestone.title,
        first_day=milestone.due.first_day,
        last_day=milestone.due.last_day,
        text="\n".join(filter(None, words)),
        path=of.get_absolute_url() if of else reverse("partnerships:timeline"),
        category=milestone.get_kind_display(),
        changed_at=of.updated_at if of else None,
    )


def _how_exact(milestone: Milestone) -> str:
    """Say that a whole year or month stands in the agenda because no more is known."""
    if milestone.due_precision == Precision.YEAR:
        return _("Alleen het jaar is bekend.")
    return _("Alleen de maand is bekend.") if milestone.due_precision == Precision.MONTH else ""
