"""From handing in to publishing, with each refusal."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.access import left_alone
from industriecoalitie.history.changes import UndoRefused, undo
from industriecoalitie.history.recording import Change, Conflict, change_record, hide_record
from industriecoalitie.history.reverting import revert_record
from industriecoalitie.notifications.models import Event, Letter
from knowledgebank.actions import reviewing
from knowledgebank.actions.drafting import correct_published, start_draft
from knowledgebank.choices import CRITERIA, PracticeState, ReviewOutcome, Verdict
from knowledgebank.models import CriterionCheck, Judgement, Practice, Remark, Review
from tests.factories.knowledgebank import EvidenceFactory, PracticeFactorFactory, PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(lead) -> Actor:
    return Actor("page", lead)


@pytest.fixture
def judge(curator) -> Actor:
    return Actor("page", curator)


@pytest.fixture
def draft(region):
    return PracticeFactory(
        owner=region, state=PracticeState.DRAFT, published_on=None, visibility="concept",
        summary="Kort", approach="Zo", results="Veel",
    )  # fmt: skip


def check_all(review) -> None:
    for criterion in CRITERIA[review.practice.kind]:
        CriterionCheck.objects.create(review=review, criterion=criterion, is_met=True)


def fresh(practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


def test_handing_in_begins_a_round_and_tells_the_curators(draft, by, curator):
    review = reviewing.submit(draft, by=by, note="Klaar")

    assert fresh(draft).state == PracticeState.IN_REVIEW
    assert (review.number, review.note, review.submitted_by) == (1, "Klaar", by.user)
    assert review.due_on == timezone.localdate() + datetime.timedelta(days=14)
    assert [(each.recipient, each.key) for each in Letter.objects.all()] == [
        (curator.email, f"review:{review.uuid}:submitted:{curator.pk}")
    ]
    assert f"/redactie/beoordelen/{review.uuid}/" in Letter.objects.get().text
    assert "practice.submitted" in Event.objects.values_list("kind", flat=True)


def test_what_is_empty_is_not_handed_in(region, by):
    draft = PracticeFactory(owner=region, state=PracticeState.DRAFT, summary="Kort")

    with pytest.raises(ValidationError) as refused:
        reviewing.submit(draft, by=by)

    assert set(refused.value.message_dict) == {"approach", "results"}
    assert fresh(draft).state == PracticeState.DRAFT


def test_who_saw_an_older_version_hands_nothing_in(draft, by):
    change_record(draft, Change({"summary": "Anders"}), by=by)

    with pytest.raises(Conflict):
        reviewing.submit(draft, by=by, seen=1)


def test_the_team_takes_it_back(draft, by):
    review = reviewing.submit(draft, by=by)

    reviewing.withdraw(draft, by=by)

    review.refresh_from_db()
    assert fresh(draft).state == PracticeState.DRAFT
    assert (review.outcome, review.decided_by) == (ReviewOutcome.WITHDRAWN, by.user)


def test_sending_back_asks_a_reason(draft, by, judge):
    reviewing.submit(draft, by=by)

    with pytest.raises(ValidationError, match="wat er nog nodig is"):
        reviewing.send_back(draft, by=judge, reason="  ")
    assert fresh(draft).state == PracticeState.IN_REVIEW


def test_sent_back_and_handed_in_again_is_a_second_round(draft, by, judge, lead):
    first = reviewing.submit(draft, by=by)
    first.assignee = judge.user
    first.save()
    reviewing.send_back(draft, by=judge, reason="Noem de partners.")

    second = reviewing.submit(draft, by=by)

    first.refresh_from_db()
    assert (first.outcome, first.reason) == (ReviewOutcome.SENT_BACK, "Noem de partners.")
    assert (second.number, second.assignee) == (2, judge.user)
    letter = Letter.objects.get(key=f"review:{first.uuid}:sent_back:{lead.pk}")
    assert "Noem de partners." in letter.text


def test_publishing_asks_that_all_is_in_order(draft, by, judge, curator):
    review = reviewing.submit(draft, by=by)
    Judgement.objects.create(review=review, reviewer=curator, verdict=Verdict.OBJECT)
    Remark.objects.create(practice=draft, text="Klopt dit?", author=curator)
    draft.quotes.create(text="Goed", function="directeur")

    faults = reviewing.faults_of(fresh(draft))

    assert len(faults) == len(CRITERIA[draft.kind]) + 3
    with pytest.raises(ValidationError):
        reviewing.publish(draft, by=judge)
    assert fresh(draft).state == PracticeState.IN_REVIEW


def test_published_is_seen_by_visitors(draft, by, judge, visitor, lead):
    review = reviewing.submit(draft, by=by)
    check_all(review)
    assert list(Practice.objects.visible_to(visitor)) == []

    shown = reviewing.publish(draft, by=judge)

    assert (shown.state, shown.published_on) == (PracticeState.PUBLISHED, timezone.localdate())
    assert list(Practice.objects.visible_to(visitor)) == [shown]
    review.refresh_from_db()
    assert (review.outcome, review.decided_by) == (ReviewOutcome.PUBLISHED, judge.user)
    assert Letter.objects.filter(key=f"review:{review.uuid}:published:{lead.pk}").count() == 1


def test_a_published_draft_takes_the_place_of_what_stood_there(region, by, judge, visitor):
    practice = PracticeFactory(owner=region, summary="Oud", approach="Zo", results="Veel")
    draft = start_draft(practice, by=by)
    change_record(draft, Change({"summary": "Nieuw"}), by=by)
    check_all(reviewing.submit(draft, by=by))
    assert Practice.objects.visible_to(visitor).get().summary == "Oud"

    shown = reviewing.publish(draft, by=judge, original_seen=practice.version)

    assert (shown.pk, shown.slug, shown.summary) == (practice.pk, practice.slug, "Nieuw")
    assert list(Practice.objects.visible_to(visitor)) == [practice]
    draft = fresh(draft)
    assert draft.state == PracticeState.MERGED
    assert draft.hidden_at is not None
    assert start_draft(fresh(practice), by=by).pk != draft.pk


def test_a_draft_of_something_that_changed_meanwhile_asks_to_look_again(region, by, judge):
    practice = PracticeFactory(owner=region, summary="Oud", approach="Zo", results="Veel")
    draft = start_draft(practice, by=by)
    check_all(reviewing.submit(draft, by=by))
    reviewing.curate(practice, {"is_featured": True}, by=judge)

    with pytest.raises(Conflict):
        reviewing.publish(draft, by=judge, original_seen=practice.version)


def test_planned_for_a_moment_that_comes(draft, by, judge):
    check_all(reviewing.submit(draft, by=by))
    moment = timezone.now() + datetime.timedelta(hours=1)

    planned = reviewing.schedule(draft, moment, by=judge)

    assert (planned.state, planned.publish_at) == (PracticeState.APPROVED, moment)
    again = reviewing.unschedule(planned, by=judge)
    assert (again.state, again.publish_at) == (PracticeState.IN_REVIEW, None)


def test_not_planned_for_a_moment_that_has_passed(draft, by, judge):
    check_all(reviewing.submit(draft, by=by))

    with pytest.raises(ValidationError, match="dat nog komt"):
        reviewing.schedule(draft, timezone.now(), by=judge)


def test_retired_and_brought_back(region, judge, visitor):
    practice = PracticeFactory(owner=region)

    reviewing.retire(practice, by=judge, reason="Gestopt")

    assert list(Practice.objects.visible_to(visitor)) == []
    reviewing.bring_back(fresh(practice), by=judge)
    assert list(Practice.objects.visible_to(visitor)) == [practice]


@pytest.mark.parametrize("act", ["withdraw", "retire", "bring_back", "unschedule"])
def test_a_step_that_does_not_follow_is_refused_with_a_sentence(draft, judge, act):
    with pytest.raises(ValidationError, match="voorbeeld"):
        getattr(reviewing, act)(draft, by=judge)


class TestProven:
    def test_asks_a_factor(self, region, judge):
        practice = PracticeFactory(owner=region)
        EvidenceFactory(practice=practice, dated_on="2023-01-24")

        with pytest.raises(ValidationError, match="één succesfactor"):
            reviewing.curate(practice, {"is_proven": True, "review_on": "2027-01-24"}, by=judge)

    def test_asks_evidence_with_a_date(self, region, judge):
        practice = PracticeFactory(owner=region)
        PracticeFactorFactory(practice=practice)
        EvidenceFactory(practice=practice, dated_on=None)

        with pytest.raises(ValidationError, match="bewijs met een datum"):
            reviewing.curate(practice, {"is_proven": True, "review_on": "2027-01-24"}, by=judge)

    def test_asks_a_day_to_look_again(self, region, judge):
        practice = PracticeFactory(owner=region)
        PracticeFactorFactory(practice=practice)
        EvidenceFactory(practice=practice, dated_on="2023-01-24")

        with pytest.raises(ValidationError, match="Kies een dag"):
            reviewing.curate(practice, {"is_proven": True}, by=judge)

    def test_is_given_with_all_of_them(self, region, judge):
        practice = PracticeFactory(owner=region)
        PracticeFactorFactory(practice=practice)
        EvidenceFactory(practice=practice, dated_on="2023-01-24")

        proven = reviewing.curate(
            practice, {"is_proven": True, "review_on": datetime.date(2027, 1, 24)}, by=judge
        )

        assert proven.is_proven


class TestUndoing:
    def test_a_curator_takes_back_a_correction_of_what_is_published(self, region, judge):
        practice = PracticeFactory(owner=region, summary="Goed")
        changed = correct_published(practice, Change({"summary": "Fout"}), by=judge)

        undo(changed.change_set, judge)

        assert fresh(practice).summary == "Goed"

    def test_its_team_does_not(self, region, judge, by):
        practice = PracticeFactory(owner=region, summary="Goed")
        changed = correct_published(practice, Change({"summary": "Fout"}), by=judge)

        with pytest.raises(PermissionDenied):
            undo(changed.change_set, by)
        assert fresh(practice).summary == "Fout"

    def test_a_step_is_not_undone(self, draft, by, judge):
        review = reviewing.submit(draft, by=by)
        check_all(review)
        shown = reviewing.publish(draft, by=judge)

        with pytest.raises(UndoRefused, match="stap"):
            undo(shown.change_set, judge)
        assert fresh(draft).state == PracticeState.PUBLISHED

    def test_an_earlier_version_comes_back_without_its_state(self, draft, by, judge):
        reviewing.submit(draft, by=by)
        judged = change_record(fresh(draft), Change({"summary": "Anders"}), by=judge)
        kept = left_alone(judge.user, judged)

        again = revert_record(judged, 1, by=judge, seen=judged.version, kept=kept)

        assert (again.summary, again.state) == ("Kort", PracticeState.IN_REVIEW)
        assert Review.objects.open().count() == 1


class TestADraftThatWaitsForItsMoment:
    @pytest.fixture
    def practice(self, region):
        return PracticeFactory(owner=region, summary="Oud", approach="Zo", results="Veel")

    @pytest.fixture
    def planned(self, practice, by, judge):
        waiting = start_draft(practice, by=by)
        change_record(waiting, Change({"results": "Meer"}), by=by)
        check_all(reviewing.submit(waiting, by=by))
        return reviewing.schedule(waiting, timezone.now() + datetime.timedelta(hours=1), by=judge)

    def test_does_not_bring_back_what_was_archived(self, practice, planned, judge):
        reviewing.retire(fresh(practice), by=judge)

        with pytest.raises(ValidationError, match="gearchiveerd"):
            reviewing.publish(planned, by=Actor("job"))
        assert fresh(practice).state == PracticeState.RETIRED

    def test_does_not_undo_a_correction_unseen(self, practice, planned, judge):
        correct_published(fresh(practice), Change({"results": "Minder"}), by=judge)

        with pytest.raises(ValidationError, match="resultaat"):
            reviewing.publish(planned, by=Actor("job"))
        assert fresh(practice).results == "Minder"
        reviewing.publish(planned, by=judge, original_seen=fresh(practice).version)
        assert fresh(practice).results == "Meer"

    def test_is_not_laid_over_what_was_taken_away(self, practice, planned, judge):
        hide_record(practice, by=judge)

        with pytest.raises(ValidationError, match="verwijderd"):
            reviewing.publish(planned, by=Actor("job"))

    def test_is_not_planned_when_somebody_has_to_choose(self, practice, by, judge):
        waiting = start_draft(practice, by=by)
        change_record(waiting, Change({"results": "Meer"}), by=by)
        check_all(reviewing.submit(waiting, by=by))
        correct_published(fresh(practice), Change({"results": "Minder"}), by=judge)

        with pytest.raises(ValidationError, match="Vergelijk en publiceer zelf"):
            reviewing.schedule(fresh(waiting), timezone.now() + datetime.timedelta(hours=1), by=judge)


def test_who_left_gets_no_letter_about_what_may_not_be_seen(draft, by, judge, lead):
    review = reviewing.submit(draft, by=by)
    lead.memberships.update(until_on="2020-12-31")

    reviewing.send_back(draft, by=judge, reason="Noem de partners.")

    assert not Letter.objects.filter(key__startswith=f"review:{review.uuid}:sent_back").exists()


def test_what_was_taken_away_is_not_handed_in(draft, by):
    hide_record(draft, by=by)

    with pytest.raises(ValidationError, match="verwijderd"):
        reviewing.submit(draft, by=by)
