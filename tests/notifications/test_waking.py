"""Waking the worker: never slow, never an error, and only for what was committed."""

import logging
import os
import signal
import time

import pytest
from django.db import transaction

from industriecoalitie.accounts.models import User
from industriecoalitie.celery import app
from industriecoalitie.notifications import waking
from ops.embedded import Redis

TASK = "notifications.test_waking"


@pytest.fixture
def done():
    """What a task was given, when there is no worker."""
    found = []

    def note(*keys):
        found.append(keys)

    app.task(name=TASK, lazy=False, shared=False)(note)
    yield found
    app.tasks.pop(TASK)


@pytest.fixture
def queue(tmp_path_factory, monkeypatch):
    """A Redis of our own, and a worker that is somewhere else."""
    folder = tmp_path_factory.mktemp("waking")
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o711)
    server = Redis(folder / "redis", throw_away=True)
    server.start()
    before = app.conf.broker_url
    app.conf.update(task_always_eager=False, broker_url=server.url)
    app._after_fork()
    monkeypatch.setattr(waking, "_waker", waking._Waker())
    yield server
    app.conf.update(task_always_eager=True, broker_url=before)
    app._after_fork()
    if server.process is not None and server.process.poll() is None:
        os.kill(server.process.pid, signal.SIGCONT)
    server.stop()


def waiting(server: Redis) -> int:
    with app.connection_for_read(server.url) as connection:
        return connection.default_channel.client.llen("celery")


def seconds_of_saving() -> float:
    began = time.monotonic()
    with transaction.atomic():
        waking.wake(TASK, 7)
    return time.monotonic() - began


@pytest.mark.django_db(transaction=True)
def test_the_task_gets_its_keys_after_the_commit(done):
    with transaction.atomic():
        waking.wake(TASK, 7)
        before = list(done)

    assert (before, done) == ([], [(7,)])


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_wakes_nobody(done):
    with transaction.atomic():
        waking.wake(TASK)
        transaction.set_rollback(True)

    assert done == []


@pytest.mark.django_db(transaction=True)
def test_a_task_that_nobody_knows_does_not_break_the_save(member):
    with transaction.atomic():
        waking.wake("notifications.does_not_exist")
        User.objects.filter(pk=member.pk).update(name="Bewaard")

    member.refresh_from_db()
    assert member.name == "Bewaard"


@pytest.mark.django_db(transaction=True)
def test_the_queue_gets_one_message_for_each_call(queue, monkeypatch):
    monkeypatch.setattr(waking, "PATIENCE_S", 10)  # on a busy machine the first greeting takes longer

    seconds_of_saving()
    seconds_of_saving()

    assert waiting(queue) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL], ids=["frozen", "dead"])
def test_saving_goes_on_without_a_queue_and_says_so_once(queue, number, caplog):
    seconds_of_saving()
    os.kill(queue.process.pid, number)

    with caplog.at_level(logging.WARNING):
        took = [seconds_of_saving() for _ in range(5)]

    assert max(took) < 1
    assert sum(took) < 2
    assert [record.name for record in caplog.records].count(waking.__name__) == 1


@pytest.mark.django_db(transaction=True)
def test_an_absent_queue_costs_no_time(queue, monkeypatch):
    queue.stop()
    app._after_fork()

    assert sum(seconds_of_saving() for _ in range(5)) < 2


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_comes_back_is_used_again(queue, monkeypatch):
    monkeypatch.setattr(waking, "REST_AFTER_FAILURE_S", 0.1)
    seconds_of_saving()
    os.kill(queue.process.pid, signal.SIGSTOP)
    seconds_of_saving()
    os.kill(queue.process.pid, signal.SIGCONT)
    before = waiting(queue)

    deadline = time.monotonic() + 20
    while waiting(queue) <= before and time.monotonic() < deadline:
        time.sleep(0.2)
        seconds_of_saving()

    assert waiting(queue) > before
