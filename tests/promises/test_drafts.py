"""R22: what is not published has no side door: no page, list, count, file, answer, feed or letter shows that it is there.

Everybody walks the portal twice: before and after practices in every state came into it. Not one answer may differ.
"""

import datetime
import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.core.filters import KeyFilter
from industriecoalitie.core.querysets import PartQuerySet
from industriecoalitie.core.tables import all_tables
from industriecoalitie.files.querysets import StoredFileQuerySet
from industriecoalitie.notifications.models import Letter
from knowledgebank.actions.digest import send_digests
from knowledgebank.models import DigestItem, Practice
from knowledgebank.querysets import AdoptionQuerySet, PracticeQuerySet, RemarkQuerySet
from tests.factories.knowledgebank import InterestFactory, PracticeFactory

from .doors import Door, Visitors, doors
from .flock import UNSEEN, Bird, Perch, hatch
from .test_authorisation import ANYTHING
from .test_canaries import CANARY, Aviary, canaries_in, is_ours, masked, shape_of, starts

READERS = ("visitor", "lead_other", "contact_other")
KEPT = ("lead", "curator")
UNKNOWN = "bestaat-niet-en-nooit"
NOBODY = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
# What differs between any two answers, or is as long as the address.
OWN_HEADERS = {"X-Request-ID", "Content-Length", "Set-Cookie", "ETag", "Date", "Server-Timing"}
# As many addresses of one shape as a reader opens.
MOST_ALIKE = 1
GETS = [door for door in doors() if not door.address.startswith("beheer/")]


class Portal:
    """What each reader got before the practices came, and who they are."""

    def __init__(self, world):
        self.world, self.aviary, self.visitors = world, Aviary(), Visitors(world)
        self.birds: dict[str, Bird] = {}
        self.network: Bird | None = None
        self.network_words: set[str] = set()
        self.before: dict[str, dict[str, tuple[int, bytes]]] = {}

    def look(self, role: str, *, follows_links: bool) -> None:
        """Open every list, file, collection, picker and route without parameters, and keep what came."""
        todo = [
            path for path in dict.fromkeys(starts(self.world, role) + plain_addresses()) if is_worth(path)
        ]
        known, alike, kept = set(todo), {}, {}
        while todo:
            path = todo.pop(0)
            answer = self.visitors.knock(role, "GET", path)
            kept[path] = (answer.status_code, steady(answer))
            for link in links_on(answer, path) if follows_links else ():
                alike[shape_of(link)] = alike.get(shape_of(link), 0) + 1
                if link not in known and alike[shape_of(link)] <= MOST_ALIKE:
                    known.add(link)
                    todo.append(link)
        self.before[role] = kept

    def answer(self, role: str, path: str) -> tuple[int, bytes]:
        answer = self.visitors.knock(role, "GET", path)
        return answer.status_code, steady(answer)


def is_worth(path: str) -> bool:
    """Leave out what says the same as another: the CSV file holds what the workbook does."""
    return "format=xlsx" not in path and "limit=100" not in path


def links_on(answer, path: str) -> list[str]:
    """Return the addresses of ours that a page leads to."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return []
    found = re.findall(r'(?:href|hx-get)="([^"]+)"', answer.body.decode())
    links = [urldefrag(urljoin(path, link.replace("&amp;", "&")))[0] for link in found]
    return [link for link in links if is_ours(link)]


def plain_addresses() -> list[str]:
    """Return the routes without parameters."""
    return ["/" + door.address for door in GETS if not door.parameters]


def steady(answer) -> bytes:
    """Return a body without what is of the moment: tokens, and when a file was made."""
    body = masked(answer)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = [name for name in archive.namelist() if not name.startswith("docProps/")]
            return b"".join(archive.read(name) for name in names)
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)", b"(moment)", body)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[None]:
    place = str(tmp_path_factory.mktemp("store"))
    private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": place, "base_url": None},
    }
    with override_settings(STORAGES={**settings.STORAGES, "private": private}):
        yield storages["private"]


@pytest.fixture(scope="module")
def hall(world, visitors, store) -> Portal:
    """The portal after the practices came, with what everybody got before."""
    portal = Portal(world)
    uploader = world.people["member"]
    perch = Perch.build(world)
    # Published for who is signed in: a visitor may not notice that either, so a visitor looks first.
    portal.look("visitor", follows_links=True)
    portal.network = hatch(world, portal.aviary, perch, "network", uploader)
    portal.network_words = {f"{CANARY}{number}x" for number in range(1, portal.aviary.count + 1)}
    portal.look("lead_other", follows_links=False)
    for name in UNSEEN:
        portal.birds[name] = hatch(world, portal.aviary, perch, name, uploader)
    # What everybody reads names what nobody may read.
    Practice.objects.filter(pk=world.records["praktijkvoorbeeld"]["own_public"].pk).update(
        builds_on=portal.birds["draft"].practice
    )
    type(perch.material).objects.filter(pk=perch.material.pk).update(practice=portal.birds["draft"].practice)
    return portal


def birds_for(hall: Portal, role: str) -> dict[str, Bird]:
    """Return what a reader may not see."""
    return {**hall.birds, "network": hall.network} if role == "visitor" else hall.birds


def detail(bird: Bird) -> str:
    return reverse("knowledgebank:practice_detail", args=[bird.practice.slug])


def api(bird: Bird) -> str:
    return f"/api/v1/practices/{bird.practice.uuid}"


# They are there


@pytest.mark.parametrize("role", KEPT)
@pytest.mark.parametrize("name", [name for name in UNSEEN if name != "hidden"])
def test_team_and_curators_read_what_others_do_not(hall, role, name):
    """Without this nothing below proves anything."""
    bird = hall.birds[name]

    page = hall.visitors.knock(role, "GET", detail(bird)).body.decode()
    answer = hall.visitors.knock(role, "GET", api(bird))
    file = hall.visitors.knock(role, "GET", bird.file.get_absolute_url())

    assert bird.practice.title in page
    assert bird.rows["evidence"].statement in page
    assert (answer.status_code, file.status_code) == (200, 200)
    assert bird.practice.title in answer.body.decode()


def test_every_text_is_a_canary_and_everybody_signed_in_reads_the_network(hall):
    assert hall.aviary.count > 200
    for role in READERS[1:]:
        assert CANARY in hall.visitors.knock(role, "GET", detail(hall.network)).body.decode()


# Nothing shows


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", READERS[:2])
def test_no_answer_differs_from_before_they_came(hall, role):
    before = hall.before[role]

    differing = {path: None for path, kept in before.items() if hall.answer(role, path) != kept}

    assert list(differing) == []
    assert len(before) > 150


def is_network(hall: Portal, role: str, word: str) -> bool:
    """Tell whether a canary is of what a signed-in reader may read."""
    return role != "visitor" and (word in hall.network_words or word.startswith(f"{CANARY}-network"))


def named_doors() -> list[Door]:
    return [door for door in GETS if {"slug", "uuid", "id", "kind"} & set(door.parameters)]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("share", [len(READERS), pytest.param(1, marks=pytest.mark.release)])
@pytest.mark.parametrize("role", READERS)
def test_every_address_of_theirs_answers_as_one_of_nothing(hall, role, share):
    """Page, API, history, print, card, remarks, desk, asking agreement: each route of the portal with each key.

    In every run the readers share the keys: each opens every route, with a third of them, others at the next route.
    """
    region = hall.world.records["regio"]["other_public"].slug
    keys = [key for bird in birds_for(hall, role).values() for key in keys_of(bird)]
    told = []
    for number, door in enumerate(named_doors()):
        nothing = told_by(hall, role, door.filled(**values(door, UNKNOWN, NOBODY, region)))
        for slug, key in keys[(number + READERS.index(role)) % share :: share]:
            address = door.filled(**values(door, slug, key, region))
            if told_by(hall, role, address, slug, key) != nothing:
                told.append(address)

    assert told == []


def keys_of(bird: Bird) -> list[tuple[str, str]]:
    """Return slug and key of a practice, and of one in review also those of what belongs to it."""
    found = [(bird.practice.slug, str(bird.practice.uuid))]
    if bird.practice.slug.endswith("in-review"):
        rows = [bird.rows[name] for name in ("review", "remark", "adoption", "material", "correction")]
        found += [(getattr(row, "slug", bird.practice.slug), str(row.uuid)) for row in rows]
    return found


def values(door: Door, slug: str, key: str, region: str) -> dict[str, object]:
    found = dict.fromkeys(door.parameters, UNKNOWN) | ANYTHING
    found |= {"kind": "praktijkvoorbeeld", "region": region, "width": 480}
    return found | {"slug": slug, "uuid": key, "id": key, "change_set": key}


def told_by(
    hall: Portal, role: str, address: str, slug: str = UNKNOWN, key: str = NOBODY
) -> tuple[int, str, str]:
    """Return status, headers and body of an answer, with the keys of nothing in the place of those asked for."""
    answer = hall.visitors.knock(role, "GET", address)
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items() if name not in OWN_HEADERS)
    body = steady(answer).decode(errors="replace")
    texts = [text.replace(slug, UNKNOWN).replace(key, NOBODY) for text in (headers, body)]
    return answer.status_code, *texts


def same(hall: Portal, role: str, own: str, none: str, slug: str = UNKNOWN, key: str = NOBODY) -> bool:
    """Tell whether two addresses get the same answer, but for what was asked."""
    return told_by(hall, role, own, slug, key) == told_by(hall, role, none)


@pytest.mark.parametrize("role", READERS)
def test_hidden_and_retired_answer_alike_on_page_and_in_the_api(hall, role):
    hidden, retired = hall.birds["hidden"], hall.birds["retired"]

    for address in (detail, api):
        own, other = address(hidden), address(retired)
        keys = (retired.practice.slug, str(retired.practice.uuid))
        answers = [hall.visitors.knock(role, "GET", path) for path in (own, other)]
        bodies = [
            steady(each)
            .replace(keys[0].encode(), hidden.practice.slug.encode())
            .replace(keys[1].encode(), str(hidden.practice.uuid).encode())
            for each in answers
        ]
        assert [each.status_code for each in answers] == [404, 404]
        assert bodies[0] == bodies[1]


# Files


@pytest.mark.parametrize("role", READERS)
def test_files_of_drafts_answer_as_a_key_that_is_no_file(hall, role):
    for bird in birds_for(hall, role).values():
        for file in (bird.file, bird.document):
            for address in addresses_of(file):
                none = address.replace(str(file.uuid), NOBODY)
                assert same(hall, role, address, none, key=str(file.uuid)), (role, address)
                assert hall.visitors.knock(role, "GET", address).status_code == 404


def addresses_of(file) -> list[str]:
    return [file.get_absolute_url(), *(file.rendition_url(width) for width in (480, 960, 1600))]


def test_the_neighbours_of_a_key_are_nothing(hall):
    """Keys are random: the next and the last are no files, and no name of the store is an address."""
    file = hall.birds["draft"].file
    guesses = [uuid.UUID(int=file.uuid.int + step) for step in (-2, -1, 1, 2)]
    paths = [file.get_absolute_url().replace(str(file.uuid), str(guess)) for guess in guesses]
    paths += [f"/bestanden/{file.pk}/", f"/media/{file.store_name}", f"/media/files/{file.store_name}"]
    paths += [f"/static/{file.store_name}", f"/bestanden/{file.store_name}/", f"/bestanden/{file.sha256}/"]

    assert {hall.visitors.knock("visitor", "GET", path).status_code for path in paths} == {404}
    assert file.uuid.version == 4


# Searching, filtering, picking

SIMILAR = reverse("finding:similar")


@pytest.mark.parametrize("role", READERS[:2])
def test_what_is_searched_or_picked_by_their_words_is_not_found(hall, role):
    pages = {reverse(table.list_url) for table in all_tables() if table.list_url}
    pages |= {"/api/v1/practices", "/kiezen/praktijkvoorbeeld/", SIMILAR}
    pages |= {"/uitwisseling/practices/export/"}
    birds = birds_for(hall, role)
    draft = birds["draft"]
    words = {bird.practice.title for bird in birds.values()}
    words |= {draft.rows["evidence"].statement, draft.rows["adoption"].changes, draft.practice.approach}

    told = []
    for page in sorted(pages):
        nothing: dict[int, tuple] = {}
        for word in sorted(words):
            # As long as the word: some pages answer to length.
            none = "x" * len(word)
            nothing.setdefault(len(word), asked(hall, role, page, none, none))
            if asked(hall, role, page, word, none) != nothing[len(word)]:
                told.append(f"{page}?q={word}")
    feed = hall.visitors.knock(role, "GET", "/kennisbank/feed/", {"q": draft.practice.title}).body

    assert told == []
    assert b"<entry>" not in feed


def asked(hall: Portal, role: str, page: str, word: str, instead: str) -> tuple[int, bytes]:
    """Return status and body of the answer to a word, with another in its place."""
    fields = {"q": word, "name": word, "format": "csv"}
    if page == SIMILAR:
        fields["kind"] = "praktijkvoorbeeld"
    answer = hall.visitors.knock(role, "GET", page, fields)
    return answer.status_code, steady(answer).replace(word.encode(), instead.encode())


@pytest.mark.parametrize("role", READERS)
def test_a_filter_or_address_that_names_one_is_about_nothing(hall, role):
    told = []
    for page, name, key in filters_on_practices():
        for bird in birds_for(hall, role).values():
            value = str(getattr(bird.practice, key))
            instead = NOBODY if key == "uuid" else UNKNOWN
            answers = [hall.visitors.knock(role, "GET", page, {name: each}) for each in (value, instead)]
            if steady(answers[0]).replace(value.encode(), instead.encode()) != steady(answers[1]):
                told.append(f"{page}?{name}={value}")
    for bird in birds_for(hall, role).values():
        paths = [
            f"/kennisbank/oembed/?url={settings.BASE_URL}/kennisbank/{slug}/"
            for slug in (bird.practice.slug, UNKNOWN)
        ]
        if not same(hall, role, *paths, slug=bird.practice.slug):
            told.append(paths[0])

    assert told == []


def filters_on_practices() -> list[tuple[str, str, str]]:
    """Return list, parameter and kind of key of each filter that names a practice."""
    found = []
    for table in all_tables():
        for name, each in table.filterset_class.base_filters.items():
            if isinstance(each, KeyFilter) and each.target == "knowledgebank.Practice" and table.list_url:
                found.append((reverse(table.list_url), name, each.path.rpartition("__")[2]))
    assert found
    return found


# Letters


def test_no_letter_to_a_team_names_them(hall, kept_whole):
    team = hall.world.records["regio"]["other_public"]
    for kind in {bird.practice.kind for bird in hall.birds.values()}:
        InterestFactory(region=team, kind=kind)
    shown = PracticeFactory(title="Zeker gepubliceerd", published_on=timezone.localdate())

    send_digests(timezone.now() + datetime.timedelta(days=7))

    told = set(DigestItem.objects.filter(region=team).values_list("practice", flat=True))
    assert told == {shown.pk, hall.network.practice.pk}
    letters = Letter.objects.filter(key__startswith=f"digest:{team.uuid}:").values_list("text", flat=True)
    text = "\n".join(letters)
    assert text.count("Zeker gepubliceerd") == len(letters) > 0
    assert [word for word in canaries_in(text.encode()) if not is_network(hall, "lead_other", word)] == []


# Each guard taken away in turn is missed


def draft_page_opens(hall) -> bool:
    return hall.visitors.knock("visitor", "GET", detail(hall.birds["draft"])).status_code == 200


def draft_is_in_the_api(hall) -> bool:
    return hall.visitors.knock("lead_other", "GET", api(hall.birds["in_review"])).status_code == 200


def draft_is_counted(hall) -> bool:
    path = reverse("knowledgebank:practice_list")
    return hall.answer("visitor", path) != hall.before["visitor"][path]


def draft_file_is_fetched(hall) -> bool:
    address = hall.birds["beside"].file.get_absolute_url()
    return hall.visitors.knock("visitor", "GET", address).status_code == 200


def adoption_is_told(hall) -> bool:
    path = reverse("knowledgebank:adoption_list")
    return hall.answer("visitor", path) != hall.before["visitor"][path]


def remark_is_answered(hall) -> bool:
    path = reverse("knowledgebank:remark_answer", args=[hall.birds["in_review"].rows["remark"].uuid])
    return hall.visitors.knock("lead_other", "POST", path, {"text": "Ik ook"}).status_code != 404


def without_state(monkeypatch) -> None:
    monkeypatch.setattr(PracticeQuerySet, "visible_to", lambda rows, user: rows.filter(hidden_at=None))


def without_readers_of_files(monkeypatch) -> None:
    monkeypatch.setattr(StoredFileQuerySet, "readable_by", lambda rows, user: rows.all())


def without_owners_of_rows(monkeypatch) -> None:
    monkeypatch.setattr(PartQuerySet, "visible_to", lambda rows, user: rows.all())


def without_practices_of_adoptions(monkeypatch) -> None:
    monkeypatch.setattr(AdoptionQuerySet, "visible_to", lambda rows, user: rows.filter(hidden_at=None))


def without_judges(monkeypatch) -> None:
    monkeypatch.setattr(RemarkQuerySet, "visible_to", lambda rows, user: rows.all())
    monkeypatch.setattr(RemarkQuerySet, "editable_by", lambda rows, user: rows.all())


GUARDS: list[tuple[Callable, Callable]] = [
    (without_state, draft_page_opens),
    (without_state, draft_is_in_the_api),
    (without_state, draft_is_counted),
    (without_readers_of_files, draft_file_is_fetched),
    (without_owners_of_rows, draft_file_is_fetched),
    (without_practices_of_adoptions, adoption_is_told),
    (without_judges, remark_is_answered),
]


@pytest.mark.parametrize(("remove", "is_broken"), GUARDS, ids=lambda each: each.__name__)
def test_a_guard_that_is_gone_is_missed(hall, kept_whole, monkeypatch, remove, is_broken):
    with_guard = is_broken(hall)
    remove(monkeypatch)
    without_guard = is_broken(hall)

    assert (with_guard, without_guard) == (False, True)
