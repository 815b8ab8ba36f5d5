"""R01, R04, R10: people and programs in the same record at the same time; acknowledged is applied, and is in the history."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, Conflict, Row, change_record
from partnerships.models import Partner, Partnership
from regions.choices import Role
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import MembershipFactory, OrganisationFactory, RegionFactory

from .pages import add_row, form_on

pytestmark = pytest.mark.django_db(transaction=True)

ACTORS = 12
EDITS = 15
# What people type in: texts of the record, each of which somebody may have changed as well.
FIELDS = ("summary", "status_note", "remark")


@dataclass
class Ledger:
    """What was answered, written down by each actor by itself."""

    applied: list[tuple[str, str]] = field(default_factory=list)
    refused: int = 0
    broken: list[str] = field(default_factory=list)


def history_of(partnership: Partnership) -> list[dict]:
    """Return every version of a record, oldest first, with who wrote it and through which door."""
    rows = Partnership.pgh_event_model.objects.filter(pgh_obj=partnership.pk).order_by("pgh_id")
    return list(rows.values("version", "summary", "status_note", "remark", "pgh_context__metadata"))


def at_once(actors: list[Callable[[], None]]) -> None:
    """Let all begin together, each on a thread and a connection of its own."""
    gate = threading.Barrier(len(actors))

    def run(actor: Callable[[], None]) -> None:
        gate.wait()
        try:
            actor()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    assert not any(thread.is_alive() for thread in threads)


@pytest.fixture
def people():
    region = RegionFactory(name="Twente")
    return [MembershipFactory(region=region, role=Role.LEAD).user for _ in range(ACTORS)]


@pytest.fixture
def partnership(people):
    return PartnershipFactory(owner=people[0].memberships.get().region, name="Samen in de wedloop")


def form_actor(person, partnership: Partnership, ledger: Ledger, number: int) -> Callable[[], None]:
    """Return someone who opens the page, types in one field, and sends it, again and again."""
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])
    page = partnership.get_absolute_url()

    def act() -> None:
        chance = random.Random(number)
        for edit in range(EDITS):
            client.post(address, {"discard": "1"})
            values = form_on(client.get(address).content.decode())
            name = chance.choice([each for each in FIELDS if each in values])
            text = f"formulier {number}.{edit}"
            values[name] = [text]
            answer = client.post(address, values)
            if answer.status_code == 302 and answer["Location"] == page:
                ledger.applied.append((name, text))
            elif answer.status_code == 302 and answer["Location"] == f"{address}?botsing=1":
                ledger.refused += 1
                shown = client.get(answer["Location"]).content.decode()
                if text not in shown:
                    ledger.broken.append(f"{text} is gone from the page that asks")
            else:
                ledger.broken.append(f"{text}: {answer.status_code}")

    return act


def action_actor(person, partnership: Partnership, ledger: Ledger, number: int) -> Callable[[], None]:
    """Return a program that reads a version and changes that version, as the API does."""

    def act() -> None:
        chance = random.Random(number)
        for edit in range(EDITS):
            seen = Partnership.objects.get(pk=partnership.pk).version
            name, text = chance.choice(FIELDS), f"programma {number}.{edit}"
            try:
                change_record(partnership, Change({name: text}), by=Actor("api", person), seen=seen)
            except Conflict:
                ledger.refused += 1
            else:
                ledger.applied.append((name, text))

    return act


def test_what_is_acknowledged_is_applied_and_what_is_not_is_asked(people, partnership):
    ledgers = [Ledger() for _ in people]
    kinds = [form_actor, action_actor]
    at_once(
        [
            kinds[number % 2](person, partnership, ledgers[number], number)
            for number, person in enumerate(people)
        ]
    )

    applied = [each for ledger in ledgers for each in ledger.applied]
    refused = sum(ledger.refused for ledger in ledgers)
    history = history_of(partnership)
    steps = list(pairwise(history))
    written = [
        (name, after[name]) for before, after in steps for name in FIELDS if before[name] != after[name]
    ]
    partnership.refresh_from_db()
    assert [text for ledger in ledgers for text in ledger.broken] == []
    assert len(applied) + refused == ACTORS * EDITS
    # Each acknowledged text became a version of its own, and nothing else did.
    assert sorted(written) == sorted(applied)
    assert [row["version"] for row in history] == list(range(1, partnership.version + 1))
    assert partnership.version == 1 + len(applied)
    # There was something to lose: some had to be asked or try again.
    assert refused > 0
    keys = {person.pk for person in people}
    assert {row["pgh_context__metadata"]["user"] for row in history[1:]} <= keys
    assert {row["pgh_context__metadata"]["door"] for row in history[1:]} == {"page", "api"}
    assert {name: getattr(partnership, name) for name in FIELDS} == {
        name: history[-1][name] for name in FIELDS
    }


def test_two_people_add_partners_and_both_stand(people, partnership):
    one, two = OrganisationFactory(name="Gieterij Noord"), OrganisationFactory(name="Walserij Zuid")
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])
    clients = []
    for person, organisation in ((people[0], one), (people[1], two)):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(address).content.decode()
        values = form_on(page)
        add_row(page, values, "partners", organisation=organisation.name)
        clients.append((client, values))
    answers = []

    at_once([lambda c=c, v=v: answers.append(c.post(address, v)["Location"]) for c, v in clients])

    partnership.refresh_from_db()
    assert answers == [partnership.get_absolute_url()] * 2
    assert sorted(str(row.organisation) for row in partnership.partners.all()) == [
        "Gieterij Noord",
        "Walserij Zuid",
    ]
    assert partnership.version == 3


def test_rows_of_one_record_are_changed_by_many_and_none_is_lost(people, partnership):
    rows = [PartnerFactory(partnership=partnership, role=None) for _ in range(4)]
    applied: list[str] = []

    def actor(number: int) -> Callable[[], None]:
        def act() -> None:
            for edit in range(5):
                text = f"{number}.{edit}"
                while True:
                    seen = Partnership.objects.get(pk=partnership.pk).version
                    row = Row(rows[number].uuid, {"remark": text})
                    try:
                        change_record(
                            partnership,
                            Change(rows={"partners": [row]}),
                            by=Actor("api", people[number]),
                            seen=seen,
                        )
                    except Conflict:
                        continue
                    applied.append(text)
                    break

        return act

    at_once([actor(number) for number in range(4)])

    partnership.refresh_from_db()
    kept = Partner.pgh_event_model.objects.filter(pgh_label="update").values_list("remark", flat=True)
    assert sorted(kept) == sorted(applied)
    assert len(applied) == 20
    assert partnership.version == 21
    assert {row.remark for row in partnership.partners.all()} == {f"{number}.4" for number in range(4)}


def test_a_role_that_ended_opens_nothing_at_the_next_request(people, partnership):
    client = Client(raise_request_exception=False)
    client.force_login(people[0], backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])
    values = form_on(client.get(address).content.decode())
    values["summary"] = ["Te laat"]

    people[0].memberships.update(until_on="2020-12-31")

    assert client.get(address).status_code == 403
    assert client.post(address, values).status_code == 403
    partnership.refresh_from_db()
    assert partnership.summary != "Te laat"


def test_somebody_who_was_switched_off_is_signed_out(people, partnership):
    client = Client(raise_request_exception=False)
    client.force_login(people[0], backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("partnerships:partnership_edit", args=[partnership.slug])

    get_user_model().objects.filter(pk=people[0].pk).update(is_active=False)

    assert client.get(address)["Location"].startswith("/inloggen/")


@pytest.mark.parametrize("door", ["add", "change", "delete"])
def test_the_admin_has_no_door_to_write_a_record(partnership, admin_user, door):
    client = Client(raise_request_exception=False)
    client.force_login(admin_user, backend="allauth.account.auth_backends.AuthenticationBackend")
    arguments = [] if door == "add" else [partnership.pk]

    answer = client.post(
        reverse(f"admin:partnerships_partnership_{door}", args=arguments), {"name": "Anders"}
    )

    assert answer.status_code == 403
    assert list(Partnership.objects.values_list("name", "version")) == [("Samen in de wedloop", 1)]
