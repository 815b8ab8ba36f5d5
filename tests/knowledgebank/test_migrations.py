"""What the migrations do with data that stood there before them, forwards and back."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from knowledgebank.choices import PracticeState
from knowledgebank.models import LearningResource, Review
from tests.factories.knowledgebank import LearningResourceFactory, PracticeFactory, ReviewFactory

pytestmark = pytest.mark.django_db
rounds = import_module("knowledgebank.migrations.0004_open_rounds")
licences = import_module("knowledgebank.migrations.0005_licences")


def test_what_was_handed_in_without_a_round_gets_one_and_back():
    waiting = PracticeFactory(state=PracticeState.IN_REVIEW)
    again = PracticeFactory(state=PracticeState.IN_REVIEW)
    ReviewFactory(practice=again, outcome="sent_back", reason="Meer", decided_at=timezone.now())
    ReviewFactory(practice=PracticeFactory(state=PracticeState.IN_REVIEW))
    for state in (PracticeState.DRAFT, PracticeState.PUBLISHED, PracticeState.CHANGES_ASKED):
        PracticeFactory(state=state)
    before = set(Review.objects.values_list("pk", flat=True))

    rounds.open_rounds(apps, None)
    rounds.open_rounds(apps, None)

    due_on = timezone.localdate() + datetime.timedelta(days=14)
    opened = Review.objects.exclude(pk__in=before)
    assert set(opened.values_list("practice", "number", "due_on", "submitted_by", "outcome")) == {
        (waiting.pk, 1, due_on, None, ""), (again.pk, 2, due_on, None, ""),
    }  # fmt: skip
    assert set(opened) < set(Review.objects.waiting())
    rounds.take_back(apps, None)
    assert set(Review.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("CC BY 4.0", "cc-by-4.0"), ("cc-by", "cc-by-4.0"), ("Creative Commons BY", "cc-by-4.0"), ("CCBY4.0", "cc-by-4.0"),
        ("CC BY-SA 4.0", "cc-by-sa-4.0"), ("cc by nc sa", "cc-by-nc-sa-4.0"), ("CC-BY-NC", "cc-by-nc-4.0"),
        ("CC BY-ND licentie", "cc-by-nd-4.0"), ("CC0", "cc0"), ("cc0 1.0", "cc0"), ("CC Zero", "cc0"), ("Op aanvraag", "ask"),
        ("ask", "ask"), ("CC BY 3.0", ""), ("CC BY-NC-ND 4.0", ""), ("Alle rechten voorbehouden", ""), ("cc", ""), ("?", ""),
    ],
)  # fmt: skip
def test_a_licence_that_was_typed_is_read(typed, code):
    assert licences.code_of(typed) == code


def test_a_licence_becomes_its_code_or_goes_to_the_remark_and_back():
    typed = {"CC BY 4.0": "", "cc-by-sa-4.0": "", "Vrij voor scholen": "Uit 2019.", "": "Zo stond het er."}
    made = [LearningResourceFactory(remark=remark) for remark in typed.values()]
    for each, text in zip(made, typed, strict=True):
        LearningResource.objects.filter(pk=each.pk).update(licence=text)
    rows = LearningResource.objects.order_by("pk").values_list("licence", "remark", "version")

    licences.lay_on_codes(apps, None)
    licences.lay_on_codes(apps, None)

    assert list(rows.all()) == [
        ("cc-by-4.0", "", 2), ("cc-by-sa-4.0", "", 1),
        ("", "Uit 2019.\nLicentie volgens de maker: Vrij voor scholen", 2), ("", "Zo stond het er.", 1),
    ]  # fmt: skip
    for each in LearningResource.objects.all():
        each.full_clean()
    licences.put_back(apps, None)
    assert list(rows.all()) == [
        ("cc-by-4.0", "", 2), ("cc-by-sa-4.0", "", 1), ("Vrij voor scholen", "Uit 2019.", 3), ("", "Zo stond het er.", 1),
    ]  # fmt: skip
