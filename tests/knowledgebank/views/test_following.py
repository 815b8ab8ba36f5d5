"""The pages of what a team follows, and of stopping its letters."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from knowledgebank.actions import digest
from knowledgebank.actions.following import MOST_INTERESTS
from knowledgebank.models import DigestReader, Interest
from knowledgebank.views.deliveries import deliveries_of
from regions.choices import Role
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    DigestFactory,
    DigestItemFactory,
    InterestFactory,
    PracticeFactory,
)
from tests.factories.regions import MembershipFactory, RegionFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
FOLLOW = "/kennisbank/volgen/"


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


@pytest.fixture
def robotics():
    return ConceptFactory(scheme=Scheme.THEME, label="Robotica")


def followed(region) -> set[str]:
    return {str(each) for each in Interest.objects.filter(region=region)}


class TestFollow:
    def test_a_term_a_region_and_a_kind_in_one_click(self, client, member, region, other_region, robotics):
        client.force_login(member)
        for what in ({"concept": robotics.uuid}, {"about": other_region.uuid}, {"kind": "demand"}):
            answer = client.post(FOLLOW, {**what, "next": robotics.get_absolute_url()})
            assert answer["Location"] == robotics.get_absolute_url()

        assert followed(region) == {"Robotica", "Limburg", "Basisaanpak voor vraagarticulatie"}
        assert {each.created_by for each in Interest.objects.all()} == {member}
        events = Interest.pgh_event_model.objects.select_related("pgh_context")
        assert [each.pgh_context.metadata["event"] for each in events] == ["interest.added"] * 3

    def test_the_page_shows_that_the_team_follows_it(self, client, member, lead, national, robotics, region):
        client.force_login(member)
        before = client.get(robotics.get_absolute_url()).text
        client.post(FOLLOW, {"concept": robotics.uuid, "next": robotics.get_absolute_url()})
        pages = []
        for who in (member, lead, national):
            client.force_login(who)
            client.get(robotics.get_absolute_url())  # the message was read
            pages.append(client.get(robotics.get_absolute_url()).text)

        shown = [("volgt dit" in page, "Volg met ons team" in page) for page in (before, *pages)]
        assert shown == [(False, True), (True, False), (True, False), (False, True)]
        client.force_login(lead)
        assert reverse("knowledgebank:interest_list", args=[region.slug]) in client.get("/mijn/").text

    def test_who_is_of_a_second_team_may_follow_with_that_too(self, client, member, robotics, region):
        MembershipFactory(user=member, role=Role.MEMBER, region=RegionFactory())
        InterestFactory(region=region, concept=robotics, kind="")
        client.force_login(member)

        page = client.get(robotics.get_absolute_url()).text

        assert ("volgt dit" in page, "Volg met ons team" in page) == (True, True)

    def test_twice_is_once(self, client, member, region, robotics):
        client.force_login(member)
        client.post(FOLLOW, {"concept": robotics.uuid})
        page = client.post(FOLLOW, {"concept": robotics.uuid}, follow=True)

        assert followed(region) == {"Robotica"}
        assert "volgt ‘Robotica’ al" in page.content.decode()

    def test_who_has_two_teams_is_asked_which(self, client, member, region, other_region, robotics):
        MembershipFactory(user=member, region=other_region, role=Role.MEMBER)
        client.force_login(member)

        asked = client.post(FOLLOW, {"concept": robotics.uuid, "next": "/begrippen/"})
        assert (asked.status_code, Interest.objects.count()) == (422, 0)
        assert "Welk team volgt ‘Robotica’?" in asked.content.decode()
        chosen = client.post(
            FOLLOW, {"concept": robotics.uuid, "region": other_region.uuid, "next": "/begrippen/"}
        )

        assert chosen["Location"] == "/begrippen/"
        assert (followed(region), followed(other_region)) == (set(), {"Robotica"})

    @pytest.mark.parametrize("what", [{}, {"kind": "demand", "about": "other"}, {"kind": "niets"}, {"concept": "geen-uuid"},
                                      {"concept": "hidden"}, {"concept": "role"}])  # fmt: skip
    def test_nothing_two_things_and_what_is_not_there(self, client, member, region, other_region, what):
        keys = {
            "other": other_region.uuid,
            "hidden": ConceptFactory(scheme=Scheme.THEME, hidden_at="2026-01-01T00:00:00Z").uuid,
            "role": ConceptFactory(scheme=Scheme.PARTNER_ROLE).uuid,
        }
        client.force_login(member)

        answer = client.post(FOLLOW, {name: keys.get(value, value) for name, value in what.items()})

        assert (answer.status_code, Interest.objects.count()) == (422, 0)

    def test_another_team_is_not_there(self, client, member, other_region, robotics):
        client.force_login(member)

        answer = client.post(FOLLOW, {"concept": robotics.uuid, "region": other_region.uuid})

        assert (answer.status_code, Interest.objects.count()) == (422, 0)

    def test_it_sends_nobody_elsewhere(self, client, member, region, robotics):
        client.force_login(member)

        answer = client.post(FOLLOW, {"concept": robotics.uuid, "next": "https://elders.test/"})

        assert answer["Location"] == "/regios/twente/team/volgt/"

    def test_there_is_an_end_to_it(self, client, member, region, robotics):
        Interest.objects.bulk_create(
            Interest(region=region, concept=ConceptFactory(scheme=Scheme.THEME))
            for _ in range(MOST_INTERESTS)
        )
        client.force_login(member)

        answer = client.post(FOLLOW, {"concept": robotics.uuid})

        assert (answer.status_code, Interest.objects.count()) == (422, MOST_INTERESTS)
        assert "Haal er eerst een weg" in answer.content.decode()

    def test_the_buttons_stand_where_there_is_something_to_follow(
        self, client, member, region, other_region, robotics
    ):
        role = ConceptFactory(scheme=Scheme.PARTNER_ROLE)
        lists = "/kennisbank/?kind=demand", "/kennisbank/?kind=demand&kind=programme", "/kennisbank/"
        pages = (
            robotics.get_absolute_url(),
            other_region.get_absolute_url(),
            region.get_absolute_url(),
            role.get_absolute_url(),
            *lists,
        )
        button = f'action="{FOLLOW}"'

        def shown() -> list[bool]:
            return [button in client.get(page).content.decode() for page in pages]

        as_visitor = shown()
        client.force_login(member)
        as_member = shown()

        assert as_visitor == [False] * 7
        assert as_member == [True, True, False, False, True, False, False]
        assert "/regios/twente/team/volgt/" in client.get(region.get_absolute_url()).content.decode()


class TestTeamPage:
    ADDRESS = "/regios/twente/team/volgt/"

    def test_shows_and_lets_go(self, client, lead, region, robotics):
        interest = InterestFactory(region=region, kind="", concept=robotics)
        elsewhere = InterestFactory()
        client.force_login(lead)

        page = client.get(self.ADDRESS)
        gone = client.post(f"{self.ADDRESS}{interest.uuid}/weg/")
        other = client.post(f"{self.ADDRESS}{elsewhere.uuid}/weg/")

        assert page.context["interests"] == [interest]
        assert (gone.status_code, other.status_code) == (302, 404)
        assert list(Interest.objects.all()) == [elsewhere]

    def test_offers_no_retired_term_and_not_itself(self, client, lead, region, other_region, robotics):
        ConceptFactory(scheme=Scheme.THEME, label="Oud", retired_on="2025-01-01")
        client.force_login(lead)

        page = client.get(self.ADDRESS)

        assert page.context["terms"] == [("Transitiethema", [(str(robotics.uuid), "Robotica")])]
        assert other_region in page.context["regions"]
        assert region not in page.context["regions"]

    def test_for_lead_and_members_only(self, client, region, neighbour, curator, former_member):
        connector = MembershipFactory(region=region, role=Role.CONNECTOR).user
        for user in (neighbour, curator, former_member, connector):
            client.force_login(user)
            assert client.get(self.ADDRESS).status_code == 403

    def test_asks_as_much_for_three_as_for_one(self, client, lead, region):
        client.force_login(lead)
        InterestFactory(region=region, kind="", concept=ConceptFactory(scheme=Scheme.THEME))
        one = queries_of(client, self.ADDRESS)
        for _number in range(2):
            InterestFactory(region=region, kind="", concept=ConceptFactory(scheme=Scheme.SECTOR))
            InterestFactory(region=region, kind="", about=RegionFactory())

        assert queries_of(client, self.ADDRESS) == one <= MOST_QUERIES


class TestStopping:
    def test_with_the_key_of_the_letter_without_signing_in(self, lead, region):
        reader = digest.reader_of(lead, region)
        address = reverse("knowledgebank:digest_stop", args=[reader.token()])
        client = Client(enforce_csrf_checks=True)

        asked = client.get(address)
        asked_only = DigestReader.objects.filter(stopped_at=None).count()
        # As a mail program posts, RFC 8058: no cookie, no token of a form.
        stopped = client.post(address, {"List-Unsubscribe": "One-Click"})
        again = client.post(address)

        assert (asked.status_code, asked_only, stopped.status_code, again.status_code) == (200, 1, 200, 404)
        assert DigestReader.objects.get().stopped_at is not None
        assert asked["Referrer-Policy"] == "no-referrer"
        assert reader.nonce.hex not in asked.content.decode()

    def test_a_key_that_nobody_has(self, client, lead, region):
        digest.reader_of(lead, region)

        assert client.post(reverse("knowledgebank:digest_stop", args=["0" * 64])).status_code == 404
        assert DigestReader.objects.filter(stopped_at=None).count() == 1

    def test_on_the_page_of_the_team_and_back(self, client, lead, member, region):
        client.force_login(lead)
        found = []
        for choice in ("uit", "aan"):
            client.post("/regios/twente/team/volgt/mail/", {"mail": choice})
            found.append(set(digest.readers_of(region)))

        assert found == [{member}, {lead, member}]

    def test_the_national_team_gets_no_letters_to_stop(self, client, national, region):
        client.force_login(national)

        assert client.post("/regios/twente/team/volgt/mail/", {"mail": "uit"}).status_code == 404


class TestDeliveries:
    ADDRESS = "/redactie/verzendingen/"

    def test_lists_week_by_week_what_went_where(self, client, curator, region, other_region):
        first = DigestFactory(region=region, week=datetime.date(2026, 11, 16), letters=3)
        second = DigestFactory(region=other_region, week=datetime.date(2026, 11, 23), letters=2)
        third = DigestFactory(region=region, week=datetime.date(2026, 11, 23), letters=4)
        item = DigestItemFactory(digest=first, because="Robotica", practice__title="Robots")
        client.force_login(curator)

        page = client.get(self.ADDRESS)

        assert [(each["week"].day, each["letters"], each["digests"]) for each in page.context["weeks"]] == [
            (23, 6, [second, third]), (16, 3, [first]),
        ]  # fmt: skip
        body = page.content.decode()
        assert "Robots" in body
        assert "omdat ze volgen: Robotica" in body
        assert item.practice.get_absolute_url() in body

    def test_for_curators_only(self, client, lead, national):
        for user in (lead, national):
            client.force_login(user)
            assert client.get(self.ADDRESS).status_code == 403

    def test_of_one_practice_for_who_may_know(self, region, other_region, curator, lead, neighbour, visitor):
        practice = PracticeFactory()
        here = DigestItemFactory(digest=DigestFactory(region=region), practice=practice)
        there = DigestItemFactory(digest=DigestFactory(region=other_region), practice=practice)
        DigestItemFactory()

        assert [set(deliveries_of(practice, user)) for user in (curator, lead, neighbour, visitor)] == [
            {here, there}, {here}, {there}, set(),
        ]  # fmt: skip

    def test_asks_as_much_for_three_as_for_one(self, client, curator):
        client.force_login(curator)
        DigestItemFactory()
        one = queries_of(client, self.ADDRESS)
        for _number in range(2):
            DigestItemFactory()

        assert queries_of(client, self.ADDRESS) == one <= MOST_QUERIES
