"""What a message says, and how it is signed.

Source: Standard Webhooks 1.0.0; NL GOV profile for CloudEvents 1.1.
"""

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from industriecoalitie.api import feed
from industriecoalitie.api.addresses import collections, href
from industriecoalitie.api.choices import Verb

from .choices import Form
from .models import Delivery, Endpoint

PREFIX = "whsec_"
SECRET_BYTES = 32
JSON, CLOUDEVENT = "application/json", "application/cloudevents+json"
ROOM = "webhooks"
TESTED = "tested"
# What an endpoint may ask for: what a reader of the feed is told.
VERBS = (Verb.CREATED, Verb.CHANGED, Verb.PUBLISHED, Verb.RESTORED, Verb.DELETED, Verb.MERGED)
# As the profile wants it: the past tense, of a thing in Dutch.
HAPPENED = {
    Verb.CREATED: "aangemaakt",
    Verb.CHANGED: "gewijzigd",
    Verb.PUBLISHED: "gepubliceerd",
    Verb.RESTORED: "teruggezet",
    Verb.DELETED: "verwijderd",
    Verb.MERGED: "samengevoegd",
}


def new_secret() -> str:
    """Return a secret to sign with, as the receiver gets it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def body_of(line: feed.Line) -> dict[str, Any]:
    """Return the message about a line of the feed; ``data`` is that line as the feed tells it."""
    data = feed.as_json(line)
    return {"type": f"{data['collection']}.{data['type']}", "timestamp": data["happenedAt"], "data": data}


def body_of_test(endpoint: Endpoint, moment: str) -> dict[str, Any]:
    """Return the message of a test; ``moment`` in UTC."""
    data = {
        "id": f"test-{uuid.uuid4()}",
        "type": TESTED,
        "collection": ROOM,
        "record": str(endpoint.uuid),
        "href": href(ROOM, endpoint.uuid),
        "version": endpoint.version,
        "isGone": False,
        "successor": None,
        "happenedAt": moment,
    }
    return {"type": f"{ROOM}.{TESTED}", "timestamp": moment, "data": data}


def content_of(delivery: Delivery, form: str) -> tuple[bytes, str]:
    """Return the body of a message as it goes over the line, and its content type."""
    body, kind = delivery.body, JSON
    if form == Form.CLOUDEVENTS:
        body, kind = as_cloudevent(delivery), CLOUDEVENT
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), kind


def as_cloudevent(delivery: Delivery) -> dict[str, Any]:
    """Return a message in the structured mode of CloudEvents."""
    data = delivery.body["data"]
    return {
        "specversion": "1.0",
        "id": delivery.message,
        "source": settings.WEBHOOKS_SOURCE,
        "type": cloudevent_type(data["collection"], data["type"]),
        "subject": data["record"],
        "time": delivery.body["timestamp"],
        "datacontenttype": JSON,
        "data": data,
    }


def cloudevent_type(collection: str, verb: str) -> str:
    """Return the name of an event: ``nl.samenwerkingen.samenwerking-gewijzigd``.

    By the profile: a domain in the plural, what happened in the past tense, no name of an organisation.
    """
    if collection == ROOM:
        return "nl.webhooks.webhook-getest"
    meta = collections()[collection].queryset.model._meta
    one, many = slugify(str(meta.verbose_name)), slugify(str(meta.verbose_name_plural))
    return f"nl.{many}.{one}-{HAPPENED[Verb(verb)]}"


def headers_of(message: str, moment: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """Return the headers that prove where a message comes from; ``moment`` in seconds since 1970.

    One signature for each secret, so that a receiver may change to the new one when it likes.
    """
    signed = f"{message}.{moment}.".encode() + body
    return {
        "webhook-id": message,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(f"v1,{_signature(key, signed)}" for key in keys),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
