"""Taking a file in, and taking away what nobody needs."""

import datetime
import os

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from industriecoalitie.files import actions
from industriecoalitie.files.models import StoredFile
from tests.factories.accounts import UserFactory

from .conftest import PDF, picture, upload

pytestmark = pytest.mark.django_db


def names_in(store) -> set[str]:
    folders = store.listdir("")[0] if store.exists("") else []
    return {f"{folder}/{name}" for folder in folders for name in store.listdir(folder)[1]}


def age(stored: StoredFile, store, **time) -> None:
    """Let a file have come that long ago."""
    then = timezone.now() - datetime.timedelta(**time)
    StoredFile.objects.filter(pk=stored.pk).update(created_at=then)
    for name in names_in(store):
        if name.startswith(stored.store_name):
            os.utime(store.path(name), (then.timestamp(), then.timestamp()))


def test_take_in_keeps_a_picture_with_its_smaller_ones(member, store):
    stored = actions.take_in(upload(picture(size=(1200, 800)), "../hal.jpg"), by_user=member, kinds={"image"})

    stored.refresh_from_db()
    assert (stored.kind, stored.name, stored.content_type) == ("image", "hal.jpg", "image/jpeg")
    assert (stored.width, stored.height, stored.widths) == (1200, 800, [480, 960])
    assert (stored.uploaded_by, stored.state) == (member, "clean")
    assert names_in(store) == {stored.store_name, f"{stored.store_name}-480", f"{stored.store_name}-960"}
    with stored.open() as stream:
        assert len(stream.read()) == stored.size_bytes
    with stored.open(480) as stream:
        assert stream.read(12)[8:] == b"WEBP"


def test_names_in_the_store_and_in_addresses_tell_nothing(member):
    one, two = (actions.take_in(upload(PDF, "geheim plan.pdf"), by_user=member) for _ in range(2))

    assert one.store_name != two.store_name
    assert one.uuid != two.uuid
    assert "geheim" not in one.get_absolute_url() + one.store_name
    assert one.store_name.replace("/", "").isalnum()
    assert str(one.uuid).replace("-", "") not in one.store_name


def test_a_refused_file_leaves_nothing(member, store):
    with pytest.raises(ValidationError):
        actions.take_in(upload(b"<html>"), by_user=member)

    assert list(StoredFile.objects.all()) == []
    assert names_in(store) == set()


def test_a_file_stays_when_its_owner_goes():
    person = UserFactory()
    stored = actions.take_in(upload(PDF), by_user=person)

    person.delete()

    stored.refresh_from_db()
    assert stored.uploaded_by is None


def test_remove_unused_takes_rows_and_bytes_after_a_day(member, store, django_capture_on_commit_callbacks):
    old, new = (actions.take_in(upload(picture(size=(500, 50))), by_user=member) for _ in range(2))
    age(old, store, hours=25)
    age(new, store, hours=23)

    with django_capture_on_commit_callbacks(execute=True):
        removed = actions.remove_unused()

    assert removed == 1
    assert list(StoredFile.objects.all()) == [new]
    assert names_in(store) == {new.store_name, f"{new.store_name}-480"}


def test_bytes_without_a_row_are_swept_up(member, store):
    gone, fresh, kept = (actions.take_in(upload(PDF), by_user=member) for _ in range(3))
    for each in (gone, kept):
        age(each, store, hours=25)
    StoredFile.objects.filter(pk__in=[gone.pk, fresh.pk]).delete()
    StoredFile.objects.filter(pk=kept.pk).update(created_at=timezone.now())

    actions.remove_unused()

    assert names_in(store) == {fresh.store_name, kept.store_name}
