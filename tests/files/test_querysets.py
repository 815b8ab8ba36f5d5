"""A file is seen with the records that show it, by nobody else."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from industriecoalitie.core.models import Part, Record
from industriecoalitie.files import actions
from industriecoalitie.files.choices import FileState
from industriecoalitie.files.models import StoredFile
from industriecoalitie.files.querysets import pointers
from knowledgebank.choices import PracticeState
from knowledgebank.models import PracticeImage, ResourceVersion
from tests.factories.files import StoredFileFactory
from tests.factories.knowledgebank import LearningResourceFactory, PracticeFactory
from tests.factories.regions import MembershipFactory

from .conftest import PDF, picture, taken, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(region):
    return PracticeFactory(owner=region, state=PracticeState.DRAFT, visibility="concept")


def attach(practice, **values) -> StoredFile:
    stored = StoredFileFactory(**values)
    PracticeImage.objects.create(practice=practice, file=stored, alt="Een hal")
    return stored


def publish(practice) -> None:
    for state in (PracticeState.IN_REVIEW, PracticeState.PUBLISHED):
        practice.state, practice.visibility, practice.published_on = state, "public", "2026-01-05"
        practice.save()


def readers(stored: StoredFile, **people) -> set[str]:
    return {
        name
        for name, user in people.items()
        if StoredFile.objects.readable_by(user).filter(pk=stored.pk).exists()
    }


def test_what_points_at_a_file_is_a_row_that_knows_who_sees_it():
    found = {model for model, _name in pointers(StoredFile)}

    assert {PracticeImage, ResourceVersion} <= found
    assert [model for model in found if not issubclass(model, Record | Part)] == []


def test_a_file_is_read_by_who_reads_the_record(
    practice, region, member, lead, neighbour, visitor, admin_user
):
    stored = attach(practice)
    people = {"member": member, "lead": lead, "neighbour": neighbour, "visitor": visitor}

    in_draft = readers(stored, **people)
    publish(practice)
    published = readers(stored, **people)
    practice.hidden_at = timezone.now()
    practice.save()
    hidden = readers(stored, **people)

    assert (in_draft, published, hidden) == ({"member", "lead"}, set(people), set())


def test_the_pages_follow(client, practice, member, neighbour):
    stored = actions.take_in(upload(picture()), by_user=member)
    PracticeImage.objects.create(practice=practice, file=stored, alt="Een hal")
    addresses = [stored.get_absolute_url(), stored.rendition_url(480)]

    def statuses() -> list[int]:
        return [taken(client.get(address)).status_code for address in addresses]

    before = statuses()
    client.force_login(neighbour)
    of_other_team = statuses()
    client.logout()
    publish(practice)
    after = statuses()
    public = taken(client.get(addresses[0]))

    assert (before, of_other_team, after) == ([404, 404], [404, 404], [200, 200])
    assert public["Cache-Control"] == "no-cache"


def test_an_unattached_file_is_read_by_who_handed_it_in(member, lead, neighbour):
    stored = StoredFileFactory(uploaded_by=member)

    assert readers(stored, member=member, lead=lead, neighbour=neighbour, visitor=AnonymousUser()) == {
        "member"
    }


@pytest.mark.parametrize("state", [FileState.WAITING, FileState.REFUSED])
def test_only_a_clean_file_is_read(practice, member, admin_user, state):
    stored = attach(practice, uploaded_by=member, state=state)
    publish(practice)

    assert readers(stored, member=member, admin=admin_user, visitor=AnonymousUser()) == set()
    assert StoredFile.objects.usable_by(member).filter(pk=stored.pk).exists() == (state == FileState.WAITING)


def test_one_public_row_is_enough_and_another_row_gives_nothing_away(practice, region, neighbour, visitor):
    stored = StoredFileFactory(document=True)
    ResourceVersion.objects.create(
        resource=LearningResourceFactory(owner=region, visibility="concept"), file=stored, label="1"
    )
    in_concept = readers(stored, neighbour=neighbour, visitor=visitor)
    ResourceVersion.objects.create(
        resource=LearningResourceFactory(visibility="public", licence="CC BY 4.0"), file=stored, label="1"
    )

    assert (in_concept, readers(stored, neighbour=neighbour, visitor=visitor)) == (
        set(),
        {"neighbour", "visitor"},
    )


def test_a_file_in_use_cannot_go(practice):
    stored = attach(practice)

    with pytest.raises(ProtectedError):
        stored.delete()


def test_what_a_row_or_the_history_points_at_is_kept(practice, django_capture_on_commit_callbacks):
    used, undoable, gone = (attach(practice) for _ in range(3))
    PracticeImage.objects.filter(file__in=[undoable, gone]).delete()
    StoredFile.objects.update(created_at=timezone.now() - datetime.timedelta(days=400))
    events = PracticeImage.pgh_event_model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # history cannot be written otherwise
        cursor.execute(
            f"UPDATE \"{events}\" SET pgh_created_at = now() - interval '91 days' WHERE file_id = %s",
            [gone.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_unused()

    assert set(StoredFile.objects.all()) == {used, undoable}


def test_reading_costs_the_same_for_many_files(client, practice, member):
    stored = actions.take_in(upload(PDF), by_user=member)
    client.force_login(member)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            taken(client.get(stored.get_absolute_url()))
        counts.append(len(queries))
        for _number in range(5):
            attach(practice)

    assert counts[0] == counts[1]
    assert counts[0] <= 6


def test_a_file_of_a_former_colleague_stays_with_the_record(practice, region, member):
    stored = attach(practice, uploaded_by=MembershipFactory(region=region).user)

    stored.uploaded_by.delete()

    assert readers(stored, member=member) == {"member"}
