"""What curators do with published practices, one by one and several at once."""

import pytest
from django.core.exceptions import ValidationError

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Conflict
from industriecoalitie.notifications.models import Event, Letter
from knowledgebank.actions import curating
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice
from tests.factories.knowledgebank import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge(curator) -> Actor:
    return Actor("page", curator)


@pytest.fixture
def practice(region):
    return PracticeFactory(owner=region, title="Robotlab")


def fresh(practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


def test_retiring_tells_the_team_why(practice, judge, lead):
    curating.retire_practice(practice, "De opleiding is gestopt.", by=judge)

    assert fresh(practice).state == PracticeState.RETIRED
    letter = Letter.objects.get()
    assert (letter.recipient, "De opleiding is gestopt." in letter.text) == (lead.email, True)
    assert Event.objects.filter(kind="practice.retired", record=practice.uuid).count() == 1
    event = practice.events.order_by("pgh_id").last()
    assert event.pgh_context.metadata["reason"] == "De opleiding is gestopt."


def test_retiring_asks_a_reason(practice, judge):
    with pytest.raises(ValidationError, match="Vertel het team waarom"):
        curating.retire_practice(practice, " ", by=judge)
    assert fresh(practice).state == PracticeState.PUBLISHED


def test_only_what_is_published_is_featured_confirmed_or_asked_about(judge):
    retired = PracticeFactory(state=PracticeState.RETIRED)

    for act in (
        curating.confirm,
        curating.ask_to_confirm,
        lambda each, by: curating.feature(each, True, by=by),
    ):
        with pytest.raises(ValidationError, match="Gearchiveerd"):
            act(retired, by=judge)


def test_a_team_is_asked_once_a_day(practice, judge, lead):
    curating.ask_to_confirm(practice, by=judge)
    curating.ask_to_confirm(practice, by=judge)

    assert [each.recipient for each in Letter.objects.all()] == [lead.email]


def test_several_are_one_change(practice, judge):
    other = PracticeFactory()

    assert curating.feature_all([(other, 1), (practice, 1)], by=judge) == 2
    assert Practice.objects.filter(is_featured=True).count() == 2
    contexts = {each.events.order_by("pgh_id").last().pgh_context_id for each in (practice, other)}
    assert len(contexts) == 1
    assert curating.unfeature_all([(other, 2), (practice, 2)], by=judge) == 2
    assert not Practice.objects.filter(is_featured=True).exists()


def test_one_that_refuses_stops_all(practice, judge):
    retired = PracticeFactory(state=PracticeState.RETIRED, title="Weg")

    with pytest.raises(ValidationError, match=r"‘Weg’: .* Er is niets gewijzigd"):
        curating.retire_all([(practice, practice.version), (retired, retired.version)], "Oud", by=judge)
    with pytest.raises(ValidationError, match="‘Robotlab’ is veranderd terwijl je keek"):
        curating.ask_all([(practice, practice.version + 1)], by=judge)

    assert fresh(practice).state == PracticeState.PUBLISHED
    assert not Letter.objects.exists()


def test_who_saw_an_older_version_changes_nothing(practice, judge):
    for act in (curating.confirm, curating.ask_to_confirm):
        with pytest.raises(Conflict):
            act(practice, by=judge, seen=practice.version + 1)
    with pytest.raises(Conflict):
        curating.retire_practice(practice, "Oud", by=judge, seen=practice.version + 1)
