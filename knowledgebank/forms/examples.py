"""Fields that name a practice."""

from django.db.models import QuerySet

from industriecoalitie.editing.fields import PickField


class ExamplePickField(PickField):
    """A practice found by its title; a draft beside it, which has the same title, is not meant."""

    def __init__(self, **kwargs):
        super().__init__("knowledgebank.Practice", **kwargs)

    def records(self) -> QuerySet:
        return super().records().originals()
