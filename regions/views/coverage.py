"""The page that shows which labour market regions a koploper covers, and where the white spots are."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.template.response import TemplateResponse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from industriecoalitie.core.filters import StrictDateField
from industriecoalitie.sources.models import Citation, SourceGap
from regions.models import LabourMarketRegion, Organisation

# The open places in the proposition about how many koplopers there are, and which area each has.
ABOUT_FRONTRUNNERS = ("A01", "A02", "A03", "A04")


class DayForm(forms.Form):
    """The day on which the coverage held."""

    validOn = StrictDateField(required=False, label=gettext_lazy("Geldig op"))  # noqa: N815


@login_not_required
@require_safe
def coverage(request):
    """Show the country in labour market regions: covered or white spot, on a day."""
    form = DayForm(request.GET)
    is_valid = form.is_valid()
    day = form.cleaned_data.get("validOn") or timezone.localdate()
    areas = list(LabourMarketRegion.objects.visible_to(request.user).with_coverage(request.user, day))
    covered = [area for area in areas if area.shown_coverages]
    leads = {
        lead.organisation_id: lead
        for area in covered
        for each in area.shown_coverages
        for lead in each.region.leads
    }
    gaps = list(
        SourceGap.objects.visible_to(request.user)
        .filter(code__in=ABOUT_FRONTRUNNERS)
        .select_related("document")
        .order_by("code", "pk")
    )
    context = {
        "form": form,
        "day_value": day.isoformat(),
        "table_title": _("Op %(day)s") % {"day": dateformat.format(day, "j F Y")},
        "areas": areas,
        "states": {area.pk: _state(area) for area in areas},
        "covered": covered,
        "white_spots": [area for area in areas if not area.shown_coverages],
        "confirmed_count": sum(_state(area) == "confirmed" for area in areas),
        "legend": [(0, _("witte vlek")), (2, _("gedekt, nog te bevestigen")), (3, _("bevestigd"))],
        "lead_count": len(leads),
        "tiles": [_tile(area) for area in areas],
        "gaps": gaps,
        "not_joined": Organisation.objects.visible_to(request.user).not_joined(),
        "citations": Citation.objects.by_subject(_subjects(areas, gaps)),
        "crumbs": [(_("Dekking"), "")],
    }
    return TemplateResponse(request, "regions/coverage.html", context, status=200 if is_valid else 400)


def _state(area: LabourMarketRegion) -> str:
    if any(each.is_confirmed for each in area.shown_coverages):
        return "confirmed"
    return "covered" if area.shown_coverages else "white"


def _tile(area: LabourMarketRegion) -> dict[str, object]:
    names = [each.region.name for each in area.shown_coverages]
    return {
        "code": area.code,
        "label": area.name,
        "url": area.get_absolute_url(),
        "level": {"confirmed": 3, "covered": 2, "white": 0}[_state(area)],
        "text": ", ".join(names) or _("witte vlek"),
    }


def _subjects(areas, gaps) -> set:
    rows = [each for area in areas for each in area.shown_coverages]
    leads = [lead for each in rows for lead in each.region.leads]
    return {row.uuid for row in [*rows, *leads, *gaps]}
