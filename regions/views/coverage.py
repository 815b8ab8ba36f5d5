"""The page that shows which labour market regions a koploper covers, and where the white spots are."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from industriecoalitie.sources.models import Citation, SourceGap
from regions.models import Coverage, Frontrunner, LabourMarketRegion, Organisation

from .days import DayForm

# The open places in the proposition about how many koplopers there are, and which area each has.
ABOUT_FRONTRUNNERS = ("A01", "A02", "A03", "A04")


@login_not_required
@require_safe
def labour_market_region_list(request):
    """Lead to the page that lists them all: the coverage."""
    return redirect("regions:coverage")


@login_not_required
@require_safe
def coverage(request):
    """Show the country in labour market regions: covered or white spot, on a day."""
    form = DayForm(request.GET)
    day = form.day or timezone.localdate()
    areas = list(LabourMarketRegion.objects.visible_to(request.user).with_coverage(request.user, day))
    leads = list(Frontrunner.objects.visible_to(request.user).on(day).for_list())
    gaps = list(
        SourceGap.objects.visible_to(request.user)
        .filter(code__in=ABOUT_FRONTRUNNERS)
        .select_related("document")
        .order_by("code", "pk")
    )
    rows = [_row(area, leads) for area in areas]
    context = {
        "form": form,
        "day_value": day.isoformat(),
        "table_title": _("Op %(day)s") % {"day": dateformat.format(day, "j F Y")},
        "rows": rows,
        "covered_count": sum(row["state"] != "white" for row in rows),
        "confirmed_count": sum(row["state"] == "confirmed" for row in rows),
        "white_spots": [row["area"] for row in rows if row["state"] == "white"],
        "legend": [(0, _("witte vlek")), (2, _("gedekt, nog te bevestigen")), (3, _("bevestigd"))],
        "leads": [(lead, sum(lead in row["leads"] for row in rows)) for lead in leads],
        "tiles": [_tile(**row) for row in rows],
        "gaps": gaps,
        "not_joined": Organisation.objects.visible_to(request.user).not_joined(),
        "citations": Citation.objects.visible_to(request.user).by_subject(_subjects(areas, leads, gaps)),
        "crumbs": [(_("Dekking"), "")],
    }
    return TemplateResponse(request, "regions/coverage.html", context, status=200 if form.is_valid() else 400)


def _row(area: LabourMarketRegion, leads: list[Frontrunner]) -> dict[str, object]:
    """Return a labour market region with what covers it, whose koplopers lead there, and its state."""
    coverages = area.shown_coverages
    regions = {each.region_id for each in coverages}
    if any(each.is_confirmed for each in coverages):
        state = "confirmed"
    else:
        state = "covered" if coverages else "white"
    return {
        "area": area,
        "coverages": coverages,
        "leads": [lead for lead in leads if lead.region_id in regions],
        "state": state,
    }


def _tile(area: LabourMarketRegion, coverages: list[Coverage], state: str, **_other) -> dict[str, object]:
    return {
        "code": area.code,
        "label": area.name,
        "url": area.get_absolute_url(),
        "level": {"confirmed": 3, "covered": 2, "white": 0}[state],
        "text": ", ".join(each.region.name for each in coverages) or _("witte vlek"),
    }


def _subjects(areas: list[LabourMarketRegion], leads: list[Frontrunner], gaps: list[SourceGap]) -> set[UUID]:
    coverages = [each for area in areas for each in area.shown_coverages]
    return {row.uuid for row in [*coverages, *leads, *gaps]}
