"""Webhooks over the API: of the token that asks, the secret once, and nothing unknown taken."""

import datetime
import json

import pytest
from django.utils import timezone

from industriecoalitie.api.views import api_document, served
from industriecoalitie.core.actors import Actor
from industriecoalitie.editing.models import AnsweredRequest
from industriecoalitie.tokens.actions import make_token
from industriecoalitie.webhooks.actions import endpoints
from industriecoalitie.webhooks.actions.fanning import share_out
from industriecoalitie.webhooks.models import Delivery, Endpoint
from tests.factories.accounts import UserFactory
from tests.factories.tokens import token_for

from .test_sharing_out import happens

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/webhooks"
URL = "https://hooks.school.nl/portaal"


class Partner:
    """A partner system with a token."""

    def __init__(self, client, owner, *scopes: str):
        self.client, self.owner = client, owner
        self.token, self.text = token_for(owner, *scopes)

    def ask(self, method: str, address: str, data=None, **headers: str):
        return self.client.generic(
            method,
            address,
            data if isinstance(data, bytes) else (b"" if data is None else json.dumps(data).encode()),
            content_type="application/json",
            headers={"authorization": f"Bearer {self.text}", **headers},
        )

    def make(self, **values) -> dict:
        answer = self.ask("POST", ROOT, {"url": URL, **values})
        assert answer.status_code == 201, answer.content
        return answer.json()


@pytest.fixture
def partner(client, owner) -> Partner:
    return Partner(client, owner, "webhooks")


@pytest.fixture
def approved(partner, staff) -> dict:
    made = partner.make()
    endpoints.approve_endpoint(Endpoint.objects.get(), by=Actor(door="page", user=staff))
    return made


def test_a_webhook_is_made_and_its_secret_is_told_this_once(partner):
    answer = partner.ask(
        "POST",
        ROOT,
        {
            "url": URL,
            "description": "Website",
            "types": ["deleted", "created"],
            "collections": ["partnerships"],
            "filters": {"partnerships": "owner=twente&q=robot"},
        },
    )
    wrong = answer.json()["invalidParams"]
    made = partner.make(
        types=["deleted", "created"], collections=["partnerships"], mediaType="application/cloudevents+json"
    )
    again = partner.ask("GET", f"{ROOT}/{made['id']}")

    # A filter on words is no condition of one record.
    assert [each["name"] for each in wrong] == ["filters", "filters"]
    assert made["secret"] == Endpoint.objects.get().secrets()[0]
    assert made["types"] == ["created", "deleted"]
    assert (made["isApproved"], made["isActive"], made["mediaType"]) == (
        False,
        True,
        "application/cloudevents+json",
    )
    assert again.json() == {name: value for name, value in made.items() if name != "secret"}
    assert again["ETag"].startswith('"1-')
    assert Endpoint.objects.get().token == partner.token


def test_what_is_made_says_where_it_lives(partner):
    answer = partner.ask("POST", ROOT, {"url": URL})

    assert (answer.status_code, answer["Location"]) == (
        201,
        f"http://localhost:8000{ROOT}/{answer.json()['id']}",
    )


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, ["url"]),
        ([], ["body"]),
        ({"url": "http://127.0.0.1/"}, ["url"]),
        ({"url": 7, "isActive": "ja"}, ["isActive", "url"]),
        (
            {"url": URL, "secret": "whsec_eigen", "owner": 1, "isApproved": True},
            ["isApproved", "owner", "secret"],
        ),
        ({"url": URL, "types": ["withdrawn"], "collections": ["users"]}, ["collections", "types"]),
        ({"url": URL, "regions": ["bestaat-niet"], "mediaType": "text/html"}, ["mediaType", "regions"]),
        ({"url": URL, "filters": {"partnerships": "owner=bestaat-niet"}}, ["filters"]),
        ({"url": URL, "filters": {"users": "a=1"}}, ["filters"]),
        ({"url": URL, "filters": ["owner=twente"]}, ["filters"]),
        ({"url": URL, "description": "x" * 201}, ["description"]),
        ({"url": URL, "description": "a\x00b"}, ["description"]),
    ],
    ids=str,
)
def test_what_is_unknown_or_makes_no_sense_is_refused_all_at_once(partner, body, names):
    answer = partner.ask("POST", ROOT, body)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert sorted({each["name"] for each in answer.json()["invalidParams"]}) in (
        names,
        ["body"] if "\x00" in str(body) else names,
    )
    assert not Endpoint.objects.exists()


def test_a_region_is_named_by_slug_or_identifier(partner, region):
    made = partner.make(regions=[str(region.uuid).upper()])

    assert made["regions"] == ["twente"]


def test_a_change_needs_the_version_that_was_seen(partner, approved):
    address = f"{ROOT}/{approved['id']}"
    tag = partner.ask("GET", address)["ETag"]

    without = partner.ask("PATCH", address, {"isActive": False})
    stale = partner.ask("PATCH", address, {"isActive": False}, **{"if-match": '"1-x"'})
    done = partner.ask("PATCH", address, {"isActive": False}, **{"if-match": tag})
    late = partner.ask("DELETE", address, **{"if-match": tag})
    gone = partner.ask("DELETE", address, **{"if-match": done["ETag"]})

    assert [each.status_code for each in (without, stale, done, late, gone)] == [428, 412, 200, 412, 204]
    assert stale["ETag"] == tag
    assert done.json()["isActive"] is False
    assert not Endpoint.objects.exists()


def test_a_token_sees_its_own_webhooks_and_those_it_took_over(client, partner, owner):
    mine = partner.make()
    other, stranger = Partner(client, owner, "webhooks"), Partner(client, UserFactory(), "webhooks")
    successor = Partner(client, owner, "webhooks")
    type(partner.token).objects.filter(pk=successor.token.pk).update(replaces=partner.token)
    page_made, _secret = endpoints.make_endpoint(owner, {"url": URL}, by=Actor(door="page", user=owner))

    def seen(who: Partner) -> list[str]:
        return [each["id"] for each in who.ask("GET", ROOT).json()["items"]]

    assert [seen(who) for who in (partner, successor, other, stranger)] == [
        [mine["id"]],
        [mine["id"]],
        [],
        [],
    ]
    for who in (other, stranger):
        for address in (mine["id"], str(page_made.uuid)):
            assert who.ask("GET", f"{ROOT}/{address}").status_code == 404
            assert who.ask("DELETE", f"{ROOT}/{address}", **{"if-match": '"1-x"'}).status_code == 404
            assert who.ask("POST", f"{ROOT}/{address}/_rotate").status_code == 404
            assert who.ask("GET", f"{ROOT}/{address}/deliveries").status_code == 404


@pytest.mark.parametrize("scopes", [("read:network",), ("events",), ("write:partnerships",)])
def test_another_scope_opens_nothing(client, lead, scopes):
    who = Partner(client, lead, *scopes)

    assert [who.ask("GET", ROOT).status_code, who.ask("POST", ROOT, {"url": URL}).status_code] == [403, 403]


def test_without_a_token_there_is_nothing_for_visitor_or_session(client, lead):
    visitor = client.get(ROOT)
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")

    for answer in (
        visitor,
        client.get(ROOT),
        client.post(ROOT, {"url": URL}, content_type="application/json"),
    ):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_test_message_waits_for_approval(partner, staff):
    made = partner.make()
    address = f"{ROOT}/{made['id']}/_test"

    before = partner.ask("POST", address)
    endpoints.approve_endpoint(Endpoint.objects.get(), by=Actor(door="page", user=staff))
    after = partner.ask("POST", address)

    assert before.status_code == 409
    assert (after.status_code, after.json()["state"], after.json()["type"]) == (
        202,
        "waiting",
        "webhooks.tested",
    )


def test_a_new_secret_is_told_once_and_the_old_one_stays_a_day(partner, approved):
    answer = partner.ask("POST", f"{ROOT}/{approved['id']}/_rotate")

    until = Endpoint.objects.get().previous_until - timezone.now()
    assert answer.status_code == 200
    assert Endpoint.objects.get().secrets() == [answer.json()["secret"], approved["secret"]]
    assert datetime.timedelta(hours=23) < until <= datetime.timedelta(hours=24)
    assert "secret" not in partner.ask("GET", f"{ROOT}/{approved['id']}").json()


def test_a_repeated_request_makes_one_webhook_and_keeps_no_secret(partner):
    first = partner.ask("POST", ROOT, {"url": URL}, **{"idempotency-key": "een"})
    again = partner.ask("POST", ROOT, {"url": URL}, **{"idempotency-key": "een"})
    other = partner.ask("POST", ROOT, {"url": f"{URL}/anders"}, **{"idempotency-key": "een"})

    secret = first.json()["secret"]
    (kept,) = AnsweredRequest.objects.all()
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json() == {name: value for name, value in first.json().items() if name != "secret"}
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert [again[name] for name in ("ETag", "Location", "Content-Type")] == [
        first[name] for name in ("ETag", "Location", "Content-Type")
    ]
    assert Endpoint.objects.get().secrets() == [secret]
    assert secret.encode() not in bytes(kept.body)
    assert secret.removeprefix("whsec_") not in f"{bytes(kept.body)} {kept.headers} {kept.digest}"


def test_a_repeated_request_makes_no_second_secret(partner, approved):
    address = f"{ROOT}/{approved['id']}/_rotate"

    first = partner.ask("POST", address, **{"idempotency-key": "een"})
    again = partner.ask("POST", address, **{"idempotency-key": "een"})

    secret = first.json()["secret"]
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (200, 200, "true")
    assert again.json() == {name: value for name, value in first.json().items() if name != "secret"}
    assert Endpoint.objects.get().secrets() == [secret, approved["secret"]]
    assert secret.encode() not in bytes(AnsweredRequest.objects.get().body)


def test_a_repeated_request_sends_nothing_twice(partner, approved):
    happens()
    share_out()
    Delivery.objects.update(delivered_at=timezone.now())
    delivery, address = Delivery.objects.get(), f"{ROOT}/{approved['id']}"
    since = {"since": (timezone.now() - datetime.timedelta(hours=1)).isoformat()}
    asked = {
        "_test": None,
        "_replay": since,
        f"deliveries/{delivery.uuid}/_replay": None,
    }

    for path, body in asked.items():
        first = partner.ask("POST", f"{address}/{path}", body, **{"idempotency-key": path})
        Delivery.objects.update(delivered_at=timezone.now())
        again = partner.ask("POST", f"{address}/{path}", body, **{"idempotency-key": path})

        assert (first.status_code, again.status_code) == (202, 202), path
        assert (again.content, again["Location"]) == (first.content, first["Location"])
        assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
        assert not Delivery.objects.open().exists()
    assert Delivery.objects.count() == 2


def test_who_lost_a_webhook_gets_no_answer_of_then(partner, approved):
    address = f"{ROOT}/{approved['id']}/_rotate"
    first = partner.ask("POST", address, **{"idempotency-key": "een"})
    Endpoint.objects.all().delete()

    again = partner.ask("POST", address, **{"idempotency-key": "een"})

    assert (first.status_code, again.status_code) == (200, 404)


def test_what_says_nothing_takes_no_parameter_and_no_attribute(partner, approved):
    happens()
    share_out()
    Delivery.objects.update(delivered_at=timezone.now())
    one = f"deliveries/{Delivery.objects.get().uuid}/_replay"
    address, before = f"{ROOT}/{approved['id']}", Endpoint.objects.get().version
    good = {"since": timezone.now().isoformat()}

    asked = [partner.ask("POST", f"{address}/{path}?zz=1&yy=2") for path in ("_rotate", "_test", one)]
    asked.append(partner.ask("POST", f"{address}/_replay?zz=1&yy=2", good))
    asked += [
        partner.ask("POST", f"{address}/{path}", {"zz": 1, "yy": {}}) for path in ("_rotate", "_test", one)
    ]
    asked.append(partner.ask("POST", f"{address}/_replay", good | {"zz": 1, "yy": 2}))
    lists = [partner.ask("POST", f"{address}/{path}", []) for path in ("_rotate", "_test", one)]
    unread = [partner.ask("POST", f"{address}/{path}", b"{") for path in ("_rotate", "_test", one)]

    assert [(each.status_code, each["Content-Type"]) for each in asked + lists + unread] == [
        (400, "application/problem+json")
    ] * 14
    assert [[each["name"] for each in answer.json()["invalidParams"]] for answer in asked] == [
        ["zz", "yy"]
    ] * 8
    assert [[each["name"] for each in answer.json()["invalidParams"]] for answer in lists] == [["body"]] * 3
    assert (Endpoint.objects.get().version, Delivery.objects.open().count()) == (before, 0)
    assert [
        partner.ask("POST", f"{address}/{path}", {}).status_code for path in ("_rotate", "_test", one)
    ] == [200, 202, 202]


def test_one_test_message_is_on_its_way_at_a_time(partner, approved, staff):
    address = f"{ROOT}/{approved['id']}/_test"
    happens()
    share_out()
    other = partner.make(url="https://hooks.school.nl/ander")

    first = partner.ask("POST", address)
    second = partner.ask("POST", address)
    elsewhere = partner.ask("POST", f"{ROOT}/{other['id']}/_test")
    Delivery.objects.filter(event=None).update(failed_at=timezone.now())
    third = partner.ask("POST", address)

    assert [each.status_code for each in (first, second, elsewhere, third)] == [202, 409, 202, 202]
    assert second["Content-Type"] == "application/problem+json"
    assert (
        second.json()["detail"]
        == "Er is nog een proefbericht onderweg. Wacht tot het is aangekomen of opgegeven."
    )
    assert Delivery.objects.filter(event=None).count() == 3


def test_the_document_names_the_key_of_a_request(partner):
    paths = served(api_document())["paths"]
    posts = {
        path: operations["post"]
        for path, operations in paths.items()
        if "post" in operations and path.startswith("/webhooks")
    }

    assert len(posts) == 5
    for path, operation in posts.items():
        names = [each["name"] for each in operation["parameters"] if each["in"] == "header"]
        assert names == ["Idempotency-Key"], path
        assert {"400", "409", "413", "415", "422"} <= set(operation["responses"]), path
    assert "secret" not in served(api_document())["components"]["schemas"]["NewWebhook"]["required"]


def test_the_log_pages_and_its_messages_are_sent_again(partner, approved):
    for _number in range(3):
        happens()
    share_out()
    Delivery.objects.update(delivered_at=timezone.now(), status=204, outcome="ok", attempts=1, took_ms=12)
    address = f"{ROOT}/{approved['id']}/deliveries"

    first = partner.ask("GET", f"{address}?limit=2").json()
    second = partner.ask("GET", f"{address}?limit=2&cursor={first['next']}").json()
    again = partner.ask("POST", f"{address}/{first['items'][0]['id']}/_replay")
    elsewhere = partner.ask("POST", f"{address}/{approved['id']}/_replay")
    wrong = partner.ask("GET", f"{address}?limit=0&cursor=x&a=1")

    ids = [each["messageId"] for each in first["items"] + second["items"]]
    assert ids == [str(place) for place in sorted(map(int, ids), reverse=True)]
    assert (len(ids), second["next"]) == (3, None)
    assert (again.status_code, again.json()["state"], again.json()["messageId"]) == (202, "waiting", ids[0])
    assert elsewhere.status_code == 404
    assert sorted(each["name"] for each in wrong.json()["invalidParams"]) == ["a", "cursor", "limit"]


def test_everything_since_a_moment_is_sent_again(partner, approved):
    happens()
    share_out()
    Delivery.objects.update(failed_at=timezone.now())
    address = f"{ROOT}/{approved['id']}/_replay"

    done = partner.ask("POST", address, {"since": (timezone.now() - datetime.timedelta(hours=1)).isoformat()})
    early = partner.ask("POST", address, {"since": "2020-01-01T00:00:00Z"})
    wrong = [
        partner.ask("POST", address, body).status_code
        for body in (
            {},
            {"since": "gisteren"},
            {"since": "2026-01-01T00:00:00"},
            {"since": 7},
            {"since": "2026-13-01T00:00:00Z"},
            [],
        )
    ]

    assert (done.status_code, done.json()) == (202, {"count": 1})
    assert Delivery.objects.open().count() == 1
    assert early.status_code == 409
    assert wrong == [400] * 6


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(partner, count, django_assert_num_queries):
    for number in range(count):
        partner.make(url=f"https://hooks{number}.school.nl/")
    partner.ask("GET", ROOT)

    with django_assert_num_queries(2):
        assert len(partner.ask("GET", ROOT).json()["items"]) == count


def test_history_knows_the_token_and_no_secret(partner):
    made = partner.make()

    (event,) = Endpoint.pgh_event_model.objects.all()
    assert event.pgh_context.metadata["token"] == str(partner.token.uuid)
    assert made["secret"] not in str(event.__dict__)


def test_a_second_token_of_the_same_owner_is_not_a_successor(owner, partner):
    successor, _text = make_token(owner, "Ander", ["webhooks"], by=Actor(door="page", user=owner))

    assert successor.replaces is None
    partner.make()
    assert Endpoint.objects.get().token_id == partner.token.pk
