"""Who may see and change programmes, modules, learning paths, offerings and demands."""

import pytest

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
from tests.factories.regions import OrganisationFactory

pytestmark = pytest.mark.django_db

FACTORIES = {
    "programme": ProgrammeFactory,
    "module": ModuleFactory,
    "learningpath": LearningPathFactory,
    "offering": OfferingFactory,
    "demand": DemandFactory,
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

    seen = tuple(user.has_perm(f"programmes.view_{kind}", record) for record in records)
    changed = {user.has_perm(f"programmes.change_{kind}", record) for record in records}

    assert (seen, changed) == (MATRIX[role][0], {MATRIX[role][1]})


def test_what_no_region_keeps_is_changed_by_the_national_team(national, lead):
    programme = ProgrammeFactory(owner=None)

    assert national.has_perm("programmes.change_programme", programme)
    assert not lead.has_perm("programmes.change_programme", programme)


@pytest.mark.parametrize(
    ("kind", "factory", "parent"),
    [
        ("provider", ProviderFactory, "programme"),
        ("programmemodule", ProgrammeModuleFactory, "programme"),
        ("learningpathstep", LearningPathStepFactory, "path"),
        ("demandparty", DemandPartyFactory, "demand"),
    ],
)
def test_rows_follow_the_record_they_are_of(lead, neighbour, visitor, region, kind, factory, parent):
    row = factory(**{f"{parent}__owner": region, f"{parent}__visibility": "concept"})

    assert lead.has_perm(f"programmes.change_{kind}", row)
    assert not neighbour.has_perm(f"programmes.change_{kind}", row)
    assert not visitor.has_perm(f"programmes.view_{kind}", row)


def test_rows_that_name_a_concept_are_not_seen(visitor):
    secret = OrganisationFactory(visibility="concept")

    assert not visitor.has_perm("programmes.view_provider", ProviderFactory(organisation=secret))
    assert not visitor.has_perm("programmes.view_demandparty", DemandPartyFactory(organisation=secret))
