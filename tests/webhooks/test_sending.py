"""Sending: signed, again after ever longer pauses, told to stop, and never held up by who is slow."""

import datetime
import os
import signal
import threading
import time

import pytest
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from standardwebhooks import Webhook

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.choices import Audience
from industriecoalitie.notifications.models import Event, Letter
from industriecoalitie.webhooks import jobs
from industriecoalitie.webhooks.actions import endpoints, sending
from industriecoalitie.webhooks.actions.fanning import share_out
from industriecoalitie.webhooks.models import Delivery, Endpoint
from tests.factories.accounts import UserFactory
from tests.factories.tokens import token_for
from tests.factories.webhooks import working
from tests.notifications.test_waking import queue as queue  # a fixture

from .receiver import receiver
from .test_sharing_out import happens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local")]


def put(endpoint: Endpoint, number: int = 1) -> list[Delivery]:
    """Put messages ready without waking anybody."""
    return Delivery.objects.bulk_create(
        Delivery(
            endpoint=endpoint,
            event=each,
            message=str(each),
            type="partnerships.changed",
            is_public=True,
            body={
                "type": "partnerships.changed",
                "timestamp": "2026-11-22T12:00:00Z",
                "data": {"id": str(each)},
            },
        )
        for each in range(1, number + 1)
    )


def make_due() -> None:
    """Let the pauses, the leases and the rests be over."""
    Delivery.objects.open().update(due_at=Now(), locked_until=None)
    Endpoint.objects.update(rests_until=None)


def test_a_message_arrives_signed_and_is_noted(owner):
    with receiver() as there:
        endpoint, secret = working(there.url, owner)
        put(endpoint)
        number = sending.send_here()

    (got,) = there.taken
    delivery = Delivery.objects.get()
    assert (number, got.path) == (1, "/hook")
    assert Webhook(secret).verify(got.body, got.headers) == delivery.body
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == delivery.message
    assert (delivery.status, delivery.outcome, delivery.attempts, delivery.is_open) == (204, "ok", 1, False)
    assert delivery.locked_until is None


def test_a_cloudevent_is_sent_in_its_own_form(owner):
    with receiver() as there:
        endpoint, secret = working(there.url, owner, form="cloudevents")
        endpoints.send_test(endpoint)
        sending.send_here()

    (got,) = there.taken
    assert got.headers["content-type"] == "application/cloudevents+json"
    assert Webhook(secret).verify(got.body, got.headers)["type"] == "nl.webhooks.webhook-getest"


def test_with_two_secrets_both_prove_it(owner, by):
    with receiver() as there:
        endpoint, old = working(there.url, owner)
        endpoint, new = endpoints.rotate_secret(endpoint, by=by)
        put(endpoint)
        sending.send_here()

    (got,) = there.taken
    assert Webhook(old).verify(got.body, got.headers) == Webhook(new).verify(got.body, got.headers)


@pytest.mark.parametrize(
    "values",
    [
        {"approved_at": None},
        {"is_active": False},
        {"disabled_at": timezone.now(), "ending": "failing"},
        "owner",
    ],
    ids=["not approved", "out", "disabled", "its owner is gone"],
)
def test_nothing_goes_to_a_webhook_that_is_not_sending(values, owner):
    with receiver() as there:
        endpoint, _secret = working(there.url, owner)
        put(endpoint)
        if values == "owner":
            type(owner).objects.filter(pk=owner.pk).update(is_active=False)
        else:
            Endpoint.objects.update(**values)
        number = sending.send_here() + sending.send_due()

    assert (number, there.got, Delivery.objects.open().count()) == (0, [], 1)


def test_a_message_that_fails_is_tried_ten_times_in_three_days_and_then_given_up(owner):
    pauses, ids = [], set()
    with receiver(lambda number: 500) as there:
        endpoint, _secret = working(there.url, owner)
        put(endpoint)
        while Delivery.objects.open().exists():
            before = timezone.now()
            sending.send_here()
            pauses.append((Delivery.objects.get().due_at - before).total_seconds())
            make_due()
        ids = {got.message for got in there.got}

    planned = [pause.total_seconds() for pause in sending.PAUSES]
    assert len(there.got) == 10
    assert ids == {"1"}
    assert all(0.79 * plan <= pause <= 1.21 * plan + 2 for plan, pause in zip(planned, pauses, strict=False))
    assert 3 * 24 * 3600 <= sum(planned) <= 3.5 * 24 * 3600
    delivery = Delivery.objects.get()
    assert (delivery.failed_at is not None, delivery.status, delivery.outcome) == (True, 500, "status")


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500, 503])
def test_only_a_status_from_200_to_299_has_arrived(status, owner):
    with receiver(lambda number: status) as there:
        there.headers["Location"] = there.url
        endpoint, _secret = working(there.url, owner)
        put(endpoint)
        sending.send_here()

    assert (len(there.got), Delivery.objects.open().count()) == (1, 1)


@pytest.mark.parametrize("status", [429, 503])
def test_who_says_how_long_to_wait_is_waited_for(status, owner):
    with receiver(lambda number: status) as there:
        there.headers["Retry-After"] = "1200"
        endpoint, _secret = working(there.url, owner)
        put(endpoint, 3)
        sending.send_here()

    endpoint.refresh_from_db()
    (tried,) = Delivery.objects.filter(attempts=1)
    assert len(there.got) == 1
    for moment in (tried.due_at, endpoint.rests_until):
        assert 1190 < (moment - timezone.now()).total_seconds() < 1210


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120), ("999999", 86_400), ("0", 0), ("", None), ("-5", None), ("morgen", None), ("9" * 40, None), ("Sun, 06 Nov 1994 08:49:37 GMT", 0)],
)  # fmt: skip
def test_what_is_asked_to_wait(text, seconds):
    found = sending.asked_to_wait(text)

    assert (found.total_seconds() if found is not None else None) == seconds


def test_gone_is_gone_at_once_and_the_owner_is_told(owner, by):
    with receiver(lambda number: 410) as there:
        endpoint, _secret = working(there.url, owner)
        put(endpoint, 3)
        sending.send_here()

    endpoint.refresh_from_db()
    assert (len(there.got), endpoint.ending, endpoint.is_sending) == (1, "gone", False)
    assert Delivery.objects.filter(failed_at__isnull=False).count() == 1
    assert [letter.subject for letter in Letter.objects.filter(recipient=owner.email)][
        -1
    ] == "Je webhook is uitgezet"
    assert Event.objects.order_by("-pk").first().kind == "webhook.disabled"

    on = endpoints.change_endpoint(endpoint, {"is_active": True}, by=by)
    assert (on.is_sending, on.ending) == (True, "")


def test_five_days_of_failure_put_a_webhook_out_and_one_success_forgets_them(owner):
    answers = iter([500, 204, 500, 500])
    with receiver(lambda number: next(answers)) as there:
        endpoint, _secret = working(there.url, owner)
        put(endpoint)
        sending.send_here()
        endpoint.refresh_from_db()
        first = endpoint.failing_since
        make_due()
        sending.send_here()
        endpoint.refresh_from_db()
        after = (endpoint.failing_since, endpoint.failures)
        endpoints.send_test(endpoint)
        sending.send_here()
        Endpoint.objects.update(failing_since=timezone.now() - datetime.timedelta(days=5, minutes=1))
        make_due()
        sending.send_here()

    endpoint.refresh_from_db()
    assert first is not None
    assert after == (None, 0)
    assert (endpoint.ending, endpoint.is_sending) == ("failing", False)
    assert Letter.objects.filter(recipient=owner.email, subject="Je webhook is uitgezet").count() == 1


def test_who_fails_five_times_in_a_row_rests(owner):
    with receiver(lambda number: 500) as there:
        endpoint, _secret = working(there.url, owner)
        put(endpoint, 20)
        sending.send_here()

    endpoint.refresh_from_db()
    assert (len(there.got), endpoint.failures) == (5, 5)
    assert endpoint.rests_until > timezone.now()


def test_what_nobody_answers_is_told_in_a_word(owner):
    endpoint, _secret = working("http://127.0.0.1:11/", owner)
    put(endpoint)

    sending.send_here()

    assert Delivery.objects.get().outcome == "connection"


def test_an_address_inside_is_refused_when_sending_too(owner, settings):
    with receiver() as there:
        endpoint, _secret = working(there.url, owner)
        put(endpoint)
        settings.WEBHOOKS_ALLOW_LOCAL = False
        sending.send_here()

    assert (there.got, Delivery.objects.get().outcome) == ([], "refused")


def test_a_right_that_ended_meanwhile_withholds_the_message(owner):
    with receiver() as there:
        token, _text = token_for(owner, "webhooks", "read:network")
        endpoint, _secret = endpoints.make_endpoint(owner, {"url": there.url}, by=token.actor(), token=token)
        endpoints.approve_endpoint(endpoint, by=Actor(door="page", user=UserFactory()))
        happens(before=Audience.NETWORK, after=Audience.NETWORK)
        share_out()
        type(token).objects.filter(pk=token.pk).update(scopes=["webhooks"])
        sending.send_here()

    assert (there.got, Delivery.objects.get().outcome) == ([], "withheld")


def test_a_token_that_ended_puts_its_webhook_out(owner):
    with receiver() as there:
        token, _text = token_for(owner, "webhooks")
        endpoint, _secret = endpoints.make_endpoint(owner, {"url": there.url}, by=token.actor(), token=token)
        endpoints.approve_endpoint(endpoint, by=Actor(door="page", user=UserFactory()))
        put(endpoint, 2)
        type(token).objects.filter(pk=token.pk).update(revoked_at=timezone.now())
        sending.send_here()

    endpoint.refresh_from_db()
    assert (there.got, endpoint.ending) == ([], "token")


def test_a_secret_that_cannot_be_read_holds_up_no_other_webhook(owner, caplog):
    with receiver() as there:
        broken, _secret = working(there.url, owner)
        fine, _secret = working(there.url, owner)
        for endpoint in (broken, fine):
            put(endpoint)
        Endpoint.objects.filter(pk=broken.pk).update(secret="onleesbaar")
        sending.send_here()

    broken.refresh_from_db()
    assert [Delivery.objects.get(endpoint=each).outcome for each in (broken, fine)] == ["fault", "ok"]
    assert (len(there.got), broken.failing_since) == (1, None)
    assert "onleesbaar" not in caplog.text


def test_sent_again_it_has_the_same_identifier(owner):
    with receiver() as there:
        endpoint, _secret = working(there.url, owner)
        put(endpoint)
        sending.send_here()
        endpoints.send_again(Delivery.objects.select_related("endpoint").get())
        sending.send_here()

    assert [got.message for got in there.taken] == ["1", "1"]
    assert Delivery.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_each_message_once_and_two_at_most_to_one_webhook(owner):
    busy, most, line = [0], [0], threading.Lock()

    def late(number: int) -> float:
        with line:
            busy[0] += 1
            most[0] = max(most[0], busy[0])

        def free() -> None:
            with line:
                busy[0] -= 1

        threading.Timer(0.05, free).start()
        return 0.06

    with receiver() as there:
        there.late = late
        endpoint, _secret = working(there.url, owner)
        put(endpoint, 40)
        arrived = sending.send_due()

    assert arrived == 40
    assert sorted(int(got.message) for got in there.taken) == list(range(1, 41))
    assert most[0] == 2


@pytest.mark.django_db(transaction=True)
def test_who_is_slow_holds_up_nobody_else(owner):
    with receiver() as slow, receiver() as quick:
        slow.late = lambda number: 3.0
        there, _secret = working(slow.url, owner)
        here, _secret = working(quick.url, owner)
        for endpoint in (there, here):
            put(endpoint, 12)
        began = time.monotonic()
        sending.send_due(seconds=2.0, wait=False)
        while len(quick.taken) < 12 and time.monotonic() - began < 10:
            time.sleep(0.02)
        took = time.monotonic() - began
        deadline = time.monotonic() + 10
        while (
            any(thread.name == "webhooks" for thread in threading.enumerate()) and time.monotonic() < deadline
        ):
            time.sleep(0.05)

    assert len(quick.taken) == 12
    assert took < 2.5
    assert len(slow.got) <= 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [signal.SIGSTOP, signal.SIGKILL], ids=["frozen", "dead"])
def test_without_a_queue_saving_works_and_the_clock_sends(owner, settings, queue, fault):
    """Promise R17. The clock calls this task each five seconds; it needs nothing but PostgreSQL."""
    with receiver() as there:
        endpoint, secret = working(there.url, owner)
        there.secrets = [secret]
        os.kill(queue.process.pid, fault)
        began = time.monotonic()
        with transaction.atomic():
            happens()
            endpoints.send_test(endpoint)
        took = time.monotonic() - began
        share_out()
        sending.send_due()

    assert took < 2
    assert (len(there.taken), there.forged) == (2, [])
    assert settings.CELERY_BEAT_SCHEDULE["send-webhooks"]["task"] == jobs.send.name
