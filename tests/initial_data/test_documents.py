"""The finished documents of the initial data: one for every record, equal to what is made for who asks."""

import pytest

from industriecoalitie.api import actions
from industriecoalitie.api.addresses import collections
from industriecoalitie.api.models import ApiDocument, FeedEvent


def walk(client, collection: str) -> list[tuple[bytes, str]]:
    """Return the answers and ETags of all pages of a collection."""
    found, cursor = [], {}
    while True:
        answer = client.get(f"/api/v1/{collection}", {"limit": 200} | cursor)
        found.append((answer.content, answer["ETag"]))
        if answer.json()["next"] is None:
            return found
        cursor = {"cursor": answer.json()["next"]}


def test_loading_makes_every_document_and_tells_the_feed_of_each():
    records = sum(viewset.queryset.model.objects.count() for viewset in collections().values())

    assert ApiDocument.objects.count() == FeedEvent.objects.count() == records > 1_400
    assert list(actions.differences()) == []


@pytest.mark.parametrize("collection", sorted(collections()))
def test_a_finished_answer_is_to_the_byte_the_one_that_is_made(client, collection):
    finished = walk(client, collection)
    ApiDocument.objects.all().delete()

    assert walk(client, collection) == finished
