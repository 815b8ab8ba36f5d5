"""Who may open the pages that add and edit, and that a page links to them for exactly those."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.core.models import Record
from tests.factories.partnerships import (
    EcosystemFactory,
    InstrumentFactory,
    PartnershipContactFactory,
    PartnershipFactory,
)
from tests.factories.programmes import (
    DemandFactory,
    LearningPathFactory,
    ModuleFactory,
    OfferingFactory,
    ProgrammeFactory,
)
from tests.factories.regions import AgendaFactory, AgendaItemFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

CAST = [
    "visitor",
    "lead",
    "member",
    "neighbour",
    "former_member",
    "curator",
    "national",
    "admin_user",
    "guest",
]
OWNED = [
    PartnershipFactory, EcosystemFactory, InstrumentFactory, OrganisationFactory, AgendaFactory, ProgrammeFactory,
    ModuleFactory, LearningPathFactory, OfferingFactory, DemandFactory,
]  # fmt: skip
ADDED = [
    "regions:organisation_add", "regions:agenda_add", "partnerships:partnership_add", "partnerships:ecosystem_add",
    "partnerships:instrument_add", "programmes:programme_add", "programmes:module_add",
    "programmes:learning_path_add", "programmes:demand_add",
]  # fmt: skip

# Queries for a page of one record.
PAGE_BUDGET = 12


@pytest.fixture
def guest(region):
    """Someone who was invited to one partnership of the region."""
    return PartnershipContactFactory(partnership__owner=region, partnership__slug="gast").user


def records(region, other, guest) -> list[Record]:
    """Return records of the region, of the country, of another region, and what the guest was invited to."""
    found = [factory(owner=owner) for factory in OWNED for owner in (region, other, None)]
    lines = [AgendaItemFactory(agenda__owner=owner) for owner in (region, other, None)]
    invited = [contact.partnership for contact in guest.partnership_contacts.select_related("partnership")]
    ended = PartnershipContactFactory(user=guest, until_on="2020-12-31").partnership
    return [*found, *lines, region, other, *invited, ended]


@pytest.mark.parametrize("person", CAST)
def test_a_record_answers_as_the_queryset_who_may_change_it(request, region, other_region, guest, person):
    user = request.getfixturevalue(person)
    all_of_them = records(region, other_region, guest)

    told = [each for each in all_of_them if each.is_editable_by(user)]

    asked = [each for each in all_of_them if type(each).objects.editable_by(user).filter(pk=each.pk).exists()]
    assert told == asked
    assert bool(asked) is (person not in {"visitor", "former_member", "curator"})


def test_a_role_answers_for_all_records_without_a_query(region, member, guest, django_assert_num_queries):
    mine = [factory(owner=region) for factory in OWNED]
    assert mine[0].is_editable_by(member)

    with django_assert_num_queries(0):
        told = [each.is_editable_by(member) for each in mine]

    assert all(told)


@pytest.mark.parametrize("name", ADDED)
def test_who_works_in_a_region_or_for_the_country_adds(
    client, visitor, member, national, curator, former_member, guest, name
):
    address = reverse(name)

    answers = {"visitor": client.get(address).status_code}
    for person, user in {
        "member": member, "national": national, "curator": curator, "former": former_member, "guest": guest
    }.items():  # fmt: skip
        client.force_login(user)
        answers[person] = client.get(address).status_code

    assert answers == {
        "visitor": 302, "member": 200, "national": 200, "curator": 403, "former": 403, "guest": 403
    }  # fmt: skip


@pytest.mark.parametrize("factory", OWNED, ids=lambda factory: factory._meta.model.__name__)
def test_the_own_team_edits_and_a_neighbour_does_not(client, member, neighbour, region, factory):
    record = factory(owner=region)
    address = edit_address(record)

    visitor = client.get(address)
    client.force_login(member)
    own = client.get(address)
    client.force_login(neighbour)
    other = client.get(address)

    assert (visitor.status_code, own.status_code, other.status_code) == (302, 200, 403)
    assert visitor["Location"] == f"{reverse('account_login')}?next={address}"


def edit_address(record: Record) -> str:
    if record._meta.model_name == "offering":
        return reverse("programmes:offering_edit", args=[record.slug])
    return f"{record.get_absolute_url()}bewerken/"


@pytest.mark.parametrize(
    "factory", [f for f in OWNED if f is not OfferingFactory], ids=lambda f: f._meta.model.__name__
)
def test_a_page_links_to_editing_for_who_may(client, member, neighbour, region, factory):
    record = factory(owner=region)
    address = record.get_absolute_url()
    link = f'href="{edit_address(record)}"'

    shown = {"visitor": link in client.get(address).content.decode()}
    for person, user in (("member", member), ("neighbour", neighbour)):
        client.force_login(user)
        shown[person] = link in client.get(address).content.decode()

    assert shown == {"visitor": False, "member": True, "neighbour": False}


def test_a_list_offers_to_add_to_who_may(client, member, curator):
    link = f'href="{reverse("programmes:programme_add")}"'
    address = reverse("programmes:programme_list")

    shown = {"visitor": link in client.get(address).content.decode()}
    for person, user in (("member", member), ("curator", curator)):
        client.force_login(user)
        shown[person] = link in client.get(address).content.decode()

    assert shown == {"visitor": False, "member": True, "curator": False}


def test_a_region_and_a_line_are_edited_by_their_team(client, member, neighbour, region):
    line = AgendaItemFactory(agenda__owner=region)
    addresses = [f"{region.get_absolute_url()}bewerken/", f"{line.get_absolute_url()}bewerken/"]
    addresses.append(reverse("regions:agenda_item_add", args=[line.agenda.slug]))

    found = {}
    for person, user in (("member", member), ("neighbour", neighbour)):
        client.force_login(user)
        found[person] = [client.get(address).status_code for address in addresses]

    assert found == {"member": [200, 200, 200], "neighbour": [403, 403, 403]}


@pytest.mark.parametrize(
    "factory", [f for f in OWNED if f is not OfferingFactory], ids=lambda f: f._meta.model.__name__
)
def test_a_page_stays_within_its_budget_for_who_is_signed_in(client, neighbour, region, factory):
    record = factory(owner=region)
    client.force_login(neighbour)
    client.get(record.get_absolute_url())

    with CaptureQueriesContext(connection) as asked:
        client.get(record.get_absolute_url())

    assert len(asked) <= PAGE_BUDGET
