"""The reference pages: one for every collection, with what the API answers at that moment."""

import html
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from industriecoalitie import router
from industriecoalitie.api.serializers import attributes
from tests.factories.knowledgebank import PracticeFactory

from .rows import MAKERS, key_of

pytestmark = pytest.mark.django_db
COLLECTIONS = {viewset.collection: viewset for viewset in router.RECORDS}


def test_the_start_leads_to_every_collection(client):
    page = client.get("/api/").content.decode()

    assert [name for name in COLLECTIONS if f'href="/api/{name}/"' not in page] == []
    assert "http://localhost:8000/api/v1/openapi.json" in page


def test_the_start_shows_a_live_answer(client):
    region = MAKERS["regions"](kind="frontrunner", name="Koploperregio van nu")

    page = html.unescape(client.get("/api/").content.decode())

    assert f'"name": "{region.name}"' in page


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_reference_page_tells_all_of_its_collection(client, collection):
    record = MAKERS[collection]()
    live = client.get(f"/api/v1/{collection}?limit=1").json()["items"][0]
    viewset = COLLECTIONS[collection]

    with CaptureQueriesContext(connection) as queries:
        page = html.unescape(client.get(f"/api/{collection}/").content.decode())

    assert len(queries) <= 12
    for name in (*attributes(viewset.serializer_class), *viewset.filterset_class.base_filters):
        assert f"<code>{name}</code>" in page, name
    assert f"GET /{collection}/{{id}}" in page
    assert f"curl '{live['href']}'" in page
    assert f'"id": "{live["id"]}"' in page
    assert key_of(collection, record) in page or live["id"] != str(record.uuid)


def test_an_answer_on_a_page_is_shortened_json(client):
    partnership = MAKERS["partnerships"]()
    for _ in range(3):
        MAKERS["organisations"]()

    page = html.unescape(client.get("/api/partnerships/").content.decode())

    text = page[page.index('aria-label="Antwoord">') + len('aria-label="Antwoord">') :]
    shown = json.loads(text[: text.index("</pre>")])
    assert shown == client.get(f"/api/v1/partnerships/{partnership.slug}").json()


@pytest.mark.parametrize(
    ("collection", "make"), [("partnerships", MAKERS["partnerships"]), ("practices", PracticeFactory)]
)
def test_a_page_without_records_says_so(client, collection, make):
    make(visibility="concept", slug="geheim-record")

    page = client.get(f"/api/{collection}/")

    assert page.status_code == 200
    assert b"Nog niets openbaar" in page.content
    assert b"geheim-record" not in page.content


def test_a_signed_in_reader_sees_what_a_visitor_sees(client, member, region):
    MAKERS["partnerships"](visibility="network", slug="van-het-netwerk")
    client.force_login(member)

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/api/partnerships/")

    assert b"van-het-netwerk" not in page.content
    assert len(queries) <= 12


def test_there_is_no_page_for_another_name(client):
    assert client.get("/api/bestaat-niet/").status_code == 404
    assert client.post("/api/").status_code == 405
