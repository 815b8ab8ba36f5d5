"""Regions, organisations, who plays which role in them, and the agendas they work on."""

from .agenda import Agenda, AgendaItem, AgendaRelation, Commitment, ExpertiseRequest
from .area import Coverage, LabourMarketRegion, Owned, Place, Province, Region, RegionPart, names_field
from .organisation import Frontrunner, Organisation, OrganisationCode, OrganisationDistinct, Succession
from .role import Membership

__all__ = [
    "Agenda",
    "AgendaItem",
    "AgendaRelation",
    "Commitment",
    "Coverage",
    "ExpertiseRequest",
    "Frontrunner",
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
    "names_field",
]
