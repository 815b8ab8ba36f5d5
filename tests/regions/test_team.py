"""Who joins the team of a region and who leaves it: the actions."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from industriecoalitie.accounts.invitations import invited_by_link, is_waiting, link_of
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.notifications.models import Letter
from regions import actions
from regions.choices import Role
from regions.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.regions import MembershipFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def by(lead) -> Actor:
    return Actor(door="page", user=lead)


@pytest.fixture
def invited(region, by) -> Membership:
    return actions.invite(region, "Nieuw@School.nl ", Role.MEMBER, by=by, name="Nieuw")


def last_event(membership: Membership) -> dict:
    return membership.events.order_by("pgh_id").last().pgh_context.metadata


def refusal(action, *args, **kwargs) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        action(*args, **kwargs)
    return caught.value.messages


def test_invite_makes_an_account_that_waits_and_writes_a_letter(region, lead, invited):
    user = User.objects.get(email="nieuw@school.nl")
    letter = Letter.objects.get()

    assert (invited.user, invited.role, invited.region) == (user, Role.MEMBER, region)
    assert is_waiting(user)
    assert EmailAddress.objects.get(user=user).verified is False
    assert (letter.recipient, letter.subject) == ("nieuw@school.nl", "Je bent uitgenodigd voor Twente")
    assert "/uitnodiging/" in letter.text
    assert "Kartrekker" in letter.text
    assert last_event(invited) == {"door": "page", "user": lead.pk, "event": "membership.added"}


def test_invite_gives_someone_with_an_account_a_role_and_a_notice(region, by):
    user = UserFactory(email="kim@school.nl")
    user.set_password("x")
    user.save()

    membership = actions.invite(region, "KIM@school.nl", Role.CONNECTOR, by=by, name="Anders")

    letter = Letter.objects.get()
    user.refresh_from_db()
    assert membership.user == user
    assert user.name != "Anders"
    assert letter.subject == "Je hebt een rol in Twente"
    assert "/uitnodiging/" not in letter.text


def test_invite_refuses_the_same_role_twice_in_the_same_time(region, by, invited, today):
    said = refusal(actions.invite, region, "nieuw@school.nl", Role.MEMBER, by=by, from_on=today + DAY)

    assert said == ["Nieuw heeft de rol ‘Regioteamlid’ in die tijd al."]
    assert Letter.objects.count() == 1


def test_invite_takes_the_same_role_in_another_time(region, by, today):
    user = MembershipFactory(region=region, role=Role.MEMBER, until_on=today - DAY).user

    membership = actions.invite(region, user.email, Role.MEMBER, by=by, from_on=today)

    assert membership.user == user


@pytest.mark.parametrize("role", [Role.CURATOR, Role.NATIONAL, "baas"])
def test_invite_refuses_a_role_that_is_not_of_a_region(region, by, role):
    assert refusal(actions.invite, region, "nieuw@school.nl", role, by=by) == ["Kies een rol in de regio."]
    assert not User.objects.filter(email="nieuw@school.nl").exists()


def test_invite_refuses_days_the_wrong_way_round(region, by, today):
    said = refusal(
        actions.invite, region, "a@school.nl", Role.MEMBER, by=by, from_on=today, until_on=today - DAY
    )

    assert said == ["De einddatum ligt voor de begindatum."]
    assert (Letter.objects.count(), User.objects.filter(email="a@school.nl").count()) == (0, 0)


def test_invite_refuses_an_account_that_is_off(region, by):
    UserFactory(email="uit@school.nl", is_active=False)

    said = refusal(actions.invite, region, "uit@school.nl", Role.MEMBER, by=by)

    assert said == ["Dit adres kan niet worden uitgenodigd. Vraag de beheerder om hulp."]


def test_resend_writes_another_letter(by, invited):
    actions.resend_invitation(invited, by=by)

    assert list(Letter.objects.values_list("recipient", flat=True)) == ["nieuw@school.nl"] * 2


def test_withdraw_takes_the_role_and_the_link_away(by, invited):
    link = link_of(invited.user)
    before = invited_by_link(link)

    actions.withdraw_invitation(invited, by=by)

    assert before == invited.user
    assert invited_by_link(link) is None
    assert not Membership.objects.filter(user=invited.user).exists()
    gone = Membership.pgh_event_model.objects.filter(pgh_label="delete").get()
    assert gone.pgh_context.metadata["event"] == "membership.withdrawn"


@pytest.mark.parametrize("action", [actions.resend_invitation, actions.withdraw_invitation])
def test_an_invitation_that_was_used_is_no_invitation(by, invited, action):
    actions.accept_invitation(invited.user, "Nieuw", "een lang wachtwoord")
    membership = Membership.objects.get(pk=invited.pk)

    assert refusal(action, membership, by=by) == ["Deze persoon heeft de uitnodiging al gebruikt."]


def test_change_last_day(by, invited, today):
    membership = actions.change_last_day(invited, today + 30 * DAY, by=by)
    open_ended = actions.change_last_day(membership, None, by=by)

    assert (membership.until_on, open_ended.until_on) == (today + 30 * DAY, None)
    assert last_event(open_ended)["event"] == "membership.changed"


def test_change_last_day_refuses_a_day_that_has_passed(by, invited, today):
    assert refusal(actions.change_last_day, invited, today - DAY, by=by) == [
        "Kies vandaag of een dag die nog komt."
    ]


def test_end_membership_ends_it_with_yesterday(region, by, member, today):
    membership = member.memberships.get()
    membership.from_on = today - 10 * DAY
    membership.save()

    actions.end_membership(membership, by=by)

    membership.refresh_from_db()
    assert membership.until_on == today - DAY
    assert not member.memberships.current().exists()
    assert last_event(membership)["event"] == "membership.ended"


def test_end_membership_takes_away_what_began_today(by, region, today):
    membership = actions.invite(region, "a@school.nl", Role.MEMBER, by=by, from_on=today)

    actions.end_membership(membership, by=by)

    assert not Membership.objects.filter(pk=membership.pk).exists()


def test_the_last_kartrekker_stays(by, lead, region, today):
    membership = lead.memberships.get()
    words = [
        "Kartrekker is de enige kartrekker. Maak eerst iemand anders kartrekker, of draag de regio over."
    ]

    assert refusal(actions.end_membership, membership, by=by) == words
    assert refusal(actions.change_last_day, membership, today, by=by) == words


def test_a_kartrekker_may_leave_when_another_leads_by_then(by, lead, region, today):
    MembershipFactory(region=region, role=Role.LEAD, from_on=today + 10 * DAY)
    membership = lead.memberships.get()

    assert refusal(actions.change_last_day, membership, today + 8 * DAY, by=by)
    assert actions.change_last_day(membership, today + 9 * DAY, by=by).until_on == today + 9 * DAY


def test_a_kartrekker_whose_account_is_off_does_not_count(by, lead, region):
    MembershipFactory(region=region, role=Role.LEAD, user__is_active=False)

    assert refusal(actions.end_membership, lead.memberships.get(), by=by)


def test_add_account_can_wait_for_the_link(invited):
    person = actions.accept_invitation(invited.user, "Nieuwe Naam", "een lang wachtwoord")

    assert (person.name, person.check_password("een lang wachtwoord")) == ("Nieuwe Naam", True)
    assert EmailAddress.objects.get(user=person).verified is True
    assert not is_waiting(person)
    kept = person.events.order_by("pgh_id").last()
    assert kept.pgh_context.metadata == {"door": "page", "user": person.pk, "event": "account.accepted"}


def test_a_link_works_fourteen_days_and_once(invited):
    link = link_of(invited.user)
    now = datetime.datetime.now()

    assert invited_by_link(link, now + 14 * DAY - DAY / 24) == invited.user
    assert invited_by_link(link, now + 14 * DAY + DAY / 24) is None

    actions.accept_invitation(invited.user, "Nieuw", "een lang wachtwoord")

    assert invited_by_link(link) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: link[:-1] + ("a" if link[-1] != "a" else "b"),
        lambda link: "0-" + link.partition("-")[2],
        lambda link: "zzzzzzzzzzzz-" + link.partition("-")[2],
        lambda link: "",
        lambda link: link.partition("-")[0],
        lambda link: "%%%-x-y",
    ],
)
def test_another_link_opens_nothing(invited, spoil):
    assert invited_by_link(spoil(link_of(invited.user))) is None


def test_a_link_of_another_kind_opens_nothing(invited):
    other = MembershipFactory(user__password="!x").user
    mine, theirs = link_of(invited.user), link_of(other)

    assert invited_by_link(mine.partition("-")[0] + "-" + theirs.partition("-")[2]) is None
    assert invited_by_link(theirs) == other
