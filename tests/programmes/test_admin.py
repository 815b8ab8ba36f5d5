"""The Django admin of programmes: for administrators, to look up."""

import pytest
from django.urls import reverse

from tests.factories.programmes import (
    DemandFactory,
    DemandPartyFactory,
    LearningPathFactory,
    LearningPathStepFactory,
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
    ProgrammeModuleFactory,
    ProviderFactory,
)

pytestmark = pytest.mark.django_db


def address(row, page: str, *args) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize(
    "factory",
    [
        DemandFactory,
        DemandPartyFactory,
        LearningPathFactory,
        LearningPathStepFactory,
        ModuleFactory,
        OfferingFactory,
        ProgrammeFactory,
        ProgrammeModuleFactory,
        ProviderFactory,
    ],
    ids=lambda factory: factory._meta.model.__name__,
)
def test_administrator_looks_up_and_does_not_change(client, admin_user, factory):
    row = factory()
    client.force_login(admin_user)

    listed = client.get(address(row, "changelist"), {"q": "geen enkele rij heet zo"})
    opened = client.get(address(row, "change", row.pk))
    added = client.get(address(row, "add"))
    deleted = client.get(address(row, "delete", row.pk))

    assert (listed.status_code, opened.status_code) == (200, 200)
    assert (added.status_code, deleted.status_code) == (403, 403)


@pytest.mark.parametrize("role", ["lead", "curator", "national"])
def test_the_admin_is_closed_to_other_roles(client, request, role):
    client.force_login(request.getfixturevalue(role))

    response = client.get(reverse("admin:programmes_programme_changelist"))

    assert response.status_code in (302, 403)
