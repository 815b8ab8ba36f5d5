"""Every fact has a place where it is shown."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse

from industriecoalitie.core import catalogue
from industriecoalitie.core.models import Part, Record
from industriecoalitie.core.relations import related_sections

MODELS = catalogue.traceable_models()


def test_every_record_and_row_but_a_citation_is_in_the_catalogue():
    expected = {
        model._meta.label_lower for model in apps.get_models() if issubclass(model, Record | Part)
    } - {"sources.citation"}

    assert {model._meta.label_lower for model in MODELS} == expected


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_page_named_exists(model):
    pages = [shelf for shelf in catalogue.shelves(model) if shelf.url_name]

    for shelf in pages:
        address = reverse(shelf.url_name, args=["x"] * len(shelf.slugs))
        assert address.startswith("/")


@pytest.mark.django_db
def test_all_models_can_be_asked_at_once():
    shelves = [(model, shelf) for model in MODELS for shelf in catalogue.shelves(model)]
    relations = [
        shelf.relation(f"{model._meta.label_lower}-{number}", AnonymousUser(), Q(pk__gt=0))
        for number, (model, shelf) in enumerate(shelves)
    ]

    sections = related_sections(relations)

    assert len(sections) == len(shelves)
    assert len(shelves) > 40
