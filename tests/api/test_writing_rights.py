"""Who writes what: token, scope, region and role; the same rights as on the pages."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from industriecoalitie.api.callers import (
    READ_NETWORK,
    READ_PUBLIC,
    WRITE_PARTNERSHIPS,
    WRITE_PRACTICES,
    WRITE_PROGRAMMES,
)
from industriecoalitie.concepts.choices import Scheme
from partnerships.models import Partnership
from tests.factories.concepts import ConceptFactory
from tests.factories.partnerships import PartnershipContactFactory, PartnershipFactory
from tests.factories.regions import MembershipFactory, OrganisationFactory, RegionFactory

from .test_writing_collections import WRITTEN
from .writers import ROOT, PartnerSystem, wrong_in

pytestmark = pytest.mark.django_db
SEEN = {"if_match": '"1-x"'}
SCOPES = (WRITE_PARTNERSHIPS, WRITE_PROGRAMMES, WRITE_PRACTICES)


@pytest.fixture
def form(db):
    return ConceptFactory(scheme=Scheme.PARTNERSHIP_FORM, notation="pps", label="Pps")


def doors(collection: str) -> list[tuple[str, str]]:
    """Return every way to write in a collection."""
    item = f"{collection}/bestaat-niet"
    return [
        ("POST", collection),
        ("POST", f"{collection}/_bulk"),
        *((each, item) for each in ("PUT", "PATCH", "DELETE")),
    ]


@pytest.mark.parametrize("collection", WRITTEN)
def test_without_a_token_nothing_is_written_by_who_is_signed_in_neither(lead, collection):
    visitor, signed_in = Client(), Client(enforce_csrf_checks=True)
    signed_in.force_login(lead)

    answers = [
        who.generic(method, f"{ROOT}/{path}", "{}", content_type="application/json")
        for who in (visitor, signed_in)
        for method, path in doors(collection)
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Bearer realm="api"'}
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}


@pytest.mark.parametrize("scope", [READ_PUBLIC, READ_NETWORK, *SCOPES])
def test_a_scope_opens_its_own_collections_alone(admin_user, scope):
    system = PartnerSystem(admin_user, scope)

    shut = {
        collection
        for collection in WRITTEN
        if {system.ask(method, path, {}, **SEEN).status_code for method, path in doors(collection)} == {403}
    }

    assert shut == {name for name, view in WRITTEN.items() if view.scope != scope}


def test_each_scope_is_of_the_collections_that_were_agreed():
    by_scope = {scope: {name for name, view in WRITTEN.items() if view.scope == scope} for scope in SCOPES}

    assert by_scope == {
        WRITE_PARTNERSHIPS: {"partnerships", "ecosystems", "demands"},
        WRITE_PROGRAMMES: {"programmes", "modules", "offerings", "learning-paths"},
        WRITE_PRACTICES: {"practices"},
    }


ROLES = ("lead", "member", "neighbour", "former_member", "curator", "national", "admin_user")
# What each role gets at PATCH and DELETE of a record of Twente: public, and concept.
EXPECTED = {
    "lead": [(200, 204), (200, 204)],
    "member": [(200, 403), (200, 403)],
    "neighbour": [(403, 403), (404, 404)],
    "former_member": [(403, 403), (404, 404)],
    "curator": [(403, 403), (403, 403)],
    "national": [(403, 403), (403, 403)],
    "admin_user": [(200, 204), (200, 204)],
}


@pytest.mark.parametrize("role", ROLES)
def test_a_token_may_what_its_owner_may(request, region, role):
    system = PartnerSystem(request.getfixturevalue(role), WRITE_PARTNERSHIPS)

    found = []
    for visibility in ("public", "concept"):
        changed, gone = (PartnershipFactory(owner=region, visibility=visibility) for _ in range(2))
        found.append(
            (
                system.patch(f"partnerships/{changed.slug}", {"summary": "Anders"}, '"1-x"').status_code,
                system.delete(f"partnerships/{gone.slug}", '"1-x"').status_code,
            )
        )

    assert found == EXPECTED[role]


@pytest.mark.parametrize("role", ROLES)
def test_records_are_added_by_who_adds_them_on_the_page(request, region, form, role):
    system = PartnerSystem(request.getfixturevalue(role), WRITE_PARTNERSHIPS)

    answer = system.post("partnerships", {"name": "Nieuw", "form": "pps"})

    owners = {"lead": region, "member": region, "national": None, "admin_user": None}
    if role == "neighbour":
        owners[role] = request.getfixturevalue("other_region")
    assert answer.status_code == (201 if role in owners else 403)
    assert [each.owner for each in Partnership.objects.all()] == ([owners[role]] if role in owners else [])


def test_a_contact_changes_the_one_partnership(region, form):
    partnership = PartnershipFactory(owner=region)
    contact = PartnershipContactFactory(partnership=partnership)
    system = PartnerSystem(contact.user, WRITE_PARTNERSHIPS)

    assert system.patch(f"partnerships/{partnership.slug}", {"summary": "Anders"}, '"1-x"').status_code == 200
    assert (
        system.patch(f"partnerships/{PartnershipFactory().slug}", {"summary": "x"}, '"1-x"').status_code
        == 403
    )


@pytest.fixture
def both(lead, other_region):
    """The lead of Twente, who leads Limburg too."""
    MembershipFactory(region=other_region, role="lead", user=lead)
    return lead


@pytest.mark.parametrize("who", ["both", "admin_user"])
def test_a_token_for_one_region_does_not_write_outside_it(request, who, region, other_region, form):
    system = PartnerSystem(request.getfixturevalue(who), WRITE_PARTNERSHIPS, regions=[region])
    inside, outside = PartnershipFactory(owner=region), PartnershipFactory(owner=other_region)
    unseen = PartnershipFactory(owner=other_region, visibility="concept")

    found = [
        system.patch(f"partnerships/{each.slug}", {"summary": "Anders"}, '"1-x"').status_code
        for each in (inside, outside, unseen)
    ]
    added = system.post("partnerships", {"name": "Nieuw", "form": "pps", "owner": "limburg"})
    own = system.post(
        "partnerships", {"name": "Nieuw", "form": "pps", "owner": "twente", "visibility": "public"}
    )

    assert found == [200, 403, 404]
    assert (added.status_code, set(wrong_in(added))) == (400, {"owner"})
    assert (own.status_code, Partnership.objects.get(name="Nieuw").owner) == (201, region)


def test_who_works_in_two_regions_says_which_one_keeps_it(both, region, other_region, form):
    system = PartnerSystem(both, WRITE_PARTNERSHIPS)
    RegionFactory(slug="utrecht", name="Utrecht")

    silent = system.post("partnerships", {"name": "Nieuw", "form": "pps"})
    strange = system.post("partnerships", {"name": "Nieuw", "form": "pps", "owner": "utrecht"})
    said = system.post("partnerships", {"name": "Nieuw", "form": "pps", "owner": {"slug": "limburg"}})
    moved = system.patch(f"partnerships/{said.json()['slug']}", {"owner": "twente"}, said["ETag"])

    assert [set(wrong_in(each)) for each in (silent, strange, moved)] == [{"owner"}] * 3
    assert Partnership.objects.get().owner == other_region


def test_only_who_publishes_says_who_may_see_it(lead, member, region, form):
    partnership = PartnershipFactory(owner=region, visibility="concept")
    path = f"partnerships/{partnership.slug}"

    by_member = PartnerSystem(member, WRITE_PARTNERSHIPS)
    refused = by_member.patch(path, {"visibility": "public"}, '"1-x"')
    same = by_member.patch(path, {"visibility": "concept", "summary": "Anders"}, '"1-x"')
    begun = by_member.post("partnerships", {"name": "Nieuw", "form": "pps", "visibility": "public"})
    by_lead = PartnerSystem(lead, WRITE_PARTNERSHIPS).patch(path, {"visibility": "public"}, same["ETag"])

    assert [set(wrong_in(each)) for each in (refused, begun)] == [{"visibility"}] * 2
    assert (same.status_code, by_lead.status_code) == (200, 200)
    partnership.refresh_from_db()
    assert partnership.visibility == "public"


def test_what_the_writer_may_not_see_stays_where_it_is(lead, region, form):
    hidden = OrganisationFactory(slug="geheim", visibility="concept")
    partnership = PartnershipFactory(owner=region, lead_organisation=hidden)
    row = partnership.partners.create(organisation=hidden)
    system = PartnerSystem(lead, WRITE_PARTNERSHIPS)
    path = f"partnerships/{partnership.slug}"
    seen = system.get(path)

    named = system.patch(path, {"partners": [{"id": str(row.uuid), "label": "ik"}]}, seen["ETag"])
    replaced = system.put(path, {"name": "Nieuw", "form": "pps", "leadOrganisation": None}, seen["ETag"])

    assert (seen.json()["leadOrganisation"], seen.json()["partners"]) == (None, [])
    assert set(wrong_in(named)) == {"partners[0].id"}
    assert replaced.status_code == 200
    partnership.refresh_from_db()
    assert (partnership.lead_organisation, [each.pk for each in partnership.partners.all()]) == (
        hidden,
        [row.pk],
    )


def test_a_token_that_ended_writes_no_more(lead, form):
    system = PartnerSystem(lead, WRITE_PARTNERSHIPS)
    type(system.token).objects.filter(pk=system.token.pk).update(
        revoked_at=timezone.now() - timedelta(seconds=1)
    )

    answer = system.post("partnerships", {"name": "Nieuw", "form": "pps"})

    assert (answer.status_code, Partnership.objects.count()) == (401, 0)


def test_what_is_no_body_is_refused(lead, form):
    system = PartnerSystem(lead, WRITE_PARTNERSHIPS)

    doubled = system.post("partnerships", '{"name": "Een", "name": "Twee", "form": "pps"}')
    a_list = system.post("partnerships", [])
    parameter = system.post("partnerships?fields=id", {"name": "Een", "form": "pps"})
    as_form = system.client.post(f"{ROOT}/partnerships", {"name": "Een"})

    assert [each.status_code for each in (doubled, a_list, parameter, as_form)] == [400, 400, 400, 415]
    assert "name" in json.dumps(wrong_in(doubled))
    assert set(wrong_in(a_list)) >= {"body"}
    assert set(wrong_in(parameter)) == {"fields"}
    assert Partnership.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 20])
def test_the_number_of_queries_of_a_change_does_not_grow_with_what_it_names(
    lead, region, form, rows, django_assert_max_num_queries
):
    system = PartnerSystem(lead, WRITE_PARTNERSHIPS)
    partnership = PartnershipFactory(owner=region)
    names = [each.slug for each in OrganisationFactory.create_batch(rows)]

    # What is named is looked up at once; each new row is checked and written by itself, as on the page.
    with django_assert_max_num_queries(145 + 10 * rows):
        answer = system.patch(
            f"partnerships/{partnership.slug}",
            {"partners": [{"organisation": each} for each in names]},
            '"1-x"',
        )

    assert (answer.status_code, len(answer.json()["partners"])) == (200, rows)
