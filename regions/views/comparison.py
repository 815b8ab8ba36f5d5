"""Two regions side by side: what their profile says, and how much there is."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import OuterRef
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from regions.models import Region
from regions.querysets import number_of

# The three aspects that the proposition asks of a regional profile, and what stands beside them.
PROFILE = (
    ("business_profile", gettext_lazy("Typering van het bedrijfsleven")),
    ("growth_profile", gettext_lazy("Groei of krimp")),
    ("demography", gettext_lazy("Bevolking")),
)
COUNTED = (
    ("partnership_count", gettext_lazy("Samenwerkingen")),
    ("organisation_count", gettext_lazy("Organisaties")),
    ("ecosystem_count", gettext_lazy("Ecosystemen")),
    ("agenda_count", gettext_lazy("Agenda’s")),
)


@login_not_required
@require_safe
def region_compare(request):
    """Compare two regions on their profile and on how much there is; without two, ask which."""
    user = request.user
    regions = Region.objects.visible_to(user)
    options = list(regions.order_by("name", "pk").values_list("slug", "name"))
    known = dict(options)
    asked = request.GET.getlist("regio")[:2]
    chosen = [slug for slug in dict.fromkeys(asked) if slug in known]
    pair = _pair(regions, chosen, user) if len(chosen) == 2 else []
    context = {
        "options": options,
        "asked": [*asked, "", ""][:2],
        "is_unknown": any(slug and slug not in known for slug in asked),
        "is_same": len(asked) == 2 and asked[0] == asked[1] != "",
        "regions": pair,
        "profile": [_row(str(label), [getattr(each, name) for each in pair]) for name, label in PROFILE]
        if pair
        else [],
        "counts": _counts(pair) if pair else [],
        "crumbs": [(_("Regio’s"), reverse("regions:region_list")), (_("Vergelijken"), "")],
    }
    return TemplateResponse(request, "regions/region_compare.html", context)


def _pair(regions, slugs: list[str], user) -> list[Region]:
    rows = regions.filter(slug__in=slugs).with_lead_names(user).with_partnership_count(user)
    for name, related in (
        ("organisation", "organisations"),
        ("ecosystem", "ecosystems"),
        ("agenda", "agendas"),
    ):
        model = getattr(Region, related).rel.related_model
        shown = model.objects.visible_to(user).filter(region=OuterRef("pk"))
        rows = rows.annotate(**{f"{name}_count": number_of(shown)})
    return sorted(rows, key=lambda region: slugs.index(region.slug))


def _counts(pair: list[Region]) -> list[dict[str, object]]:
    kinds = _row(_("Soort gebied"), [region.get_kind_display() for region in pair])
    leads = _row(_("Koplopers"), [region.lead_names or "" for region in pair])
    return [
        kinds,
        leads,
        *(_row(str(label), [getattr(each, name) for each in pair]) for name, label in COUNTED),
    ]


def _row(label: str, values: list[object]) -> dict[str, object]:
    known = [value for value in values if value not in (None, "")]
    return {"label": label, "values": values, "is_known": bool(known), "differs": values[0] != values[1]}
