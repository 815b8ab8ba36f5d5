"""Every collection: reading, rights, and how many queries that takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from industriecoalitie import router
from industriecoalitie.api.serializers import attributes, expandable

from .rows import MAKERS, key_of

COLLECTIONS = {viewset.collection: viewset for viewset in router.RECORDS}
pytestmark = pytest.mark.django_db


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, answer.content[:500]
    return len(queries)


def test_every_collection_has_a_maker_of_rows():
    assert set(MAKERS) == set(COLLECTIONS)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_list_and_item_show_the_same_record(client, collection):
    record = MAKERS[collection]()

    listed = client.get(f"/api/v1/{collection}?limit=200").json()["items"]
    by_key = client.get(f"/api/v1/{collection}/{key_of(collection, record)}")
    by_uuid = client.get(f"/api/v1/{collection}/{record.uuid}")

    assert by_key.status_code == 200, by_key.content
    assert by_key.json() == by_uuid.json()
    assert by_key.json() in listed
    assert list(by_key.json()) == list(attributes(COLLECTIONS[collection].serializer_class))
    assert by_key.json()["id"] == str(record.uuid)
    assert [source["line"] for source in by_key.json()["sources"]] == [12]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_list_query_count(client, collection):
    MAKERS[collection]()
    one = queries_of(client, f"/api/v1/{collection}")
    MAKERS[collection]()
    MAKERS[collection]()

    three = queries_of(client, f"/api/v1/{collection}")

    assert three == one
    assert three <= 12


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_item_query_count(client, collection):
    record = MAKERS[collection]()

    count = queries_of(client, f"/api/v1/{collection}/{key_of(collection, record)}")

    assert count <= 12


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_all_references_open(client, collection):
    record = MAKERS[collection]()
    address = f"/api/v1/{collection}/{record.uuid}"
    plain = client.get(address).json()

    for path in expandable(COLLECTIONS[collection].serializer_class):
        opened = client.get(f"{address}?expand={path}")

        assert opened.status_code == 200, path
        for before, after in zip(mentions(plain, path), mentions(opened.json(), path), strict=True):
            assert after["id"] == before["id"]
            assert after["href"] == before["href"]
            assert "updatedAt" in after, path


def mentions(record: dict, path: str) -> list[dict]:
    """Return what stands at a path, as a list."""
    found = [record]
    for name in path.split("."):
        values = [item[name] for item in found if item[name] is not None]
        found = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return found


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_hidden_and_unknown_records_answer_alike(client, collection):
    record = MAKERS[collection]()
    rows = type(record).objects.filter(pk=record.pk)
    unknown = client.get(f"/api/v1/{collection}/00000000-0000-4000-8000-000000000000")
    ways = [
        {"visibility": "concept"},
        {"visibility": "network"},
        {"visibility": "public", "hidden_at": "2026-01-01T00:00Z"},
    ]

    for hidden in ways:
        rows.update(**hidden)
        answers = [
            client.get(f"/api/v1/{collection}/{key}") for key in (key_of(collection, record), record.uuid)
        ]
        listed = client.get(f"/api/v1/{collection}?limit=200&count=true").json()

        assert unknown.status_code == 404
        assert [(answer.status_code, answer.content) for answer in answers] == [(404, unknown.content)] * 2
        assert str(record.uuid) not in [item["id"] for item in listed["items"]]
        assert listed["total"] == len(listed["items"])
