"""Handing in a file, and who gets it back in what way."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse

from industriecoalitie.files import actions
from industriecoalitie.files.choices import FileState
from industriecoalitie.files.models import StoredFile
from tests.factories.files import StoredFileFactory

from .conftest import PDF, picture, taken, upload

pytestmark = pytest.mark.django_db
LOCKED = "sandbox; default-src 'none'"


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()


def hand_in(client, content: bytes, name: str = "foto.jpg", **more):
    return client.post(reverse("files:file_add"), {"file": upload(content, name), **more})


def body(answer) -> bytes:
    return taken(answer).body


def test_a_picture_is_handed_in_and_comes_back(client, member):
    client.force_login(member)

    answer = hand_in(client, picture(), "hal.jpg", kind="image")

    stored = StoredFile.objects.get()
    told = answer.json()
    told["size"] = told["size"].replace("\xa0", " ")
    assert answer.status_code == 201
    assert re.fullmatch(r"\d+,\d KB", told.pop("size"))
    assert told == {
        "uuid": str(stored.uuid),
        "name": "hal.jpg",
        "url": f"/bestanden/{stored.uuid}/",
        "thumbnail": f"/bestanden/{stored.uuid}/480.webp",
        "state": "clean",
    }
    assert body(client.get(told["url"]))[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"<svg/>", "image", "Kies een afbeelding: een JPEG, PNG of WebP."),
        (PDF, "image", "Kies een afbeelding: een JPEG, PNG of WebP."),
        (b"", "image", "Dit bestand is leeg. Kies een ander bestand."),
        (PDF + b" " * 11_000_000, "document", "Dit bestand is te groot: hooguit 10 MB."),
        (
            b"x",
            "anders",
            "Kies een afbeelding (JPEG, PNG, WebP) of een document (pdf, Word, Excel, PowerPoint, ODT).",
        ),
    ],
)
def test_a_refusal_is_one_sentence(client, member, content, kind, sentence):
    client.force_login(member)

    answer = hand_in(client, content, kind=kind)

    assert (answer.status_code, answer.json()) == (422, {"error": sentence})
    assert list(StoredFile.objects.all()) == []


def test_only_who_is_signed_in_hands_in_and_only_from_our_pages(client, member, django_user_model):
    anonymous = hand_in(client, PDF)
    client.force_login(member)
    client.handler.enforce_csrf_checks = True
    forged = hand_in(client, PDF)
    client.handler.enforce_csrf_checks = False
    empty = client.post(reverse("files:file_add"))

    assert (anonymous.status_code, forged.status_code, empty.status_code) == (302, 403, 422)
    assert anonymous["Location"].startswith("/inloggen/")
    assert list(StoredFile.objects.all()) == []


def test_one_person_hands_in_sixty_files_an_hour(client, member, lead):
    client.force_login(member)

    answers = [hand_in(client, b"x").json()["error"] for _ in range(61)]
    client.force_login(lead)
    other = hand_in(client, PDF)

    assert [each.startswith("Je stuurde veel") for each in answers] == [False] * 60 + [True]
    assert other.status_code == 201


def test_far_too_much_at_once_is_cut_off(client, member):
    client.force_login(member)
    files = [upload(PDF + b" " * 9_900_000, f"{number}.pdf") for number in range(7)]

    answer = client.post(
        reverse("files:file_add"), {f"file{number}": each for number, each in enumerate(files)}
    )

    assert answer.status_code == 400


def test_a_document_is_a_download_with_a_safe_name(client, member):
    client.force_login(member)
    stored = actions.take_in(upload(PDF, "Plan “é”;\r\nX: y.pdf"), by_user=member)

    answer = taken(client.get(stored.get_absolute_url()))

    assert answer.body == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert (
        answer["Content-Disposition"]
        == "attachment; filename*=utf-8''Plan%20%E2%80%9C%C3%A9%E2%80%9D%3B%20X%20y.pdf"
    )
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", LOCKED)
    assert (answer["ETag"], answer["Cache-Control"]) == (f'"{stored.sha256}"', "private, no-cache")
    assert answer["X-Frame-Options"] == "DENY"


def test_a_picture_is_shown_in_the_page_and_runs_nothing(client, member):
    client.force_login(member)
    stored = actions.take_in(upload(picture("PNG"), "hal.png"), by_user=member)

    answer = taken(client.get(stored.get_absolute_url()))
    smaller = taken(client.get(stored.rendition_url(480)))

    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "image/png",
        'inline; filename="hal.png"',
    )
    assert (smaller["Content-Type"], smaller["Content-Disposition"]) == (
        "image/webp",
        'inline; filename="hal.webp"',
    )
    assert {each["Content-Security-Policy"] for each in (answer, smaller)} == {LOCKED}
    assert {each["X-Content-Type-Options"] for each in (answer, smaller)} == {"nosniff"}
    assert smaller.body[8:12] == b"WEBP"
    assert answer["ETag"] != smaller["ETag"]


def test_what_the_browser_has_is_not_sent_again(client, member):
    client.force_login(member)
    stored = actions.take_in(upload(picture()), by_user=member)
    first = taken(client.get(stored.get_absolute_url()))

    again = client.get(stored.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    head = taken(client.head(stored.get_absolute_url()))

    assert (again.status_code, again.content, again["Content-Security-Policy"]) == (304, b"", LOCKED)
    assert (head.status_code, head["ETag"]) == (200, first["ETag"])


@pytest.mark.parametrize("width", [0, 481, 1600, 99_999_999])
def test_a_picture_has_only_its_own_sizes(client, member, width):
    client.force_login(member)
    stored = actions.take_in(upload(picture(size=(1200, 800))), by_user=member)

    assert client.get(f"{stored.get_absolute_url()}{width}.webp").status_code == 404


def test_what_may_not_be_read_answers_as_what_is_not_there(client, member, neighbour):
    kept = actions.take_in(upload(PDF), by_user=member)
    waiting = StoredFileFactory(uploaded_by=neighbour, state=FileState.WAITING)
    refused = StoredFileFactory(uploaded_by=neighbour, state=FileState.REFUSED)
    no_bytes = StoredFileFactory(uploaded_by=neighbour)
    unknown = uuid.uuid4()

    def answers() -> set[tuple]:
        found = set()
        for key in (kept.uuid, waiting.uuid, refused.uuid, no_bytes.uuid, unknown):
            for address in (f"/bestanden/{key}/", f"/bestanden/{key}/480.webp"):
                answer = client.get(address)
                text = (
                    answer.content.decode().replace(str(key), "").replace("480.webp", "").replace("//", "/")
                )
                text = re.sub(r"\b\w{64}\b", "", text)  # the key of each form against forgery
                found.add((answer.status_code, answer.headers["Content-Type"], answer.get("ETag"), text))
        return found

    anonymous = answers()
    client.force_login(neighbour)
    signed_in = answers()

    assert [status for status, *_ in anonymous] == [404]
    assert [status for status, *_ in signed_in] == [404]
