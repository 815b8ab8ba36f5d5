"""The models of the project and how the tests make a row of each."""

import importlib

import factory
from django.apps import apps
from django.db import models

OUR_APPS = (
    "accounts",
    "concepts",
    "sources",
    "regions",
    "partnerships",
    "programmes",
    "knowledgebank",
    "signoff",
    "corrections",
    "search",
    "webhooks",
)
# What the search makes of the records, for all to find by rules of its own, and counters that name nobody.
DERIVED = {
    f"search.{name}"
    for name in ("SearchDocument", "FacetSet", "SearchTerm", "SearchDay", "SearchOpening", "SearchSlip")
}
# Messages on their way, as letters are, and how far they were shared out.
OUTBOX = {"webhooks.Delivery", "webhooks.Cursor"}
# "exchange" holds the working papers of one person, "loading" only remembers what the initial data wrote; "notifications" is the outbox itself.


def our_models() -> list[type[models.Model]]:
    """Return the models that people work on: no history tables, no link proxies."""
    return [
        model
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.endswith(("Event", "Link"))
        and not model._meta.proxy
        # A key, which must be gone when it has ended; a counter of days, that names nobody.
        and model._meta.label not in {"accounts.Session", "knowledgebank.DownloadCount", *OUTBOX, *DERIVED}
    ]


def factory_of(model: type[models.Model]) -> type[factory.django.DjangoModelFactory]:
    """Return the factory of a model: ``PartnershipFactory`` in ``tests/factories/partnerships.py``."""
    module = importlib.import_module(f"tests.factories.{model._meta.app_label}")
    return getattr(module, f"{model.__name__}Factory")


def label_of(model: type[models.Model]) -> str:
    """Return how a test names a model."""
    return model._meta.label
