"""Terms of the code lists."""

import factory

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.concepts.models import Concept


class ConceptFactory(factory.django.DjangoModelFactory):
    scheme = Scheme.SECTOR
    notation = factory.Sequence(lambda n: f"term-{n}")
    label = factory.Sequence(lambda n: f"Term {n}")
    visibility = "public"

    class Meta:
        model = Concept
        django_get_or_create = ("scheme", "notation")
        skip_postgeneration_save = True

    @factory.post_generation
    def broader(self, create, extracted, **kwargs):
        if create and extracted:
            self.broader.set(extracted)
