"""A draft beside what is published: begun, written in, laid over it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, Row, change_record
from knowledgebank.actions.drafting import (
    correct_published,
    discard_draft,
    open_draft,
    overlay,
    start_draft,
)
from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    EvidenceFactory,
    PracticeFactor,
    PracticeFactorFactory,
    PracticeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(lead) -> Actor:
    return Actor("page", lead)


@pytest.fixture
def practice(region):
    practice = PracticeFactory(owner=region, title="Leren op locatie", summary="Kort", approach="Zo")
    practice.concepts.add(ConceptFactory(label="Robotica"))
    PracticeFactorFactory(practice=practice, how="Door te doen")
    EvidenceFactory(practice=practice)
    return practice


def test_a_draft_is_a_copy_that_no_visitor_sees(practice, by, visitor):
    draft = start_draft(practice, by=by)

    assert (draft.state, draft.draft_of, draft.base_version) == (PracticeState.DRAFT, practice, 1)
    assert draft.slug != practice.slug
    assert [draft.title, draft.summary, draft.approach] == ["Leren op locatie", "Kort", "Zo"]
    assert list(draft.concepts.all()) == list(practice.concepts.all())
    assert [each.how for each in draft.factor_links.all()] == ["Door te doen"]
    assert list(Practice.objects.visible_to(visitor)) == [practice]


def test_there_is_one_draft_at_a_time(practice, by):
    draft = start_draft(practice, by=by)

    assert start_draft(practice, by=by) == draft
    assert open_draft(practice) == draft


def test_what_was_thrown_away_makes_room_for_another(practice, by):
    draft = start_draft(practice, by=by)

    discard_draft(draft, by=by)

    assert open_draft(practice) is None
    assert start_draft(practice, by=by) != draft


def test_what_is_not_published_is_written_in_itself(region, by):
    practice = PracticeFactory(owner=region, state=PracticeState.DRAFT)

    with pytest.raises(ValidationError, match="nog niet gepubliceerd"):
        start_draft(practice, by=by)


def test_a_draft_that_was_left_alone_changes_nothing(practice, by):
    draft = start_draft(practice, by=by)

    laid = overlay(draft)

    assert laid.change.values == {}
    assert set(laid.change.links["concepts"]) == set(practice.concepts.all())
    assert {name: rows for name, rows in laid.change.rows.items() if rows} == {}
    assert laid.crossed == ()


def test_what_the_draft_changed_counts_and_what_it_left_alone_stays_as_it_is_now(practice, by, curator):
    draft = start_draft(practice, by=by)
    old_term, own_term, their_term = practice.concepts.get(), ConceptFactory(), ConceptFactory()
    factor = draft.factor_links.get()
    change_record(
        draft,
        Change(
            {"summary": "Nieuw"},
            {"concepts": [own_term]},
            {"factor_links": [Row(factor.uuid, {"how": "Samen"})], "evidence": [Row(None, {"statement": "Meer"})]},
        ),
        by=by,
    )  # fmt: skip
    correct_published(
        practice,
        Change({"approach": "Anders"}, {"concepts": [old_term, their_term]}),
        by=Actor("page", curator),
    )
    draft.refresh_from_db()

    laid = overlay(draft)
    change_record(draft.draft_of, laid.change, by=by)

    practice.refresh_from_db()
    assert (practice.summary, practice.approach) == ("Nieuw", "Anders")
    assert set(practice.concepts.all()) == {own_term, their_term}
    assert [(each.pk, each.how) for each in practice.factor_links.all()] == [
        (PracticeFactor.objects.get(practice=practice).pk, "Samen")
    ]
    assert sorted(each.statement for each in practice.evidence.all()) == [
        "De opleiding bestaat meer dan tien jaar.",
        "Meer",
    ]
    assert laid.crossed == ()


def test_what_both_changed_is_named(practice, by, curator):
    draft = start_draft(practice, by=by)
    change_record(draft, Change({"summary": "Van het team"}), by=by)
    correct_published(practice, Change({"summary": "Van een lezer"}), by=Actor("page", curator))
    draft = Practice.objects.get(pk=draft.pk)

    laid = overlay(draft)

    assert laid.crossed == ("summary",)
    assert laid.change.values == {"summary": "Van het team"}


def test_a_row_that_the_draft_took_away_goes(practice, by):
    draft = start_draft(practice, by=by)
    change_record(draft, Change(rows={"evidence": [Row(draft.evidence.get().uuid, is_removed=True)]}), by=by)

    change_record(practice, overlay(Practice.objects.get(pk=draft.pk)).change, by=by)

    assert practice.evidence.count() == 0


def test_a_row_rewritten_here_and_taken_away_there_comes_back_and_is_named(practice, by, curator):
    draft = start_draft(practice, by=by)
    change_record(
        draft,
        Change(rows={"evidence": [Row(draft.evidence.get().uuid, {"statement": "Herschreven"})]}),
        by=by,
    )
    gone = Change(rows={"evidence": [Row(practice.evidence.get().uuid, is_removed=True)]})
    correct_published(practice, gone, by=Actor("page", curator))

    laid = overlay(Practice.objects.get(pk=draft.pk))
    change_record(practice, laid.change, by=by)

    assert laid.crossed == ("evidence",)
    assert [each.statement for each in practice.evidence.all()] == ["Herschreven"]


def test_a_row_taken_away_here_and_rewritten_there_is_named(practice, by, curator):
    draft = start_draft(practice, by=by)
    change_record(draft, Change(rows={"evidence": [Row(draft.evidence.get().uuid, is_removed=True)]}), by=by)
    better = Change(rows={"evidence": [Row(practice.evidence.get().uuid, {"statement": "Verbeterd"})]})
    correct_published(practice, better, by=Actor("page", curator))

    assert overlay(Practice.objects.get(pk=draft.pk)).crossed == ("evidence",)


def test_a_correction_touches_the_text_alone(practice, curator):
    with pytest.raises(ValidationError, match="niet met een correctie"):
        correct_published(practice, Change({"state": "retired"}), by=Actor("page", curator))


@pytest.mark.parametrize("state", ["published", "retired", "in_review", "approved"])
def test_the_database_lets_a_practice_begin_as_a_draft_only(state):
    with pytest.raises(InternalError), transaction.atomic():
        Practice.objects.create(slug="x", title="X", kind="demand", state=state, published_on="2024-01-01")


@pytest.mark.parametrize("write", ["save", "update", "bulk_update"])
@pytest.mark.parametrize("state", ["published", "retired", "approved", "changes_asked"])
def test_the_database_refuses_a_state_that_does_not_follow(state, write):
    practice = PracticeFactory(state=PracticeState.DRAFT, published_on="2024-01-01")
    practice.state = state

    ways = {
        "save": practice.save,
        "update": lambda: Practice.objects.filter(pk=practice.pk).update(state=state),
        "bulk_update": lambda: Practice.objects.bulk_update([practice], ["state"]),
    }

    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        ways[write]()
