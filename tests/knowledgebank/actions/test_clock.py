"""What the clock does: at the minute, once, one fault not stopping the rest, letters exactly once."""

import datetime
import threading

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from industriecoalitie.celery import app
from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record
from industriecoalitie.notifications.models import Event, Letter
from knowledgebank.actions import clock, judging, reviewing
from knowledgebank.actions.drafting import start_draft
from knowledgebank.choices import CRITERIA, PracticeState, ReviewOutcome
from knowledgebank.models import Practice, Remark, Review
from regions.choices import Role
from tests.factories.knowledgebank import PracticeFactory, ReviewFactory
from tests.factories.regions import MembershipFactory, RegionFactory

pytestmark = pytest.mark.django_db
TEXTS = {"summary": "Kort", "approach": "Zo", "results": "Veel"}
TODAY = datetime.date(2030, 5, 6)


def days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def planned(curator, moment: datetime.datetime, **values) -> Practice:
    """Return a practice that is ready and appears at a moment."""
    practice = PracticeFactory(
        state=PracticeState.IN_REVIEW, published_on=None, visibility="concept", **TEXTS | values
    )
    review, by = ReviewFactory(practice=practice), Actor("page", curator)
    judging.check_criteria(review, dict.fromkeys(CRITERIA[practice.kind], True), by=by)
    return reviewing.schedule(practice, moment, by=by)


def fresh(practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


def keys() -> list[str]:
    return sorted(Letter.objects.values_list("key", flat=True))


def test_what_is_planned_appears_at_the_minute(curator, region, lead):
    moment = timezone.now() + days(1)
    practice = planned(curator, moment, owner=region)

    assert clock.publish_planned(moment - datetime.timedelta(minutes=1)) == 0
    assert fresh(practice).state == PracticeState.APPROVED
    assert not Practice.objects.published().exists()
    assert clock.publish_planned(moment) == 1
    assert (fresh(practice).state, fresh(practice).publish_at) == (PracticeState.PUBLISHED, None)
    assert Review.objects.get().outcome == ReviewOutcome.PUBLISHED
    assert Event.objects.filter(kind="practice.published", record=practice.uuid).count() == 1
    assert keys() == [
        f"practice:{practice.uuid}:scheduled:2:{lead.pk}",
        f"review:{Review.objects.get().uuid}:published:{lead.pk}",
    ]
    assert clock.publish_planned(moment) == 0


def test_a_planned_change_takes_the_place_of_what_stood_there(curator):
    by, moment = Actor("page", curator), timezone.now() + days(1)
    original = PracticeFactory(**TEXTS)
    draft = start_draft(original, by=by)
    change_record(draft, Change({"results": "Nog meer"}), by=by)
    review = reviewing.submit(draft, by=by)
    judging.check_criteria(review, dict.fromkeys(CRITERIA[draft.kind], True), by=by)
    reviewing.schedule(draft, moment, by=by)

    assert fresh(original).results == "Veel"
    assert clock.publish_planned(moment) == 1

    assert fresh(original).results == "Nog meer"
    assert fresh(draft).state == PracticeState.MERGED


def test_a_fault_goes_back_to_the_curators_and_does_not_stop_the_rest(curator):
    moment = timezone.now() + days(1)
    first, second = planned(curator, moment), planned(curator, moment)
    Remark.objects.create(practice=first, text="Wacht!", author=curator)

    assert clock.publish_planned(moment) == 1

    assert (fresh(first).state, fresh(second).state) == (PracticeState.IN_REVIEW, PracticeState.PUBLISHED)
    letter = Letter.objects.get(key__contains="not_published")
    assert letter.recipient == curator.email
    assert "Er zijn nog opmerkingen die niet zijn afgehandeld." in letter.text
    assert f"/redactie/beoordelen/{first.reviews.get().uuid}/" in letter.text
    assert clock.publish_planned(moment) == 0


def test_a_change_of_which_the_beginning_is_lost_goes_back_to_the_curators(curator):
    by, moment = Actor("page", curator), timezone.now() + days(1)
    draft = start_draft(PracticeFactory(**TEXTS), by=by)
    review = reviewing.submit(draft, by=by)
    judging.check_criteria(review, dict.fromkeys(CRITERIA[draft.kind], True), by=by)
    reviewing.schedule(draft, moment, by=by)
    Practice.objects.filter(pk=draft.pk).update(base_version=99)

    assert [clock.publish_planned(moment) for _number in range(2)] == [0, 0]

    assert fresh(draft).state == PracticeState.IN_REVIEW
    assert "mist de versie" in Letter.objects.get(key__contains="not_published").text


def test_what_nobody_thought_of_is_told_once_and_tried_again(curator, monkeypatch):
    moment = timezone.now() + days(1)
    broken, good = planned(curator, moment), planned(curator, moment + datetime.timedelta(seconds=1))
    publish = reviewing.publish

    def fails(practice, **more):
        if practice.pk == broken.pk:
            raise RuntimeError("onverwacht")
        return publish(practice, **more)

    monkeypatch.setattr(reviewing, "publish", fails)
    assert [clock.publish_planned(moment + days(1)) for _number in range(2)] == [1, 0]
    assert (fresh(broken).state, fresh(good).state) == (PracticeState.APPROVED, PracticeState.PUBLISHED)
    assert Letter.objects.filter(key__contains="not_published").count() == 1

    monkeypatch.setattr(reviewing, "publish", publish)
    assert clock.publish_planned(moment + days(1)) == 1


def test_what_expires_leaves_on_its_day_and_team_and_curators_hear_it(curator, region, lead):
    last, other = (PracticeFactory(owner=region, expires_on=day) for day in (TODAY, TODAY + days(1)))
    PracticeFactory(state=PracticeState.RETIRED, expires_on=TODAY)

    assert [clock.retire_expired(TODAY) for _number in range(2)] == [1, 0]

    assert (fresh(last).state, fresh(other).state) == (PracticeState.RETIRED, PracticeState.PUBLISHED)
    about = f"practice:{last.uuid}:expired:{TODAY}"
    assert keys() == sorted(f"{about}:{person.pk}" for person in (curator, lead))


@pytest.mark.parametrize("name", ["retire_expired", "escalate_overdue", "remind_to_confirm"])
def test_one_fault_does_not_stop_the_rest(name, curator, monkeypatch):
    made = [
        {
            "retire_expired": lambda: PracticeFactory(expires_on=TODAY),
            "escalate_overdue": lambda: ReviewFactory(due_on=TODAY - days(1)).practice,
            "remind_to_confirm": lambda: PracticeFactory(confirmed_on=TODAY - days(365)),
        }[name]()
        for _number in range(3)
    ]
    broken, tell = made[1], clock.tell

    def fails(people, about, letter):
        if any(str(each.uuid) in about for each in (broken, *broken.reviews.all())):
            raise ValidationError("onverwacht")
        return tell(people, about, letter)

    monkeypatch.setattr(clock, "tell", fails)
    assert getattr(clock, name)(TODAY) == 2
    assert Letter.objects.count() == 2
    assert fresh(broken).state == (
        PracticeState.IN_REVIEW if name == "escalate_overdue" else PracticeState.PUBLISHED
    )
    assert Review.objects.exclude(escalated_on=None).count() == (2 if name == "escalate_overdue" else 0)

    monkeypatch.setattr(clock, "tell", tell)
    assert getattr(clock, name)(TODAY) == (3 if name == "remind_to_confirm" else 1)
    assert Letter.objects.count() == 3


def test_late_rounds_are_told_to_all_curators_once(curator):
    other = MembershipFactory(region=None, role=Role.CURATOR).user
    late, _soon = ReviewFactory(due_on=TODAY - days(1)), ReviewFactory(due_on=TODAY)
    planned(curator, timezone.now() + days(1))
    Review.objects.filter(practice__state=PracticeState.APPROVED).update(due_on=TODAY - days(9))
    ReviewFactory(due_on=TODAY - days(9), practice__hidden_at=timezone.now())

    assert [clock.escalate_overdue(TODAY) for _number in range(2)] == [1, 0]

    assert set(Review.objects.exclude(escalated_on=None)) == {late}
    about = f"review:{late.uuid}:overdue:{late.due_on}"
    assert keys() == sorted(f"{about}:{person.pk}" for person in (curator, other))


def test_a_term_that_was_moved_rings_again(curator):
    late = ReviewFactory(due_on=timezone.localdate() - days(1))
    clock.escalate_overdue()

    judging.change_rounds([late], by=Actor("page", curator), due_on=timezone.localdate() + days(2))

    assert clock.escalate_overdue() == 0
    assert clock.escalate_overdue(timezone.localdate() + days(3)) == 1
    assert Letter.objects.count() == 2


def test_a_month_before_looking_again_team_and_curators_hear_it_once(curator, region, lead):
    near = PracticeFactory(owner=region, review_on=TODAY + days(30), confirmed_on=TODAY)
    for review_on in (TODAY, TODAY + days(31), TODAY - days(5)):
        PracticeFactory(owner=region, review_on=review_on, confirmed_on=TODAY)
    PracticeFactory(state=PracticeState.RETIRED, review_on=TODAY + days(9), confirmed_on=TODAY)

    assert [clock.remind_to_confirm(TODAY + days(number)) for number in (-1, 0, 1)] == [1, 1, 2]

    about = f"practice:{near.uuid}:review:{near.review_on}"
    assert [key for key in keys() if str(near.uuid) in key] == sorted(
        f"{about}:{person.pk}" for person in (curator, lead)
    )


def test_what_nobody_confirmed_for_a_year_asks_once(curator, region, lead):
    old = PracticeFactory(owner=region, confirmed_on=TODAY - days(365))
    never = PracticeFactory(owner=region, published_on=TODAY - days(370))
    PracticeFactory(owner=region, confirmed_on=TODAY - days(364))

    assert [clock.remind_to_confirm(TODAY + days(number)) for number in (0, 0)] == [2, 2]

    abouts = [
        f"practice:{old.uuid}:confirm:{old.confirmed_on}",
        f"practice:{never.uuid}:confirm:{never.published_on}",
    ]
    assert keys() == sorted(f"{about}:{person.pk}" for about in abouts for person in (curator, lead))


def test_a_reminder_is_not_given_when_its_key_was_forgotten(curator):
    """Letters are forgotten 30 days after they were sent: by then a reminder is over."""
    PracticeFactory(confirmed_on=TODAY - days(365), review_on=TODAY + days(30))

    assert clock.remind_to_confirm(TODAY) == 1
    Letter.objects.all().delete()
    assert clock.remind_to_confirm(TODAY + days(30)) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "name", ["publish_planned", "retire_expired", "escalate_overdue", "remind_to_confirm"]
)
def test_two_workers_at_once_do_it_once(name):
    curator = MembershipFactory(region=None, role=Role.CURATOR).user
    MembershipFactory(region=(region := RegionFactory()), role=Role.LEAD)
    today, moment = timezone.localdate(), timezone.now()
    for _number in range(3):
        planned(curator, moment + datetime.timedelta(hours=1), owner=region)
        PracticeFactory(owner=region, expires_on=today)
        PracticeFactory(owner=region, confirmed_on=today - days(366))
        ReviewFactory(due_on=today - days(1))
    Practice.objects.exclude(publish_at=None).update(publish_at=moment)
    Letter.objects.all().delete()
    start, counts, faults = threading.Barrier(3), [], []

    def run() -> None:
        try:
            start.wait()
            counts.append(getattr(clock, name)())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    expected = {"publish_planned": (3, 3), "retire_expired": (3, 6), "escalate_overdue": (3, 3)}
    if name in expected:
        assert (sum(counts), Letter.objects.count()) == expected[name]
    else:
        assert Letter.objects.count() == 6
    assert getattr(clock, name)() == (3 if name == "remind_to_confirm" else 0)


def test_every_job_stands_in_the_clock_and_publishing_goes_each_minute():
    names = {each["task"]: each["schedule"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    app.autodiscover_tasks(related_name="jobs", force=True)

    for job in ("publish_planned", "retire_expired", "escalate_overdue", "remind_to_confirm"):
        assert f"knowledgebank.{job}" in names
        assert f"knowledgebank.{job}" in app.tasks
    assert names["knowledgebank.publish_planned"] == crontab()
