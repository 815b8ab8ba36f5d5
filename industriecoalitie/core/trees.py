"""Records that stand under another of their kind."""

from django.db.models import Model

# Deeper than this no tree of ours goes; it also ends the walk when the data goes round further up.
DEEPEST = 20


def goes_round(record: Model, name: str) -> bool:
    """Tell whether a record stands under itself, by the foreign key ``name`` to its own kind; one query a level."""
    column = record._meta.get_field(name).attname
    above = getattr(record, column)
    for _step in range(DEEPEST):
        if above is None:
            return False
        if above == record.pk:
            return True
        above = type(record)._base_manager.filter(pk=above).values_list(column, flat=True).first()
    return True
