"""A scope opens the records of its own collections, and nothing of others: not by opening references, not in files."""

import json

import pytest

from industriecoalitie.core.choices import Visibility
from tests.factories.partnerships import PartnershipFactory
from tests.factories.programmes import ProgrammeFactory
from tests.factories.tokens import token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(region):
    record = PartnershipFactory(slug="eigen", owner=region, region=region, visibility=Visibility.CONCEPT)
    for slug, visibility in (
        ("concept", Visibility.CONCEPT),
        ("netwerk", Visibility.NETWORK),
        ("open", Visibility.PUBLIC),
    ):
        record.programmes.add(ProgrammeFactory(slug=slug, owner=region, visibility=visibility))
    return record


def programmes(client, text: str, address: str, **query) -> set[str]:
    answer = client.get(f"/api/v1/{address}", query, headers={"authorization": f"Bearer {text}"})
    assert answer.status_code == 200
    body = b"".join(answer) if answer.streaming else answer.content
    return {each["slug"] for each in json.loads(body)["programmes"]}


@pytest.mark.parametrize("who", ["lead", "admin_user"])
@pytest.mark.parametrize(
    ("scopes", "seen"),
    [
        (["write:partnerships"], {"open"}),
        (["write:partnerships", "read:network"], {"open", "netwerk"}),
        (["write:partnerships", "write:programmes"], {"open", "netwerk", "concept"}),
    ],
)
def test_a_write_scope_names_of_other_collections_what_the_token_may_read_there(
    client, request, partnership, who, scopes, seen
):
    text = token_for(request.getfixturevalue(who), *scopes)[1]

    assert programmes(client, text, "partnerships/eigen") == seen
    assert programmes(client, text, "partnerships/eigen", expand="programmes") == seen
    assert programmes(client, text, "exports/partnerships", format="jsonl") == seen


def test_what_a_token_sees_beyond_a_visitor_is_kept_by_no_shared_cache(client, lead, partnership):
    text = token_for(lead, "write:partnerships", "events")[1]
    for address in ("partnerships/eigen", "partnerships", "events", "exports/partnerships?format=csv"):
        answer = client.get(f"/api/v1/{address}", headers={"authorization": f"Bearer {text}"})
        assert answer["Cache-Control"] in ("private, no-cache", "no-store"), address
        assert "Authorization" in answer["Vary"]


def test_a_refusal_names_the_scope_that_lacks(client, lead):
    text = token_for(lead, "read:network")[1]
    answer = client.get("/api/v1/events", headers={"authorization": f"Bearer {text}"})

    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "Deze sleutel mag dit niet: ‘events’ ontbreekt.",
    )
