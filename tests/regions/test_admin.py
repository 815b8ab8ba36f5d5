"""The Django admin of regions: to look up; roles are given out here."""

import pghistory.models
import pytest
from django.contrib import admin
from django.urls import reverse

from industriecoalitie.core.admin import ReadOnlyAdmin
from regions.choices import Role
from regions.models import Membership, Organisation, Region
from tests.factories.accounts import UserFactory
from tests.factories.regions import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db

OWN = [model for model in admin.site._registry if model._meta.app_label == "regions"]


def test_all_models_but_roles_are_to_look_at_only():
    changeable = {model for model in OWN if not isinstance(admin.site._registry[model], ReadOnlyAdmin)}

    assert changeable == {Membership}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_list_opens(client, admin_user, model):
    client.force_login(admin_user)

    page = client.get(reverse(f"admin:regions_{model._meta.model_name}_changelist"), {"q": "x"})

    assert page.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(client, admin_user, django_assert_max_num_queries, count):
    OrganisationFactory.create_batch(count, region=RegionFactory())
    client.force_login(admin_user)

    with django_assert_max_num_queries(9):
        page = client.get(reverse("admin:regions_organisation_changelist"))

    assert page.status_code == 200


def test_record_is_shown_but_not_changed(client, admin_user):
    organisation = OrganisationFactory(name="Deltion College")
    client.force_login(admin_user)
    address = reverse("admin:regions_organisation_change", args=[organisation.pk])

    shown = client.get(address)
    changed = client.post(address, {"name": "Anders"})
    deleted = client.post(
        reverse("admin:regions_organisation_delete", args=[organisation.pk]), {"post": "yes"}
    )

    assert "Deltion College" in shown.content.decode()
    assert (shown.status_code, changed.status_code, deleted.status_code) == (200, 403, 403)
    assert Organisation.objects.get().name == "Deltion College"


@pytest.mark.parametrize("person", ["lead", "curator", "national"])
def test_others_do_not_get_in(request, client, person):
    user = request.getfixturevalue(person)
    user.is_staff = True
    user.save()
    client.force_login(user)

    page = client.get(reverse("admin:regions_region_changelist"))

    assert page.status_code == 403


def test_role_given_out_is_kept_in_history_with_who_did(client, admin_user):
    region, person = RegionFactory(), UserFactory()
    client.force_login(admin_user)

    answer = client.post(
        reverse("admin:regions_membership_add"),
        {
            "user": person.pk,
            "region": region.pk,
            "role": Role.LEAD,
            "from_on": "2026-01-01",
            "from_precision": "day",
            "until_precision": "day",
        },
    )

    assert answer.status_code == 302
    event = Membership.events.rel.related_model.objects.get()
    context = pghistory.models.Context.objects.get(pk=event.pgh_context_id)
    assert Region.objects.get(memberships__user=person) == region
    assert (context.metadata["door"], context.metadata["user"]) == ("admin", admin_user.pk)
