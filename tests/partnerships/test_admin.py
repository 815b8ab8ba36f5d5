"""The Django admin of partnerships: for administrators, to look up."""

import pytest
from django.contrib import admin
from django.urls import reverse

from partnerships.admin import PartnershipContactAdmin
from partnerships.models import PartnershipContact
from tests.factories.partnerships import (
    ActionLineFactory,
    ContributionFactory,
    EcosystemFactory,
    FacilityFactory,
    FundingFactory,
    InstrumentFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipContactFactory,
    PartnershipFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = [
    ActionLineFactory,
    ContributionFactory,
    EcosystemFactory,
    FacilityFactory,
    FundingFactory,
    InstrumentFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipContactFactory,
    PartnershipFactory,
    TargetFactory,
]


def address(row, page: str, *args) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory._meta.model.__name__)
def test_administrator_finds_and_opens_a_row(client, admin_user, factory):
    row = factory()
    client.force_login(admin_user)

    listed = client.get(address(row, "changelist"), {"q": "geen enkele rij heet zo"})
    opened = client.get(address(row, "change", row.pk))

    assert listed.status_code == 200
    assert opened.status_code == 200


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory._meta.model.__name__)
def test_records_are_not_changed_past_the_actions(client, admin_user, factory):
    row = factory()
    client.force_login(admin_user)
    may_write = isinstance(admin.site._registry[type(row)], PartnershipContactAdmin)

    added = client.get(address(row, "add"))
    deleted = client.get(address(row, "delete", row.pk))

    assert (added.status_code == 200, deleted.status_code == 200) == (may_write, may_write)


@pytest.mark.parametrize("role", ["lead", "curator", "national"])
def test_the_admin_is_closed_to_other_roles(client, request, role):
    client.force_login(request.getfixturevalue(role))

    response = client.get(reverse("admin:partnerships_partnership_changelist"))

    assert response.status_code in (302, 403)


def test_contacts_are_given_out_in_the_admin(client, admin_user):
    client.force_login(admin_user)
    contact = PartnershipContactFactory.build()
    user, partnership = admin_user, PartnershipFactory()

    response = client.post(
        reverse("admin:partnerships_partnershipcontact_add"),
        {
            "user": user.pk,
            "partnership": partnership.pk,
            "from_precision": contact.from_precision,
            "until_precision": contact.until_precision,
        },
    )

    assert response.status_code == 302
    assert PartnershipContact.objects.get().partnership == partnership
