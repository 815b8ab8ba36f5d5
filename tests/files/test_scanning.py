"""Files wait until the scanner says that nothing is in them; whatever else it says, nobody gets them."""

import pytest

from industriecoalitie.files import actions
from industriecoalitie.files.choices import FileState
from industriecoalitie.files.models import StoredFile
from tests.portal import free_port

from .clamd import EICAR, scanner
from .conftest import PDF, picture, taken, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def clamd(settings):
    with scanner() as server:
        settings.SCANNER_ADDRESS = server.server_address
        yield server


@pytest.fixture
def nobody_listens(settings):
    settings.SCANNER_ADDRESS = ("127.0.0.1", free_port())


def status(client, stored: StoredFile) -> int:
    return taken(client.get(stored.get_absolute_url())).status_code


def test_without_a_scanner_a_file_is_there_at_once(client, member):
    client.force_login(member)

    stored = actions.take_in(upload(PDF), by_user=member)

    assert (stored.state, status(client, stored)) == (FileState.CLEAN, 200)


def test_a_file_waits_until_it_was_scanned(client, member, clamd):
    client.force_login(member)
    content = PDF + b"%" + b"x" * 200_000 + PDF

    stored = actions.take_in(upload(content), by_user=member)
    before = status(client, stored)
    actions.scan(stored.pk)

    stored.refresh_from_db()
    assert (before, stored.state, status(client, stored)) == (404, FileState.CLEAN, 200)
    assert clamd.seen == [content]


def test_the_worker_is_woken_after_the_commit(member, clamd, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        stored = actions.take_in(upload(PDF), by_user=member)

    stored.refresh_from_db()
    assert stored.state == FileState.CLEAN


def test_a_virus_is_refused_and_its_bytes_go(
    client, member, clamd, store, django_capture_on_commit_callbacks
):
    client.force_login(member)

    with django_capture_on_commit_callbacks(execute=True):
        stored = actions.take_in(upload(PDF[:9] + EICAR + PDF[9:]), by_user=member)

    stored.refresh_from_db()
    assert (stored.state, status(client, stored)) == (FileState.REFUSED, 404)
    assert not store.exists(stored.store_name)


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"OK",
        b"x" * 9_000,
    ],
)
def test_an_answer_that_says_nothing_leaves_the_file_waiting(client, member, clamd, says):
    clamd.says = says
    client.force_login(member)
    stored = actions.take_in(upload(PDF), by_user=member)

    actions.scan(stored.pk)

    stored.refresh_from_db()
    assert (stored.state, status(client, stored)) == (FileState.WAITING, 404)


def test_with_the_scanner_down_nothing_can_be_fetched_and_the_clock_tries_again(
    client, member, settings, nobody_listens
):
    client.force_login(member)
    files = [actions.take_in(upload(each), by_user=member) for each in (PDF, picture())]

    actions.scan_waiting()
    down = [status(client, each) for each in files]
    with scanner() as server:
        settings.SCANNER_ADDRESS = server.server_address
        actions.scan_waiting()

    assert down == [404, 404]
    assert [status(client, each) for each in files] == [200, 200]


def test_a_scanner_on_a_unix_socket_that_is_not_there_is_down(settings, member, tmp_path):
    settings.SCANNER_ADDRESS = str(tmp_path / "clamd.sock")
    stored = actions.take_in(upload(PDF), by_user=member)

    actions.scan(stored.pk)

    stored.refresh_from_db()
    assert stored.state == FileState.WAITING


def test_a_waiting_file_that_left_the_store_is_refused(member, clamd, store):
    stored = actions.take_in(upload(PDF), by_user=member)
    store.delete(stored.store_name)

    actions.scan(stored.pk)

    stored.refresh_from_db()
    assert stored.state == FileState.REFUSED
