"""The pages of a team, the link of an invitation, and that an ended role ends at the next request."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.accounts.invitations import link_of
from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from regions import actions
from regions.choices import Role
from regions.models import Membership, Region
from tests.factories.accounts import UserFactory
from tests.factories.regions import MembershipFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
PASSWORD = "paarden eten geen nietjes"


@pytest.fixture
def people(lead, member, neighbour, former_member, curator, national, admin_user) -> dict[str, User]:
    return {
        "lead": lead,
        "member": member,
        "neighbour": neighbour,
        "former": former_member,
        "curator": curator,
        "national": national,
        "admin": admin_user,
    }


@pytest.fixture
def invited(region, lead) -> Membership:
    return actions.invite(region, "nieuw@school.nl", Role.MEMBER, by=Actor("page", lead), name="Nieuw")


def addresses(region, membership) -> dict[str, str]:
    """The pages of a team, with how they are asked."""
    return {
        "get team": reverse("regions:team", args=[region.slug]),
        "post team": reverse("regions:team", args=[region.slug]),
        "get overdragen": reverse("regions:handover_add", args=[region.slug]),
        "post overdragen": reverse("regions:handover_add", args=[region.slug]),
        "get member": reverse("regions:team_member", args=[region.slug, membership.pk]),
        "post member": reverse("regions:team_member", args=[region.slug, membership.pk]),
        "post resend": reverse("regions:team_member_resend", args=[region.slug, membership.pk]),
        "post withdraw": reverse("regions:team_member_withdraw", args=[region.slug, membership.pk]),
        "post end": reverse("regions:team_member_end", args=[region.slug, membership.pk]),
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [("member", 403), ("neighbour", 403), ("former", 403), ("curator", 403)],
)
def test_only_who_leads_puts_the_team_together(client, people, region, invited, who, status):
    client.force_login(people[who])
    before = list(Membership.objects.order_by("pk").values())

    found = {
        name: getattr(client, name.split()[0])(address).status_code
        for name, address in addresses(region, invited).items()
    }

    assert found == dict.fromkeys(found, status)
    assert list(Membership.objects.order_by("pk").values()) == before


def test_a_visitor_is_asked_to_sign_in(client, region, invited):
    for name, address in addresses(region, invited).items():
        answer = getattr(client, name.split()[0])(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("who", ["lead", "national", "admin"])
def test_who_leads_the_national_team_and_the_administrator_invite(client, people, region, who):
    client.force_login(people[who])

    answer = client.post(
        reverse("regions:team", args=[region.slug]), {"email": "a@school.nl", "role": "member"}, follow=True
    )

    membership = Membership.objects.get(user__email="a@school.nl")
    assert (membership.role, membership.from_on) == (Role.MEMBER, timezone.localdate())
    assert "De uitnodiging gaat naar a@school.nl." in answer.content.decode()
    assert "Uitgenodigd, nog niet ingelogd" in answer.content.decode()


def test_a_member_of_another_team_is_not_found(client, people, region, other_region):
    elsewhere = people["neighbour"].memberships.get()
    client.force_login(people["lead"])

    for name in ("team_member", "team_member_end"):
        address = reverse(f"regions:{name}", args=[region.slug, elsewhere.pk])
        assert client.post(address).status_code == 404


def test_the_answer_is_the_same_for_an_address_with_and_without_an_account(client, people, region):
    UserFactory(email="bekend@school.nl")
    client.force_login(people["lead"])
    said = []
    for name in ("bekend", "onbekend"):
        data = {"email": f"{name}@school.nl", "role": "member"}
        answer = client.post(reverse("regions:team", args=[region.slug]), data, follow=True)
        said.append([str(message).replace(name, "") for message in answer.context["messages"]])

    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"email": "", "role": "member"}, "Vul ‘E-mailadres’ in."),
        ({"email": "geen adres", "role": "member"}, "Vul een e-mailadres in zoals naam@school.nl."),
        ({"email": "a@school.nl", "role": "member", "from_on": "x"}, "Vul een dag in zoals 31-12-2026."),
        ({"email": "a@school.nl", "role": "member", "until_on": "2020-01-01"}, "Kies vandaag of een dag"),
        (
            {"email": "a@school.nl", "role": "member", "from_on": "2090-02-01", "until_on": "2090-01-01"},
            "De laatste dag ligt voor de eerste dag.",
        ),
    ],
)
def test_a_refused_invitation_says_what_to_do(client, people, region, data, sentence):
    client.force_login(people["lead"])

    answer = client.post(reverse("regions:team", args=[region.slug]), data)

    assert sentence in answer.content.decode()
    assert not User.objects.filter(email="a@school.nl").exists()


def test_a_role_of_the_country_cannot_be_given(client, people, region):
    client.force_login(people["lead"])

    client.post(reverse("regions:team", args=[region.slug]), {"email": "a@school.nl", "role": "national"})

    assert not User.objects.filter(email="a@school.nl").exists()


def test_a_last_day_is_changed_on_the_page(client, people, region, invited):
    client.force_login(people["lead"])
    day = timezone.localdate() + 5 * DAY

    client.post(reverse("regions:team_member", args=[region.slug, invited.pk]), {"until_on": day.isoformat()})

    invited.refresh_from_db()
    assert invited.until_on == day


def test_the_last_kartrekker_reads_why_not(client, people, region):
    membership = people["lead"].memberships.get()
    client.force_login(people["lead"])

    answer = client.post(reverse("regions:team_member_end", args=[region.slug, membership.pk]), follow=True)

    assert "is de enige kartrekker" in answer.content.decode()


@pytest.mark.parametrize("name", ["team_member_resend", "team_member_withdraw", "team_member_end"])
def test_reading_changes_nothing(client, people, region, invited, name):
    client.force_login(people["lead"])

    assert client.get(reverse(f"regions:{name}", args=[region.slug, invited.pk])).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_my_team_query_count(client, region, lead, django_assert_num_queries, count):
    for _number in range(count):
        MembershipFactory(region=region, role=Role.MEMBER)
    client.force_login(lead)
    client.get(reverse("regions:my_team"))

    with django_assert_num_queries(5):
        answer = client.get(reverse("regions:my_team"))

    ((found, lines),) = answer.context["teams"]
    assert (found, len(lines)) == (region, count + 1)


@pytest.mark.parametrize("count", [1, 3])
def test_team_query_count(client, region, lead, django_assert_num_queries, count):
    for _number in range(count):
        MembershipFactory(region=region, role=Role.MEMBER)
        MembershipFactory(region=region, role=Role.MEMBER, until_on="2020-01-01")
    client.force_login(lead)
    client.get(reverse("regions:team", args=[region.slug]))

    with django_assert_num_queries(9):
        answer = client.get(reverse("regions:team", args=[region.slug]))

    assert (len(answer.context["people"]), len(answer.context["former"])) == (count + 1, count)


def test_my_team_shows_only_regions_that_i_lead(client, people, region, other_region):
    MembershipFactory(region=other_region, role=Role.MEMBER, user=people["lead"])
    client.force_login(people["lead"])

    teams = client.get(reverse("regions:my_team")).context["teams"]

    assert [found for found, _lines in teams] == [region]


def test_an_ended_role_ends_at_the_next_request(client, people, region):
    """R26, with a session that stays open."""
    second = MembershipFactory(region=region, role=Role.LEAD).user
    client.force_login(second)
    address = reverse("regions:team", args=[region.slug])
    before = client.get(address).status_code

    actions.end_membership(second.memberships.get(), by=Actor("page", people["lead"]))

    assert (before, client.get(address).status_code) == (200, 403)
    assert client.post(address, {"email": "a@school.nl", "role": "member"}).status_code == 403
    assert not User.objects.filter(email="a@school.nl").exists()


def test_a_job_that_reads_its_person_again_finds_an_ended_role(people, region):
    """R26, for work that began before: rights are asked with the person as it is now."""
    key = people["member"].pk
    before = Region.objects.editable_by(User.objects.get(pk=key)).filter(pk=region.pk).exists()

    actions.end_membership(people["member"].memberships.get(), by=Actor("page", people["lead"]))

    assert (before, Region.objects.editable_by(User.objects.get(pk=key)).exists()) == (True, False)


def test_who_ends_the_own_role_is_led_to_the_own_page(client, people, region):
    MembershipFactory(region=region, role=Role.LEAD)
    membership = people["lead"].memberships.get()
    client.force_login(people["lead"])

    answer = client.post(reverse("regions:team_member_end", args=[region.slug, membership.pk]))

    assert answer.url == reverse("my_page")


class TestInvitation:
    """The page behind the link."""

    def address(self, membership) -> str:
        return reverse("regions:invitation_accept", args=[link_of(membership.user)])

    def fill_in(self, client, address, **changes):
        data = {"name": "Kim", "password1": PASSWORD, "password2": PASSWORD} | changes
        return client.post(address, data)

    def test_a_name_and_a_password_let_the_person_in(self, client, invited, region):
        address = self.address(invited)

        answer = self.fill_in(client, address)

        assert answer.url == reverse("regions:invitation_welcome")
        page = client.get(answer.url)
        assert page.status_code == 200
        assert page.context["user"] == invited.user
        assert (User.objects.get(pk=invited.user.pk).name) == "Kim"
        if page.context["second_step"]:
            assert page.context["second_step"] in page.content.decode()

    def test_the_link_dies_with_its_use(self, client, invited):
        address = self.address(invited)
        self.fill_in(client, address)
        client.logout()

        assert client.get(address).status_code == 404
        assert self.fill_in(client, address, name="Dief").status_code == 404
        assert User.objects.get(pk=invited.user.pk).name == "Kim"

    def test_reading_the_page_uses_nothing_up(self, client, invited):
        address = self.address(invited)

        assert [client.get(address).status_code for _ in range(3)] == [200] * 3

    def test_the_address_is_kept_from_others(self, client, invited):
        for address in (self.address(invited), "/uitnodiging/1-x-y/"):
            answer = client.get(address)
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
            assert answer["Referrer-Policy"] == "same-origin"

    def test_wrong_links_answer_alike(self, client, invited):
        right = link_of(invited.user)
        wrong = [right[:-1] + ("a" if right[-1] != "a" else "b"), "1-x", "nergens", "zzzzzzzzz-a-b"]

        answers = [client.get(f"/uitnodiging/{link}/") for link in wrong]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"password2": "anders"}, "De twee wachtwoorden zijn niet hetzelfde."),
            ({"password1": "kort", "password2": "kort"}, "minstens 12 tekens"),
            ({"name": ""}, "Vul ‘Naam’ in."),
        ],
    )
    def test_a_weak_or_different_password_is_refused(self, client, invited, changes, sentence):
        answer = self.fill_in(client, self.address(invited), **changes)

        assert sentence in answer.content.decode(), answer.context["form"].errors
        assert not User.objects.get(pk=invited.user.pk).has_usable_password()

    def test_an_account_that_was_switched_off_stays_closed(self, client, invited):
        address = self.address(invited)
        User.objects.filter(pk=invited.user.pk).update(is_active=False)

        assert client.get(address).status_code == 404
