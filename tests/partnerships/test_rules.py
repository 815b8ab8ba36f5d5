"""Who may see and change ecosystems, partnerships and schemes: by role, visibility and owner."""

import pytest

from tests.factories.partnerships import (
    EcosystemFactory,
    InstrumentFactory,
    MilestoneFactory,
    PartnerFactory,
    PartnershipContactFactory,
    PartnershipFactory,
)
from tests.factories.regions import OrganisationFactory

pytestmark = pytest.mark.django_db

FACTORIES = {
    "partnership": PartnershipFactory,
    "ecosystem": EcosystemFactory,
    "instrument": InstrumentFactory,
}
# Role → what it may see of a record of region Twente: concept, network, public; and whether it may change it.
MATRIX = {
    "visitor": ((False, False, True), False),
    "lead": ((True, True, True), True),
    "member": ((True, True, True), True),
    "former_member": ((False, True, True), False),
    "neighbour": ((False, True, True), False),
    "curator": ((True, True, True), False),
    "national": ((True, True, True), False),
    "admin_user": ((True, True, True), True),
}


@pytest.mark.parametrize("kind", list(FACTORIES))
@pytest.mark.parametrize("role", list(MATRIX))
def test_roles_see_and_change_what_a_region_keeps(request, region, role, kind):
    user = request.getfixturevalue(role)
    records = [FACTORIES[kind](visibility=step, owner=region) for step in ("concept", "network", "public")]

    seen = tuple(user.has_perm(f"partnerships.view_{kind}", record) for record in records)
    changed = {user.has_perm(f"partnerships.change_{kind}", record) for record in records}

    assert (seen, changed) == (MATRIX[role][0], {MATRIX[role][1]})


@pytest.mark.parametrize(
    ("role", "may_change"),
    [("visitor", False), ("lead", False), ("curator", False), ("national", True), ("admin_user", True)],
)
def test_what_no_region_keeps_is_changed_by_the_national_team(request, role, may_change):
    user = request.getfixturevalue(role)
    partnership = PartnershipFactory(owner=None)

    assert user.has_perm("partnerships.change_partnership", partnership) is may_change


@pytest.mark.parametrize("role", [name for name in MATRIX if name != "admin_user"])
def test_hidden_records_are_seen_by_no_role(request, region, role):
    user = request.getfixturevalue(role)
    partnership = PartnershipFactory(owner=region, hidden_at="2024-01-01T00:00:00Z")

    assert not user.has_perm("partnerships.view_partnership", partnership)


def test_contact_of_a_partner_changes_only_the_partnership_of_the_invitation(region):
    contact = PartnershipContactFactory(partnership__owner=region, partnership__visibility="concept")
    other = PartnershipFactory(owner=region, visibility="concept")
    user = contact.user

    assert user.has_perm("partnerships.view_partnership", contact.partnership)
    assert user.has_perm("partnerships.change_partnership", contact.partnership)
    assert not user.has_perm("partnerships.view_partnership", other)
    assert not user.has_perm("partnerships.change_partnership", other)


@pytest.mark.parametrize(
    "period",
    [{"until_on": "2020-12-31"}, {"from_on": "2199-01-01"}],
    ids=["ended", "not begun"],
)
def test_contact_changes_nothing_outside_the_days_of_the_invitation(region, period):
    contact = PartnershipContactFactory(partnership__owner=region, **period)

    assert not contact.user.has_perm("partnerships.change_partnership", contact.partnership)


def test_rows_of_a_partnership_follow_the_partnership(lead, neighbour, visitor, region):
    partner = PartnerFactory(partnership__owner=region, partnership__visibility="concept")

    assert lead.has_perm("partnerships.change_partner", partner)
    assert not neighbour.has_perm("partnerships.change_partner", partner)
    assert not visitor.has_perm("partnerships.view_partner", partner)


def test_a_partner_whose_organisation_is_a_concept_is_not_seen(visitor):
    partner = PartnerFactory(organisation=OrganisationFactory(visibility="concept"))

    assert not visitor.has_perm("partnerships.view_partner", partner)


def test_a_moment_of_the_whole_field_is_seen_by_everyone_and_changed_by_administrators(
    visitor, lead, admin_user
):
    milestone = MilestoneFactory(partnership=None)

    assert visitor.has_perm("partnerships.view_milestone", milestone)
    assert not lead.has_perm("partnerships.change_milestone", milestone)


def test_an_invitation_is_seen_by_the_invited_and_by_the_team(lead, neighbour, visitor, region):
    contact = PartnershipContactFactory(partnership__owner=region)

    assert contact.user.has_perm("partnerships.view_partnershipcontact", contact)
    assert lead.has_perm("partnerships.change_partnershipcontact", contact)
    assert not contact.user.has_perm("partnerships.change_partnershipcontact", contact)
    assert not neighbour.has_perm("partnerships.view_partnershipcontact", contact)
    assert not visitor.has_perm("partnerships.view_partnershipcontact", contact)


def test_nobody_has_a_permission_on_nothing(lead):
    assert not lead.has_perm("partnerships.change_partnership")
