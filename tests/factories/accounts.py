"""People."""

import factory

from industriecoalitie.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    email = factory.Sequence(lambda n: f"persoon{n}@voorbeeld.test")
    name = factory.Sequence(lambda n: f"Persoon {n}")

    class Meta:
        model = User
