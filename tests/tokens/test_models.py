"""What a token opens: its scopes, within its regions, and never more than its owner may."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from industriecoalitie.api.callers import token_of
from industriecoalitie.core.actors import Actor
from industriecoalitie.tokens.choices import Scope, State
from industriecoalitie.tokens.models import ApiToken
from knowledgebank.models import Practice
from partnerships.models import Partnership
from programmes.models import Programme
from regions.choices import Role
from regions.models import Membership
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import PartnershipContactFactory, PartnershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.regions import MembershipFactory
from tests.factories.tokens import ApiTokenFactory, token_for

COLLECTIONS = {
    "write:partnerships": Partnership,
    "write:programmes": Programme,
    "write:practices": Practice,
    "": Partnership,
}


@pytest.fixture
def records(shelf, region, other_region):
    """Of each kind that is written: one of each audience of the own region, and concepts of another."""
    drafts = {"state": "draft", "published_on": None}
    for make, concept in ((ProgrammeFactory, {}), (PracticeFactory, drafts)):
        for visibility in ("public", "network"):
            make(slug=visibility, owner=region, visibility=visibility)
        make(slug="concept", owner=region, visibility="concept", **concept)
        make(slug="elsewhere", owner=other_region, visibility="concept", **concept)


def slugs(rows) -> set[str]:
    return set(rows.values_list("slug", flat=True))


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("scope", Scope.values)
def test_each_scope_opens_its_own_collection_and_no_other(lead, records, scope, collection):
    token, _text = token_for(lead, scope)
    rows = COLLECTIONS[collection].objects

    own = {"public", "network", "concept"}
    reads = {"read:network": {"public", "network"}}.get(scope, {"public"})
    is_writer = scope == collection
    assert token.allows(scope)
    assert {each for each in Scope.values if token.allows(each)} == {scope, "read:public"}
    assert slugs(rows.visible_to(token.reader(collection))) == (own if is_writer else reads)
    # What is published is written in by nobody, so of practices it is one.
    writes = {"concept"} if collection == "write:practices" else own
    assert slugs(rows.editable_by(token.writer(collection))) == (writes if is_writer else set())


def test_a_token_of_two_regions_bound_to_one_writes_there_alone(lead, shelf, region, other_region):
    MembershipFactory(user=lead, region=other_region, role=Role.MEMBER)
    free, _text = token_for(lead, "write:partnerships")
    bound, _text = token_for(lead, "write:partnerships", regions=[other_region])

    assert slugs(Partnership.objects.editable_by(free.writer("write:partnerships"))) == {
        "public", "network", "concept", "elsewhere",
    }  # fmt: skip
    assert slugs(Partnership.objects.editable_by(bound.writer("write:partnerships"))) == {"elsewhere"}
    assert slugs(Partnership.objects.publishable_by(bound.writer("write:partnerships"))) == set()


def test_a_token_bound_to_a_region_that_is_not_the_owners_writes_nothing(lead, shelf, other_region):
    token, _text = token_for(lead, "write:partnerships", regions=[other_region])

    assert slugs(Partnership.objects.editable_by(token.writer("write:partnerships"))) == set()


def test_an_administrator_bound_to_a_region_is_its_lead_and_nothing_more(admin_user, shelf, region):
    token, _text = token_for(admin_user, "write:partnerships", regions=[region])
    writer = token.writer("write:partnerships")

    assert slugs(Partnership.objects.publishable_by(writer)) == {"public", "network", "concept"}
    assert (writer.pk, writer.is_superuser, writer.is_staff) == (admin_user.pk, False, False)
    assert Membership.objects.filter(user=admin_user).count() == 0
    assert token.owner.is_superuser


def test_an_administrator_without_regions_writes_everywhere(admin_user, shelf):
    token, _text = token_for(admin_user, "write:partnerships")

    assert Partnership.objects.editable_by(token.writer("write:partnerships")).count() == 4


def test_what_a_contact_may_is_left_out_of_a_token_that_is_bound(lead, region, shelf, other_region):
    invited = PartnershipFactory(slug="invited", owner=other_region, visibility="concept")
    PartnershipContactFactory(user=lead, partnership=invited)
    free, _text = token_for(lead, "write:partnerships")
    bound, _text = token_for(lead, "write:partnerships", regions=[region])

    own = {"public", "network", "concept"}
    assert slugs(Partnership.objects.editable_by(free.writer("write:partnerships"))) == own | {"invited"}
    assert slugs(Partnership.objects.editable_by(bound.writer("write:partnerships"))) == own


def test_narrowing_leaves_the_owner_as_it_is(lead, region, other_region):
    token, _text = token_for(lead, "write:partnerships", regions=[other_region])

    token.writer("write:partnerships")

    assert {each.pk for each in Partnership.objects.editable_by(token.owner)} == set()
    assert "_prefetched_objects_cache" not in token.owner.__dict__


def test_a_reader_of_the_network_is_nobody_in_particular(lead):
    token, _text = token_for(lead, "read:network")

    reader = token.reader("")

    assert (reader.pk, reader.is_authenticated, reader.is_staff, reader.is_superuser) == (
        0,
        True,
        False,
        False,
    )


def test_history_is_told_the_owner_and_the_token(lead):
    token, _text = token_for(lead, "read:public")
    token.request_id = "abc"

    assert token.actor() == Actor(door="api", user=lead, token_id=str(token.uuid), request_id="abc")


def test_a_request_with_a_session_has_no_token(rf, lead):
    request = rf.get("/")
    request.auth = None
    assert token_of(request) is None

    request.auth, _text = token_for(lead, "read:public")
    assert token_of(request) is request.auth


@pytest.mark.parametrize(
    ("networks", "address", "is_let_in"),
    [
        ([], None, True),
        (["192.0.2.0/24"], "192.0.2.200", True),
        (["192.0.2.0/24"], "192.0.3.1", False),
        (["192.0.2.0/24"], "::ffff:192.0.2.7", True),
        (["192.0.2.0/24"], None, False),
        (["192.0.2.0/24"], "geen adres", False),
        (["2001:db8::/32"], "2001:db8::1", True),
        (["2001:db8::/32"], "192.0.2.1", False),
        (["192.0.2.0/24", "198.51.100.4/32"], "198.51.100.4", True),
    ],
)
def test_a_token_comes_from_its_networks(networks, address, is_let_in):
    assert ApiToken(networks=networks).comes_from(address) is is_let_in


def test_the_state_of_a_token():
    now = timezone.now()
    later, before = now + datetime.timedelta(seconds=5), now - datetime.timedelta(seconds=5)

    assert ApiToken(expires_at=later).state == State.LIVE
    assert ApiToken(expires_at=before).state == State.EXPIRED
    assert ApiToken(expires_at=later, revoked_at=before).state == State.REVOKED


@pytest.mark.parametrize(
    "values",
    [
        {"days": 366},
        {"scopes": ["read:everything"]},
        {"scopes": []},
        {"networks": ["300.1.1.1"]},
        {"name": ""},
        {"name": "x" * 81},
    ],
)
def test_what_breaks_a_rule_is_not_made(lead, values):
    with pytest.raises(ValidationError):
        ApiTokenFactory(owner=lead, **values)

    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize("values", [{"scopes": ["read:everything"]}, {"scopes": []}, "far"])
def test_the_database_refuses_it_too(lead, values):
    token, _text = token_for(lead, "read:public")
    if values == "far":
        values = {"expires_at": token.created_at + datetime.timedelta(days=365, seconds=1)}

    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(**values)


def test_a_person_sees_the_own_tokens_and_an_administrator_all(lead, neighbour, admin_user, visitor):
    mine, _text = token_for(lead, "read:public")
    theirs, _text = token_for(neighbour, "read:public")

    assert set(ApiToken.objects.visible_to(lead)) == {mine}
    assert set(ApiToken.objects.visible_to(admin_user)) == {mine, theirs}
    assert set(ApiToken.objects.owned_by(admin_user)) == set()
    assert set(ApiToken.objects.visible_to(visitor)) == set()
    lead.is_active = False
    assert set(ApiToken.objects.visible_to(lead)) == set()
