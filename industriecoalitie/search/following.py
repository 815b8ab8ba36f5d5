"""The index changes with the records: in the same transaction, also of those that name what was changed."""

from uuid import UUID

from industriecoalitie.history.following import follow, named_by, touched_by

from .actions import refresh
from .feeds import dependents, owners


@follow
def keep_up(key: UUID) -> None:
    """Bring the index up to date with a change set that is about to be committed."""
    touched = touched_by(key, dependents())
    if touched:
        refresh(touched, named_by(key, owners()))
