"""What holds of teaching materials and their versions, whoever changes them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from industriecoalitie.core.actors import Actor
from industriecoalitie.files.models import StoredFile
from industriecoalitie.history.recording import Change, Row, change_record
from industriecoalitie.history.undoing import UndoRefused, undo
from knowledgebank.choices import LICENCE_NAMES, LICENCE_TEXTS, LICENCE_URLS, Licence
from knowledgebank.models import LearningResource, ResourceVersion
from tests.factories.files import StoredFileFactory
from tests.factories.knowledgebank import LearningResourceFactory, ResourceVersionFactory

pytestmark = pytest.mark.django_db
JOB = Actor("job")


@pytest.mark.parametrize("visibility", ["network", "public"])
@pytest.mark.parametrize("what", ["link", "version"])
def test_nothing_is_shared_without_a_licence(visibility, what):
    resource = LearningResourceFactory(visibility="concept")
    if what == "version":
        ResourceVersionFactory(resource=resource)
    else:
        change_record(resource, Change({"url": "https://les.test/"}), by=JOB)

    with pytest.raises(ValidationError) as refusal:
        change_record(resource, Change({"visibility": visibility}), by=JOB)

    assert refusal.value.message_dict == {
        "licence": [
            "Zonder licentie kun je dit leermiddel niet delen. Kies een licentie, of laat het staan als concept."
        ]
    }
    assert LearningResource.objects.get().visibility == "concept"


def test_with_a_licence_it_is_shared():
    resource = LearningResourceFactory(visibility="concept", licence="cc0", url="https://les.test/")

    assert change_record(resource, Change({"visibility": "public"}), by=JOB).visibility == "public"


def test_without_a_link_or_a_version_it_is_named_without_a_licence():
    resource = LearningResourceFactory(visibility="public")

    assert change_record(resource, Change({"summary": "Meer"}), by=JOB).summary == "Meer"


def test_a_version_is_not_added_to_what_is_public_without_a_licence():
    resource = LearningResourceFactory(visibility="public")
    row = Row(None, {"label": "1", "url": "https://les.test/1"})

    with pytest.raises(ValidationError) as refusal:
        change_record(resource, Change(rows={"versions": [row]}), by=JOB)

    assert list(refusal.value.message_dict) == ["licence"]
    assert not ResourceVersion.objects.exists()


@pytest.mark.parametrize("visibility", ["concept", "public"])
def test_the_file_of_a_version_never_changes(visibility):
    version = ResourceVersionFactory(
        resource__licence="cc0",
        resource__visibility=visibility,
        file=StoredFileFactory(document=True),
        url="",
    )
    row = Row(version.uuid, {"file": StoredFileFactory(document=True)})

    with pytest.raises(ValidationError) as refusal:
        change_record(version.resource, Change(rows={"versions": [row]}), by=JOB)

    assert refusal.value.message_dict == {
        "versions": ["Dit blijft zoals het is. Voeg een nieuwe versie toe."]
    }


def test_a_link_that_moved_is_mended():
    version = ResourceVersionFactory(resource__licence="cc0")
    row = Row(version.uuid, {"url": "https://elders.test/les"})

    change_record(version.resource, Change(rows={"versions": [row]}), by=JOB)

    assert ResourceVersion.objects.get().url == "https://elders.test/les"


@pytest.mark.parametrize("visibility", ["network", "public"])
@pytest.mark.parametrize("label", ["1", "2"])
def test_no_version_goes_while_others_may_see_the_material(visibility, label):
    resource = LearningResourceFactory(licence="cc0", visibility=visibility)
    versions = {name: ResourceVersionFactory(resource=resource, label=name) for name in ("1", "2")}

    with pytest.raises(ValidationError) as refusal:
        change_record(
            resource, Change(rows={"versions": [Row(versions[label].uuid, is_removed=True)]}), by=JOB
        )

    assert refusal.value.message_dict == {
        "versions": [
            f"Versie ‘{label}’ blijft bereikbaar. Voeg een nieuwe versie toe, of zet het leermiddel eerst op ‘concept’."
        ]
    }
    assert ResourceVersion.objects.count() == 2


def test_taking_the_licence_away_does_not_help_a_version_go():
    version = ResourceVersionFactory(resource__licence="cc0", resource__visibility="public")
    rows = {"versions": [Row(version.uuid, is_removed=True)]}

    with pytest.raises(ValidationError):
        change_record(version.resource, Change({"licence": ""}, rows=rows), by=JOB)

    assert ResourceVersion.objects.count() == 1


def test_a_version_of_a_concept_goes():
    version = ResourceVersionFactory(resource__visibility="concept")

    change_record(version.resource, Change(rows={"versions": [Row(version.uuid, is_removed=True)]}), by=JOB)

    assert not ResourceVersion.objects.exists()


def test_undoing_a_new_version_is_refused_too(admin_user):
    resource = LearningResourceFactory(licence="cc0", visibility="public")
    row = Row(None, {"label": "2", "url": "https://les.test/2"})
    saved = change_record(resource, Change(rows={"versions": [row]}), by=JOB)

    with pytest.raises(UndoRefused) as refusal:
        undo(saved.change_set, Actor("page", admin_user))

    assert "Versie ‘2’ blijft bereikbaar" in str(refusal.value.args)
    assert ResourceVersion.objects.count() == 1


def test_publishing_with_a_first_version_is_undone_as_a_whole(admin_user):
    resource = LearningResourceFactory(licence="cc0", visibility="concept")
    row = Row(None, {"label": "1", "url": "https://les.test/1"})
    saved = change_record(resource, Change({"visibility": "public"}, rows={"versions": [row]}), by=JOB)

    undo(saved.change_set, Actor("page", admin_user))

    assert LearningResource.objects.get().visibility == "concept"
    assert not ResourceVersion.objects.exists()


def test_two_versions_have_two_names():
    version = ResourceVersionFactory(resource__licence="cc0", label="Eerste")
    row = Row(None, {"label": " eerste", "url": "https://les.test/2"})

    with pytest.raises(ValidationError) as refusal:
        change_record(version.resource, Change(rows={"versions": [row]}), by=JOB)

    assert refusal.value.message_dict == {
        "versions": ["Twee versies heten hetzelfde. Geef elke versie een eigen naam."]
    }


@pytest.mark.parametrize("url", ["ftp://les.test/1", "javascript:alert(1)"])
def test_a_link_is_a_page_on_the_web(url):
    version = ResourceVersionFactory(resource__licence="cc0")

    with pytest.raises(ValidationError):
        change_record(version.resource, Change(rows={"versions": [Row(version.uuid, {"url": url})]}), by=JOB)
    with pytest.raises(ValidationError):
        change_record(version.resource, Change({"url": url}), by=JOB)

    assert ResourceVersion.objects.get().url == "https://leermiddel.test/les.pdf"


def test_versions_without_licence_are_seen_by_their_own_team_alone(
    lead, member, region, neighbour, curator, national, admin_user
):
    resource = LearningResourceFactory(visibility="concept", owner=region)
    version = ResourceVersionFactory(resource=resource, file=StoredFileFactory(document=True))
    people = {
        "visitor": AnonymousUser(), "lead": lead, "member": member, "neighbour": neighbour,
        "curator": curator, "national": national, "admin": admin_user,
    }  # fmt: skip

    shown = {name for name, user in people.items() if ResourceVersion.objects.visible_to(user).exists()}
    files = {name for name, user in people.items() if StoredFile.objects.readable_by(user).exists()}

    assert shown == files == {"lead", "member", "admin"}
    assert str(version) == "1"


def test_every_licence_is_explained():
    assert set(LICENCE_TEXTS) == set(LICENCE_NAMES) == set(Licence)
    assert set(LICENCE_URLS) == set(Licence) - {Licence.ASK}
