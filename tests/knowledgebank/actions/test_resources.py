"""Counting what is fetched, and noting which regions use a material."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.notifications.models import Letter
from knowledgebank.actions import resources
from knowledgebank.models import DownloadCount, LearningResource, ResourceVersion, Reuse
from tests.factories.knowledgebank import LearningResourceFactory, ResourceVersionFactory
from tests.factories.regions import RegionFactory
from tests.promises.test_races import at_once

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_of_many_who_fetch_at_once_none_is_lost():
    version = ResourceVersionFactory()

    at_once([lambda: [resources.count_download(version) for _time in range(5)]] * 8)

    assert list(DownloadCount.objects.values_list("version", "day", "count")) == [
        (version.pk, timezone.localdate(), 40)
    ]


def test_counts_add_up_over_days_and_versions():
    resource = LearningResourceFactory(licence="cc0")
    old, new = (ResourceVersionFactory(resource=resource, label=label) for label in ("1", "2"))
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    DownloadCount.objects.create(version=old, day=yesterday, count=3)
    resources.count_download(old)
    resources.count_download(new)

    found = dict(ResourceVersion.objects.with_downloads().values_list("label", "download_count"))

    assert found == {"1": 4, "2": 1}
    assert LearningResource.objects.with_use().get().download_count == 5


def test_a_count_names_nobody():
    names = {field.name for field in DownloadCount._meta.get_fields()}

    assert names == {"id", "version", "day", "count"}


def test_a_region_uses_a_material_and_its_team_is_told_once(lead, region, neighbour, other_region):
    resource = LearningResourceFactory(licence="cc0", owner=region, title="Lespakket")
    by = Actor("page", neighbour)

    found = resources.reuse(resource, other_region, note="Tweede jaar", by=by)
    resources.reuse(resource, other_region, note="Derde jaar", by=by)
    resources.end_reuse(Reuse.objects.get(), by=by)
    resources.reuse(resource, other_region, note="Weer", by=by)

    letter = Letter.objects.get()
    assert letter.recipient == lead.email
    assert letter.subject == "Limburg gebruikt: Lespakket"
    assert "Tweede jaar" in letter.text
    assert resource.get_absolute_url() in letter.text
    assert (Reuse.objects.get().note, found.created_by) == ("Weer", neighbour)
    events = Reuse.pgh_event_model.objects.order_by("pgh_id")
    assert [each.pgh_context.metadata["event"] for each in events] == [
        "reuse.added", "reuse.added", "reuse.removed", "reuse.added",
    ]  # fmt: skip
    assert {each.pgh_context.metadata["user"] for each in events} == {neighbour.pk}


def test_another_note_is_not_told_when_the_first_letter_was_cleaned_up(lead, region, neighbour, other_region):
    resource = LearningResourceFactory(licence="cc0", owner=region)
    by = Actor("page", neighbour)
    resources.reuse(resource, other_region, note="Tweede jaar", by=by)
    Letter.objects.all().delete()

    resources.reuse(resource, other_region, note="Derde jaar", by=by)

    assert (Reuse.objects.get().note, Letter.objects.count()) == ("Derde jaar", 0)


@pytest.mark.django_db(transaction=True)
def test_two_of_one_team_at_once_are_one(other_region):
    resource = LearningResourceFactory(licence="cc0")

    at_once([lambda: resources.reuse(resource, other_region, note="", by=Actor("job"))] * 4)

    assert Reuse.objects.count() == 1


@pytest.mark.parametrize(
    ("licence", "is_own", "sentence"),
    [
        ("", False, "Dit leermiddel is nog niet gedeeld: de licentie is niet bekend."),
        ("cc0", True, "Dit leermiddel is van jullie zelf."),
    ],
)
def test_a_region_does_not_use_its_own_or_what_is_not_shared(region, other_region, licence, is_own, sentence):
    resource = LearningResourceFactory(licence=licence, owner=region)

    with pytest.raises(ValidationError) as refusal:
        resources.reuse(resource, region if is_own else other_region, note="", by=Actor("job"))

    assert refusal.value.messages == [sentence]
    assert not Reuse.objects.exists()


def test_only_regions_that_everybody_may_see_are_counted():
    resource = LearningResourceFactory(licence="cc0")
    for visibility in ("public", "public", "concept"):
        resources.reuse(resource, RegionFactory(visibility=visibility), note="", by=Actor("job"))

    assert LearningResource.objects.with_use().get().reuse_count == 2
