"""Who may see and change documents and the places in them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories.sources import (
    CitationFactory,
    ContextFactFactory,
    SourceDocumentFactory,
    SourceGapFactory,
    SourceSectionFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
PARTS = [CitationFactory, ContextFactFactory, SourceGapFactory, SourceSectionFactory, TermFactory]


@pytest.fixture
def cast(lead, curator, national, admin_user) -> dict:
    return {
        "visitor": AnonymousUser(),
        "lead": lead,
        "curator": curator,
        "national": national,
        "admin": admin_user,
    }


def may(cast: dict, verb: str, record) -> set[str]:
    permission = f"sources.{verb}_{record._meta.model_name}"
    return {name for name, user in cast.items() if user.has_perm(permission, record)}


def test_a_public_document_is_seen_by_all_and_kept_by_curators_and_the_national_team(cast):
    document = SourceDocumentFactory()

    assert may(cast, "view", document) == set(cast)
    assert may(cast, "change", document) == {"curator", "national", "admin"}


def test_a_concept_document_is_seen_by_who_keeps_it(cast):
    document = SourceDocumentFactory(visibility="concept")

    assert may(cast, "view", document) == {"curator", "national", "admin"}


@pytest.mark.parametrize("make", PARTS, ids=lambda make: make._meta.model.__name__)
def test_the_rest_follows_its_document(cast, make):
    part = make(document=SourceDocumentFactory(visibility="concept"))

    assert may(cast, "view", part) == {"curator", "national", "admin"}
    assert may(cast, "change", part) == {"curator", "national", "admin"}
