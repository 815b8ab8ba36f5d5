"""What the front page tells: figures, newest records, the map and the regions with a koploper."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from industriecoalitie.core import maps
from industriecoalitie.core.relations import RelatedRow, Relation, related_sections
from knowledgebank.choices import PracticeState
from knowledgebank.models import Measurement, Practice
from partnerships.models import Partner, Partnership
from regions.models import Frontrunner, Place, Province, Region
from regions.querysets import lying_in, number_of

# The records that the story of the front page is about, by their key in the data.
SHORTAGE = "tekort-techniek-2026"
COALITION = "industriecoalitie"
NEWEST = 3
MOST_MARKERS = 150
MOST_DOTS = 120
MANY = 5


@dataclass(frozen=True)
class Front:
    """All that the front page shows, as far as this reader may see it."""

    partnership_count: int
    shortage: Measurement | None
    shortage_parts: list[Measurement]
    koplopers: list[RelatedRow]
    members: list[RelatedRow]
    feature: Practice | None
    feature_figure: Measurement | None
    practices: list[Practice]
    partnerships: list[Partnership]
    regions: list[Region]
    areas: list[dict[str, object]]
    markers: list[dict[str, object]]
    subjects: set[UUID]


def front_of(user) -> Front:
    """Return the front page for a reader, in six queries."""
    partnerships = Partnership.objects.visible_to(user)
    practices = list(_newest_practices(user))
    measured = list(_measurements(user, practices))
    sections = related_sections(_relations(user, partnerships))
    feature, figure = _feature(practices, measured)
    told = {each.uuid for each in measured if each.indicator.partnership_id is None or each == figure}
    return Front(
        partnership_count=partnerships.count(),
        shortage=next((each for each in measured if each.indicator.slug == SHORTAGE), None),
        shortage_parts=[each for each in measured if each.indicator.part_of_id and each.value is not None],
        koplopers=sections["koplopers"].rows,
        members=sections["members"].rows,
        feature=feature,
        feature_figure=figure,
        practices=[each for each in practices if each is not feature],
        partnerships=list(_newest_partnerships(partnerships)),
        regions=list(_led_regions(user)),
        areas=_areas(sections["provinces"].rows, sections["places"].rows),
        markers=[_marker(row) for row in sections["places"].rows],
        subjects={row.uuid for name in ("koplopers", "members") for row in sections[name].rows} | told,
    )


def _newest_practices(user):
    newest = (
        Practice.objects.visible_to(user)
        .filter(state=PracticeState.PUBLISHED)
        .select_related("region", "place", "partnership")
    )
    return newest.order_by(F("published_on").desc(nulls_last=True), "-is_proven", "-pk")[:NEWEST]


def _newest_partnerships(partnerships):
    return partnerships.select_related("region", "place", "form").order_by(
        F("from_on").desc(nulls_last=True), "-pk"
    )[:NEWEST]


def _led_regions(user):
    regions = Region.objects.visible_to(user).with_frontrunner()
    return regions.with_lead_names(user).with_partnership_count(user).order_by("name", "pk")


def _measurements(user, practices: list[Practice]):
    """Return the shortage with its parts, and what was counted in the partnerships of the practices."""
    about = [practice.partnership_id for practice in practices if practice.partnership_id]
    story = Q(indicator__slug=SHORTAGE) | Q(indicator__part_of__slug=SHORTAGE)
    shown = Measurement.objects.visible_to(user).filter(story | Q(indicator__partnership__in=about))
    return shown.select_related("indicator").order_by("value", "pk")


def _relations(user, partnerships) -> list[Relation]:
    members = Partner.objects.visible_to(user).current().filter(partnership__slug=COALITION)
    here = partnerships.filter(Q(place=OuterRef("pk")) | Q(places=OuterRef("pk")))
    places = Place.objects.visible_to(user).filter(latitude__isnull=False)
    places = places.annotate(found=number_of(here)).filter(found__gt=0)
    busiest = places.order_by("-found", "pk").values("pk")[:MOST_MARKERS]
    inside = partnerships.filter(lying_in(OuterRef("pk"), "region__"))
    return [
        Relation(
            "koplopers", _("Koplopers"), Frontrunner.objects.visible_to(user).current(),
            "organisation__name", "regions:organisation_detail", ("organisation__slug",), rank="list_order",
        ),
        Relation(
            "members", _("Leden"), members.filter(organisation__isnull=False), "organisation__name",
            "regions:organisation_detail", ("organisation__slug",), period="",
        ),
        Relation(
            "places", _("Plaatsen"), places.filter(pk__in=busiest), "name", "",
            data={"lat": "latitude", "lon": "longitude", "found": "found"},
        ),
        Relation(
            "provinces", _("Provincies"), Province.objects.visible_to(user).annotate(found=number_of(inside)),
            "name", "", data={"code": "code", "found": "found"},
        ),
    ]  # fmt: skip


def _feature(
    practices: list[Practice], measured: list[Measurement]
) -> tuple[Practice | None, Measurement | None]:
    """Return the new practice with the largest figure that dots can show, and that figure; else the newest."""
    by_partnership = {practice.partnership_id: practice for practice in practices if practice.partnership_id}
    countable = [
        each
        for each in measured
        if each.indicator.partnership_id in by_partnership and each.value and 1 < each.value <= MOST_DOTS
    ]
    if countable:
        largest = countable[-1]
        return by_partnership[largest.indicator.partnership_id], largest
    return (practices[0], None) if practices else (None, None)


def _areas(provinces: list[RelatedRow], places: list[RelatedRow]) -> list[dict[str, object]]:
    """Return the provinces by how much happens there: in their regions, or in the places that lie in them."""
    here: Counter[str] = Counter()
    for place in places:
        here[maps.province_at(place.data["lat"], place.data["lon"])] += place.data["found"]
    return [_area(row, max(row.data["found"], here[row.data["code"]])) for row in provinces]


def _area(row: RelatedRow, count: int) -> dict[str, object]:
    text = ngettext("%(n)s samenwerking", "%(n)s samenwerkingen", count) % {"n": count}
    return {
        "code": row.data["code"],
        "label": row.label,
        "level": 3 if count >= MANY else min(count, 1) * 2,
        "text": text if count else _("nog geen"),
    }


def _marker(row: RelatedRow) -> dict[str, object]:
    return {"lat": row.data["lat"], "lon": row.data["lon"], "label": row.label}
