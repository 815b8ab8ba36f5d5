"""Regions, organisations, who plays which role in them, what their teams do, and the agendas they work on."""

from .agenda import Agenda, AgendaItem, AgendaRelation, Commitment, ExpertiseRequest
from .area import Coverage, LabourMarketRegion, Owned, Place, Province, Region, RegionPart, names_field
from .organisation import Frontrunner, Organisation, OrganisationCode, OrganisationDistinct, Succession
from .role import Membership
from .team import Handover, Task

__all__ = [
    "Agenda",
    "AgendaItem",
    "AgendaRelation",
    "Commitment",
    "Coverage",
    "ExpertiseRequest",
    "Frontrunner",
    "Handover",
    "LabourMarketRegion",
    "Membership",
    "Organisation",
    "OrganisationCode",
    "OrganisationDistinct",
    "Owned",
    "Place",
    "Province",
    "Region",
    "RegionPart",
    "Succession",
    "Task",
    "names_field",
]
