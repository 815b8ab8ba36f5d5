"""Pages of regions: who leads them, what lies in them and what happens there."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.concepts.models import Concept
from industriecoalitie.core.details import CERTAINTY
from industriecoalitie.core.pages import list_page
from industriecoalitie.core.relations import Relation, related_sections, subjects_of
from industriecoalitie.editing.pages import edit_page
from industriecoalitie.sources.models import Citation
from regions.choices import HYBRID, PartRelation
from regions.filtersets import RegionFilterSet
from regions.forms.region import RegionSheet
from regions.models import LabourMarketRegion, Province, Region
from regions.querysets import active_in

from . import related
from .days import DayForm, keep_day
from .related import labelled, some


@login_not_required
@require_safe
def region_list(request):
    """Show regions of every kind, with their koplopers."""
    user = request.user
    regions = Region.objects.visible_to(user).with_lead_names(user).with_partnership_count(user)
    context = {"crumbs": [(_("Regio’s"), "")]}
    return list_page(request, "regions/region_list.html", regions, RegionFilterSet, context, table="regions")


@require_http_methods(["GET", "HEAD", "POST"])
def region_edit(request, slug):
    """Edit the profile of a region, and what it covers."""
    return edit_page(request, RegionSheet, [(_("Regio’s"), reverse("regions:region_list"))], slug=slug)


@login_not_required
@require_safe
def region_detail(request, slug):
    """Show one region from every side."""
    day_form = DayForm(request.GET)
    day = day_form.day
    queryset = Region.objects.select_related("province", "labour_market_region")
    queryset = queryset.with_lead_count(day or timezone.localdate())
    region = get_permitted(request.user, Region, "view", queryset=queryset, slug=slug)
    sections = related_sections(_relations(region, request.user, day or timezone.localdate()))
    is_dated = keep_day(sections, day)
    figures = related.figures(sections["measurements"])
    _seat(sections["frontrunners"], region.lead_count)
    markers, gaps = _markers(sections), _gaps(sections, region.lead_count)
    related.shorten(sections, _full_lists(region))
    context = {
        "region": region,
        "sections": sections,
        "lists": [section for name, section in sections.items() if name not in OWN_PLACE],
        "province_names": [row.label for row in sections["provinces"].rows],
        "place_names": [row.label for row in sections["places"].rows],
        "figures": figures,
        "areas": _areas(sections["provinces"]),
        "markers": markers,
        "tiles": _tiles(sections["coverages"]),
        "gaps": gaps if day is None else [],
        "day_form": day_form,
        "day": day,
        "is_dated": is_dated,
        "is_led": bool(sections["frontrunners"].rows),
        "citations": Citation.objects.visible_to(request.user).by_subject(
            {region.uuid} | subjects_of(sections)
        ),
        "crumbs": [(_("Regio’s"), reverse("regions:region_list")), (region.name, "")],
    }
    status = 200 if day_form.is_valid() else 400
    return TemplateResponse(request, "regions/region_detail.html", context, status=status)


# What the page shows in a place of its own, not as one list among others.
OWN_PLACE = {
    "frontrunners",
    "coverages",
    "parts",
    "wholes",
    "provinces",
    "places",
    "measurements",
    "partnerships",
    "practices",
    "organisations",
}


def _relations(region: Region, user, day: datetime.date) -> list[Relation]:
    partnerships = related_model(region, "partnerships").visible_to(user).filter(active_in(region))
    return [*_area(region, user), *_people_and_plans(region, user, day), *_work(region, partnerships, user)]


def related_model(region: Region, name: str):
    """Return all records of the model behind a reverse relation; apps above are not imported."""
    return getattr(region, name).model.objects


def _area(region: Region, user) -> list[Relation]:
    parts = labelled(region.part_links.visible_to(user), "relation")
    wholes = labelled(region.whole_links.visible_to(user), "relation")
    provinces = Province.objects.visible_to(user).filter(
        Q(regions=region)
        | Q(labour_market_regions__regions=region)
        | Q(labour_market_regions__coverages__region=region)
        | Q(regions__whole_links__whole=region, regions__whole_links__relation=PartRelation.CONTAINS)
    )
    link = "regions:region_detail"
    lies = {"relation": "relation", **CERTAINTY}
    return [
        Relation(
            "parts", _("Deelgebieden"), parts, "part__name", link, ("part__slug",), "relation_label",
            period="", data=lies,
        ),
        Relation(
            "wholes", _("Ligt in"), wholes, "whole__name", link, ("whole__slug",), "relation_label",
            period="", data=lies,
        ),
        Relation("provinces", _("Provincies"), some(provinces, "name"), "name", "", data={"code": "code"}),
        Relation(
            "places", _("Plaatsen"), some(region.places.visible_to(user), "name"), "name", "",
            data={"lat": "latitude", "lon": "longitude"},
        ),
        Relation(
            "coverages", _("Dekking"), region.coverages.visible_to(user), "labour_market_region__name",
            "regions:labour_market_region_detail", ("labour_market_region__slug",), period="",
            data={"code": "labour_market_region__code", "is_confirmed": "is_confirmed", **CERTAINTY},
        ),
    ]  # fmt: skip


def _people_and_plans(region: Region, user, day: datetime.date) -> list[Relation]:
    items = region.agenda_items.visible_to(user)
    return [
        Relation(
            "frontrunners", _("Koplopers"), region.frontrunners.on(day).visible_to(user),
            "organisation__name", "regions:organisation_detail", ("organisation__slug",), "listed_as",
            rank="list_order", period="", data=CERTAINTY,
        ),
        Relation(
            "organisations", _("Organisaties"), some(region.organisations.visible_to(user), "name"), "name",
            "regions:organisation_detail", note="kind__label", data=CERTAINTY,
        ),
        Relation(
            "agendas", _("Agenda’s"), labelled(region.agendas.visible_to(user), "scope"), "title",
            "regions:agenda_detail", note="edition", data=CERTAINTY,
        ),
        related.agenda_items(items, user, _("Agendapunten waar de regio bij betrokken is")),
        Relation(
            "requests", _("Vragen om expertise"),
            labelled(some(region.expertise_requests.visible_to(user), "title"), "state"), "title", "", slugs=(),
            note="state_label",
        ),
    ]  # fmt: skip


def _work(region: Region, partnerships, user) -> list[Relation]:
    programmes = related_model(region, "programmes").visible_to(user)
    programmes = some(programmes.filter(Q(region=region) | Q(partnerships__in=partnerships)), "name")
    hybrid = Concept.objects.filter(programmes=OuterRef("pk"), scheme="target-group", notation=HYBRID)
    programmes = programmes.annotate(is_for_hybrid=Exists(hybrid))
    demands = related_model(region, "demands").visible_to(user)
    practices = related_model(region, "practices").visible_to(user)
    in_region = Q(region=region) | Q(partnership__in=partnerships)
    return [
        related.partnerships(partnerships, user),
        related.ecosystems(region.ecosystems.visible_to(user), user),
        related.programmes(programmes, is_for_hybrid="is_for_hybrid"),
        Relation(
            "learning_paths", _("Leerpaden"), some(region.learning_paths.visible_to(user), "name"), "name",
            "programmes:learning_path_detail", data=CERTAINTY,
        ),
        related.demands(demands.filter(Q(region=region) | Q(partnerships__in=partnerships))),
        related.practices(practices.filter(in_region)),
        Relation(
            "adoptions", _("Navolging van voorbeelden van elders"),
            labelled(some(region.adoptions.visible_to(user), "practice__title"), "state"), "practice__title",
            "knowledgebank:adoption_detail", ("practice__slug", "region__slug"), "state_label", period="",
            data=CERTAINTY,
        ),
        Relation(
            "followers", _("Wie voortbouwt op voorbeelden van hier"),
            some(taken_from(region, user), "region__name"), "region__name",
            "knowledgebank:adoption_detail", ("practice__slug", "region__slug"), "practice__title", period="",
            data=CERTAINTY,
        ),
        related.instruments(region.instruments.visible_to(user)),
        related.measurements(region.measurements.visible_to(user), user),
        Relation(
            "progress_entries", _("In tussenstanden"),
            some(region.progress_entries.visible_to(user), "title"), "title",
            "knowledgebank:progress_report_detail", ("report__slug",), "report__title", data=CERTAINTY,
        ),
    ]  # fmt: skip


def taken_from(region: Region, user) -> QuerySet:
    """Return the adoptions, by other regions, of practices of this one."""
    adoptions = related_model(region, "adoptions").visible_to(user)
    return adoptions.filter(Q(practice__region=region) | Q(practice__owner=region)).exclude(region=region)


def _full_lists(region: Region) -> dict[str, str]:
    """Return the lists that hold all of a section of which the page shows the first rows."""
    lists = {
        "partnerships": "partnerships:partnership_list",
        "ecosystems": "partnerships:ecosystem_list",
        "programmes": "programmes:programme_list",
        "demands": "programmes:demand_list",
        "practices": "knowledgebank:practice_list",
        "instruments": "partnerships:instrument_list",
        "organisations": "regions:organisation_list",
    }
    return {key: related.list_of(name, region=region.slug) for key, name in lists.items()}


def _seat(frontrunners, leads: int) -> None:
    """Tell for each koploper whether its seat of kartrekker is filled; never by whom."""
    for number, row in enumerate(frontrunners.rows):
        row.data["is_seated"] = number < leads


def _areas(provinces) -> list[dict[str, object]]:
    return [{"code": row.data["code"], "label": row.label, "level": 2} for row in provinces.rows]


def _markers(sections) -> list[dict[str, object]]:
    found = {}
    for row in [*sections["places"].rows, *sections["partnerships"].rows]:
        label = row.data.get("place") or row.label
        found[label] = {"lat": row.data["lat"], "lon": row.data["lon"], "label": label}
    return list(found.values())


def _tiles(coverages) -> list[dict[str, object]]:
    return [
        {
            "code": row.data["code"],
            "label": row.label,
            "level": 3 if row.data["is_confirmed"] else 2,
            "url": row.url,
        }
        for row in coverages.rows
    ]


def _gaps(sections, leads: int) -> list[str]:
    """Return what the sources leave open about this region, in sentences."""
    koplopers = len(sections["frontrunners"].rows)
    gaps = []
    if koplopers > leads:
        vacant = koplopers - leads
        gaps.append(
            ngettext(
                "De plaats van kartrekker is vacant.",
                "%(count)s plaatsen van kartrekker zijn vacant.",
                vacant,
            )
            % {"count": vacant}
        )
    if koplopers and not sections["partnerships"].rows:
        gaps.append(_("De koploper heeft nog geen voorbeeld van een samenwerking."))
    if not any(row.data["kind"] == "techniekcentrum" for row in sections["ecosystems"].rows):
        gaps.append(_("Nog geen TechniekCentrum geregistreerd."))
    if not any(row.data["is_for_hybrid"] for row in sections["programmes"].rows):
        gaps.append(_("Aanbod voor hybride docenten en professionals ontbreekt."))
    if koplopers and not sections["coverages"].rows:
        gaps.append(_("Welk gebied de koploper dekt, staat niet bekend."))
    return gaps


@login_not_required
@require_safe
def labour_market_region_detail(request, slug):
    """Show one labour market region: where it lies and who covers it."""
    region = get_permitted(
        request.user, LabourMarketRegion, "view", queryset=LabourMarketRegion.objects.all(), slug=slug
    )
    day_form = DayForm(request.GET)
    day = day_form.day or timezone.localdate()
    sections = related_sections(_labour_market_relations(region, request.user, day))
    is_dated = keep_day(sections, day_form.day)
    related.shorten(sections, {})
    context = {
        "region": region,
        "sections": sections,
        "day_form": day_form,
        "day": day_form.day,
        "is_dated": is_dated,
        "tiles": [{"code": region.code, "label": region.name, "level": 3}],
        "province_names": [row.label for row in sections["provinces"].rows],
        "citations": Citation.objects.visible_to(request.user).by_subject(
            {region.uuid} | subjects_of(sections)
        ),
        "crumbs": [(_("Dekking"), reverse("regions:coverage")), (region.name, "")],
    }
    status = 200 if day_form.is_valid() else 400
    return TemplateResponse(request, "regions/labour_market_region_detail.html", context, status=status)


def _labour_market_relations(region: LabourMarketRegion, user, day: datetime.date) -> list[Relation]:
    covering = region.coverages.on(day).visible_to(user)
    covered_by = Region.objects.visible_to(user).filter(
        Q(coverages__in=covering) | Q(labour_market_region=region)
    )
    partnerships = Region.partnerships.rel.related_model.objects.visible_to(user)
    leads = Region.frontrunners.rel.related_model.objects.on(day).visible_to(user)
    return [
        Relation(
            "coverages", _("Gedekt door"), covering, "region__name", "regions:region_detail",
            ("region__slug",), period="", data={"is_confirmed": "is_confirmed", **CERTAINTY},
        ),
        Relation(
            "frontrunners", _("Koplopers"), leads.filter(region__coverages__in=covering),
            "organisation__name", "regions:organisation_detail", ("organisation__slug",), "region__name",
            period="", data=CERTAINTY,
        ),
        Relation(
            "regions", _("Dit gebied als regio"), region.regions.visible_to(user), "name",
            "regions:region_detail", data=CERTAINTY,
        ),
        Relation(
            "provinces", _("Provincies"), region.provinces.visible_to(user), "name", "",
            data={"code": "code"},
        ),
        related.partnerships(partnerships.filter(Q(region__in=covered_by) | Q(lead_organisation__frontrunners__region__in=covered_by)), user),
    ]  # fmt: skip
