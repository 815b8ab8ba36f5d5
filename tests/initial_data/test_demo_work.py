"""The invented work of a demonstration: in every stage, marked, made once, and never without demo accounts."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from industriecoalitie.accounts.models import User
from industriecoalitie.core.actors import Actor
from industriecoalitie.corrections.models import Correction
from industriecoalitie.history.recording import Change, change_record, hide_record
from knowledgebank.choices import PracticeState
from knowledgebank.models import Adoption, Interest, Practice, Remark, Review

from .test_commands import output_of, rows_written

DEMO = Q(title__startswith="Demo: ")


@pytest.fixture
def made() -> list[str]:
    output_of("create_demo_accounts")
    return output_of("create_demo_work")


def test_there_is_one_practice_in_every_stage(made):
    assert made == ["5 praktijkvoorbeelden en 2 correcties om mee te oefenen"]
    assert dict(Practice.objects.filter(DEMO).values_list("slug", "state")) == {
        "demo-leren-in-de-avond": PracticeState.IN_REVIEW,
        "demo-vraag-van-bedrijven": PracticeState.CHANGES_ASKED,
        "demo-gedeelde-robotcel": PracticeState.APPROVED,
        "demo-nieuwe-opleiding-waterstof": PracticeState.DRAFT,
        "kampus-wijziging": PracticeState.DRAFT,
    }
    beside = Practice.objects.get(slug="kampus-wijziging")
    assert (beside.draft_of.slug, beside.draft_of.state) == ("kampus", PracticeState.PUBLISHED)
    assert "Demo" not in beside.draft_of.title


def test_two_look_at_what_is_in_review(made):
    review = Review.objects.get(practice__slug="demo-leren-in-de-avond")

    assert set(review.judgements.values_list("reviewer__email", "verdict")) == {
        ("redactie@demo.test", ""), ("beheerder@demo.test", "agree"),
    }  # fmt: skip
    assert set(review.checks.filter(is_met=True).values_list("criterion", flat=True)) == {
        "clear",
        "own_words",
    }
    remarks = review.practice.remarks.filter(answer_to=None)
    assert sorted(each.is_open for each in remarks) == [False, True, True]
    assert review.submitted_by.email == "kartrekker.twente@demo.test"


def test_what_was_sent_back_says_why_and_what_is_planned_is_ready(made):
    back = Review.objects.get(practice__slug="demo-vraag-van-bedrijven")
    planned = Practice.objects.get(slug="demo-gedeelde-robotcel")

    assert (back.outcome, back.reason[:6]) == ("sent_back", "Demo: ")
    assert planned.publish_at > planned.created_at


def test_a_region_explores_a_team_follows_and_readers_correct(made):
    assert list(Adoption.objects.filter(changes__startswith="Demo: ").values_list("state", "visibility")) == [
        ("exploring", "network")
    ]
    assert Interest.objects.filter(region__slug="limburg").count() == 2
    assert {each.proposed[:6] for each in Correction.objects.all()} == {"Demo: "}
    assert Correction.objects.count() == 2


def test_all_of_it_says_that_it_is_invented(made):
    for practice in Practice.objects.filter(DEMO):
        assert re.search("verzonnen", f"{practice.context} {practice.lessons}"), practice.slug
    assert set(Remark.objects.exclude(text__startswith="Demo: ")) == set()


def test_a_visitor_sees_nothing_of_it(made):
    visitor = AnonymousUser()

    assert not Practice.objects.visible_to(visitor).filter(DEMO).exists()
    assert not Adoption.objects.visible_to(visitor).filter(changes__startswith="Demo").exists()
    assert not Remark.objects.visible_to(visitor).exists()


def test_a_second_start_writes_nothing(made):
    before = rows_written()

    assert output_of("create_demo_work") == ["0 praktijkvoorbeelden en 0 correcties om mee te oefenen"]
    assert rows_written() == before


def test_what_people_did_with_it_stays(made):
    by = Actor("page", User.objects.get(email="kartrekker.noord-nederland@demo.test"))
    practice = Practice.objects.get(slug="demo-nieuwe-opleiding-waterstof")
    change_record(practice, Change({"title": "Iets anders"}), by=by)
    hide_record(Practice.objects.get(slug="kampus-wijziging"), by=by)
    Interest.objects.all().delete()

    output_of("create_demo_accounts")
    output_of("create_demo_work")

    assert Practice.objects.get(pk=practice.pk).title == "Iets anders"
    assert not Practice.objects.filter(draft_of__slug="kampus", hidden_at=None).exists()
    assert not Interest.objects.exists()


def test_without_demo_accounts_nothing_is_made():
    before = rows_written()

    assert output_of("create_demo_work") == ["0 praktijkvoorbeelden en 0 correcties om mee te oefenen"]
    assert rows_written() == before
