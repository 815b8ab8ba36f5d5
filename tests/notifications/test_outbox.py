"""Letters: written with what they tell of, sent at least once, never for what was rolled back."""

import datetime
import os
import random
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from industriecoalitie.notifications import outbox
from industriecoalitie.notifications.models import Letter
from industriecoalitie.notifications.outbox import message_id, send_due_letters, write_letter
from tests.portal import address_of
from tests.smtp import sink

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def letters(count: int) -> set[str]:
    """Put letters in the outbox without waking anyone; return who gets one."""
    addresses = [f"lezer{number}@voorbeeld.test" for number in range(count)]
    Letter.objects.bulk_create(
        Letter(key=f"test:{address}", recipient=address, subject="Hallo", text="Dag") for address in addresses
    )
    return set(addresses)


def make_due() -> None:
    """Let the pauses and the leases be over."""
    Letter.objects.open().update(due_at=Now(), locked_until=None)


@pytest.fixture
def post(settings):
    """Mail over a real line, to the server that a test starts."""

    def use(server) -> None:
        settings.EMAIL_TRANSPORT = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2

    return use


@pytest.mark.django_db(transaction=True)
def test_a_letter_leaves_when_the_transaction_is_committed():
    with transaction.atomic():
        write_letter("welkom:1", "kim@voorbeeld.test", "Welkom\r\nBcc: iemand", "Dag Kim")
        before = len(mail.outbox)

    (message,) = mail.outbox
    assert before == 0
    assert (message.to, message.subject, message.body) == (
        ["kim@voorbeeld.test"], "Welkom Bcc: iemand", "Dag Kim",
    )  # fmt: skip
    assert message.extra_headers == {
        "Message-ID": message_id("welkom:1"),
        "Auto-Submitted": "auto-generated",
    }
    letter = Letter.objects.get()
    assert (letter.text, letter.attempts, letter.sent_at is not None) == ("", 1, True)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_sends_nothing():
    with transaction.atomic():
        write_letter("welkom:1", "kim@voorbeeld.test", "Welkom", "Dag")
        transaction.set_rollback(True)

    assert send_due_letters() == 0
    assert (mail.outbox, Letter.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_the_same_key_is_one_letter():
    write_letter("welkom:1", "kim@voorbeeld.test", "Welkom", "Eerste")
    write_letter("welkom:1", "ander@voorbeeld.test", "Welkom", "Tweede")

    assert list(Letter.objects.values_list("recipient", "text")) == [("kim@voorbeeld.test", "Eerste")]


@pytest.mark.django_db
def test_a_letter_for_later_waits():
    write_letter("a", "kim@voorbeeld.test", "A", "a", due_at=timezone.now() + datetime.timedelta(hours=1))

    assert send_due_letters() == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_letter_can_be_stopped_with_one_click():
    write_letter("a", "kim@voorbeeld.test", "A", "a", unsubscribe_url="https://portal.test/stop/1/")

    send_due_letters()

    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == "<https://portal.test/stop/1/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db
def test_a_refused_letter_is_tried_again_after_ever_longer_pauses_and_given_up_after_three_days(post):
    letters(1)
    pauses = []
    with sink(lambda number: "never") as server:
        post(server)
        while Letter.objects.open().exists():
            before = timezone.now()
            assert send_due_letters() == 0
            pauses.append(Letter.objects.get().due_at - before)
            make_due()

    letter = Letter.objects.get()
    minutes = [round(pause.total_seconds() / 60) for pause in pauses[:-1]]
    assert minutes[:6] == [1, 5, 30, 120, 240, 240]
    assert 3 * 24 <= sum(minutes) / 60 < 3 * 24 + 4
    assert (server.kept, letter.last_error, letter.text) == ([], "SMTPDataError", "Dag")
    assert letter.failed_at is not None


@pytest.mark.django_db
def test_letters_are_removed_thirty_days_after_they_were_sent_or_given_up():
    letters(4)
    old, new = Now() - datetime.timedelta(days=31), Now() - datetime.timedelta(days=29)
    moments = [{"sent_at": old}, {"sent_at": new}, {"failed_at": old}, {"created_at": old}]
    for letter, values in zip(Letter.objects.order_by("pk"), moments, strict=True):
        Letter.objects.filter(pk=letter.pk).update(**values)

    assert outbox.clear_old_letters() == 2
    assert set(Letter.objects.values_list("recipient", flat=True)) == {
        "lezer1@voorbeeld.test", "lezer3@voorbeeld.test",
    }  # fmt: skip


@pytest.mark.django_db
def test_an_absent_mail_server_costs_one_try_a_round(post):
    letters(5)
    with sink() as server:
        post(server)

    assert send_due_letters() == 0
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_misbehaving_server_gets_every_letter_and_duplicates_only_by_message_id(post):
    chance = random.Random(45)
    wanted = letters(80)
    faults = ["ok"] * 6 + ["later", "never", "lost", "dropped", "slow"]
    rounds = 0
    with sink(lambda number: chance.choice(faults)) as server:
        post(server)
        while Letter.objects.open().exists():
            rounds += 1
            assert rounds < 40
            send_due_letters()
            make_due()

    assert set(server.recipients) == wanted
    assert set(server.kept) == {(to, message_id(f"test:{to}")) for to in wanted}
    assert len(server.kept) > len(wanted), "the fault that makes duplicates was not met"
    assert Letter.objects.filter(sent_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_senders_at_the_same_time_send_each_letter_once(post):
    wanted = letters(60)
    sent = []

    def run() -> None:
        try:
            sent.append(send_due_letters())
        finally:
            connection.close()

    with sink() as server:
        post(server)
        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sum(sent) == 60
    assert all(sent), "one sender did all the work: nothing ran at the same time"
    assert server.recipients == dict.fromkeys(wanted, 1)


SENDER = """
import django
django.setup()
from django.conf import settings
settings.EMAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {port}
from industriecoalitie.notifications.outbox import send_due_letters
send_due_letters()
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_sender_loses_nothing():
    wanted = letters(30)
    env = {**os.environ, "DATABASE_URL": address_of(connection.settings_dict["NAME"])}
    kills = 0
    with sink(lambda number: "slow") as server:
        command = [sys.executable, "-c", SENDER.format(port=server.port)]
        while Letter.objects.open().exists():
            before = len(server.kept)
            process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env)
            while process.poll() is None and not (kills < 3 and len(server.kept) >= before + 6):
                time.sleep(0.005)
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                kills += 1
            process.wait()
            make_due()

    assert kills == 3
    assert set(server.kept) == {(to, message_id(f"test:{to}")) for to in wanted}
