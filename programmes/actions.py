"""Changes to several programmes at once."""

from collections.abc import Iterable
from uuid import UUID

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record, change_set, locked
from partnerships.models import Partnership

from .models import Programme


def link_programmes(
    partnership: Partnership, *, add: Iterable[Programme], remove: Iterable[Programme], by: Actor
) -> UUID:
    """Link programmes to a partnership and unlink others, as one change set; return its key.

    Raises:
        ValidationError: a programme breaks a rule of its model.
    """
    wanted = {each.pk: (each, True) for each in add} | {each.pk: (each, False) for each in remove}
    with change_set(by, "partnership.programmes") as key:
        for pk in sorted(wanted):
            programme, is_added = wanted[pk]
            fresh = locked(programme)
            linked = [each for each in fresh.partnerships.all() if each.pk != partnership.pk]
            linked += [partnership] if is_added else []
            change_record(fresh, Change(links={"partnerships": linked}), by=by)
    return key
