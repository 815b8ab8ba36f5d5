"""What the worker does for the search, and when."""

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.db.models import Sum

from industriecoalitie.celery import app
from industriecoalitie.search import actions, asked
from industriecoalitie.search.feeds import feed_of
from industriecoalitie.search.models import SearchDay, SearchDocument, SearchSlip, SearchTerm
from knowledgebank.models import Practice
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.search import SearchDayFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    practice = PracticeFactory(title="Robots leren lassen")
    actions.index(feed_of(Practice), [practice.pk])
    return practice


def run(name: str) -> None:
    app.autodiscover_tasks(force=True)
    app.tasks[name].apply(throw=True)


def test_the_clock_knows_every_task():
    planned = {each["task"]: each["schedule"] for each in settings.CELERY_BEAT_SCHEDULE.values()}

    assert {name: when for name, when in planned.items() if name.startswith("search.")} == {
        "search.keep_asked": 300.0,
        "search.forget_asked": 86_400.0,
        "search.catch_up": 600.0,
        "search.look_over": crontab(hour="2", minute="40"),
    }


def test_keeping_and_forgetting(monkeypatch):
    monkeypatch.setattr(asked, "PREFIX", "test:tasks")
    SearchDayFactory(query="oud", day="2020-01-01")
    asked.note_asked("robots")

    run("search.keep_asked")
    run("search.forget_asked")

    assert list(SearchDay.objects.values_list("query", "asked")) == [("robots", 1)]


def test_catching_up_writes_what_is_behind(practice):
    SearchDocument.objects.update(analysis=actions.BEHIND, title="oud")

    run("search.catch_up")

    assert SearchDocument.objects.get(record=practice.uuid).title == "Robots leren lassen"


def test_looking_over_counts_the_words_again_and_looks_for_errors(practice):
    SearchTerm.objects.create(lexeme="lass", word="lassen", count=40)
    wrong = [PracticeFactory(title=title) for title in ("Het Techniekpact", "Het Techniepact")]
    actions.index(feed_of(Practice), [each.pk for each in wrong])

    run("search.look_over")

    totals = SearchTerm.objects.values("lexeme").annotate(total=Sum("count"))
    assert set(totals.values_list("total", flat=True)) == {1}
    assert list(SearchSlip.objects.values_list("word", "records")) == [("techniepact", [wrong[1].uuid])]
