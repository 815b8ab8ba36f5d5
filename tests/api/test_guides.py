"""What the pages about the API tell, carried out: each curl line, each program, each answer that they show."""

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie import router
from industriecoalitie.api.examples import BODIES, calls_of
from industriecoalitie.api.guides import FILES, FOLDER, GUIDES, Code, chapters_of, file_text
from industriecoalitie.api.views import api_document
from industriecoalitie.editing.writing.viewsets import WriteViewSet
from industriecoalitie.tokens.choices import Scope
from tests.portal import manage_portal

from .curl import Answer, Shell
from .rows import MAKERS

COLLECTIONS = {viewset.collection: viewset for viewset in router.RECORDS}
WRITTEN = [name for name, viewset in COLLECTIONS.items() if issubclass(viewset, WriteViewSet)]


@pytest.fixture(scope="module")
def token(portal) -> str:
    """The token of somebody who leads a region, with every scope."""
    printed = manage_portal(
        portal, "create_token", "--name", "Voorbeelden", "--scopes", ",".join(Scope.values),
        "--owner", "kartrekker.twente@demo.test",
    )  # fmt: skip
    return re.search(r"mbo_\S+", printed)[0]


@pytest.fixture
def shell(portal, token, tmp_path) -> Shell:
    return Shell(portal.url, tmp_path, {"TOKEN": token})


def codes_of(slug: str) -> list[Code]:
    return [block for chapter in chapters_of(slug) for block in chapter.blocks if isinstance(block, Code)]


@pytest.mark.parametrize("slug", GUIDES)
def test_the_examples_of_a_page_do_what_it_says(shell, slug):
    for code in codes_of(slug):
        try:
            carry_out(shell, code)
        except AssertionError as error:
            raise AssertionError(f"{slug}, {code.label}:\n{code.text}\n{error}") from error


def carry_out(shell: Shell, code: Code) -> None:
    options = code.options
    if {"file", "live", "problem", "form", "setup"} & set(options):
        return
    if code.language == "sh" and "run" in options:
        shell.command(code.text)
    elif code.language == "sh":
        check(shell.curl(code.text), options)
    elif code.language == "python":
        printed = shell.python(code.text)
        assert [word for word in options["has"].split(",") if word not in printed] == [], printed
    elif code.language == "http":
        check_headers(shell, code.text)
    elif "answer" in options:
        assert shell.last.json == json.loads(code.text)
    else:
        assert "shape" in options, options
        check_shape(json.loads(code.text), shell.last.json)


def check(answer: Answer, options: dict[str, str]) -> None:
    said = answer.body.decode(errors="replace")[:1500]
    assert str(answer.status) in options.get("status", "200").split(","), said
    if answer.status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json["status"] == answer.status
    if "text" in options:
        assert options["text"] in answer.body.decode(errors="replace")
    if "lines" in options:
        lines = answer.body.splitlines()
        assert lines
        assert [line for line in lines if options["lines"] not in json.loads(line)] == []
    if "has" in options and answer.status < 400:
        assert [name for name in options["has"].split(",") if name not in answer.json] == [], said
    if "items" in options.get("has", "") and "events" not in said and "deliveries" not in said:
        assert isinstance(answer.json["items"], list)


def check_headers(shell: Shell, text: str) -> None:
    first, *lines = text.splitlines()
    assert first.split()[1] == str(shell.last.status)
    for line in lines:
        name, _colon, value = line.partition(": ")
        found = shell.last.headers[name]
        assert found is not None, name
        begin = shell.here(value).partition("…")[0]
        assert shell.here(found.replace("http://localhost:8000", shell.url)).startswith(begin), (name, found)


def check_shape(shown: dict, answer: dict) -> None:
    """Compare an answer that is shown with the real one, but for what stands as ``…``."""
    assert set(shown) == set(answer)
    for key in set(shown) - {"invalidParams"}:
        assert shown[key] == answer[key]
    places = [[row["name"] for row in each.get("invalidParams", [])] for each in (shown, answer)]
    assert sorted(places[0]) == sorted(places[1])


# The reference


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_calls_of_a_collection_do_what_they_say(shell, name):
    listed = shell.curl(f"curl '{shell.url}/api/v1/{name}?limit=1'").json["items"]
    example = listed[0]["href"].replace("http://localhost:8000", shell.url) if listed else ""
    calls = calls_of(api_document(), name, example)
    reading = [call for call in calls if call.method == "GET"]
    writing = {(call.method, call.path): call for call in calls if call.method != "GET"}

    for call in reading:
        if call.curl:
            answer = shell.curl(call.curl)
            assert answer.status == 200, (call.curl, answer.body)
            assert (
                "items" if "{id}" not in call.path or not call.path.endswith("}") else "id"
            ) in answer.json

    assert bool(writing) == (name in WRITTEN)
    if writing:
        one = f"/{name}/{{id}}"
        order = [("POST", f"/{name}", 201), ("PATCH", one, 200), ("PUT", one, 200), ("DELETE", one, 204)]
        for method, path, status in order:
            answer = shell.curl(writing[method, path].curl)
            assert (method, answer.status) == (method, status), answer.body.decode()
        made = shell.curl(writing["POST", f"/{name}/_bulk"].curl)
        assert (made.status, [each["status"] for each in made.json["operations"]]) == (200, [201]), (
            made.body.decode()
        )
        shell.known["ETAG"] = made.json["operations"][0]["etag"]
        assert shell.curl(writing["DELETE", one].curl).status == 204
        assert {(method, path) for method, path, _status in order} | {("POST", f"/{name}/_bulk")} == set(
            writing
        )


def test_there_is_an_example_for_what_is_written_and_for_nothing_else():
    assert sorted(BODIES) == sorted(WRITTEN)


# The pages


@pytest.mark.django_db
@pytest.mark.parametrize("slug", GUIDES)
def test_a_page_shows_its_examples_and_leads_to_the_others(client, slug):
    address = reverse(f"api_guide_{slug}")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    page = html.unescape(answer.content.decode())

    assert (address, answer.status_code) == (f"/api/{slug}/", 200)
    assert len(queries) <= 12
    for code in codes_of(slug):
        assert "live" in code.options or code.text in page, code.label
    assert [name for name in GUIDES if f'href="/api/{name}/"' not in page] == []
    left = [
        word for word in ("{root}", "{base}", "{version}", "{body}", "_address}", "_token}") if word in page
    ]
    assert left == []


@pytest.mark.django_db
@pytest.mark.parametrize("slug", GUIDES)
def test_every_link_on_a_page_leads_somewhere(client, slug):
    page = client.get(f"/api/{slug}/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    links = {link for link in re.findall(r'href="(/[^"#]*)', main) if not link.startswith("/mijn/")}

    assert [link for link in links if client.get(link).status_code != 200] == []


@pytest.mark.django_db
def test_the_limits_on_the_page_are_those_that_hold(client, settings):
    settings.API_LIMITS = {
        "read": {"address": 311, "token": 1201}, "search": {"address": 61, "token": 241}, "write": {"address": 121, "token": 0},
    }  # fmt: skip

    page = html.unescape(client.get("/api/limieten/").content.decode())
    answer = client.get("/api/v1/regions?limit=1")

    assert "Lezen: 311 zonder sleutel, 1201 met." in page
    assert "Schrijven: onbeperkt met een sleutel." in page
    shown = next(code.text for code in codes_of("limieten") if code.language == "http")
    for line in shown.splitlines()[1:]:
        name, _colon, value = line.partition(": ")
        assert answer[name].startswith(value.partition("…")[0]), name


@pytest.mark.django_db
def test_a_live_answer_is_that_of_a_visitor(client, member):
    MAKERS["partnerships"](visibility="network", name="Alleen voor het netwerk")
    shown = MAKERS["partnerships"](name="Voor iedereen")
    client.force_login(member)

    page = client.get("/api/beginnen/").content.decode()

    assert shown.name in page
    assert "Alleen voor het netwerk" not in page


@pytest.mark.django_db
def test_no_page_hides_a_collection(client):
    assert set(GUIDES) & set(COLLECTIONS) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_a_program_can_be_had_as_text(client, name):
    answer = client.get(f"/api/bestanden/{name}")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (FOLDER / name).read_text()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["openapi.yaml", "CHANGELOG.md", "..%2f..%2f.env", "niets"])
def test_no_other_file_can_be_had(client, name):
    assert client.get(f"/api/bestanden/{name}").status_code == 404


def test_the_files_are_those_that_stand_there():
    assert [name for name in FILES if not file_text(name)] == []


def test_the_changes_of_this_version_are_told(settings):
    text = (FOLDER / "CHANGELOG.md").read_text()

    assert re.search(r"^## (\S+)$", text, re.MULTILINE)[1] == settings.API_VERSION


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRITTEN)
def test_a_reference_page_tells_what_to_write(client, name):
    schemas = api_document()["components"]["schemas"]
    body = api_document()["paths"][f"/{name}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    written = schemas[body["$ref"].rpartition("/")[2]]
    MAKERS[name]()

    page = html.unescape(client.get(f"/api/{name}/").content.decode())

    part = page[page.index('id="schrijven"') : page.index('id="voorbeeld"')]
    assert [key for key in written["properties"] if f"<code>{key}</code>" not in part] == []
    assert part.count("<strong>Verplicht.</strong>") == len(written["required"])
    assert [call for call in ("POST", "PUT", "PATCH", "DELETE") if f"<code>{call} /{name}" not in page] == []
