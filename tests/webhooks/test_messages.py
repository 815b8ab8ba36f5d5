"""What a message says and how it is signed, checked with the reference library and with the code for partners."""

import base64
import json
import runpy
import time

import pytest
from cryptography.fernet import InvalidToken
from django.conf import settings as portal
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from industriecoalitie.api.addresses import collections
from industriecoalitie.core.sealing import seal, unseal
from industriecoalitie.webhooks import messages
from industriecoalitie.webhooks.models import Delivery
from tests.factories.webhooks import EndpointFactory

is_from_portal = runpy.run_path(str(portal.BASE_DIR / "docs/api/verify_webhook.py"))["is_from_portal"]
BODY = '{"type":"partnerships.changed","naam":"Regio’s"}'.encode()


def signed(*secrets: str, moment: int | None = None) -> dict[str, str]:
    return messages.headers_of("7", moment or int(time.time()), BODY, secrets)


def test_the_reference_library_takes_our_signature():
    secret = messages.new_secret()

    assert Webhook(secret).verify(BODY, signed(secret)) == json.loads(BODY)
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"))) <= 64


def test_during_a_change_of_secret_both_are_taken():
    old, new = messages.new_secret(), messages.new_secret()
    headers = signed(new, old)

    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (old, new):
        Webhook(secret).verify(BODY, headers)


@pytest.mark.parametrize("what", ["webhook-id", "webhook-timestamp", "body", "secret"])
def test_whatever_is_altered_is_seen(what):
    secret = messages.new_secret()
    headers, body = signed(secret), BODY
    if what == "body":
        body = BODY + b" "
    elif what == "secret":
        secret = messages.new_secret()
    else:
        headers[what] = str(int(headers[what]) + 1)

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)
    assert not is_from_portal(secret, headers, body)


def test_the_code_for_partners_takes_what_the_reference_library_takes():
    old, new = messages.new_secret(), messages.new_secret()

    assert is_from_portal(new, signed(new, old), BODY)
    assert is_from_portal(old, signed(new, old), BODY)
    assert not is_from_portal(new, signed(new, moment=int(time.time()) - 301), BODY)


def test_what_is_sealed_for_one_purpose_opens_for_no_other():
    sealed = seal("webhooks.secret", "geheim")

    assert "geheim" not in sealed
    assert unseal("webhooks.secret", sealed) == "geheim"
    with pytest.raises(InvalidToken):
        unseal("accounts.second-step", sealed)


@pytest.mark.django_db
def test_a_cloudevent_follows_the_profile(settings):
    settings.WEBHOOKS_SOURCE = "urn:nld:oin:00000001823288444000:systeem:portaal"
    moment = timezone.now().isoformat()
    data = {"id": "7", "type": "published", "collection": "partnerships", "record": "b6c1", "successor": None}
    delivery = Delivery(
        endpoint=EndpointFactory(),
        message="7",
        body={"type": "partnerships.published", "timestamp": moment, "data": data},
    )

    body, kind = messages.content_of(delivery, "cloudevents")

    assert kind == "application/cloudevents+json"
    assert json.loads(body) == {
        "specversion": "1.0",
        "id": "7",
        "source": "urn:nld:oin:00000001823288444000:systeem:portaal",
        "type": "nl.samenwerkingen.samenwerking-gepubliceerd",
        "subject": "b6c1",
        "time": moment,
        "datacontenttype": "application/json",
        "data": data,
    }


def test_every_kind_of_event_has_a_name_of_its_own_without_an_organisation():
    names = [messages.cloudevent_type(name, verb) for name in collections() for verb in messages.VERBS]

    assert len(set(names)) == len(collections()) * 6
    assert all(
        name.startswith("nl.") and name.count(".") == 2 and name.isascii() and " " not in name
        for name in names
    )
    assert not any("coalitie" in name for name in names)
