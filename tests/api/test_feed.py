"""The change feed: every change in the order of the commits, nothing skipped, and for each reader only what it may see."""

import datetime
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from industriecoalitie.api import actions, feed
from industriecoalitie.api.models import FeedEvent
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Visibility
from industriecoalitie.history.recording import Change, add_record, change_record, hide_record, restore_record
from industriecoalitie.history.undoing import undo
from partnerships.models import Partnership
from regions.actions.merging import merge_organisations
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.partnerships import InstrumentFactory, PartnerFactory, PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.factories.tokens import token_for
from tests.indexing import indexed

BY = Actor("command")


def ask(client, text: str, **query):
    return client.get("/api/v1/events", query, headers={"authorization": f"Bearer {text}"})


def told(client, text: str, limit: int = 2, **query) -> list[tuple[str, str]]:
    """Return what the feed tells a token, through all its pages: type and key of each line."""
    found = []
    while True:
        answer = ask(client, text, limit=limit, **query)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        found += [(line["type"], line["href"].rpartition("/")[2]) for line in page["items"]]
        query["after"] = page["next"]
        if not page["hasMore"]:
            return found


@pytest.fixture
def text(admin_user) -> str:
    return token_for(admin_user, "events")[1]


@pytest.fixture
def network(admin_user) -> str:
    return token_for(admin_user, "events", "read:network")[1]


@pytest.fixture
def partnership(region):
    """A public partnership of Twente, with its document; the feed is empty."""
    record = PartnershipFactory(slug="samen", name="Samen", owner=region, region=region)
    actions.rebuild()
    assert not FeedEvent.objects.exists()
    return record


@pytest.mark.django_db
def test_a_life_is_told_from_birth_to_end_and_back(client, text, region):
    record = add_record(InstrumentFactory.build(slug="nieuw", owner=region), Change(), by=BY)
    record = change_record(record, Change({"summary": "Samen leren."}), by=BY)
    record = hide_record(record, by=BY)
    restore_record(record, by=BY)

    assert told(client, text, collection="instruments") == [
        ("created", "nieuw"), ("changed", "nieuw"), ("deleted", "nieuw"), ("restored", "nieuw"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_concept_is_unknown_until_it_is_published_and_gone_when_it_is_withdrawn(
    client, text, network, region
):
    record = PartnershipFactory(
        slug="geheim", name="Geheim", owner=region, region=region, visibility=Visibility.CONCEPT
    )
    actions.rebuild()
    record = change_record(record, Change({"summary": "Nog niet."}), by=BY)
    assert (
        told(client, text, collection="partnerships"),
        told(client, network, collection="partnerships"),
    ) == ([], [])

    record = change_record(record, Change({"visibility": Visibility.NETWORK}), by=BY)
    record = change_record(record, Change({"visibility": Visibility.PUBLIC}), by=BY)
    change_record(record, Change({"visibility": Visibility.CONCEPT}), by=BY)

    assert told(client, text, collection="partnerships") == [("published", "geheim"), ("deleted", "geheim")]
    assert told(client, network, collection="partnerships") == [
        ("published", "geheim"), ("changed", "geheim"), ("deleted", "geheim"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_who_writes_for_a_region_is_told_of_its_concepts_and_of_no_others(client, lead, region, other_region):
    text = token_for(lead, "events", "write:partnerships")[1]
    for owner in (region, other_region):
        PartnershipFactory(slug=f"in-{owner.slug}", owner=owner, region=owner, visibility=Visibility.CONCEPT)
    actions.rebuild()
    for record in Partnership.objects.all():
        change_record(record, Change({"summary": "Concept."}), by=BY)

    assert told(client, text, collection="partnerships") == [("changed", "in-twente")]

    hide_record(Partnership.objects.get(slug="in-twente"), by=BY)
    assert told(client, text, collection="partnerships")[-1] == ("deleted", "in-twente")


@pytest.mark.django_db
def test_a_new_name_is_told_of_all_that_show_it_and_of_nothing_else(client, text, partnership):
    organisation = OrganisationFactory(slug="firda", name="Firda")
    PartnerFactory(partnership=partnership, organisation=organisation)
    PartnershipFactory(slug="ander")
    actions.rebuild()
    FeedEvent.objects.all().delete()

    change_record(organisation, Change({"name": "Firda nieuw"}), by=BY)

    assert sorted(told(client, text)) == [("changed", "firda"), ("changed", "samen")]


@pytest.mark.django_db
def test_a_change_that_a_visitor_does_not_see_is_told_to_the_network_alone(
    client, text, network, partnership
):
    hidden = OrganisationFactory(slug="stil", name="Stil", visibility=Visibility.NETWORK)
    PartnerFactory(partnership=partnership, organisation=hidden)
    actions.rebuild()
    FeedEvent.objects.all().delete()

    change_record(hidden, Change({"name": "Stiller"}), by=BY)

    assert told(client, text) == []
    assert sorted(told(client, network)) == [("changed", "samen"), ("changed", "stil")]


@pytest.mark.django_db
def test_a_merger_names_what_became_of_it_and_undoing_it_brings_it_back(client, text, admin_user):
    kept, gone = OrganisationFactory(slug="kept", name="Kept"), OrganisationFactory(slug="gone", name="Gone")
    actions.rebuild()

    merge_organisations(kept, gone, by=Actor("page", user=admin_user))
    page = ask(client, text).json()["items"]
    merged = next(line for line in page if line["record"] == str(gone.uuid))

    assert (merged["type"], merged["isGone"], merged["successor"]) == ("merged", True, str(kept.uuid))

    undo(FeedEvent.objects.get(record=gone.uuid).change_set, by=Actor("page", user=admin_user))
    assert told(client, text)[-1] in {("restored", "gone"), ("changed", "kept")}
    assert ("restored", "gone") in told(client, text)


@pytest.mark.django_db
def test_the_feed_is_read_from_a_cursor_on_and_refuses_what_is_no_cursor(client, text, partnership):
    latest = ask(client, text, after="latest").json()
    assert (latest["items"], latest["hasMore"]) == ([], False)
    partnership = change_record(partnership, Change({"summary": "Een"}), by=BY)
    first = ask(client, text, after=latest["next"]).json()
    change_record(partnership, Change({"summary": "Twee"}), by=BY)
    second = ask(client, text, after=first["next"]).json()

    assert [line["version"] for page in (first, second) for line in page["items"]] == [2, 3]
    assert ask(client, text, after=second["next"]).json()["items"] == []
    for wrong in ("1", "x.y", latest["next"] + "a"):
        answer = ask(client, text, after=wrong)
        assert (answer.status_code, answer.json()["invalidParams"][0]["name"]) == (400, "after")


@pytest.mark.django_db
def test_what_is_forgotten_is_told_as_gone_and_the_last_line_stays(client, text, partnership):
    first = ask(client, text, after="latest").json()["next"]
    for word in ("een", "twee", "drie"):
        partnership = change_record(partnership, Change({"summary": word}), by=BY)
    after_one = ask(client, text, limit=1).json()["next"]
    FeedEvent.objects.filter(version__lte=3).update(happened_at=timezone.now() - datetime.timedelta(days=401))
    assert actions.forget_events() == 2

    assert ask(client, text, after=after_one).status_code == 410
    assert ask(client, text, after=first).status_code == 200  # the beginning, where nothing was read yet
    FeedEvent.objects.update(happened_at=timezone.now() - datetime.timedelta(days=401))
    assert actions.forget_events() == 0
    assert feed.last_place() == 3


@pytest.mark.django_db
def test_a_cursor_from_beyond_the_end_is_refused(client, text, partnership):
    change_record(partnership, Change({"summary": "Een"}), by=BY)
    cursor = ask(client, text).json()["next"]
    FeedEvent.objects.update(place=None)
    FeedEvent.objects.all().delete()

    assert ask(client, text, after=cursor).status_code == 410


@pytest.mark.django_db
def test_the_feed_is_for_tokens_with_its_scope(client, admin_user, lead):
    assert client.get("/api/v1/events").status_code == 401
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/events").status_code == 401
    client.logout()
    answer = ask(client, token_for(admin_user, "read:network")[1])
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


@pytest.mark.django_db
def test_a_page_of_the_feed_takes_as_many_queries_however_long(client, text, network, region):
    for number in range(6):
        record = PartnershipFactory(slug=f"nr-{number}", owner=region, region=region)
        actions.rebuild()
        change_record(record, Change({"summary": "Nieuw."}), by=BY)
    for each in (text, network):
        counts = []
        for limit in (1, 5):
            ask(client, each, limit=limit)
            with CaptureQueriesContext(connection) as queries:
                assert len(ask(client, each, limit=limit).json()["items"]) == limit
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 6


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_late_comes_after_the_cursor_that_was_given_before_it():
    early, late = PartnershipFactory(slug="vroeg"), PartnershipFactory(slug="laat")
    indexed(early, late)
    actions.rebuild()
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                change_record(late, Change({"summary": "Begon eerder."}), by=BY)
                written.set()
                go_on.wait(30)
        finally:
            connection.close()

    def read(place: int) -> tuple[list[str], int]:
        actions.settle()
        lines, end, _more = feed.read(lambda _name: AnonymousUser(), place, 10)
        return [line.event.key for line in lines], end

    thread = threading.Thread(target=slow)
    thread.start()
    try:
        assert written.wait(30)
        change_record(early, Change({"summary": "Klaar."}), by=BY)
        first, place = read(0)
    finally:
        go_on.set()
        thread.join(30)
    second, _place = read(place)

    numbers = dict(FeedEvent.objects.values_list("key", "id"))
    assert (first, second) == (["vroeg"], ["laat"])
    assert numbers["laat"] < numbers["vroeg"]  # the number of the row alone would have skipped it


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_told_nowhere():
    record = PartnershipFactory()
    actions.rebuild()
    with transaction.atomic():
        change_record(record, Change({"summary": "Toch niet."}), by=BY)
        assert FeedEvent.objects.exists()
        transaction.set_rollback(True)
    actions.settle()

    assert not FeedEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("scopes", [("events",), ("events", "read:network"), ("events", "write:practices")])
def test_drafts_of_another_region_are_told_to_nobody_else(client, lead, other_region, scopes):
    text = token_for(lead, *scopes)[1]
    draft = PracticeFactory(
        slug="geheim", owner=other_region, region=other_region, state="draft", visibility=Visibility.PUBLIC
    )
    actions.rebuild()
    draft = change_record(draft, Change({"title": "Nog geheim"}), by=BY)
    hide_record(draft, by=BY)

    assert [line for line in told(client, text) if line[1] == "geheim"] == []
