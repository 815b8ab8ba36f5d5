"""What is searched is counted per day: without persons, once, and never at the expense of who searches."""

import datetime
import os
import signal
import time
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from redis import ConnectionError as RedisGone

from industriecoalitie.search import actions, asked, engine
from industriecoalitie.search.feeds import feed_of
from industriecoalitie.search.models import SearchDay, SearchOpening
from knowledgebank.models import Practice
from ops.embedded import Redis
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.search import SearchDayFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _own_counts(monkeypatch):
    """Counts of other tests stay out of these."""
    monkeypatch.setattr(asked, "PREFIX", f"test:{uuid.uuid4()}")
    monkeypatch.setattr(asked, "_counter", asked._Counter())


@pytest.fixture
def practice(db):
    practice = PracticeFactory(title="Robots leren lassen in Borne")
    actions.index(feed_of(Practice), [practice.pk])
    return practice


@pytest.fixture
def own_redis(tmp_path_factory, settings):
    """A Redis that may break."""
    folder = tmp_path_factory.mktemp("asked")
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o711)
    server = Redis(folder / "redis", throw_away=True)
    server.start()
    settings.REDIS_URL = server.url
    asked._redis.cache_clear()
    yield server
    asked._redis.cache_clear()
    if server.process is not None and server.process.poll() is None:
        os.kill(server.process.pid, signal.SIGCONT)
    server.stop()


def kept() -> dict[str, tuple[int, int, int]]:
    rows = SearchDay.objects.values_list("query", "asked", "opened", "found")
    return {text: (times, opened, found) for text, times, opened, found in rows}


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Smart   Industry\n", "smart industry"), ("Éénjarig", "eenjarig"), ("pps 2019-2023", "pps 2019-2023"),
        ("jan@school.nl", ""), ("mail naar j.de.vries@roc.nl nu", ""), ("06-12345678", ""), ("06 12 34 56 78", ""),
        ("student 123456", ""), ("4.0", ""), ("???", ""), ("", ""), ("\x00", ""), ("a" * 500, "a" * 200),
        ("roc", "roc"), ("12345 roc", "12345 roc"),
    ],
)  # fmt: skip
def test_a_question_is_counted_without_what_may_name_a_person(text, normal):
    assert asked.normal(text) == normal


def test_a_page_writes_nothing_and_the_task_keeps_it_once(practice, django_assert_num_queries):
    with django_assert_num_queries(0):
        for text in ("Robots lassen", "robots  LASSEN", "kwantumcomputer", "bel 0612345678"):
            asked.note_asked(text)
        asked.note_opened("robots lassen", practice.uuid)

    moved = [asked.keep_asked(), asked.keep_asked()]

    assert moved == [3, 0]
    assert kept() == {"robots lassen": (2, 1, 1), "kwantumcomputer": (1, 0, 0)}
    assert list(
        SearchOpening.objects.values_list("searched__query", "searched__day", "record", "opened")
    ) == [("robots lassen", TODAY, practice.uuid, 1)]


def test_counts_of_one_day_add_up(practice):
    for _ in range(2):
        asked.note_asked("robots")
        asked.note_opened("robots", practice.uuid)
        asked.keep_asked()

    assert kept() == {"robots": (2, 2, 1)}
    assert SearchOpening.objects.get().opened == 2


def test_what_is_opened_must_be_findable():
    asked.note_asked("robots")
    asked.note_opened("robots", uuid.uuid4())
    asked.keep_asked()

    assert not SearchOpening.objects.exists()


def test_found_tells_nothing_of_what_a_visitor_does_not_find(admin_user):
    hidden = PracticeFactory(title="Geheime zwemrobot", visibility="network")
    actions.index(feed_of(Practice), [hidden.pk])
    assert engine.search("zwemrobot", admin_user).total == 1

    asked.note_asked("zwemrobot")
    asked.keep_asked()

    assert kept() == {"zwemrobot": (1, 0, 0)}


def test_found_counts_only_what_has_all_that_was_asked(practice):
    assert engine.search("lassen kwantumcomputer", AnonymousUser()).total == 1

    asked.note_asked("lassen kwantumcomputer")
    asked.keep_asked()

    assert kept() == {"lassen kwantumcomputer": (1, 0, 0)}


def test_a_move_that_fails_is_done_again_and_counts_once(monkeypatch):
    asked.note_asked("robots")
    add = asked._add

    def failing(*args):
        add(*args)
        raise RuntimeError("killed")

    monkeypatch.setattr(asked, "_add", failing)
    with pytest.raises(RuntimeError):
        asked.keep_asked()
    assert kept() == {}
    asked.note_asked("robots")
    monkeypatch.setattr(asked, "_add", add)

    first, second, third = asked.keep_asked(), asked.keep_asked(), asked.keep_asked()

    assert (first, second, third) == (1, 1, 0)
    assert kept() == {"robots": (2, 0, 0)}


def test_a_day_and_redis_hold_so_many_questions(monkeypatch):
    monkeypatch.setattr(asked, "MOST_COUNTED", 3)
    monkeypatch.setattr(asked, "MOST_A_DAY", 2)
    for text in ("een", "twee", "drie", "vier", "drie"):
        asked.note_asked(f"woord {text}")
    moved = asked.keep_asked()

    assert moved == 3
    assert kept() == {"woord drie": (2, 0, 0), "woord een": (1, 0, 0)}


def test_without_redis_nothing_is_counted(settings):
    settings.REDIS_URL = ""

    asked.note_asked("robots")

    assert asked.keep_asked() == 0


@pytest.mark.parametrize("how", ["dead", "frozen"])
def test_a_redis_that_does_not_answer_costs_next_to_nothing(own_redis, how):
    asked.note_asked("robots")
    if how == "dead":
        own_redis.stop()
    else:
        os.kill(own_redis.process.pid, signal.SIGSTOP)

    began = time.monotonic()
    for _ in range(20):
        asked.note_asked("robots")
    spent = time.monotonic() - began

    assert spent < 0.5  # once the patience, then a rest
    assert asked._counter.rest_until > time.monotonic()


def test_a_task_without_redis_says_so(own_redis):
    own_redis.stop()

    with pytest.raises(RedisGone):
        asked.keep_asked()


def test_after_ninety_days_it_is_forgotten():
    old = SearchDayFactory(day=TODAY - datetime.timedelta(days=91))
    last = SearchDayFactory(day=TODAY - datetime.timedelta(days=90))
    SearchOpening.objects.create(searched=old, record=uuid.uuid4(), opened=1)

    asked.forget_asked()

    assert list(SearchDay.objects.all()) == [last]
    assert not SearchOpening.objects.exists()
