"""Pages of regions, organisations, agendas and the coverage of the country."""

from .agenda import agenda_detail, agenda_item_detail, agenda_list
from .coverage import coverage, labour_market_region_list
from .merging import organisation_distinct, organisation_doubles, organisation_merge, organisation_succession
from .organisation import organisation_detail, organisation_list
from .region import labour_market_region_detail, region_detail, region_list

__all__ = [
    "agenda_detail",
    "agenda_item_detail",
    "agenda_list",
    "coverage",
    "labour_market_region_detail",
    "labour_market_region_list",
    "organisation_detail",
    "organisation_distinct",
    "organisation_doubles",
    "organisation_list",
    "organisation_merge",
    "organisation_succession",
    "region_detail",
    "region_list",
]
