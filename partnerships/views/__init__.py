"""Pages of partnerships, ecosystems, schemes and the timeline."""

from .calendar import partnership_calendar, region_calendar, timeline_calendar
from .contacts import contact_end, contact_list, contact_resend
from .ecosystem import ecosystem_add, ecosystem_detail, ecosystem_edit, ecosystem_list
from .instrument import instrument_add, instrument_detail, instrument_edit, instrument_list, timeline
from .paper import partnership_pdf, partnership_print
from .partnership import partnership_add, partnership_detail, partnership_edit, partnership_list

__all__ = [
    "contact_end",
    "contact_list",
    "contact_resend",
    "ecosystem_add",
    "ecosystem_detail",
    "ecosystem_edit",
    "ecosystem_list",
    "instrument_add",
    "instrument_detail",
    "instrument_edit",
    "instrument_list",
    "partnership_add",
    "partnership_calendar",
    "partnership_detail",
    "partnership_edit",
    "partnership_list",
    "partnership_pdf",
    "partnership_print",
    "region_calendar",
    "timeline",
    "timeline_calendar",
]
