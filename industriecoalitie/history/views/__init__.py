"""Pages of the history: of one record, of one change, of what changed of late and of what was taken away."""

from .changes import change_set, hidden_records, recent_changes, undo_change_set
from .record import record_compare, record_history, record_restore

__all__ = [
    "change_set",
    "hidden_records",
    "recent_changes",
    "record_compare",
    "record_history",
    "record_restore",
    "undo_change_set",
]
