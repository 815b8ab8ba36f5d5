"""What people and partner systems do with a webhook."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from industriecoalitie.accounts.models import User
from industriecoalitie.api.feed import last_place
from industriecoalitie.core.actors import Actor
from industriecoalitie.core.sealing import seal
from industriecoalitie.history.recording import change_set
from industriecoalitie.notifications.models import Event
from industriecoalitie.notifications.outbox import write_letter
from industriecoalitie.notifications.waking import wake
from industriecoalitie.tokens.models import ApiToken
from industriecoalitie.webhooks import emails
from industriecoalitie.webhooks.messages import body_of_test, new_secret
from industriecoalitie.webhooks.models import PURPOSE, Cursor, Delivery, Endpoint

MOST_OF_PERSON = 20
ROTATION = datetime.timedelta(hours=24)
SEND_TASK = "webhooks.send"
CURSOR = 1
FRESH = {"disabled_at": None, "ending": "", "failing_since": None, "failures": 0, "rests_until": None}


def make_endpoint(
    owner: User, values: dict[str, Any], *, by: Actor, token: ApiToken | None = None
) -> tuple[Endpoint, str]:
    """Return a new webhook and its secret, which is shown this once.

    ``values`` are clean fields. A host that was approved for this owner before needs no approval again.

    Raises:
        ValidationError: a value breaks a rule, or the owner has many already.
    """
    with change_set(by, "webhook.made"):
        _one_at_a_time(owner)
        if Endpoint.objects.filter(owner=owner).count() >= MOST_OF_PERSON:
            raise ValidationError(
                _("Je hebt al %(most)d webhooks. Verwijder er eerst een.") % {"most": MOST_OF_PERSON}
            )
        secret = new_secret()
        endpoint = Endpoint(owner=owner, token=token, secret=seal(PURPOSE, secret), **values)
        _take_over_approval(endpoint)
        endpoint.full_clean()
        endpoint.save()
        # From here on every line of the feed is shared out; before the first webhook there is nobody to share with.
        Cursor.objects.bulk_create([Cursor(pk=CURSOR, place=last_place())], ignore_conflicts=True)
        _announce("made", endpoint)
        _ask_approval(endpoint)
    return endpoint, secret


def change_endpoint(endpoint: Endpoint, values: dict[str, Any], *, by: Actor) -> Endpoint:
    """Change a webhook; another host has to be approved again. Return the fresh row.

    Raises:
        ValidationError: a value breaks a rule.
    """
    with change_set(by, "webhook.changed"):
        fresh = _held(endpoint)
        host = fresh.host
        for name, value in values.items():
            setattr(fresh, name, value)
        if fresh.host != host:
            fresh.approved_by = fresh.approved_at = None
            _take_over_approval(fresh)
        if values.get("is_active"):
            _set(fresh, FRESH)
        _save(fresh, "changed")
        if fresh.host != host:
            _ask_approval(fresh)
    wake(SEND_TASK)
    return fresh


def remove_endpoint(endpoint: Endpoint, *, by: Actor) -> None:
    """Remove a webhook with its log."""
    with change_set(by, "webhook.removed"):
        fresh = _held(endpoint)
        _announce("removed", fresh)
        fresh.delete()


def rotate_secret(endpoint: Endpoint, *, by: Actor) -> tuple[Endpoint, str]:
    """Give a webhook a new secret and return it; the one before signs as well for 24 hours."""
    with change_set(by, "webhook.rotated"):
        fresh = _held(endpoint)
        secret = new_secret()
        fresh.previous_secret, fresh.previous_until = fresh.secret, timezone.now() + ROTATION
        fresh.secret = seal(PURPOSE, secret)
        _save(fresh, "rotated")
    return fresh, secret


def approve_endpoint(endpoint: Endpoint, *, by: Actor) -> Endpoint:
    """Let the portal send to the host of a webhook."""
    with change_set(by, "webhook.approved"):
        fresh = _held(endpoint)
        if fresh.approved_at is None:
            fresh.approved_by, fresh.approved_at = by.user, timezone.now()
            _save(fresh, "approved")
            subject, text = emails.approved(fresh)
            write_letter(f"webhook:{fresh.uuid}:approved:{fresh.version}", fresh.owner.email, subject, text)
    wake(SEND_TASK)
    return fresh


def refuse_endpoint(endpoint: Endpoint, *, by: Actor) -> Endpoint:
    """Let the portal send nothing to a webhook, or nothing any more: it waits for approval, and is put out."""
    with change_set(by, "webhook.refused"):
        fresh = _held(endpoint)
        _set(fresh, {"approved_by": None, "approved_at": None, "is_active": False})
        _save(fresh, "refused")
    return fresh


def send_test(endpoint: Endpoint) -> Delivery:
    """Put a test message ready for a webhook.

    Raises:
        ValidationError: nothing is sent to it now, or the test message before is still on its way.
    """
    with transaction.atomic():
        fresh = _held(endpoint)
        check_sending(fresh)
        if Delivery.objects.open().filter(endpoint=fresh, event=None).exists():
            raise ValidationError(
                _("Er is nog een proefbericht onderweg. Wacht tot het is aangekomen of opgegeven.")
            )
        return _put_test(fresh)


def _put_test(endpoint: Endpoint) -> Delivery:
    moment = timezone.now().astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    body = body_of_test(endpoint, moment)
    delivery = Delivery.objects.create(
        endpoint=endpoint, message=body["data"]["id"], type=body["type"], body=body, is_public=True
    )
    wake(SEND_TASK)
    return delivery


def send_again(delivery: Delivery) -> Delivery:
    """Send a message once more, with the identifier it had.

    Raises:
        ValidationError: nothing is sent to the webhook now.
    """
    check_sending(delivery.endpoint)
    Delivery.objects.filter(pk=delivery.pk).update(
        due_at=Now(),
        attempts=0,
        locked_until=None,
        delivered_at=None,
        failed_at=None,
        outcome="",
        status=None,
    )
    wake(SEND_TASK)
    delivery.refresh_from_db()
    return delivery


def check_sending(endpoint: Endpoint) -> None:
    if endpoint.approved_at is None:
        raise ValidationError(_("Een beheerder moet dit adres nog goedkeuren. Tot dan sturen we niets."))
    if not endpoint.is_sending:
        raise ValidationError(_("Deze webhook staat uit. Zet hem eerst aan."))


def _take_over_approval(endpoint: Endpoint) -> None:
    known = Endpoint.objects.filter(owner=endpoint.owner, approved_at__isnull=False).exclude(pk=endpoint.pk)
    for other in known.order_by("pk"):
        if other.host == endpoint.host:
            endpoint.approved_by, endpoint.approved_at = other.approved_by, other.approved_at
            return


def _ask_approval(endpoint: Endpoint) -> None:
    if endpoint.approved_at is not None:
        return
    subject, text = emails.waiting(endpoint)
    for person in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        write_letter(
            f"webhook:{endpoint.uuid}:{endpoint.version}:waiting:{person.pk}", person.email, subject, text
        )


def _one_at_a_time(owner: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('webhooks'), %s)", [owner.pk])


def _held(endpoint: Endpoint) -> Endpoint:
    return Endpoint.objects.select_for_update(of=("self",)).select_related("owner").get(pk=endpoint.pk)


def _set(endpoint: Endpoint, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(endpoint, name, value)


def _save(endpoint: Endpoint, verb: str) -> None:
    endpoint.version += 1
    endpoint.full_clean()
    endpoint.save()
    _announce(verb, endpoint)


def _announce(verb: str, endpoint: Endpoint) -> None:
    Event.objects.create(kind=f"webhook.{verb}", record=endpoint.uuid, version=endpoint.version)
