"""Which messages there are: one for each webhook that wants a line of the feed and may know of it."""

import datetime
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from industriecoalitie.api.actions import settle
from industriecoalitie.api.models import FeedEvent
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Audience, Visibility
from industriecoalitie.history.recording import Change, change_record, hide_record
from industriecoalitie.tokens.actions import make_token
from industriecoalitie.webhooks.actions import endpoints
from industriecoalitie.webhooks.actions.fanning import forget_old, send_again_since, share_out
from industriecoalitie.webhooks.models import Cursor, Delivery
from tests.factories.accounts import UserFactory
from tests.factories.partnerships import PartnershipFactory
from tests.factories.tokens import token_for
from tests.factories.webhooks import working

pytestmark = pytest.mark.django_db
URL = "https://hooks.school.nl/portaal"
PUBLIC, NETWORK, KEPT = Audience


def happens(verb="changed", before=PUBLIC, after=PUBLIC, collection="partnerships", **values) -> FeedEvent:
    """Put a line in the feed, as a change does."""
    known = {
        "record": uuid.uuid4(),
        "object_id": 0,
        "key": "x",
        "version": 2,
        "is_public": PUBLIC in (before, after),
    }
    return FeedEvent.objects.create(
        verb=verb, before=before, after=after, collection=collection, **(known | values)
    )


def told(endpoint) -> list[tuple[str, str]]:
    return list(Delivery.objects.filter(endpoint=endpoint).order_by("event").values_list("type", "message"))


def types(endpoint) -> list[str]:
    return [each for each, _message in told(endpoint)]


def test_each_line_becomes_one_message_with_the_identifier_of_the_feed(owner):
    endpoint, _secret = working(URL, owner)
    event = happens(key="techniek-twente")

    share_out()
    Cursor.objects.update(place=0)
    share_out()

    event.refresh_from_db()
    delivery = Delivery.objects.get()
    assert told(endpoint) == [("partnerships.changed", str(event.place))]
    assert delivery.body["type"] == "partnerships.changed"
    assert delivery.body["timestamp"].endswith("Z")
    assert delivery.body["data"] == {
        "id": str(event.place),
        "type": "changed",
        "collection": "partnerships",
        "record": str(event.record),
        "href": "http://localhost:8000/api/v1/partnerships/techniek-twente",
        "version": 2,
        "isGone": False,
        "successor": None,
        "happenedAt": delivery.body["timestamp"],
    }


def test_what_happened_before_the_first_webhook_is_not_told():
    happens()
    settle()

    endpoint, _secret = working(URL)
    share_out()

    assert told(endpoint) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told():
    endpoint, _secret = working(URL)
    with transaction.atomic():
        happens()
        transaction.set_rollback(True)
    kept = happens()

    share_out()

    assert [delivery.record for delivery in Delivery.objects.all()] == [kept.record]
    assert types(endpoint) == ["partnerships.changed"]


@pytest.mark.parametrize(
    ("before", "after", "visitor", "network"),
    [
        (None, PUBLIC, ["created"], ["created"]),
        (PUBLIC, PUBLIC, ["changed"], ["changed"]),
        (NETWORK, PUBLIC, ["created"], ["changed"]),
        (PUBLIC, NETWORK, ["deleted"], ["changed"]),
        (PUBLIC, None, ["deleted"], ["deleted"]),
        (NETWORK, NETWORK, [], ["changed"]),
        (NETWORK, None, [], ["deleted"]),
        (KEPT, KEPT, [], []),
        (KEPT, NETWORK, [], ["created"]),
        (NETWORK, KEPT, [], ["deleted"]),
    ],
)
def test_a_webhook_is_told_what_its_reader_could_or_can_see(before, after, visitor, network):
    owner = UserFactory()
    public, _secret = working(URL, owner)
    shared = {}
    for scopes in (("webhooks",), ("webhooks", "read:network")):
        token, _text = token_for(owner, *scopes)
        shared[scopes], _ = endpoints.make_endpoint(owner, {"url": URL}, by=token.actor(), token=token)
    happens("created" if before is None else "changed", before, after)

    share_out()

    assert types(public) == [f"partnerships.{verb}" for verb in visitor]
    assert types(shared[("webhooks",)]) == [f"partnerships.{verb}" for verb in visitor]
    assert types(shared["webhooks", "read:network"]) == [f"partnerships.{verb}" for verb in network]


def test_a_lead_is_told_of_the_concepts_of_the_own_region_and_of_no_other(lead, neighbour, region):
    record = PartnershipFactory(owner=region, visibility=Visibility.CONCEPT)
    mine, _secret = working(URL, lead)
    theirs, _secret = working(URL, neighbour)
    happens(before=KEPT, after=KEPT, record=record.uuid, object_id=record.pk)

    share_out()

    assert (types(mine), types(theirs)) == (["partnerships.changed"], [])
    assert not Delivery.objects.get().is_public


def test_verbs_and_collections_are_asked_for(owner):
    every, _secret = working(URL, owner)
    asked, _secret = working(
        URL, owner, verbs=["created", "deleted"], collections=["practices", "partnerships"]
    )
    happens("created", None, PUBLIC)
    happens("changed")
    happens("deleted", PUBLIC, None, "practices")
    happens("created", None, PUBLIC, "modules")

    share_out()

    assert types(asked) == ["partnerships.created", "practices.deleted"]
    assert len(types(every)) == 4


def test_regions_and_filters_narrow_and_what_left_is_told_too(owner, region, other_region):
    here = PartnershipFactory(owner=region, visibility=Visibility.PUBLIC)
    here.regions.add(region) if hasattr(here, "regions") else None
    elsewhere = PartnershipFactory(owner=other_region, visibility=Visibility.PUBLIC)
    narrowed, _secret = working(URL, owner, filters={"partnerships": "owner=twente"})
    for record in (here, elsewhere):
        happens(record=record.uuid, object_id=record.pk, key=record.slug)
    gone = happens("deleted", PUBLIC, None)

    share_out()
    first = set(Delivery.objects.filter(endpoint=narrowed).values_list("record", flat=True))
    type(here).objects.filter(pk=here.pk).update(owner=other_region)
    happens(record=here.uuid, object_id=here.pk, key=here.slug)
    share_out()

    assert first == {here.uuid, gone.record}
    assert Delivery.objects.filter(endpoint=narrowed, record=here.uuid).count() == 2


def test_a_region_narrows_collections_that_know_regions(owner, region, other_region):
    twente, _secret = working(URL, owner, regions=["twente"])
    happens(collection="regions", record=region.uuid, object_id=region.pk)
    happens(collection="regions", record=other_region.uuid, object_id=other_region.pk)
    happens(collection="concepts", record=uuid.uuid4())

    share_out()

    assert set(Delivery.objects.filter(endpoint=twente).values_list("record", flat=True)) == {region.uuid}


def test_a_webhook_that_is_out_gets_nothing_until_it_asks_for_what_it_missed(owner, by):
    endpoint, _secret = working(URL, owner)
    happens()
    share_out()
    endpoints.change_endpoint(endpoint, {"is_active": False}, by=by)
    missed = happens()
    share_out()
    before = types(endpoint)
    endpoint = endpoints.change_endpoint(endpoint, {"is_active": True}, by=by)

    number = send_again_since(endpoint, timezone.now() - datetime.timedelta(minutes=5))

    assert len(before) == 1
    assert number == 2
    assert Delivery.objects.filter(endpoint=endpoint, record=missed.record).count() == 1
    assert len(types(endpoint)) == 2


def test_a_token_that_ended_is_told_nothing_and_its_successor_goes_on(owner):
    token, _text = token_for(owner, "webhooks")
    endpoint, _secret = endpoints.make_endpoint(owner, {"url": URL}, by=token.actor(), token=token)
    type(token).objects.filter(pk=token.pk).update(revoked_at=timezone.now())
    happens()
    share_out()
    before = types(endpoint)
    successor, _text = make_token(owner, "Nieuwe", ["webhooks"], by=Actor(door="page", user=owner))
    type(token).objects.filter(pk=successor.pk).update(replaces=token)
    happens()
    share_out()

    assert (before, types(endpoint)) == ([], ["partnerships.changed"])


def test_from_a_real_change_to_a_message(owner, region, lead):
    endpoint, _secret = working(URL, owner)
    record = PartnershipFactory(owner=region, visibility=Visibility.PUBLIC)
    actor = Actor(door="page", user=lead)

    change_record(record, Change({"summary": "Anders"}), by=actor)
    share_out()
    hide_record(record, by=actor)
    share_out()

    mine = Delivery.objects.filter(endpoint=endpoint, record=record.uuid).order_by("event")
    assert [delivery.type.partition(".")[2] for delivery in mine][-2:] == ["changed", "deleted"]
    assert [delivery.body["data"]["isGone"] for delivery in mine][-2:] == [False, True]


def test_the_log_is_kept_for_thirty_days(owner):
    endpoint, _secret = working(URL, owner)
    for days in (29, 31, 31):
        delivery = endpoints.send_test(endpoint)
        moment = timezone.now() - datetime.timedelta(days=days)
        Delivery.objects.filter(pk=delivery.pk).update(created_at=moment, delivered_at=moment)
    Delivery.objects.filter(pk=delivery.pk).update(delivered_at=None)

    assert forget_old() == 1
    assert Delivery.objects.count() == 2
