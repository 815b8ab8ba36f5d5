"""Tokens of partner systems."""

from collections.abc import Iterable, Sequence
from typing import Any

import factory

from industriecoalitie.core.actors import Actor
from industriecoalitie.tokens.actions import make_token
from industriecoalitie.tokens.models import ApiToken

from .accounts import UserFactory


class ApiTokenFactory(factory.django.DjangoModelFactory):
    """A token as ``make_token`` makes it; its text is ``token.text``, which the portal itself does not keep."""

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Sleutel {n}")
    scopes = ("read:public",)

    class Meta:
        model = ApiToken

    @classmethod
    def _create(cls, model, *args, **values) -> ApiToken:
        owner, name, scopes = (values.pop(each) for each in ("owner", "name", "scopes"))
        token, text = make_token(owner, name, scopes, by=Actor(door="page", user=owner), **values)
        token.text = text
        return token


def token_for(
    owner, *scopes: str, regions: Sequence[Any] = (), networks: Iterable[str] = ()
) -> tuple[ApiToken, str]:
    """Return a new token of ``owner`` and its text, for ``headers={"authorization": f"Bearer {text}"}``."""
    token = ApiTokenFactory(owner=owner, scopes=scopes, regions=regions, networks=list(networks))
    return token, token.text
