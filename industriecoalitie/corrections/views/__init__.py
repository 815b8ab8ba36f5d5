"""The pages of corrections: of who proposes one, and of who decides."""

from .deciding import assign, correction_detail, correction_list
from .proposing import fate, mine, propose, withdraw

__all__ = ["assign", "correction_detail", "correction_list", "fate", "mine", "propose", "withdraw"]
