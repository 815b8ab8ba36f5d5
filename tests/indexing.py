"""Records of the factories, found by the search: factories write no change, and so nothing is indexed by itself."""

from collections import defaultdict

from industriecoalitie.core.models import Record
from industriecoalitie.search import actions
from industriecoalitie.search.feeds import feed_of


def indexed(*records: Record) -> None:
    """Let records be found as they stand in the database now."""
    keys = defaultdict(list)
    for record in records:
        keys[type(record)].append(record.pk)
    for model, pks in keys.items():
        actions.index(feed_of(model), pks)
