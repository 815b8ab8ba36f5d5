"""The index changes with the records: in the same transaction, also of those that name what was changed."""

from uuid import UUID

from industriecoalitie.history.following import follow, touched_by

from .actions import refresh
from .feeds import dependents


@follow
def keep_up(key: UUID) -> None:
    """Bring the index up to date with a change set that is about to be committed."""
    refresh(touched_by(key, dependents()))
