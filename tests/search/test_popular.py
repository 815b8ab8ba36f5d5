"""What many ask is suggested, and tells nothing that a visitor may not know."""

import datetime

import pytest
from django.utils import timezone

from industriecoalitie.search import actions
from industriecoalitie.search.feeds import feed_of
from industriecoalitie.search.popular import popular
from knowledgebank.models import Practice
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.search import SearchDayFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _records():
    records = [
        PracticeFactory(title="Robots leren lassen in de maakindustrie"),
        PracticeFactory(title="Robothond Oostzaan", visibility="network"),
    ]
    actions.index(feed_of(Practice), [each.pk for each in records])


def asked(text: str, *times: int, **values) -> None:
    for ago, number in enumerate(times):
        SearchDayFactory(query=text, asked=number, day=TODAY - datetime.timedelta(days=ago), **values)


def test_most_asked_first_and_only_what_is_asked_often():
    asked("robots lassen", 2, 2)
    asked("robots", 5, 4)
    asked("robot", 2)
    asked("maakindustrie", 9)

    assert popular("Robo") == ["robots", "robots lassen"]
    assert popular("robo", most=1) == ["robots"]
    assert popular("") == ["maakindustrie", "robots", "robots lassen"]
    assert popular("xyz") == []


def test_a_word_that_no_public_record_holds_is_not_suggested():
    asked("robots oostzaan", 9)
    asked("robots van jan jansen", 9)
    asked("robots van de maakindustrie", 3)

    assert popular("robots") == ["robots van de maakindustrie"]


def test_what_finds_nothing_or_is_long_ago_is_not_suggested():
    asked("robots", 9, found=0)
    SearchDayFactory(query="robots lassen", asked=9, day=TODAY - datetime.timedelta(days=91))

    assert popular("robots") == []


@pytest.mark.parametrize("start", ["%", "_", "\x00", "'", "\\", "  "])
def test_any_beginning_is_a_beginning(start):
    asked("robots", 9)

    assert popular(start) == []


def test_it_asks_twice(django_assert_num_queries):
    for number in range(8):
        asked(f"robots lassen {'leren ' * number}".strip(), 3 + number)

    with django_assert_num_queries(2):
        assert len(popular("robots")) == 5
