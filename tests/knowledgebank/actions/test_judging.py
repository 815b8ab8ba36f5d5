"""Judging together: rounds, reviewers, the check list and remarks, with each refusal and with two at once."""

import datetime
import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Conflict
from knowledgebank.actions import judging, reviewing
from knowledgebank.choices import CRITERIA, PracticeKind, PracticeState, Verdict
from knowledgebank.models import CriterionCheck, Judgement, Practice, Remark, Review
from regions.choices import Role
from tests.factories.knowledgebank import EvidenceFactory, PracticeFactory, RemarkFactory, ReviewFactory
from tests.factories.regions import MembershipFactory

pytestmark = pytest.mark.django_db
TEXTS = {"summary": "Kort", "approach": "Zo", "results": "Veel"}


@pytest.fixture
def judge(curator) -> Actor:
    return Actor("page", curator)


@pytest.fixture
def review(region):
    return ReviewFactory(practice=PracticeFactory(owner=region, state=PracticeState.IN_REVIEW, **TEXTS))


def close(review) -> None:
    review.outcome, review.decided_at = "withdrawn", timezone.now()
    review.save()


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return " ".join(refused.value.messages)


def who_did(row) -> list[str]:
    """Return the events in the history of a row, the first first."""
    events = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    return [each.pgh_context.metadata["event"] if each.pgh_context else "" for each in events]


def test_a_round_is_given_to_a_curator_and_let_go(review, judge):
    judging.assign_review(review, judge.user, by=judge)
    assert Review.objects.get().assignee == judge.user

    judging.assign_review(review, None, by=judge)
    assert Review.objects.get().assignee is None
    assert who_did(review)[1:] == ["review.assigned", "review.assigned"]


def test_a_round_is_not_given_to_who_does_not_judge(review, judge, lead, national):
    for person in (lead, national):
        assert refusal(judging.assign_review, review, person, by=judge) == "Kies iemand van de redactie."


def test_several_rounds_are_changed_all_or_none(review, judge):
    other = ReviewFactory()
    day = timezone.localdate() + datetime.timedelta(days=3)

    judging.change_rounds([other, review], by=judge, assignee=judge.user, due_on=day)
    assert set(Review.objects.values_list("assignee", "due_on")) == {(judge.user.pk, day)}

    close(other)
    assert other.practice.title in refusal(judging.change_rounds, [review, other], by=judge, assignee=None)
    assert Review.objects.get(pk=review.pk).assignee == judge.user


def test_a_new_day_is_a_new_term_and_lies_ahead(review, judge):
    Review.objects.update(escalated_on="2026-01-01")
    today = timezone.localdate()

    judging.change_rounds([review], by=judge, due_on=today)
    assert Review.objects.get().escalated_on is None
    with pytest.raises(ValidationError, match="dag die nog komt"):
        judging.change_rounds([review], by=judge, due_on=today - datetime.timedelta(days=1))
    with pytest.raises(ValueError, match="outcome"):
        judging.change_rounds([review], by=judge, outcome="published")


def test_each_reviewer_has_an_own_opinion(review, judge):
    other = Actor("page", MembershipFactory(region=None, role=Role.CURATOR).user)

    judging.judge(review, by=judge)
    judging.judge(review, Verdict.AGREE, "Mooi", by=other)
    judging.judge(review, Verdict.OBJECT, "Bron mist", by=judge)

    assert set(Judgement.objects.values_list("reviewer", "verdict", "note")) == {
        (judge.user.pk, "object", "Bron mist"), (other.user.pk, "agree", "Mooi"),
    }  # fmt: skip
    judging.leave_review(review, by=judge)
    assert Judgement.objects.get().reviewer == other.user


def test_an_objection_says_why(review, judge):
    assert refusal(judging.judge, review, Verdict.OBJECT, " ", by=judge) == "Vertel wat er nog niet goed is."
    assert not Judgement.objects.exists()


def test_points_are_ticked_with_who_and_when(review, judge):
    judging.check_criteria(review, {"clear": True, "facts": False}, by=judge)

    found = CriterionCheck.objects.get()
    assert (found.criterion, found.is_met, found.checked_by) == ("clear", True, judge.user)
    judging.check_criteria(review, {"clear": False}, by=judge)
    assert CriterionCheck.objects.get().is_met is False
    assert "staat niet op de checklist" in refusal(
        judging.check_criteria, review, {"recognised": True}, by=judge
    )


def test_nothing_is_said_of_a_round_that_was_decided(review, judge):
    close(review)

    for act, *more in (
        (judging.assign_review, judge.user), (judging.judge, Verdict.AGREE), (judging.leave_review,),
        (judging.check_criteria, {"clear": True}),
    ):  # fmt: skip
        assert "intussen al besloten" in refusal(act, review, *more, by=judge)


def test_a_remark_is_about_the_whole_a_field_a_row_or_a_passage(review, judge):
    practice = review.practice
    proof = EvidenceFactory(practice=practice)

    judging.add_remark(review, " Mooi ", by=judge)
    judging.add_remark(review, "Korter", by=judge, field="approach", passage="Zo   en\nzo")
    judging.add_remark(review, "Welke datum?", by=judge, field="evidence", row=proof.uuid)

    assert list(Remark.objects.order_by("pk").values_list("field", "row", "passage", "text", "author")) == [
        ("", None, "", "Mooi", judge.user.pk), ("approach", None, "Zo en zo", "Korter", judge.user.pk),
        ("evidence", proof.uuid, "", "Welke datum?", judge.user.pk),
    ]  # fmt: skip


def test_a_remark_says_something_about_something_that_is_there(review, judge):
    assert refusal(judging.add_remark, review, "  ", by=judge) == "Schrijf op wat je wilt zeggen."
    assert "onderdeel" in refusal(judging.add_remark, review, "Ja", by=judge, field="is_proven")
    assert "regel" in refusal(judging.add_remark, review, "Ja", by=judge, field="evidence", row=uuid.uuid4())
    elsewhere = EvidenceFactory()
    assert "regel" in refusal(
        judging.add_remark, review, "Ja", by=judge, field="evidence", row=elsewhere.uuid
    )
    assert not Remark.objects.exists()


def test_a_remark_is_answered_dealt_with_and_opened_again(review, judge, lead):
    team = Actor("page", lead)
    remark = RemarkFactory(practice=review.practice, author=judge.user)

    answer = judging.answer_remark(remark, "Aangepast", by=team)
    second = judging.answer_remark(answer, "Dank", by=judge)
    assert {answer.answer_to, second.answer_to} == {remark}

    settled = judging.settle_remark(remark, True, by=team)
    assert (settled.resolved_by, settled.is_open) == (lead, False)
    assert judging.settle_remark(remark, True, by=judge).resolved_by == lead
    opened = judging.settle_remark(remark, False, by=judge)
    assert (opened.resolved_by, opened.is_open) == (None, True)
    assert who_did(remark)[1:] == ["practice.remark_resolved", "practice.remark_reopened"]


@pytest.mark.parametrize("state", [PracticeState.PUBLISHED, PracticeState.RETIRED, PracticeState.MERGED])
def test_nothing_is_said_about_what_was_decided(review, judge, state):
    remark = RemarkFactory(practice=review.practice)
    close(review)
    assert "intussen al besloten" in refusal(judging.add_remark, review, "Wacht!", by=judge)

    values = {"draft_of": PracticeFactory(), "base_version": 1} if state == PracticeState.MERGED else {}
    decided = RemarkFactory(practice=PracticeFactory(state=state, **values))
    for act, more in ((judging.answer_remark, "Toch nog"), (judging.settle_remark, True)):
        assert "intussen al besloten" in refusal(act, decided, more, by=judge)
    assert set(Remark.objects.filter(resolved_at=None, answer_to=None)) == {remark, decided}


def test_what_a_reviewer_thought_stays_when_the_account_is_erased(review, judge):
    people = [MembershipFactory(region=None, role=Role.CURATOR).user for _number in range(2)]
    for person in people:
        judging.judge(review, Verdict.OBJECT, "Bron mist", by=Actor("page", person))
    judging.check_criteria(review, dict.fromkeys(CRITERIA[review.practice.kind], True), by=judge)
    before = reviewing.faults_of(review.practice)

    for person in people:
        person.delete()

    assert (
        list(Judgement.objects.values_list("reviewer", "verdict", "note"))
        == [(None, "object", "Bron mist")] * 2
    )
    assert (len(before), reviewing.faults_of(review.practice)) == (1, before)
    judging.judge(review, Verdict.AGREE, by=judge)
    assert Judgement.objects.count() == 3


# Several at once


def at_once(*acts) -> list[object]:
    """Do all acts at the same moment; return what each gave, or its fault."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act) -> None:
        try:
            start.wait()
            outcomes.append(act())
        except (ValidationError, Conflict) as fault:
            outcomes.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_several_reviewers_at_once_lose_nothing():
    review = ReviewFactory(practice=PracticeFactory(state=PracticeState.IN_REVIEW, **TEXTS))
    people = [Actor("page", MembershipFactory(region=None, role=Role.CURATOR).user) for _number in range(4)]
    criteria = CRITERIA[PracticeKind.PARTNERSHIP]

    outcomes = at_once(
        *(lambda each=each: judging.judge(review, Verdict.AGREE, by=each) for each in people),
        *(
            lambda each=each, point=point: judging.check_criteria(review, {point: True}, by=each)
            for each, point in zip(people, criteria, strict=False)
        ),
        *(lambda each=each: judging.add_remark(review, "Ja", by=each) for each in people),
    )

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert Judgement.objects.filter(verdict=Verdict.AGREE).count() == 4
    assert set(CriterionCheck.objects.values_list("criterion", flat=True)) == set(criteria[:4])
    assert Remark.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_publishers_one_wins_and_the_other_gets_a_sentence():
    practice = PracticeFactory(state=PracticeState.IN_REVIEW, **TEXTS)
    review = ReviewFactory(practice=practice)
    people = [Actor("page", MembershipFactory(region=None, role=Role.CURATOR).user) for _number in range(2)]
    judging.check_criteria(review, dict.fromkeys(CRITERIA[PracticeKind.PARTNERSHIP], True), by=people[0])

    outcomes = at_once(*(lambda each=each: reviewing.publish(practice, by=each) for each in people))

    refused = [each for each in outcomes if isinstance(each, ValidationError)]
    assert [each.state for each in outcomes if isinstance(each, Practice)] == [PracticeState.PUBLISHED]
    assert [each.messages for each in refused] == [["Dit voorbeeld is nog niet ingediend."]]
    assert Review.objects.filter(outcome="published").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_an_objection_and_publishing_at_once_never_go_together(_round):
    practice = PracticeFactory(state=PracticeState.IN_REVIEW, **TEXTS)
    review = ReviewFactory(practice=practice)
    one, other = (
        Actor("page", MembershipFactory(region=None, role=Role.CURATOR).user) for _number in range(2)
    )
    judging.check_criteria(review, dict.fromkeys(CRITERIA[PracticeKind.PARTNERSHIP], True), by=one)

    at_once(
        lambda: reviewing.publish(practice, by=one), lambda: judging.judge(review, "object", "Nee", by=other)
    )

    is_published = Practice.objects.get().state == PracticeState.PUBLISHED
    assert is_published is not Judgement.objects.filter(verdict=Verdict.OBJECT).exists()
