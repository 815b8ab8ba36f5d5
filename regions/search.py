"""What regions, organisations and agendas feed into the search."""

from industriecoalitie.search.feeds import Feed, declare

from .models import (
    Agenda,
    AgendaItem,
    ExpertiseRequest,
    LabourMarketRegion,
    Organisation,
    Place,
    Province,
    Region,
)

declare(
    Feed(Province, "name", names=("code", "iso_code"), is_apart=True),
    Feed(LabourMarketRegion, "name", names=("code",), related=("provinces__name",), is_apart=True),
    Feed(
        Region,
        "name",
        names=("aliases",),
        summary=("summary",),
        related=(
            "province__name",
            "labour_market_region__name",
            "frontrunners__organisation__name",
            "whole_links__whole__name",
            "coverages__labour_market_region__name",
        ),
        text=("business_profile", "growth_profile", "demography", "part_links__part__name"),
        category="kind",
    ),
    Feed(Place, "name", related=("region__name",), regions=("region",), is_apart=True),
    Feed(
        Organisation,
        "name",
        names=(
            "aliases",
            "codes__code",
            "predecessor_links__predecessor__name",
            "predecessor_links__predecessor__aliases",
        ),
        summary=("summary",),
        related=("kind__label", "place__name", "province__name", "region__name", "parent__name"),
        category="kind",
        regions=("region",),
    ),
    Feed(
        Agenda,
        "title",
        summary=("summary", "main_goal"),
        related=("organisation__name", "organisation__aliases", "region__name", "commissioners__name"),
        regions=("region",),
        years=("dated_on", "first_year"),
        category="scope",
    ),
    Feed(
        AgendaItem,
        "title",
        names=("code",),
        summary=("summary",),
        related=(
            "agenda__title",
            "parent__title",
            "organisations__name",
            "organisations__aliases",
            "regions__name",
        ),
        text=("status_note",),
        category="level",
        regions=("regions", "agenda__region"),
        years=("agenda__dated_on",),
        standing=0,
    ),
    Feed(
        ExpertiseRequest,
        "title",
        summary=("question",),
        related=("region__name",),
        text=("outcome",),
        terms=("concepts",),
        regions=("region",),
        years=("asked_on",),
        is_apart=True,
    ),
)
