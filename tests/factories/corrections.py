"""What readers propose to correct."""

import uuid

import factory

from industriecoalitie.corrections.models import Correction


class CorrectionFactory(factory.django.DjangoModelFactory):
    kind = "samenwerking"
    record = factory.LazyFunction(uuid.uuid4)
    version = 1
    field = "summary"
    was = "Zo stond het er."
    proposed = factory.Sequence(lambda n: f"Zo moet het zijn, nummer {n}.")
    reason = "Staat zo op de website."
    token_hash = factory.Sequence(lambda n: f"{n:064x}")

    class Meta:
        model = Correction
