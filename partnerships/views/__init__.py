"""Pages of partnerships, ecosystems, schemes and the timeline."""

from .ecosystem import ecosystem_detail, ecosystem_list
from .instrument import instrument_detail, instrument_list, timeline
from .partnership import partnership_add, partnership_detail, partnership_edit, partnership_list

__all__ = [
    "ecosystem_detail",
    "ecosystem_list",
    "instrument_detail",
    "instrument_list",
    "partnership_add",
    "partnership_detail",
    "partnership_edit",
    "partnership_list",
    "timeline",
]
