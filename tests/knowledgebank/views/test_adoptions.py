"""A region tells that it builds on a practice; the practice shows where it went."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record, hide_record
from industriecoalitie.notifications.models import Event, Letter
from knowledgebank.choices import AdoptionState, PracticeState
from knowledgebank.models import Adoption, Practice
from knowledgebank.views.family import navolging_of
from regions.choices import Role
from tests.editing.browser import form_on, send
from tests.factories.knowledgebank import AdoptionFactory, PracticeFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import MembershipFactory, PlaceFactory, ProvinceFactory, RegionFactory

pytestmark = pytest.mark.django_db

LIST = reverse("knowledgebank:adoption_list")


@pytest.fixture
def practice(other_region):
    """A practice of the neighbours."""
    return PracticeFactory(
        title="Leren op de werkvloer", slug="werkvloer", owner=other_region, region=other_region
    )


@pytest.fixture
def address(practice):
    return reverse("knowledgebank:adoption_add", args=[practice.slug])


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def shape_of(practice: Practice, user) -> list[tuple[int, str]]:
    """Return the tree as depth and title, line by line."""
    return [(node.depth, node.title) for node in navolging_of(practice, user).nodes]


class TestTelling:
    def test_a_team_tells_and_the_practice_shows_it(self, client, lead, region, practice, address):
        client.force_login(lead)
        learned_from = AdoptionFactory(practice=practice, region__name="Drenthe")
        own = PartnershipFactory(name="Leerhuis Twente", owner=region)

        answer = send(
            client, address, state="adapted", via=str(learned_from.pk), partnership=own.name, changes="Kortere weken",
            outcome="Twaalf studenten", from_on="mei 2025", visibility="public",
        )  # fmt: skip

        adoption = Adoption.objects.get(region=region)
        assert answer["Location"] == adoption.get_absolute_url() == "/kennisbank/werkvloer/navolging/twente/"
        assert (adoption.owner, adoption.via, adoption.partnership) == (region, learned_from, own)
        assert (adoption.state, adoption.from_precision, adoption.visibility) == (
            "adapted",
            "month",
            "public",
        )
        assert (
            Event.objects.filter(record=adoption.uuid).values_list("kind", flat=True).get()
            == "adoption.added"
        )
        page = client.get(practice.get_absolute_url()).text
        assert all(
            text in page for text in ("Twente", "aangepast overgenomen", "Kortere weken", "Twaalf studenten")
        )

    def test_the_owners_get_one_letter_and_one_for_each_change_of_state(
        self, client, lead, neighbour, region, practice, address
    ):
        client.force_login(lead)
        send(client, address, changes="Anders", visibility="public")
        edit = reverse("knowledgebank:adoption_edit", args=["werkvloer", "twente"])

        send(client, edit, changes="Nog anders")
        send(client, edit, state="adopted")
        send(client, edit, state="exploring")
        send(client, edit, state="adopted")

        letters = list(Letter.objects.order_by("pk"))
        assert {letter.recipient for letter in letters} == {neighbour.email}
        assert [letter.subject for letter in letters] == [
            "Twente bouwt voort op: Leren op de werkvloer",
            *["Nieuwe stand bij Twente: Leren op de werkvloer"] * 3,
        ]
        assert len({letter.key for letter in letters}) == 4
        assert "/kennisbank/werkvloer/navolging/twente/" in letters[0].text

    def test_a_concept_is_told_when_it_is_opened(self, client, lead, neighbour, practice, address):
        client.force_login(lead)

        send(client, address, state="adopted")
        none_yet = Letter.objects.count()
        send(
            client, reverse("knowledgebank:adoption_edit", args=["werkvloer", "twente"]), visibility="network"
        )

        assert none_yet == 0
        assert Letter.objects.get().subject == "Twente bouwt voort op: Leren op de werkvloer"

    def test_a_practice_without_owner_is_of_the_national_team(self, client, lead, national):
        client.force_login(lead)
        practice = PracticeFactory()

        send(client, reverse("knowledgebank:adoption_add", args=[practice.slug]), visibility="public")

        assert Letter.objects.get().recipient == national.email

    def test_a_member_writes_a_concept_and_does_not_publish(self, client, member, region, practice, address):
        client.force_login(member)

        send(client, address, visibility="public")

        adoption = Adoption.objects.get()
        assert (adoption.region, adoption.owner, adoption.visibility) == (region, region, "concept")
        assert client.get(adoption.get_absolute_url()).status_code == 200
        client.logout()
        assert client.get(adoption.get_absolute_url()).status_code == 404

    def test_what_the_national_team_tells_of_a_region_it_keeps_itself(
        self, client, national, region, practice, address
    ):
        client.force_login(national)

        send(client, address, region=str(region.pk), visibility="public")

        adoption = Adoption.objects.get()
        assert (adoption.region, adoption.owner) == (region, None)


class TestOnce:
    def test_who_told_already_goes_on_with_that(self, client, lead, region, practice, address):
        client.force_login(lead)
        before = client.get(practice.get_absolute_url()).text
        assert form_on(client, address)["region"] == [str(region.pk)]
        AdoptionFactory(practice=practice, region=region, owner=region, visibility="concept")
        edit = reverse("knowledgebank:adoption_edit", args=["werkvloer", "twente"])

        after = client.get(practice.get_absolute_url()).text

        assert (address in before, edit in before) == (True, False)
        assert (address in after, edit in after) == (False, True)
        assert client.get(address)["Location"] == edit

    def test_the_national_team_and_another_region_may_still_tell(
        self, client, national, member, region, practice, address
    ):
        AdoptionFactory(practice=practice, region=RegionFactory(), owner=None)
        for who in (national, member):
            client.force_login(who)
            assert address in client.get(practice.get_absolute_url()).text
            assert client.get(address).status_code == 200

    def test_nobody_builds_on_the_own_practice(self, client, neighbour, practice, address):
        client.force_login(neighbour)

        assert address not in client.get(practice.get_absolute_url()).text


class TestRefusals:
    def test_a_region_does_not_follow_itself(self, client, neighbour, other_region, practice, address):
        client.force_login(neighbour)

        form = form_on(client, address)
        answer = client.post(address, {**form, "region": str(other_region.pk)})

        assert answer.status_code == 422
        assert Adoption.objects.count() == 0

    def test_nor_does_it_through_any_other_door(self, practice, other_region):
        adoption = Adoption(practice=practice, region=other_region)

        assert refused(adoption) == {"region": ["Dit is een voorbeeld van deze regio zelf."]}

    def test_a_region_follows_a_practice_once(self, client, lead, region, practice, address):
        client.force_login(lead)
        form = form_on(client, address)
        AdoptionFactory(practice=practice, region=region)

        answer = client.post(address, form)

        assert answer.status_code == 422
        assert Adoption.objects.count() == 1
        assert refused(Adoption(practice=practice, region=region)) == {
            "__all__": ["Deze regio staat al bij dit voorbeeld."]
        }

    def test_what_was_taken_away_may_be_told_anew(self, client, lead, region, practice, address):
        AdoptionFactory(practice=practice, region=region, hidden_at=timezone.now())
        client.force_login(lead)

        send(client, address)

        assert Adoption.objects.filter(hidden_at=None).count() == 1

    @pytest.mark.parametrize("state", [each for each in PracticeState if each not in ("published", "merged")])
    def test_what_is_not_published_is_not_followed(self, client, lead, neighbour, other_region, state):
        practice = PracticeFactory(owner=other_region, state=state, publish_at=soon(state))
        address = reverse("knowledgebank:adoption_add", args=[practice.slug])

        for who in (lead, neighbour):
            client.force_login(who)
            assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)

    def test_learning_from_who_learned_here_is_refused(self, practice):
        first = AdoptionFactory(practice=practice)
        second = AdoptionFactory(practice=practice, via=first)
        third = AdoptionFactory(practice=practice, via=second)

        first.via = third

        assert refused(first) == {"via": ["Kies een regio die hier al eerder op voortbouwde."]}

    def test_learning_at_another_practice_is_refused(self, practice):
        adoption = AdoptionFactory(practice=practice)
        adoption.via = AdoptionFactory()

        assert refused(adoption) == {"via": ["Kies een regio die hier al eerder op voortbouwde."]}

    def test_the_partnership_is_one_of_the_own_region(self, client, lead, practice, address, other_region):
        client.force_login(lead)
        PartnershipFactory(
            name="Leerhuis Limburg", owner=other_region, region=other_region, visibility="public"
        )

        form = form_on(client, address)
        answer = client.post(address, {**form, "partnership": "Leerhuis Limburg"})

        assert answer.status_code == 422
        assert "Kies een samenwerking van je eigen regio." in answer.text

    @pytest.mark.parametrize(
        ("who", "status"),
        [("member", 200), ("lead", 200), ("neighbour", 403), ("curator", 403), ("former_member", 403)],
    )
    def test_only_the_own_team_edits(self, client, request, region, practice, who, status):
        AdoptionFactory(practice=practice, region=region, owner=region)
        client.force_login(request.getfixturevalue(who))

        answer = client.get(reverse("knowledgebank:adoption_edit", args=["werkvloer", "twente"]))

        assert answer.status_code == status


def refused(adoption: Adoption) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        adoption.full_clean()
    return refusal.value.message_dict


def soon(state: str):
    return timezone.now() + datetime.timedelta(days=1) if state == PracticeState.APPROVED else None


class TestFamilyTree:
    def test_who_learned_where_and_what_grew_of_it(self, visitor, practice):
        first = AdoptionFactory(practice=practice, region__name="A", from_on="2020-01-01")
        AdoptionFactory(practice=practice, region__name="B", from_on="2021-01-01", via=first)
        house = PartnershipFactory()
        AdoptionFactory(practice=practice, region__name="C", from_on="2022-01-01", partnership=house)
        grown = PracticeFactory(title="Kind", partnership=house)
        AdoptionFactory(practice=grown, region__name="D")
        built = PracticeFactory(title="Kleinkind", builds_on=grown)
        AdoptionFactory(practice=built, region__name="E")

        assert shape_of(practice, visitor) == [
            (0, "A"), (1, "B"), (0, "C"), (1, "Kind"), (2, "D"), (2, "Kleinkind"), (3, "E"),
        ]  # fmt: skip

    def test_a_ring_of_practices_and_of_regions_ends(self, visitor, practice):
        one, two = PartnershipFactory(), PartnershipFactory()
        Practice.objects.filter(pk=practice.pk).update(partnership=one)
        practice.refresh_from_db()
        other = PracticeFactory(title="Ander", partnership=two)
        AdoptionFactory(practice=practice, region__name="A", partnership=two)
        AdoptionFactory(practice=other, region__name="B", partnership=one)
        first = AdoptionFactory(practice=other, region__name="C")
        second = AdoptionFactory(practice=other, region__name="D", via=first)
        Adoption.objects.filter(pk=first.pk).update(via=second)

        assert shape_of(practice, visitor) == [(0, "A"), (1, "Ander"), (2, "B"), (2, "C"), (3, "D")]

    def test_a_hundred_generations_are_a_page(self, client, practice):
        via = None
        for number in range(100):
            via = AdoptionFactory(practice=practice, via=via, region__name=f"Generatie {number}")

        answer = client.get(practice.get_absolute_url())

        assert "Generatie 99" in answer.text
        assert [node.depth for node in answer.context_data["navolging"].nodes] == list(range(100))
        assert answer.text.count("<ul") == answer.text.count("</ul>")

    def test_what_may_not_be_seen_is_neither_counted_nor_drawn(self, visitor, lead, region, practice):
        secret = RegionFactory(visibility="concept", name="Stil land")
        AdoptionFactory(practice=practice, region=secret)
        AdoptionFactory(practice=practice, visibility="concept", region=region, owner=region)
        AdoptionFactory(practice=practice, hidden_at=timezone.now())
        hidden = PracticeFactory(title="Verborgen", builds_on=practice, visibility="concept")
        PracticeFactory(title="Achter verborgen", builds_on=hidden)
        PracticeFactory(title="Ontwerp", builds_on=practice, state=PracticeState.DRAFT)
        quiet = PartnershipFactory(visibility="concept")
        AdoptionFactory(practice=practice, region__name="Zichtbaar", partnership=quiet)
        PracticeFactory(title="Via stil", partnership=quiet)

        shown, own = navolging_of(practice, visitor), navolging_of(practice, lead)

        assert ([node.title for node in shown.nodes], shown.count) == (["Zichtbaar"], 1)
        assert ({node.title for node in own.nodes}, own.count) == ({"Zichtbaar", "Twente"}, 2)

    def test_who_stopped_stays_in_the_tree_and_is_not_counted(self, visitor, practice):
        AdoptionFactory(practice=practice, region__name="A", state=AdoptionState.STOPPED)

        navolging = navolging_of(practice, visitor)

        assert (navolging.count, [node.status for node in navolging.nodes]) == (0, ["gestopt"])
        assert navolging.areas == []

    def test_the_map_shows_provinces_and_where_it_began(self, visitor, other_region):
        place = PlaceFactory(latitude=50.99, longitude=5.84)
        practice = PracticeFactory(place=place)
        AdoptionFactory(
            practice=practice,
            region__name="Overijssel",
            region__province=ProvinceFactory(code="PV23", name="Overijssel"),
        )
        AdoptionFactory(practice=practice, region__name="Nergens")

        navolging = navolging_of(practice, visitor)

        assert [(area["code"], area["text"]) for area in navolging.areas] == [("PV23", "Overijssel")]
        assert [(each.adoption.region.name, each.codes) for each in navolging.followers] == [
            ("Overijssel", "PV23"), ("Nergens", ""),
        ]  # fmt: skip
        assert [(marker["lat"], marker["label"]) for marker in navolging.markers] == [(50.99, place.name)]

    @pytest.mark.parametrize("count", [1, 9])
    def test_costs_three_queries(self, visitor, practice, count, django_assert_num_queries):
        for _number in range(count):
            house = PartnershipFactory()
            AdoptionFactory(practice=practice, partnership=house)
            AdoptionFactory(practice=PracticeFactory(partnership=house))

        with django_assert_num_queries(3):
            navolging_of(practice, visitor)


class TestPages:
    def test_an_adoption_has_a_page_like_any_record(self, client, practice):
        via = AdoptionFactory(practice=practice, region__name="Drenthe", region__slug="drenthe")
        adoption = AdoptionFactory(
            practice=practice, region__slug="gelre", via=via, changes="Korter", state="adapted"
        )

        page = client.get(adoption.get_absolute_url()).text
        back = client.get(via.get_absolute_url()).text

        assert all(
            text in page
            for text in ("Korter", "aangepast overgenomen", "Leren op de werkvloer", via.get_absolute_url())
        )
        assert adoption.get_absolute_url() in back

    def test_the_list_counts_and_filters(self, client, practice):
        AdoptionFactory(practice=practice, region__name="Drenthe", region__slug="drenthe", state="adopted")
        AdoptionFactory(practice__kind="programme", region__name="Zeeland", region__slug="zeeland")
        AdoptionFactory(state="stopped", region__visibility="concept")

        everything = client.get(LIST)
        by_state = client.get(LIST, {"state": "adopted"})
        by_kind = client.get(LIST, {"kind": "programme"})
        by_region = client.get(LIST, {"region": "zeeland"})

        assert everything.context_data["totals"] == {
            "adoptions": 2,
            "practices": 2,
            "regions": 2,
            "stopped": 0,
        }
        assert regions_on(everything) == {"Drenthe", "Zeeland"}
        assert (regions_on(by_state), regions_on(by_kind)) == ({"Drenthe"}, {"Zeeland"})
        assert regions_on(by_region) == {"Zeeland"}

    def test_the_list_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)
        AdoptionFactory(via=AdoptionFactory(), partnership=PartnershipFactory())
        one = queries_of(client, LIST)

        for _number in range(2):
            AdoptionFactory(via=AdoptionFactory(), partnership=PartnershipFactory())

        assert (queries_of(client, LIST), one <= 12) == (one, True)

    def test_curators_see_what_nobody_follows(self, client, curator, lead):
        old = timezone.localdate() - datetime.timedelta(days=400)
        PracticeFactory(title="Niemand", published_on=old)
        PracticeFactory(title="Nieuw", published_on=timezone.localdate())
        for title, more in {
            "Gevolgd": {}, "Gestopt": {"state": "stopped"}, "Concept": {"visibility": "concept"},
            "Weg": {"hidden_at": timezone.now()}, "Regio weg": {"region__hidden_at": timezone.now()},
        }.items():  # fmt: skip
            AdoptionFactory(practice__title=title, practice__published_on=old, **more)
        address = f"{reverse('knowledgebank:curated_list')}?toon=ongebruikt"
        client.force_login(lead)
        refused = client.get(address).status_code
        client.force_login(curator)

        answer = client.get(address)

        assert refused == 403
        titles = {each.title for each in answer.context_data["page"]}
        assert titles == {"Niemand", "Gestopt", "Concept", "Weg", "Regio weg"}
        assert address in client.get(LIST).text

    def test_a_hidden_adoption_is_gone_and_its_history_tells(self, client, lead, region, practice):
        adoption = AdoptionFactory(practice=practice, region=region, owner=region)
        by = Actor("page", lead)
        change_record(adoption, Change({"state": "adopted"}), by=by)
        hide_record(adoption, by=by)

        answer = client.get(adoption.get_absolute_url())

        assert answer.status_code == 404
        assert set(Event.objects.filter(record=adoption.uuid).values_list("kind", flat=True)) == {
            "adoption.changed", "adoption.hidden",
        }  # fmt: skip


def test_who_works_in_two_regions_chooses_which(client, lead, region, practice, address):
    second = RegionFactory(name="Achterhoek", slug="achterhoek")
    MembershipFactory(user=lead, region=second, role=Role.MEMBER)
    client.force_login(lead)

    send(client, address, region=str(second.pk))

    adoption = Adoption.objects.get()
    assert (adoption.region, adoption.owner) == (second, second)


def regions_on(answer) -> set[str]:
    return {each.region.name for each in answer.context_data["page"]}


def test_the_list_of_practices_counts_who_follows(client, practice):
    AdoptionFactory(practice=practice)
    AdoptionFactory(practice=practice)
    AdoptionFactory(practice=practice, state="stopped")
    AdoptionFactory(practice=practice, region__visibility="concept")
    PracticeFactory()

    answer = client.get(reverse("knowledgebank:practice_list"))

    assert sorted(each.follower_count for each in answer.context_data["page"]) == [0, 2]
    assert "nagevolgd door 2 regio’s" in answer.text


def test_a_region_shows_what_it_follows_and_who_follows_it(client, region, other_region, practice):
    AdoptionFactory(practice=practice, region=region)
    AdoptionFactory(practice=practice, region__visibility="concept")

    follows = client.get(region.get_absolute_url()).context_data["sections"]
    followed = client.get(other_region.get_absolute_url()).context_data["sections"]

    assert [row.url for row in follows["adoptions"].rows] == ["/kennisbank/werkvloer/navolging/twente/"]
    assert [(row.label, row.note) for row in followed["followers"].rows] == [
        ("Twente", "Leren op de werkvloer")
    ]
    assert (follows["followers"].rows, followed["adoptions"].rows) == ([], [])
