"""People of partners, invited to keep one partnership current."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.accounts.invitations import invited_by_link, link_of
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.notifications.models import Letter
from partnerships import actions
from partnerships.models import Partnership, PartnershipContact
from tests.factories.partnerships import PartnershipContactFactory, PartnershipFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def partnership(region):
    return PartnershipFactory(owner=region, name="Kampus", slug="kampus")


@pytest.fixture
def by(lead) -> Actor:
    return Actor(door="page", user=lead)


@pytest.fixture
def invited(partnership, by) -> PartnershipContact:
    return actions.invite_contact(partnership, "Kim@Bedrijf.nl", by=by, name="Kim")


def test_invite_contact_makes_an_account_that_waits_and_writes_a_letter(invited, partnership, lead):
    letter = Letter.objects.get()

    assert (invited.partnership, invited.user.email, invited.from_on) == (
        partnership, "kim@bedrijf.nl", timezone.localdate(),
    )  # fmt: skip
    assert (letter.recipient, letter.subject) == ("kim@bedrijf.nl", "Je bent contactpersoon van Kampus")
    assert "/uitnodiging/" in letter.text
    assert invited_by_link(link_of(invited.user)) == invited.user
    assert invited.events.get().pgh_context.metadata == {
        "door": "page", "user": lead.pk, "event": "contact.added",
    }  # fmt: skip


def test_a_contact_changes_that_one_partnership_and_no_other(invited, region):
    PartnershipFactory(owner=region)

    assert list(Partnership.objects.editable_by(invited.user)) == [invited.partnership]


def test_someone_with_an_account_gets_a_notice(partnership, by, neighbour):
    neighbour.set_password("x")
    neighbour.save()

    actions.invite_contact(partnership, neighbour.email, by=by)

    assert "/uitnodiging/" not in Letter.objects.get().text


def test_invite_contact_refuses_who_is_one_already(invited, partnership, by):
    with pytest.raises(ValidationError):
        actions.invite_contact(partnership, "kim@bedrijf.nl", by=by)

    assert Letter.objects.count() == 1


def test_who_was_a_contact_becomes_it_again(partnership, by):
    old = PartnershipContactFactory(
        partnership=partnership, from_on="2020-01-01", until_on="2020-12-31", user__password="!"
    )

    contact = actions.invite_contact(partnership, old.user.email, by=by)

    assert (contact.pk, contact.until_on) == (old.pk, None)


def test_end_contact_ends_it_at_the_next_request(client, partnership, by):
    contact = PartnershipContactFactory(partnership=partnership, from_on="2020-01-01")
    client.force_login(contact.user)
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])
    before = client.get(address).status_code

    actions.end_contact(contact, by=by)

    contact.refresh_from_db()
    assert (before, client.get(address).status_code) == (200, 403)
    assert contact.until_on == timezone.localdate() - DAY
    assert contact.events.order_by("pgh_id").last().pgh_context.metadata["event"] == "contact.ended"


def test_ending_an_invitation_of_today_closes_its_link(invited, by):
    link = link_of(invited.user)

    actions.end_contact(invited, by=by)

    assert not PartnershipContact.objects.exists()
    assert invited_by_link(link) is None


def test_resend_writes_another_letter_until_the_person_came(invited, by):
    actions.resend_contact_invitation(invited, by=by)
    User.objects.filter(pk=invited.user.pk).update(last_login=timezone.now())
    invited = PartnershipContact.objects.get()

    with pytest.raises(ValidationError):
        actions.resend_contact_invitation(invited, by=by)
    assert Letter.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200), ("member", 200), ("admin_user", 200),
        ("neighbour", 403), ("former_member", 403), ("curator", 403), ("national", 403),
    ],
)  # fmt: skip
def test_the_team_of_the_region_invites(request, client, partnership, invited, who, status):
    client.force_login(request.getfixturevalue(who))
    pages = {
        "list": client.get(reverse("partnerships:contact_list", args=[partnership.slug])).status_code,
        "resend": client.post(
            reverse("partnerships:contact_resend", args=[partnership.slug, invited.pk]), follow=True
        ).status_code,
        "end": client.post(
            reverse("partnerships:contact_end", args=[partnership.slug, invited.pk]), follow=True
        ).status_code,
    }

    assert pages == dict.fromkeys(pages, status)
    assert PartnershipContact.objects.exists() == (status == 403)


def test_a_contact_does_not_invite_others(client, partnership):
    contact = PartnershipContactFactory(partnership=partnership)
    client.force_login(contact.user)

    answer = client.post(
        reverse("partnerships:contact_list", args=[partnership.slug]), {"email": "a@bedrijf.nl"}
    )

    assert answer.status_code == 403
    assert not User.objects.filter(email="a@bedrijf.nl").exists()


def test_a_contact_of_another_partnership_is_not_found(client, partnership, lead):
    elsewhere = PartnershipContactFactory()
    client.force_login(lead)

    for name in ("contact_end", "contact_resend"):
        address = reverse(f"partnerships:{name}", args=[partnership.slug, elsewhere.pk])
        assert client.post(address).status_code == 404


def test_inviting_on_the_page(client, partnership, lead):
    client.force_login(lead)
    address = reverse("partnerships:contact_list", args=[partnership.slug])

    answer = client.post(address, {"email": "kim@bedrijf.nl", "name": "Kim"}, follow=True)
    refused = client.post(address, {"email": "kim"})

    assert "De uitnodiging gaat naar kim@bedrijf.nl." in answer.content.decode()
    assert "Uitgenodigd, nog niet ingelogd" in answer.content.decode()
    assert "Vul een e-mailadres in zoals naam@school.nl." in refused.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_contact_list_query_count(client, partnership, lead, django_assert_num_queries, count):
    for _number in range(count):
        PartnershipContactFactory(partnership=partnership)
    client.force_login(lead)
    address = reverse("partnerships:contact_list", args=[partnership.slug])
    client.get(address)

    with django_assert_num_queries(7):
        client.get(address)
