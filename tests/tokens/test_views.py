"""The pages of the keys: who may, what is shown once, and that a form sent again makes nothing."""

import uuid

import pytest
from django.urls import reverse

from industriecoalitie.core.actors import Actor
from industriecoalitie.tokens.actions import revoke_token, rotate_token
from industriecoalitie.tokens.forms import TokenForm
from industriecoalitie.tokens.models import ApiToken
from industriecoalitie.tokens.rights import regions_open_to, scopes_open_to
from regions.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.partnerships import PartnershipContactFactory
from tests.factories.regions import MembershipFactory, RegionFactory
from tests.factories.tokens import ApiTokenFactory

from .conftest import sign_in

LIST, ADD = "/mijn/sleutels/", "/mijn/sleutels/nieuw/"
EVERY = [
    "read:public",
    "read:network",
    "write:partnerships",
    "write:programmes",
    "write:practices",
    "webhooks",
    "events",
]
HEARING = ["read:public", "read:network", "webhooks", "events"]


def given(**values) -> dict[str, object]:
    """Return a form as it is sent."""
    return {
        "name": "Website", "scopes": ["read:public"], "networks": "", "days": "365", "uuid": str(uuid.uuid4()),
    } | values  # fmt: skip


def address(name: str, token: ApiToken) -> str:
    return reverse(f"tokens:{name}", args=[token.uuid])


@pytest.mark.parametrize(
    ("role", "scopes"),
    [(Role.LEAD, EVERY), (Role.MEMBER, EVERY), (Role.CONNECTOR, HEARING), (Role.CURATOR, HEARING), (Role.NATIONAL, EVERY)],
)  # fmt: skip
def test_each_role_lets_a_token_do_what_the_role_does(db, role, scopes):
    regional = role in (Role.LEAD, Role.MEMBER, Role.CONNECTOR)
    region = RegionFactory()
    user = MembershipFactory(role=role, region=region if regional else None).user
    RegionFactory()

    assert scopes_open_to(user) == scopes
    assert list(regions_open_to(user)) == ([region] if role in (Role.LEAD, Role.MEMBER) else [])


def test_a_contact_reads_and_who_has_no_role_has_no_tokens(db, former_member, admin_user, visitor):
    contact = PartnershipContactFactory().user

    assert scopes_open_to(contact) == ["read:public", "read:network"]
    assert scopes_open_to(admin_user) == EVERY
    assert scopes_open_to(former_member) == scopes_open_to(UserFactory()) == scopes_open_to(visitor) == []
    assert list(regions_open_to(visitor)) == list(regions_open_to(contact)) == []


def test_who_has_no_role_reads_why(client, db):
    client.force_login(UserFactory())

    page = client.get(LIST)

    assert "Je kunt nog geen sleutel maken" in page.content.decode()
    assert client.get(ADD).status_code == client.post(ADD, given()).status_code == 403


def test_making_asks_for_the_password_once_more(client, lead):
    client.force_login(lead)

    for answer in (client.get(ADD), client.post(ADD, given())):
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/wachtwoord/bevestigen/")
    assert ApiToken.objects.count() == 0


def test_making_asks_for_a_second_step_where_that_is_required(client, lead, settings):
    settings.SECOND_STEP_REQUIRED = True
    sign_in(client, lead)
    token = ApiTokenFactory(owner=lead)

    for path in (ADD, address("token_rotate", token)):
        for answer in (client.get(path), client.post(path, given())):
            assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))
    assert ApiToken.objects.count() == 1
    assert client.post(address("token_end", token)).status_code == 302
    assert not ApiToken.objects.live().exists()


def test_a_token_is_made_and_shown_once(client, lead, region):
    sign_in(client, lead)
    sent = given(
        scopes=["read:public", "write:partnerships"],
        regions=[region.pk],
        networks="192.0.2.7\n2001:db8::1/32",
    )

    page = client.post(ADD, sent)

    token = ApiToken.objects.get()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page.context["text"] in page.content.decode()
    assert page.context["text"].startswith(f"mbo_{token.public_id}_")
    assert (token.owner, token.created_by, str(token.uuid)) == (lead, lead, sent["uuid"])
    assert (token.networks, list(token.regions.all())) == (["192.0.2.7", "2001:db8::/32"], [region])

    again = client.post(ADD, sent, follow=True)
    assert again.redirect_chain == [(LIST, 302)]
    assert "is al gemaakt" in again.content.decode()
    assert page.context["text"] not in again.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["read:everything"]}, "scopes"),
        ({"networks": "overal"}, "networks"),
        ({"networks": " ".join(f"192.0.2.{n}" for n in range(21))}, "networks"),
        ({"days": "366"}, "days"),
        ({"days": ""}, "days"),
        ({"uuid": "x"}, "uuid"),
        ({"regions": ["0"]}, "regions"),
    ],
)
def test_what_is_wrong_is_told_at_the_field(client, lead, values, field):
    sign_in(client, lead)

    page = client.post(ADD, given(**values))

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert ApiToken.objects.count() == 0


def test_nobody_gives_a_token_more_than_the_own_role(client, other_region):
    contact = PartnershipContactFactory().user
    sign_in(client, contact)

    page = client.post(ADD, given(scopes=["write:partnerships"]))

    assert set(page.context["form"].errors) == {"scopes"}
    assert "regions" not in page.context["form"].fields


def test_a_region_of_another_is_refused(lead, region, other_region):
    form = TokenForm(lead, given(regions=[other_region.pk]))

    assert list(form.fields["regions"].queryset) == [region]
    assert set(form.errors) == {"regions"}


def test_too_many_tokens_are_told_above_the_form(client, lead, monkeypatch):
    monkeypatch.setattr("industriecoalitie.tokens.actions.MOST_LIVE", 0)
    sign_in(client, lead)

    page = client.post(ADD, given())

    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == [
        "Je hebt al veel sleutels die werken. Beëindig er eerst een."
    ]


def test_a_token_is_replaced_and_the_new_one_is_shown_once(client, lead):
    old = ApiTokenFactory(owner=lead)
    sign_in(client, lead)
    sent = {"days": "90", "overlap": "1", "uuid": str(uuid.uuid4())}
    assert client.get(address("token_rotate", old)).status_code == 200

    page = client.post(address("token_rotate", old), sent)

    new = ApiToken.objects.get(replaces=old)
    assert page.context["text"].startswith(f"mbo_{new.public_id}_")
    again = client.post(address("token_rotate", old), sent, follow=True)
    assert "is al gemaakt" in again.content.decode()
    other = client.post(address("token_rotate", old), sent | {"uuid": str(uuid.uuid4())})
    assert (other.status_code, "wordt al vervangen" in other.content.decode()) == (422, True)
    assert ApiToken.objects.count() == 2


def test_the_list_tells_which_one_stops(client, lead, region):
    old = ApiTokenFactory(
        owner=lead, name="Website", regions=[region], scopes=["read:network", "write:programmes"]
    )
    rotate_token(old, by=Actor(door="page", user=lead))
    ended = revoke_token(ApiTokenFactory(owner=lead, name="Oud"), by=Actor(door="page", user=lead))
    client.force_login(lead)

    page = client.get(LIST)

    text = page.content.decode()
    assert [(row["is_replaced"], row["is_settled"]) for row in page.context["live"]] == [
        (False, False),
        (True, False),
    ]
    assert page.context["ended"] == [ended]
    assert "lezen wat het netwerk deelt en opleidingen, aanbod en vragen bijwerken" in text
    assert "Twente" in text
    assert old.text[13:] not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_more(client, lead, region, django_assert_num_queries, count):
    for _each in range(count):
        ApiTokenFactory(owner=lead, regions=[region])
    client.force_login(lead)

    with django_assert_num_queries(5):
        client.get(LIST)


def test_a_token_is_ended_after_asking(client, lead):
    token = ApiTokenFactory(owner=lead)
    client.force_login(lead)

    asked = client.get(address("token_end", token))
    assert (asked.status_code, ApiToken.objects.live().count()) == (200, 1)
    done = client.post(address("token_end", token), follow=True)

    assert done.redirect_chain == [(LIST, 302)]
    assert not ApiToken.objects.live().exists()


@pytest.mark.parametrize("who", ["neighbour", "admin_user"])
@pytest.mark.parametrize("name", ["token_end", "token_rotate"])
def test_a_token_of_another_is_not_there(client, request, lead, who, name):
    """Administrators end it under Beheer; nobody makes its successor but the owner, who alone may see that."""
    token = ApiTokenFactory(owner=lead)
    sign_in(client, request.getfixturevalue(who))

    for answer in (client.get(address(name, token)), client.post(address(name, token), given(overlap="1"))):
        assert answer.status_code == 404
    assert ApiToken.objects.live().count() == 1


def test_the_account_leads_to_the_keys(client, lead):
    client.force_login(lead)

    assert f'href="{LIST}"' in client.get("/mijn/account/").content.decode()


def test_an_administrator_sees_all_without_the_secret_and_ends_one(client, admin_user, lead):
    token = ApiTokenFactory(owner=lead)
    client.force_login(admin_user)

    pages = [
        client.get("/beheer/tokens/apitoken/"),
        client.get(f"/beheer/tokens/apitoken/{token.pk}/change/"),
    ]

    for page in pages:
        text = page.content.decode()
        assert (page.status_code, token.public_id in text) == (200, True)
        assert token.digest not in text
        assert token.pepper_id not in text
    client.post("/beheer/tokens/apitoken/", {"action": "revoke", "_selected_action": [token.pk]})
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert token.events.filter(pgh_context__metadata__door="admin").exists()
    assert client.get("/beheer/tokens/apitoken/add/").status_code == 403
