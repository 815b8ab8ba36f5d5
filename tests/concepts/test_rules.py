"""Who may see and change the terms of the code lists."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories.concepts import ConceptFactory

pytestmark = pytest.mark.django_db


def test_terms_are_seen_by_all_and_kept_by_curators(lead, national, curator, admin_user):
    concept = ConceptFactory()
    cast = {
        "visitor": AnonymousUser(),
        "lead": lead,
        "national": national,
        "curator": curator,
        "admin": admin_user,
    }

    seen = {name for name, user in cast.items() if user.has_perm("concepts.view_concept", concept)}
    changed = {name for name, user in cast.items() if user.has_perm("concepts.change_concept", concept)}

    assert seen == set(cast)
    assert changed == {"curator", "admin"}
