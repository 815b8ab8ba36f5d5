"""Questions whether a text is right."""

import datetime
import uuid

import factory
from django.utils import timezone

from industriecoalitie.signoff.models import SignOff


class SignOffFactory(factory.django.DjangoModelFactory):
    kind = "samenwerking"
    record = factory.LazyFunction(uuid.uuid4)
    version = 1
    email = factory.Sequence(lambda n: f"directeur{n}@school.test")
    position = "directeur"
    token_hash = factory.Sequence(lambda n: f"{n:064}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=14))

    class Meta:
        model = SignOff
