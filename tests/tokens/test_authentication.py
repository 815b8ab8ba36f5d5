"""Who a token lets in, and the one answer when it does not."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.tokens.actions import revoke_token, rotate_token
from industriecoalitie.tokens.authentication import found
from industriecoalitie.tokens.keys import checksum, new_token
from industriecoalitie.tokens.models import ApiToken
from partnerships.models import Partnership
from regions.models import Membership
from tests.factories.regions import MembershipFactory
from tests.factories.tokens import token_for

from .conftest import bearer

LIST = "/api/v1/partnerships"


def slugs(answer) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {each["slug"] for each in answer.json()["items"]}


def test_what_is_public_needs_no_token(client, shelf):
    assert slugs(client.get(LIST)) == {"public"}


def test_a_token_for_what_is_public_gets_the_very_answer_of_a_visitor(client, lead, shelf):
    _token, text = token_for(lead, "read:public")

    as_visitor, with_token = client.get(LIST), client.get(LIST, headers=bearer(text))

    assert with_token.content == as_visitor.content
    assert dict(with_token.headers) == dict(as_visitor.headers)
    assert with_token["Cache-Control"] == "no-cache"


def test_a_token_for_the_network_reads_what_the_network_shares_and_no_concepts(client, lead, shelf):
    _token, text = token_for(lead, "read:network")

    answer = client.get(LIST, headers=bearer(text))

    assert slugs(answer) == {"public", "network"}
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_token_counts_before_the_session(client, lead, shelf):
    _token, text = token_for(lead, "read:public")
    client.force_login(lead)

    assert slugs(client.get(LIST)) == {"public", "network", "concept"}
    assert slugs(client.get(LIST, headers=bearer(text))) == {"public"}


def spoilt(text: str) -> str:
    """Return the token with another secret and a checksum that is right."""
    body = text[:-7] + ("a" if text[-7] != "a" else "b")
    return body + checksum(body)


@pytest.mark.parametrize("sort", ["wrong", "checksum", "unknown", "empty", "two", "expired", "revoked",
                                  "network", "closed"])  # fmt: skip
def test_whatever_is_wrong_the_answer_is_the_same(client, lead, shelf, sort):
    networks = ["192.0.2.0/24"] if sort == "network" else []
    token, text = token_for(lead, "read:public", networks=networks)
    now = timezone.now()
    if sort == "expired":
        ApiToken.objects.update(expires_at=now)
    elif sort == "revoked":
        ApiToken.objects.update(revoked_at=now)
    elif sort == "closed":
        type(lead).objects.filter(pk=lead.pk).update(is_active=False)
    shown = {"wrong": spoilt(text), "checksum": text[:-1] + ("a" if text[-1] != "a" else "b"),
             "unknown": new_token()[1], "empty": "", "two": f"{text} {text}"}.get(sort, text)  # fmt: skip

    answer = client.get(LIST, headers=bearer(shown))

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Niet aangemeld",
        "status": 401,
        "detail": "Meld je aan met een geldige sleutel.",
    }
    token.refresh_from_db()
    assert token.last_used_at is None


@pytest.mark.parametrize("header", ["Bearer {}", "bearer {}", "BEARER  {}"])
def test_the_scheme_is_read_in_any_case(client, lead, shelf, header):
    _token, text = token_for(lead, "read:network")

    assert slugs(client.get(LIST, headers={"authorization": header.format(text)})) == {"public", "network"}


def test_another_scheme_is_not_ours(client, shelf):
    assert slugs(client.get(LIST, headers={"authorization": "Basic abc"})) == {"public"}


@pytest.mark.parametrize("raw", ["Bearer \xff\xfe", "Bearer mbo_é", "Bearer " + "x" * 5000])
def test_rubbish_is_refused(client, db, raw):
    assert client.get(LIST, headers={"authorization": raw}).status_code == 401


def test_a_wrong_checksum_asks_nothing_of_the_database(client, lead, django_assert_num_queries):
    _token, text = token_for(lead, "read:public")

    with django_assert_num_queries(0):
        answer = client.get(LIST, headers=bearer(text[:-1] + ("a" if text[-1] != "a" else "b")))

    assert answer.status_code == 401


@pytest.mark.parametrize("bound", [False, True])
def test_a_token_is_looked_up_in_one_query(lead, region, bound, django_assert_num_queries):
    token, text = token_for(lead, "write:partnerships", regions=[region] if bound else [])
    ApiToken.objects.update(last_used_at=timezone.now())

    with django_assert_num_queries(1):
        got = found(text, "192.0.2.1")
        assert (got, got.owner, got.region_ids) == (token, lead, [region.pk] if bound else [])


def test_a_token_for_what_is_public_costs_one_query_and_the_list_itself_no_more(client, lead, shelf):
    _token, text = token_for(lead, "read:public")
    client.get(LIST, headers=bearer(text))

    with CaptureQueriesContext(connection) as as_visitor:
        client.get(LIST)
    with CaptureQueriesContext(connection) as with_token:
        client.get(LIST, headers=bearer(text))

    asked = [each["sql"] for each in with_token if "tokens_apitoken" in each["sql"]]
    assert (len(asked), len(with_token)) == (1, len(as_visitor) + 1)


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 401), (1, 401)])
def test_a_token_works_until_its_last_second(client, lead, shelf, monkeypatch, seconds, status):
    token, text = token_for(lead, "read:public")
    moment = token.expires_at + datetime.timedelta(seconds=seconds)

    monkeypatch.setattr(timezone, "now", lambda: moment)

    assert client.get(LIST, headers=bearer(text)).status_code == status


@pytest.mark.parametrize(("address", "status"), [("192.0.2.9", 200), ("198.51.100.1", 401)])
def test_a_token_works_from_its_networks(client, lead, shelf, address, status):
    _token, text = token_for(lead, "read:public", networks=["192.0.2.0/24"])

    assert client.get(LIST, headers=bearer(text), REMOTE_ADDR=address).status_code == status


def test_an_address_that_the_visitor_made_up_does_not_count(client, lead, shelf):
    _token, text = token_for(lead, "read:public", networks=["192.0.2.0/24"])

    answer = client.get(
        LIST, headers=bearer(text) | {"x-forwarded-for": "192.0.2.9"}, REMOTE_ADDR="198.51.100.1"
    )

    assert answer.status_code == 401


def test_use_is_noted_once_a_minute_and_not_in_history(client, lead, shelf, monkeypatch):
    token, text = token_for(lead, "read:public")
    start = timezone.now()
    noted = []
    for seconds in (0, 30, 59, 61):
        monkeypatch.setattr(timezone, "now", lambda at=seconds: start + datetime.timedelta(seconds=at))
        assert client.get(LIST, headers=bearer(text)).status_code == 200
        token.refresh_from_db()
        noted.append((token.last_used_at - start).total_seconds())

    assert noted == [0, 0, 0, 61]
    assert token.events.count() == 1


def test_a_token_under_an_old_pepper_is_stored_under_the_new_one_when_used(client, lead, shelf, settings):
    settings.TOKEN_PEPPER, settings.TOKEN_PEPPERS = "old" * 12, []
    token, text = token_for(lead, "read:public")
    before = token.digest
    settings.TOKEN_PEPPER, settings.TOKEN_PEPPERS = "new" * 12, ["old" * 12]

    assert client.get(LIST, headers=bearer(text)).status_code == 200
    settings.TOKEN_PEPPERS = []
    assert client.get(LIST, headers=bearer(text)).status_code == 200
    token.refresh_from_db()
    assert token.digest != before


def test_without_its_pepper_a_stored_token_opens_nothing(client, lead, shelf, settings):
    _token, text = token_for(lead, "read:public")

    settings.TOKEN_PEPPER = "another" * 6

    assert client.get(LIST, headers=bearer(text)).status_code == 401


def test_a_right_that_ends_is_gone_at_the_next_request(lead, region, shelf):
    """R26: the role, the account and the token itself are read anew each time."""
    _token, text = token_for(lead, "write:partnerships")
    assert edits(text) == {"public", "network", "concept"}

    Membership.objects.filter(user=lead).update(until_on="2020-12-31")
    assert edits(text) == set()

    MembershipFactory(user=lead, region=region)
    assert edits(text) == {"public", "network", "concept"}

    type(lead).objects.filter(pk=lead.pk).update(is_active=False)
    assert found(text, None) is None


def edits(text: str) -> set[str]:
    """Return what a request that begins now may change."""
    rows = Partnership.objects.editable_by(found(text, None).writer("write:partnerships"))
    return set(rows.values_list("slug", flat=True))


def test_a_token_that_is_ended_is_refused_at_the_next_request(client, lead, shelf):
    token, text = token_for(lead, "read:public")
    assert client.get(LIST, headers=bearer(text)).status_code == 200

    revoke_token(token, by=Actor(door="page", user=lead))

    assert client.get(LIST, headers=bearer(text)).status_code == 401


def test_both_tokens_work_while_one_is_replaced(client, lead, shelf, monkeypatch):
    old, before = token_for(lead, "read:public")
    _new, after = rotate_token(old, by=Actor(door="page", user=lead))

    statuses = []
    for days in (6, 8):
        moment = old.created_at + datetime.timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda at=moment: at)
        statuses.append([client.get(LIST, headers=bearer(text)).status_code for text in (before, after)])

    assert statuses == [[200, 200], [401, 200]]


ADDRESSES = ["/api/v1/partnerships", "/api/v1/regions", "/api/v1/partnerships/public", "/api/v1/search?q=robot",
             "/api/v1/openapi.json", "/", "/zoeken/", "/samenwerkingen/"]  # fmt: skip


@pytest.mark.parametrize("name", ["token", "access_token", "q", "Authorization"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_token_in_an_address_is_refused(client, lead, shelf, address, name):
    _token, text = token_for(lead, "read:network")

    for shown in (text, text.replace("_", "%5F")):
        answer = client.get(f"{address}{'&' if '?' in address else '?'}{name}={shown}")

        assert answer.status_code == 400
        assert text[12:] not in answer.content.decode()


def test_a_token_in_a_path_is_refused(client, lead):
    _token, text = token_for(lead, "read:network")

    assert client.get(f"/api/v1/partnerships/{text}").status_code == 400
    assert client.get(f"/samenwerkingen/{text}/").status_code == 400


@pytest.mark.parametrize("address", ["/api/v1/partnerships", "/api/v1/regions", "/api/v1/search?q=robot"])
@pytest.mark.parametrize("name", ["token", "access_token", "api_key"])
def test_no_parameter_lets_anybody_in(client, shelf, address, name):
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{name}=x")

    assert answer.status_code == 400
    assert [each["name"] for each in answer.json()["invalidParams"]] == [name]
