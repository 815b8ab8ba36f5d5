"""Webhooks, and the messages to them."""

import factory

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.sealing import seal
from industriecoalitie.webhooks.actions.endpoints import approve_endpoint, make_endpoint
from industriecoalitie.webhooks.messages import new_secret
from industriecoalitie.webhooks.models import PURPOSE, Endpoint

from .accounts import UserFactory


class EndpointFactory(factory.django.DjangoModelFactory):
    """A webhook as its owner made it; nobody approved its host yet."""

    owner = factory.SubFactory(UserFactory)
    url = factory.Sequence(lambda n: f"https://hooks{n}.school.nl/portaal")
    secret = factory.LazyFunction(lambda: seal(PURPOSE, new_secret()))

    class Meta:
        model = Endpoint


def working(url: str, owner=None, **values) -> tuple[Endpoint, str]:
    """Return a webhook that is made as people make one, and approved, with its secret."""
    owner = owner or UserFactory()
    endpoint, secret = make_endpoint(owner, {"url": url, **values}, by=Actor(door="page", user=owner))
    return approve_endpoint(
        endpoint, by=Actor(door="page", user=UserFactory(is_staff=True, is_superuser=True))
    ), secret
