"""Pages of regions, organisations, agendas and the coverage of the country."""

from .agenda import (
    agenda_add,
    agenda_detail,
    agenda_edit,
    agenda_item_add,
    agenda_item_detail,
    agenda_item_edit,
    agenda_list,
)
from .comparison import region_compare
from .coverage import coverage, labour_market_region_list
from .handover import handover_add, handover_detail
from .invitation import invitation_accept, invitation_welcome
from .merging import organisation_distinct, organisation_doubles, organisation_merge, organisation_succession
from .organisation import organisation_add, organisation_detail, organisation_edit, organisation_list
from .paper import region_pdf, region_print
from .region import labour_market_region_detail, region_detail, region_edit, region_list
from .task import task_list, task_tick
from .team import my_team, team, team_member, team_member_end, team_member_resend, team_member_withdraw

__all__ = [
    "agenda_add",
    "agenda_detail",
    "agenda_edit",
    "agenda_item_add",
    "agenda_item_detail",
    "agenda_item_edit",
    "agenda_list",
    "coverage",
    "handover_add",
    "handover_detail",
    "invitation_accept",
    "invitation_welcome",
    "labour_market_region_detail",
    "labour_market_region_list",
    "my_team",
    "organisation_add",
    "organisation_detail",
    "organisation_distinct",
    "organisation_doubles",
    "organisation_edit",
    "organisation_list",
    "organisation_merge",
    "organisation_succession",
    "region_compare",
    "region_detail",
    "region_edit",
    "region_list",
    "region_pdf",
    "region_print",
    "task_list",
    "task_tick",
    "team",
    "team_member",
    "team_member_end",
    "team_member_resend",
    "team_member_withdraw",
]
