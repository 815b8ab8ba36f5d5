"""The pages of collections."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.notifications.models import Event
from knowledgebank.models import Collection
from tests.factories.knowledgebank import CollectionFactory, CollectionItemFactory, PracticeFactory
from tests.factories.regions import RegionFactory
from tests.forms import filled_in

from .states import in_every_state

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def filled_collection(practices: int, **fields):
    collection = CollectionFactory(**fields)
    for _number in range(practices):
        CollectionItemFactory(collection=collection, practice=PracticeFactory(region=RegionFactory()))
    return collection


class TestList:
    def test_shows_who_may_see_what_with_the_examples_that_person_may_read(self, client, lead, curator):
        public, network = CollectionFactory(title="Openbaar"), CollectionFactory(visibility="network")
        concept = CollectionFactory(visibility="concept")
        CollectionFactory(hidden_at="2026-01-01T00:00:00Z")
        practices = in_every_state()
        for practice in practices.values():
            CollectionItemFactory(collection=public, practice=practice)

        found = {}
        for name, user in (("visitor", None), ("lead", lead), ("curator", curator)):
            if user:
                client.force_login(user)
            page = client.get(reverse("knowledgebank:collection_list"))
            found[name] = {each.title: each.practice_count for each in page.context["page"]}

        assert found == {
            "visitor": {"Openbaar": 1},
            "lead": {"Openbaar": 2, network.title: 0},
            # The curator judges all but what was taken away; a draft beside another is no second line.
            "curator": {"Openbaar": 6, network.title: 0, concept.title: 0},
        }

    def test_asks_as_much_for_three_as_for_one(self, client, curator):
        client.force_login(curator)
        filled_collection(1)
        one = queries_of(client, reverse("knowledgebank:collection_list"))
        for _number in range(2):
            filled_collection(3)

        assert queries_of(client, reverse("knowledgebank:collection_list")) == one <= MOST_QUERIES


class TestDetail:
    def test_leaves_out_what_a_reader_may_not_see(self, client):
        collection = CollectionFactory(introduction="Over **robots**.")
        practices = in_every_state()
        for practice in practices.values():
            CollectionItemFactory(collection=collection, practice=practice, note=f"Let op {practice.slug}")

        page = client.get(collection.get_absolute_url())

        body = page.content.decode()
        assert [item.practice for item in page.context["items"]] == [practices["published"]]
        assert "<strong>robots</strong>" in body
        assert [slug for slug in (each.slug for each in practices.values()) if f"/{slug}/" in body] == [
            "published"
        ]

    def test_keeps_the_order_of_the_curator(self, client):
        collection = CollectionFactory()
        last = CollectionItemFactory(collection=collection, order=2)
        first = CollectionItemFactory(collection=collection, order=1)

        page = client.get(collection.get_absolute_url())

        assert page.context["items"] == [first, last]

    @pytest.mark.parametrize(
        "fields",
        [{"visibility": "concept"}, {"visibility": "network"}, {"hidden_at": "2026-01-01T00:00:00Z"}],
    )
    def test_is_as_absent_as_what_never_was(self, client, fields):
        collection = CollectionFactory(**fields)

        found = client.get(collection.get_absolute_url())
        never = client.get(reverse("knowledgebank:collection_detail", args=["bestaat-niet"]))

        assert (found.status_code, never.status_code) == (404, 404)
        assert found.content.replace(collection.slug.encode(), b"bestaat-niet") == never.content

    def test_asks_as_much_for_three_as_for_one(self, client, curator):
        client.force_login(curator)
        one = queries_of(client, filled_collection(1).get_absolute_url())

        assert queries_of(client, filled_collection(3).get_absolute_url()) == one <= MOST_QUERIES


class TestEditing:
    def test_a_curator_adds_one_by_name_and_it_has_a_history(self, client, curator):
        client.force_login(curator)
        robot, weld = PracticeFactory(title="Robots in de klas"), PracticeFactory(title="Lassen met licht")
        address = reverse("knowledgebank:collection_add")
        values = filled_in(client.get(address).content.decode(), "bewerken")
        values |= {
            "title": ["Techniek van nu"], "summary": ["Twee verhalen"], "introduction": ["Lees **dit**"], "visibility": ["public"],
            "items-TOTAL_FORMS": ["2"], "items-0-practice": ["Robots in de klas"], "items-0-note": ["Goed begin"],
            "items-1-practice": ["Lassen met licht"], "items-1-note": [""], "items-1-uuid": [""],
        }  # fmt: skip

        answer = client.post(address, values)

        collection = Collection.objects.get()
        assert answer["Location"] == "/kennisbank/collecties/techniek-van-nu/"
        assert list(collection.items.order_by("order").values_list("practice", "note", "order")) == [
            (robot.pk, "Goed begin", 1), (weld.pk, "", 2),
        ]  # fmt: skip
        assert list(Event.objects.values_list("kind", "record")) == [("collection.added", collection.uuid)]
        history = client.get(reverse("history:record_history", args=["collectie", collection.uuid]))
        assert "Robots in de klas" in history.content.decode()

    def test_a_name_that_a_draft_has_too_means_the_published_practice(self, client, curator):
        client.force_login(curator)
        practices = in_every_state()
        collection = CollectionFactory(title="Een")
        address = reverse("knowledgebank:collection_edit", args=[collection.slug])
        values = filled_in(client.get(address).content.decode(), "bewerken")
        values |= {
            "items-TOTAL_FORMS": ["1"],
            "items-0-practice": [practices["published"].title],
            "items-0-uuid": [""],
        }

        client.post(address, values)

        assert [item.practice for item in collection.items.all()] == [practices["published"]]

    def test_only_curators(self, client, lead, national):
        collection = CollectionFactory()
        add, edit = (
            reverse("knowledgebank:collection_add"),
            reverse("knowledgebank:collection_edit", args=[collection.slug]),
        )

        for user in (lead, national):
            client.force_login(user)
            assert [client.get(add).status_code, client.get(edit).status_code] == [403, 403]
            assert [client.post(add).status_code, client.post(edit).status_code] == [403, 403]
