"""Of each step between handing in and publishing the other side gets a letter."""

import datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from industriecoalitie.core.actors import Actor
from industriecoalitie.core.dates import AMSTERDAM
from industriecoalitie.notifications.models import Letter
from knowledgebank.actions import reviewing
from knowledgebank.choices import PracticeState
from tests.factories.knowledgebank import PracticeFactory

from .test_reviewing import check_all

pytestmark = pytest.mark.django_db

MOMENT = timezone.now().replace(hour=8, minute=30) + datetime.timedelta(days=60)


@pytest.fixture
def judge(curator) -> Actor:
    return Actor("page", curator)


@pytest.fixture
def handed_in(region, member):
    practice = PracticeFactory(
        owner=region, state=PracticeState.DRAFT, published_on=None, visibility="concept",
        title="Leren", summary="Kort", approach="Zo", results="Veel",
    )  # fmt: skip
    check_all(reviewing.submit(practice, by=Actor("page", member)))
    Letter.objects.all().delete()
    return practice


def letters() -> list[tuple[str, str]]:
    return sorted(Letter.objects.values_list("recipient", "subject"))


def test_the_team_and_who_handed_it_in_hear_when_it_appears_and_that_it_does_not(
    handed_in, judge, lead, member
):
    reviewing.schedule(handed_in, MOMENT, by=judge)
    planned, text = letters(), Letter.objects.first().text
    Letter.objects.all().delete()
    reviewing.unschedule(handed_in, by=judge)

    assert planned == sorted((each.email, "Ingepland: Leren") for each in (lead, member))
    local = MOMENT.astimezone(AMSTERDAM)
    assert f"op {date_format(local, 'j F Y')} om {local:%H:%M} uur" in text
    assert letters() == sorted((each.email, "Uit de planning: Leren") for each in (lead, member))
    assert handed_in.get_absolute_url() in Letter.objects.first().text


def test_each_planning_is_told(handed_in, judge, lead, member):
    reviewing.schedule(handed_in, MOMENT, by=judge)
    reviewing.unschedule(handed_in, by=judge)
    reviewing.schedule(handed_in, MOMENT + datetime.timedelta(days=1), by=judge)

    subjects = Letter.objects.filter(recipient=lead.email).order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["Ingepland: Leren", "Uit de planning: Leren", "Ingepland: Leren"]


def test_the_team_hears_that_it_is_back(region, judge, lead):
    practice = PracticeFactory(owner=region, state=PracticeState.RETIRED, title="Terug")

    reviewing.bring_back(practice, by=judge)

    assert letters() == [(lead.email, "Terug in de kennisbank: Terug")]
    assert practice.get_absolute_url() in Letter.objects.get().text


def test_curators_hear_what_was_taken_back(handed_in, lead, curator):
    review = handed_in.reviews.get()

    reviewing.withdraw(handed_in, by=Actor("page", lead))

    assert letters() == [(curator.email, "Teruggetrokken: Leren")]
    assert f"/redactie/beoordelen/{review.uuid}/" in Letter.objects.get().text
