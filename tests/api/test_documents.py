"""The finished documents: equal to what the serializers give, current after every change, and never a hidden word in them."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from industriecoalitie.api import actions, tasks
from industriecoalitie.api.addresses import collections
from industriecoalitie.api.documents import form
from industriecoalitie.api.models import ApiDocument, FeedEvent
from industriecoalitie.api.references import naming
from industriecoalitie.api.serializers import prepared, represent
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Audience, Visibility
from industriecoalitie.history.recording import Change, Row, change_record, change_set
from industriecoalitie.history.tables import rows_of
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import RegionFactory

from .rows import MAKERS

BY = Actor("command")
pytestmark = pytest.mark.django_db


def kept(record) -> ApiDocument:
    return ApiDocument.objects.get(record=record.uuid)


def world() -> None:
    """Make records of every collection that name each other, and their documents."""
    for make in MAKERS.values():
        make()
    actions.rebuild()


def flat(collection: str, record) -> str:
    """Return a record as the serializer writes it for a visitor."""
    viewset, visitor = collections()[collection], AnonymousUser()
    rows = prepared(viewset.serializer_class, viewset.seen_by(visitor).filter(pk=record.pk), visitor)
    return JSONRenderer().render(represent(viewset.serializer_class, list(rows), visitor)[0]).decode()


def records() -> list[tuple[str, type]]:
    return [(name, viewset.queryset.model) for name, viewset in collections().items()]


def label_of(model) -> str:
    return naming(model)[1]


def test_every_document_is_what_the_serializer_writes():
    world()

    for name, viewset in collections().items():
        record = viewset.seen_by(AnonymousUser()).first()
        assert kept(record).body == flat(name, record), name
        assert json.loads(kept(record).body)["id"] == str(record.uuid)
    assert set(ApiDocument.objects.values_list("form", flat=True)) == {form()}
    assert list(actions.differences()) == []


def rename(record, label: str) -> bool:
    """Give a record another name, whatever else of it the rules would refuse."""
    with change_set(BY, "test.renamed"):
        return bool(type(record).objects.filter(pk=record.pk).update(**{label: f"Anders {record.pk}"}))


def test_a_new_name_reaches_every_document_that_shows_it():
    world()
    renamed = 0

    for _name, model in records():
        label = label_of(model)
        for record in model.objects.visible_to(AnonymousUser())[:2] if label != "uuid" else ():
            if rename(record, label):
                renamed += 1

    assert renamed > 30
    assert list(actions.differences()) == []


def put(record, **values) -> None:
    """Write values of a record in a change of its own, whatever the rules would say."""
    with change_set(BY, "test.put"):
        type(record).objects.filter(pk=record.pk).update(**values)


def named_anywhere(record) -> list[str]:
    return [str(row) for row in ApiDocument.objects.filter(body__contains=f'"{record.uuid}"')]


def test_what_is_taken_away_is_gone_from_every_document_and_comes_back():
    world()
    before = dict(ApiDocument.objects.values_list("record", "etag"))

    for _name, model in records():
        for record in model.objects.filter(hidden_at=None)[:2]:
            put(record, hidden_at=timezone.now())
            assert named_anywhere(record) == [], record
            put(record, hidden_at=None)
    assert list(actions.differences()) == []
    assert dict(ApiDocument.objects.values_list("record", "etag")) == before


def test_what_becomes_a_concept_is_gone_from_every_document():
    world()

    for _name, model in records():
        for record in model.objects.filter(visibility=Visibility.PUBLIC)[:1]:
            put(record, visibility=Visibility.CONCEPT)
            assert named_anywhere(record) == [], record
    assert list(actions.differences()) == []
    assert Audience.KEPT in set(ApiDocument.objects.values_list("audience", flat=True))


def test_rows_and_links_that_go_are_gone_on_both_sides():
    world()
    went = 0

    for _name, model in records():
        for record in model.objects.filter(hidden_at=None):
            links = {
                field.name: [] for field in model._meta.many_to_many if getattr(record, field.name).exists()
            }
            rows = {}
            for relation in rows_of(model):
                found = getattr(record, relation.name).all()
                if found and relation.model.__name__ != "Citation":
                    rows[relation.name] = [Row(row.uuid, is_removed=True) for row in found]
            if not links and not rows:
                continue
            try:
                change_record(record, Change(links=links, rows=rows), by=BY)
            except (ValidationError, ProtectedError):
                continue  # some cannot do without
            went += 1
    assert went > 10
    assert list(actions.differences()) == []


def test_a_list_of_documents_is_two_statements_however_long(client):
    for _ in range(3):
        MAKERS["partnerships"]()
    actions.rebuild()
    counts = {}
    for limit in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get("/api/v1/partnerships", {"limit": limit})
        counts[limit] = len(queries)
        assert len(answer.json()["items"]) == limit
    assert counts == {1: 2, 3: 2}


def test_one_document_is_one_statement_and_304_reads_no_document(client):
    record = MAKERS["partnerships"]()
    actions.rebuild()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/api/v1/partnerships/{record.slug}")
    assert (answer.content.decode(), len(queries)) == (kept(record).body, 1)
    assert answer["ETag"] == f'"{record.version}-{kept(record).etag}"'

    for address in (f"/api/v1/partnerships/{record.slug}", "/api/v1/partnerships"):
        etag = client.get(address)["ETag"]
        with CaptureQueriesContext(connection) as queries:
            again = client.get(address, headers={"if-none-match": etag})
        assert again.status_code == 304
        assert not [query for query in queries if '"body"' in query["sql"]]


def test_what_has_no_document_yet_is_made_for_who_asks(client):
    record = MAKERS["partnerships"]()
    assert not ApiDocument.objects.exists()
    unfinished = {
        address: client.get(address)
        for address in ("/api/v1/partnerships", f"/api/v1/partnerships/{record.slug}")
    }

    actions.rebuild()

    for address, before in unfinished.items():
        after = client.get(address)
        assert (after.content, after["ETag"]) == (before.content, before["ETag"]), address


def test_documents_of_other_code_are_not_used(client):
    record = MAKERS["regions"]()
    actions.rebuild()
    ApiDocument.objects.filter(record=record.uuid).update(body='{"id":"oud"}', form="ander")

    assert client.get(f"/api/v1/regions/{record.slug}").json()["id"] == str(record.uuid)
    assert actions.rebuild(only_behind=True) == 1
    assert list(actions.differences()) == []


def test_a_change_that_reaches_too_many_leaves_the_rest_to_the_worker(monkeypatch, client):
    monkeypatch.setattr(actions, "MOST_AT_ONCE", 1)
    region = RegionFactory()
    partnerships = [PartnershipFactory(region=region) for _ in range(3)]
    actions.rebuild()

    change_record(region, Change({"name": "Nieuwland"}), by=BY)

    behind = ApiDocument.objects.exclude(form=form())
    assert behind.count() == 2
    for partnership in partnerships:
        assert client.get(f"/api/v1/partnerships/{partnership.slug}").json()["region"]["name"] == "Nieuwland"
    tasks.catch_up()
    assert list(actions.differences()) == []
    told = FeedEvent.objects.filter(collection="partnerships").values_list("record", flat=True)
    assert sorted(told) == sorted(partnership.uuid for partnership in partnerships)


def test_the_command_checks_and_rebuilds(capsys):
    record = MAKERS["regions"]()
    with pytest.raises(CommandError, match="verschillen"):
        call_command("documents", check=True)
    call_command("documents", rebuild=True)
    call_command("documents", check=True)
    assert "De documenten kloppen" in capsys.readouterr().out

    type(record).objects.filter(pk=record.pk).update(name="Stil veranderd")
    with pytest.raises(CommandError):
        call_command("documents", check=True)
    assert f"regions {record.slug}: het document is niet wat het record geeft" in capsys.readouterr().out
