"""Ecosystems and partnerships: who works together where, with what, for what."""

from .ecosystem import Ecosystem, Facility
from .instrument import Funding, Instrument, Milestone
from .partnership import ActionLine, Contribution, Partner, Partnership, PartnershipContact, Target

__all__ = [
    "ActionLine",
    "Contribution",
    "Ecosystem",
    "Facility",
    "Funding",
    "Instrument",
    "Milestone",
    "Partner",
    "Partnership",
    "PartnershipContact",
    "Target",
]
