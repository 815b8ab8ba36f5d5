"""What curators add to the search, and what was searched."""

import datetime
import uuid

import factory

from industriecoalitie.search.models import Promotion, SearchDay, Synonym


class SynonymFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"synoniem-{n}")
    terms = factory.Sequence(lambda n: [f"kortwoord{n}", f"langwoord{n}"])
    visibility = "public"

    class Meta:
        model = Synonym


class PromotionFactory(factory.django.DjangoModelFactory):
    slug = factory.Sequence(lambda n: f"aanbevolen-{n}")
    query = factory.Sequence(lambda n: f"vraag {n}")
    kind = "praktijkvoorbeeld"
    subject = factory.LazyFunction(uuid.uuid4)
    visibility = "concept"

    class Meta:
        model = Promotion


class SearchDayFactory(factory.django.DjangoModelFactory):
    day = factory.LazyFunction(datetime.date.today)
    query = factory.Sequence(lambda n: f"vraag {n}")
    asked = 1
    found = 1

    class Meta:
        model = SearchDay
