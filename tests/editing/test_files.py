"""A form that takes files, with and without JavaScript."""

import re

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.urls import include, path

from industriecoalitie.editing.fields import WebsiteField
from industriecoalitie.editing.files import FileField
from industriecoalitie.editing.forms import RecordForm, RowForm
from industriecoalitie.editing.models import Draft
from industriecoalitie.editing.pages import edit_page
from industriecoalitie.editing.sheets import Fields, Rows, Sheet
from industriecoalitie.files.choices import FileState
from industriecoalitie.files.models import StoredFile
from industriecoalitie.history.states import steps_of
from knowledgebank.choices import PracticeState
from knowledgebank.models import LearningResource, Practice, PracticeImage, ResourceVersion
from tests.factories.files import StoredFileFactory
from tests.factories.knowledgebank import LearningResourceFactory, PracticeFactory
from tests.files.conftest import PDF, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
ADDRESS = "/proef/hal/"
NO_IMAGE = "Kies een afbeelding: een JPEG, PNG of WebP."


class ImageForm(RowForm):
    file = FileField(kinds=("image",), label="Afbeelding")

    class Meta:
        model = PracticeImage
        fields = ("file", "alt")


class PracticeForm(RecordForm):
    class Meta:
        model = Practice
        fields = ("title",)


class PracticeSheet(Sheet):
    model = Practice
    form = PracticeForm
    blocks = (
        Fields("kern", "De kern", ("title",)),
        Rows("beeld", "Beeld", "images", ImageForm, "afbeelding", is_ordered=True),
    )


class VersionForm(RowForm):
    file = FileField(kinds=("document", "image"), label="Bestand", required=False)
    url = WebsiteField()

    class Meta:
        model = ResourceVersion
        fields = ("label", "file", "url", "note")


class ResourceForm(RecordForm):
    class Meta:
        model = LearningResource
        fields = ("title",)


class ResourceSheet(Sheet):
    model = LearningResource
    form = ResourceForm
    blocks = (
        Fields("kern", "De kern", ("title",)),
        Rows("versies", "Versies", "versions", VersionForm, "versie"),
    )


def practice_edit(request, slug):
    return edit_page(request, PracticeSheet, [], slug=slug)


def resource_edit(request, slug):
    return edit_page(request, ResourceSheet, [], slug=slug)


urlpatterns = [
    path("proef/<slug:slug>/", practice_edit),
    path("proefmiddel/<slug:slug>/", resource_edit),
    path("", include("industriecoalitie.urls")),
]
handler404 = "industriecoalitie.home.views.not_found"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    cache.clear()
    options = {"location": str(tmp_path / "store"), "base_url": None}
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options},
    }
    return storages["private"]


@pytest.fixture
def practice(region):
    return PracticeFactory(
        owner=region, slug="hal", title="Hal", state=PracticeState.DRAFT, visibility="concept"
    )


@pytest.fixture
def member_client(client, member):
    client.force_login(member)
    return client


def typed(practice, *rows: dict, **more) -> dict:
    """Return what a browser sends for these rows."""
    data = {
        "title": "Hal", "seen": str(practice.version), "images-TOTAL_FORMS": str(len(rows)), "images-INITIAL_FORMS": "0",
        "images-MIN_NUM_FORMS": "0", "images-MAX_NUM_FORMS": "200",
    }  # fmt: skip
    for number, row in enumerate(rows):
        data |= {f"images-{number}-{name}": value for name, value in row.items()}
    return data | more


def jpeg(name: str = "hal.jpg"):
    return upload(picture(), name, "image/jpeg")


def hidden_keys(html: str) -> list[str]:
    """Return the keys in the hidden fields of the rows that are there."""
    return re.findall(r'type="hidden" name="images-\d+-file" value="([^"]*)"', html)


def test_a_file_that_comes_with_the_form_is_kept_in_its_row(member_client, member, practice):
    answer = member_client.post(ADDRESS, typed(practice, {"file": jpeg(), "alt": "Een hal"}))

    row = practice.images.get()
    assert (answer.status_code, row.alt, row.file.name, row.file.uploaded_by) == (
        302,
        "Een hal",
        "hal.jpg",
        member,
    )
    assert len(steps_of(practice)) >= 2


def test_a_file_that_was_sent_before_is_named_by_its_key(member_client, member, practice):
    stored = StoredFileFactory(uploaded_by=member)

    member_client.post(ADDRESS, typed(practice, {"file": str(stored.uuid), "alt": "Een hal"}))

    assert practice.images.get().file == stored


def test_a_form_with_mistakes_keeps_the_file(member_client, practice):
    answer = member_client.post(ADDRESS, typed(practice, {"file": jpeg(), "alt": ""}))

    stored = StoredFile.objects.get()
    html = answer.content.decode()
    again = member_client.post(ADDRESS, typed(practice, {"file": str(stored.uuid), "alt": "Een hal"}))
    assert answer.status_code == 422
    assert hidden_keys(html) == [str(stored.uuid)]
    assert f'src="/bestanden/{stored.uuid}/480.webp"' in html
    assert again.status_code == 302
    assert practice.images.get().file == stored


def test_adding_a_row_keeps_the_file(member_client, practice):
    answer = member_client.post(ADDRESS, typed(practice, {"file": jpeg(), "alt": ""}, add_row="images"))

    assert answer.status_code == 200
    assert hidden_keys(answer.content.decode()) == [str(StoredFile.objects.get().uuid), ""]


def test_a_refused_file_is_told_at_its_field_and_the_old_one_stays(member_client, member, practice):
    stored = StoredFileFactory(uploaded_by=member)
    row = PracticeImage.objects.create(practice=practice, file=stored, alt="Een hal")
    data = typed(practice, {"uuid": str(row.uuid), "alt": "Een hal"})
    data["images-0-file"] = [str(stored.uuid), upload(b"<svg/>", "hal.svg")]

    answer = member_client.post(ADDRESS, data)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#id_images-0-file">Afbeelding 1: {NO_IMAGE}</a>' in html
    assert hidden_keys(html) == [str(stored.uuid)]
    assert practice.images.get().file == stored


def test_a_new_row_with_only_a_refused_file_is_not_dropped_in_silence(member_client, practice):
    answer = member_client.post(ADDRESS, typed(practice, {"file": upload(b"<svg/>"), "alt": ""}))

    assert answer.status_code == 422
    assert NO_IMAGE in answer.content.decode()


@pytest.mark.parametrize("value", ["geen-sleutel", "00000000-0000-4000-8000-000000000000", "x\x00"])
def test_a_key_that_is_none_is_refused(member_client, practice, value):
    answer = member_client.post(ADDRESS, typed(practice, {"file": value, "alt": "Een hal"}))

    assert answer.status_code == 422
    assert "Dit bestand is er niet meer. Kies het opnieuw." in answer.content.decode()


def test_a_file_of_somebody_else_cannot_be_taken_by_guessing(member_client, neighbour, practice):
    stored = StoredFileFactory(uploaded_by=neighbour, name="geheim.jpg")

    answer = member_client.post(ADDRESS, typed(practice, {"file": str(stored.uuid), "alt": "Een hal"}))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Dit bestand is er niet meer. Kies het opnieuw." in html
    assert "geheim.jpg" not in html
    assert list(practice.images.all()) == []


def test_the_kind_of_file_is_kept(member_client, member, practice):
    stored = StoredFileFactory(document=True, uploaded_by=member)

    answer = member_client.post(ADDRESS, typed(practice, {"file": str(stored.uuid), "alt": "Een hal"}))

    assert "Hier past een ander soort bestand. Kies een ander." in answer.content.decode()


@pytest.mark.parametrize(("state", "status"), [(FileState.WAITING, 302), (FileState.REFUSED, 422)])
def test_a_file_may_wait_for_the_scanner_in_its_row(member_client, member, practice, state, status):
    stored = StoredFileFactory(uploaded_by=member, state=state)

    answer = member_client.post(ADDRESS, typed(practice, {"file": str(stored.uuid), "alt": "Een hal"}))

    assert answer.status_code == status


def test_a_colleague_saves_the_form_without_losing_a_file_that_still_waits(member_client, lead, practice):
    stored = StoredFileFactory(uploaded_by=lead, state=FileState.WAITING)
    row = PracticeImage.objects.create(practice=practice, file=stored, alt="Een hal")

    page = member_client.get(ADDRESS)
    answer = member_client.post(
        ADDRESS, typed(practice, {"uuid": str(row.uuid), "file": str(stored.uuid), "alt": "De hal"})
    )

    row.refresh_from_db()
    assert hidden_keys(page.content.decode()) == [str(stored.uuid)]
    assert "wordt nagekeken op virussen" in page.content.decode()
    assert (answer.status_code, row.file, row.alt) == (302, stored, "De hal")


def test_what_is_kept_meanwhile_remembers_the_key_and_takes_no_file(member_client, member, practice):
    stored = StoredFileFactory(uploaded_by=member)
    data = typed(practice, {"file": str(stored.uuid), "alt": ""}, autosave="1")
    data["images-0-file"] = [str(stored.uuid), jpeg()]

    member_client.post(ADDRESS, data)
    page = member_client.get(ADDRESS)

    assert list(StoredFile.objects.all()) == [stored]
    assert Draft.objects.get().data["images-0-file"] == [str(stored.uuid)]
    assert hidden_keys(page.content.decode()) == [str(stored.uuid)]


def test_a_conflict_keeps_the_file(member_client, member, practice):
    data = typed(practice, {"file": jpeg(), "alt": "Een hal"}, title="Mijn titel")
    practice.title = "Hun titel"
    practice.version += 1
    practice.save()

    answer = member_client.post(ADDRESS, data)

    stored = StoredFile.objects.get()
    asked = member_client.get(f"{ADDRESS}?botsing=1")
    assert answer["Location"] == f"{ADDRESS}?botsing=1"
    assert Draft.objects.get(user=member).data["images-0-file"] == [str(stored.uuid)]
    assert asked.status_code == 200


def test_files_of_fields_that_are_none_are_left_alone(member_client, practice):
    data = typed(practice, {"alt": ""}, vreemd=jpeg()) | {
        "images-0-alt": jpeg(),
        "anders-0-file": jpeg(),
        "title": "Hal",
    }

    member_client.post(ADDRESS, data)

    assert list(StoredFile.objects.all()) == []


def test_a_file_that_need_not_be_there_is_taken_away(client, member, region):
    client.force_login(member)
    resource = LearningResourceFactory(owner=region, slug="middel", title="Middel", licence="cc-by-4.0")
    stored = StoredFileFactory(document=True, uploaded_by=member)
    data = {
        "title": "Middel", "seen": str(resource.version), "versions-TOTAL_FORMS": "1", "versions-INITIAL_FORMS": "0",
        "versions-0-label": "1", "versions-0-file": str(stored.uuid), "versions-0-file_weg": "1",
        "versions-0-url": "https://voorbeeld.test/",
    }  # fmt: skip

    answer = client.post("/proefmiddel/middel/", data)

    assert (answer.status_code, resource.versions.get().file) == (302, None)


def test_a_new_file_wins_from_the_tick_that_takes_the_old_one_away(client, member, region):
    client.force_login(member)
    resource = LearningResourceFactory(owner=region, slug="middel", title="Middel", licence="cc-by-4.0")
    data = {
        "title": "Middel", "seen": str(resource.version), "versions-TOTAL_FORMS": "1", "versions-INITIAL_FORMS": "0",
        "versions-0-label": "1", "versions-0-file": upload(PDF, "les.pdf"), "versions-0-file_weg": "1",
    }  # fmt: skip

    client.post("/proefmiddel/middel/", data)

    assert resource.versions.get().file.name == "les.pdf"


def test_only_a_form_with_files_is_sent_in_parts(member_client, member, region, practice):
    with_files = member_client.get(ADDRESS).content.decode()
    without = member_client.get(f"/regios/{region.slug}/bewerken/").content.decode()

    assert ('enctype="multipart/form-data"' in with_files, "bestanden.js" in with_files) == (True, True)
    assert ('enctype="multipart/form-data"' in without, "bestanden.js" in without) == (False, False)


def test_a_page_with_many_files_costs_no_more_than_with_one(
    member_client, member, practice, django_assert_max_num_queries
):
    for _number in range(3):
        PracticeImage.objects.create(
            practice=practice, file=StoredFileFactory(uploaded_by=member), alt="Een hal"
        )

    with django_assert_max_num_queries(14) as with_three:
        member_client.get(ADDRESS)
    practice.images.first().delete()
    with django_assert_max_num_queries(14) as with_two:
        member_client.get(ADDRESS)

    assert len(with_three) == len(with_two)
