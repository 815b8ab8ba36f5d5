"""R16: a partner's copy, kept by the client that we publish, ends equal to the portal through changes, faults and absence."""

import json
import random
import threading
import time
from importlib.util import module_from_spec, spec_from_file_location
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction

from industriecoalitie.api import actions
from industriecoalitie.api.addresses import collections
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Visibility
from industriecoalitie.history.recording import Change, Row, change_record, hide_record, restore_record
from partnerships.models import Partnership
from regions.actions.merging import merge_organisations
from regions.models import Organisation, Region
from tests.factories.accounts import UserFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import OrganisationFactory, RegionFactory
from tests.factories.tokens import token_for

from .rows import MAKERS

BY = Actor("command")
WRITERS, CHANGES = 3, 8
pytestmark = pytest.mark.django_db(transaction=True)


class Stopped(BaseException):
    """The client is ended, in the middle of whatever it was doing."""


@pytest.fixture
def client_module(monkeypatch):
    """The published client, on a line that fails now and then."""
    spec = spec_from_file_location("sync_client", settings.BASE_DIR / "docs/api/sync_client.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    dice = random.Random(20261122)

    def unreliable(request: Request, timeout: int):
        chance = dice.random()
        if chance < 0.05:
            raise URLError("no line")
        if chance < 0.08:
            raise Stopped
        answer = urlopen(request, timeout=timeout)
        if chance < 0.13:
            answer.close()
            raise TimeoutError
        return answer

    monkeypatch.setattr(module, "urlopen", unreliable)
    monkeypatch.setattr(module.time, "sleep", lambda _seconds: None)
    return module


def synced(module, url: str, text: str, path: str) -> dict[tuple[str, str], dict]:
    """Let the client run until it is done, however often it is ended; return its copy."""
    while True:
        try:
            mirror = module.Mirror(url, text, path)
            mirror.sync()
        except Stopped:
            continue
        rows = mirror.store.execute("SELECT collection, id, body FROM record")
        return {(collection, key): json.loads(body) for collection, key, body in rows}


def portal_as_it_is(url: str, text: str) -> dict[tuple[str, str], dict]:
    """Return all records of all collections, read page by page."""
    found = {}
    for name in collections():
        cursor = ""
        while cursor is not None:
            address = f"{url}/api/v1/{name}?limit=200{cursor and f'&cursor={cursor}'}"
            page = json.load(urlopen(Request(address, headers={"Authorization": f"Bearer {text}"})))
            found |= {(name, record["id"]): record for record in page["items"]}
            cursor = page["next"]
    return found


def change_something(dice: random.Random) -> None:
    """Do one of the things that people do, or find that a rule forbids it."""
    partnership = dice.choice(list(Partnership.objects.all()))
    organisation = dice.choice(list(Organisation.objects.filter(hidden_at=None)))
    match dice.randrange(8):
        case 0:
            change_record(organisation, Change({"name": f"Naam {dice.random()}"}), by=BY)
        case 1:
            change_record(
                dice.choice(list(Region.objects.all())), Change({"name": f"Streek {dice.random()}"}), by=BY
            )
        case 2:
            hide_record(partnership, by=BY)
        case 3:
            restore_record(partnership, by=BY)
        case 4:
            change_record(partnership, Change({"visibility": dice.choice(Visibility.values)}), by=BY)
        case 5:
            rows = [Row(row.uuid, is_removed=True) for row in partnership.partners.all()[:1]]
            change_record(partnership, Change(rows={"partners": rows}), by=BY)
        case 6:
            other = dice.choice(list(Organisation.objects.filter(hidden_at=None).exclude(pk=organisation.pk)))
            merge_organisations(other, organisation, by=BY)
        case 7:
            with transaction.atomic():
                change_record(partnership, Change({"summary": f"Tekst {dice.random()}"}), by=BY)
                time.sleep(dice.random() / 2)


def write(number: int, ready: threading.Event) -> None:
    dice = random.Random(number)
    try:
        for _ in range(CHANGES):
            try:
                change_something(dice)
            except (ValidationError, OperationalError):
                continue  # a rule, or somebody else was at it: such a change is not made
    finally:
        connection.close()
        ready.set()


def test_a_copy_ends_equal_through_changes_faults_and_absence(live_server, client_module, tmp_path):
    for make in MAKERS.values():
        make()
    region = RegionFactory()
    for _ in range(8):
        PartnerFactory(partnership=PartnershipFactory(region=region), organisation=OrganisationFactory())
    actions.rebuild()
    owner = UserFactory(is_superuser=True)
    texts = {name: token_for(owner, *scopes)[1] for name, scopes in {
        "public": ["events"], "network": ["events", "read:network"], "writer": ["events", "read:network", "write:partnerships"],
    }.items()}  # fmt: skip
    begun = {
        name: synced(client_module, live_server.url, text, str(tmp_path / name))
        for name, text in texts.items()
    }
    assert all(begun[name] == portal_as_it_is(live_server.url, text) for name, text in texts.items())

    done = [threading.Event() for _ in range(WRITERS)]
    threads = [threading.Thread(target=write, args=[number, event]) for number, event in enumerate(done)]
    for thread in threads:
        thread.start()
    while not all(event.is_set() for event in done):
        # The public copy follows all the time; the others are away, and come back when it is over.
        synced(client_module, live_server.url, texts["public"], str(tmp_path / "public"))
    for thread in threads:
        thread.join(60)

    for name, text in texts.items():
        copy = synced(client_module, live_server.url, text, str(tmp_path / name))
        now = portal_as_it_is(live_server.url, text)
        assert copy.keys() == now.keys(), name
        assert [key for key in now if copy[key] != now[key]] == [], name
        assert copy != begun[name]
    visible = Partnership.objects.visible_to(AnonymousUser()).count()
    assert visible < Partnership.objects.count()
    assert list(actions.differences()) == []
