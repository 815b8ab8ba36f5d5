"""The work of a person: what asks attention, where it can be done, and what the person keeps."""

from .country import regions_with_gaps, white_spots
from .gaps import lacks, list_address
from .kept import added_pages, counts_of
from .mine import task_form_of
from .page import GAPS, MAY, PAGED, Section, section_page, sections_of
from .scope import Scope, scope_of

__all__ = [
    "GAPS", "MAY", "PAGED", "Scope", "Section", "added_pages", "counts_of", "lacks", "list_address", "regions_with_gaps",
    "scope_of", "section_page", "sections_of", "task_form_of", "white_spots",
]  # fmt: skip
