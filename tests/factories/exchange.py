"""Kept filters and who follows them."""

import factory

from industriecoalitie.exchange.models import SavedFilter

from .accounts import UserFactory


class SavedFilterFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"filter-{n}")
    name = factory.Sequence(lambda n: f"Filter {n}")
    table_key = "partnerships"
    owner = factory.SubFactory(UserFactory)

    class Meta:
        model = SavedFilter
