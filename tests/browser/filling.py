"""Hostile words in every text of every record of a portal, past all forms: what an import or an old mistake may have left."""

from itertools import cycle

from django.contrib.postgres.fields import ArrayField
from django.db import Error, models, transaction

from industriecoalitie.core.models import Part, Record
from tests.core.hostile import VECTORS
from tests.models import our_models

# Shorter ones are codes, that pages look things up by.
SHORTEST_TEXT = 60


def fill() -> None:
    """Fill the texts of all records and rows; print ``model.field`` of each text filled."""
    short = cycle(VECTORS.values())
    longer = "\n\n".join(VECTORS.values()), "\n\n".join(reversed(VECTORS.values()))
    for model in our_models():
        if not issubclass(model, Record | Part):
            continue
        rows = list(model._base_manager.order_by("pk"))
        for field in model._meta.concrete_fields:
            if not rows or not is_text(field):
                continue
            for number, row in enumerate(rows):
                setattr(row, field.name, words(field, f"{number} ", short, longer[number % 2]))
            if is_stored(model, rows, field.name):
                print(f"{model.__name__}.{field.name}")


def is_text(field: models.Field) -> bool:
    if isinstance(field, models.SlugField | models.URLField | models.EmailField) or field.choices:
        return False
    if isinstance(field, ArrayField):
        return isinstance(field.base_field, models.CharField)
    return isinstance(field, models.TextField) or (
        isinstance(field, models.CharField) and (field.max_length or 0) >= SHORTEST_TEXT
    )


def words(field: models.Field, begin: str, short: cycle, longer: str) -> object:
    if isinstance(field, ArrayField):
        return [next(short)[: field.base_field.max_length or 200] for _ in range(2)]
    if field.max_length is None:
        return longer
    return (begin + next(short))[: field.max_length]


def is_stored(model: type[models.Model], rows: list[models.Model], name: str) -> bool:
    """Tell whether the database takes it: some texts are a code with a rule of its own."""
    try:
        with transaction.atomic():
            model._base_manager.bulk_update(rows, [name], batch_size=200)
    except Error:
        for row in rows:
            row.refresh_from_db(fields=[name])
        return False
    return True
