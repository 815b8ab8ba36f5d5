"""R27: the text of a token is shown once and is nowhere else: no log, error, history, letter, session or table."""

import io
import logging

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.masking import MaskingFormatter
from industriecoalitie.tokens.actions import rotate_token
from industriecoalitie.tokens.models import ApiToken
from tests.factories.tokens import ApiTokenFactory, token_for

from .conftest import bearer, sign_in


def secrets_of(text: str) -> list[str]:
    """Return what may be nowhere: the whole, its secret, and its end."""
    return [text, text[13:56], text[-20:]]


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def holding(needles: list[str]) -> list[str]:
    """Return the tables with a row that holds one of these texts, as a dump would show it."""
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            where = " OR ".join(["position(%s in t::text) > 0"] * len(needles))
            cursor.execute(f'SELECT 1 FROM "{table}" t WHERE {where} LIMIT 1', needles)
            if cursor.fetchone():
                found.append(table)
    return found


@pytest.fixture
def written(monkeypatch):
    """What the console of the portal would show, every level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    line = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(MaskingFormatter(line["format"], style=line["style"]))
    handler.setLevel(logging.DEBUG)
    root = logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


def test_the_search_finds_what_is_there(lead):
    token, _text = token_for(lead, "read:public")

    assert holding([token.public_id]) == ["notifications_letter", "tokens_apitoken", "tokens_apitokenevent"]


def test_no_table_holds_a_token(client, lead, region):
    """Made by the page, replaced, used well and badly: then the whole database is searched."""
    sign_in(client, lead)
    page = client.post(
        "/mijn/sleutels/nieuw/",
        {"name": "Website", "scopes": ["read:public", "write:partnerships"], "regions": [region.pk],
         "networks": "", "days": "365", "uuid": "11111111-1111-4111-8111-111111111111"},
    )  # fmt: skip
    made = page.context["text"]
    token = ApiToken.objects.get()
    _new, second = rotate_token(token, by=Actor(door="page", user=lead))
    for text in (made, second):
        client.get("/api/v1/partnerships", headers=bearer(text))
        client.get("/api/v1/partnerships", headers=bearer(text + "x"))
        client.get(f"/api/v1/partnerships?token={text}")
        client.get(f"/zoeken/?q={text}")

    assert made in page.content.decode()
    assert holding(secrets_of(made) + secrets_of(second)) == []
    assert made not in client.get("/mijn/sleutels/").content.decode()


@pytest.mark.parametrize("address", ["/api/v1/partnerships", "/api/v1/bestaat-niet", "/api/v1/partnerships?x=1",
                                     "/api/v1/partnerships/bestaat-niet"])  # fmt: skip
@pytest.mark.parametrize("is_right", [True, False])
def test_no_answer_and_no_log_holds_a_token(client, lead, written, address, is_right):
    _token, text = token_for(lead, "read:network")
    shown = text if is_right else text[:-1] + ("a" if text[-1] != "a" else "b")

    answer = client.get(address, headers=bearer(shown))

    for needle in secrets_of(shown)[1:]:
        assert needle not in f"{answer.content.decode()}{answer.headers}"
        assert needle not in written.getvalue()


def test_a_token_in_an_address_is_masked_in_the_log(client, lead, written):
    token, text = token_for(lead, "read:network")

    client.get(f"/api/v1/partnerships/{text}?token={text}")
    client.get(f"/samenwerkingen/{text}/")

    assert f"mbo_{token.public_id}_…" in written.getvalue()
    assert text[13:] not in written.getvalue()


def test_a_token_in_a_fault_is_masked_in_the_log(lead, written):
    token, text = token_for(lead, "read:network")

    try:
        raise RuntimeError(f"could not read {text}")
    except RuntimeError:
        logging.getLogger("industriecoalitie").exception("failed with %s", text)

    assert written.getvalue().count(f"mbo_{token.public_id}_…") == 2
    assert text not in written.getvalue()


def test_the_console_masks():
    line = settings.LOGGING["formatters"]["line"]

    assert line["class"] == "industriecoalitie.core.masking.MaskingFormatter"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}


def test_the_command_prints_a_token_and_nothing_keeps_it(admin_user, written):
    out = io.StringIO()

    call_command("create_token", name="Website", scopes="read:public", stdout=out)

    text = out.getvalue().strip()
    assert holding(secrets_of(text)) == []
    assert text[13:] not in written.getvalue()


def test_a_token_does_not_show_itself(lead):
    token = ApiTokenFactory(owner=lead)

    assert token.text[13:] not in f"{token} {token!r} {token.__dict__ | {'text': ''}}"
