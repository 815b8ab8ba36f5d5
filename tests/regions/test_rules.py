"""Who may see and change regions, organisations and agendas."""

import pytest
from rules.permissions import perm_exists

from regions.rules import RECORDS, ROWS
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    OrganisationFactory,
    ProvinceFactory,
)
from tests.models import our_models

pytestmark = pytest.mark.django_db


def test_every_model_of_the_app_has_both_permissions():
    named = {model._meta.model_name for model in our_models() if model._meta.app_label == "regions"}

    assert {*RECORDS, *ROWS} == named
    assert all(perm_exists(f"regions.{verb}_{name}") for name in named for verb in ("view", "change"))


CAST = ("visitor", "lead", "member", "neighbour", "former_member", "curator", "national", "admin_user")


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("concept", {"lead", "member", "curator", "national", "admin_user"}),
        ("network", set(CAST) - {"visitor"}),
        ("public", set(CAST)),
    ],
)
@pytest.mark.parametrize("person", CAST)
def test_owned_record_is_seen_by(request, region, person, visibility, seen_by):
    user = request.getfixturevalue(person)
    organisation = OrganisationFactory(owner=region, visibility=visibility)
    agenda = AgendaFactory(owner=region, visibility=visibility)
    item = AgendaItemFactory(agenda=agenda)

    may = person in seen_by

    assert user.has_perm("regions.view_organisation", organisation) is may
    assert user.has_perm("regions.view_agenda", agenda) is may
    assert user.has_perm("regions.view_agendaitem", item) is may


@pytest.mark.parametrize("person", CAST)
def test_owned_record_is_changed_by_its_team_only(request, region, person):
    user = request.getfixturevalue(person)
    organisation = OrganisationFactory(owner=region)

    may = user.has_perm("regions.change_organisation", organisation)

    assert may is (person in {"lead", "member", "admin_user"})


@pytest.mark.parametrize("person", CAST)
def test_national_record_is_changed_by_the_national_team_only(request, person):
    user = request.getfixturevalue(person)

    may_organisation = user.has_perm("regions.change_organisation", OrganisationFactory(owner=None))
    may_province = user.has_perm("regions.change_province", ProvinceFactory())

    assert may_organisation is (person in {"national", "admin_user"})
    assert may_province is (person in {"national", "admin_user"})


@pytest.mark.parametrize("person", CAST)
def test_region_is_changed_by_its_team_and_the_national_team(request, region, person):
    user = request.getfixturevalue(person)

    may = user.has_perm("regions.change_region", region)

    assert may is (person in {"lead", "member", "national", "admin_user"})
