"""Whole collections as files over the API: what the list shows, to whom it shows it, in flat memory."""

import csv
import datetime
import io
import json
import os
import time
from itertools import chain
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from industriecoalitie import router
from industriecoalitie.api.callers import READ_NETWORK
from industriecoalitie.api.documents import form
from industriecoalitie.api.models import ApiDocument
from industriecoalitie.api.views import api_document
from industriecoalitie.editing.models import AnsweredRequest
from industriecoalitie.exchange import viewsets
from industriecoalitie.exchange.actions.exports import KEPT_FOR, forget_old_exports
from industriecoalitie.exchange.actions.jobs import pick_up_jobs, work_on
from industriecoalitie.exchange.asked import read_export
from industriecoalitie.exchange.cells import from_sheet, unguarded
from industriecoalitie.exchange.flat import cells_of
from industriecoalitie.exchange.models import ExportRun, ExportState
from industriecoalitie.exchange.streams import stream
from partnerships.models import Partnership
from tests.api.rows import MAKERS
from tests.api.writers import PartnerSystem
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.indexing import indexed

from .corpus import HOSTILE

pytestmark = pytest.mark.django_db
COLLECTIONS = {viewset.collection: viewset for viewset in router.RECORDS}


def body(response) -> bytes:
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def export(client, collection: str, query: str = "", **more) -> bytes:
    return body(client.get(f"/api/v1/exports/{collection}?{query}", **more))


def walk(client, collection: str, query: str = "") -> list[dict]:
    """Return all records of a list, page by page."""
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/api/v1/{collection}?limit=200&{query}{cursor and '&cursor='}{cursor}").json()
        found += page["items"]
        cursor = page["next"]
    return found


def csv_rows(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def sheet_rows(content: bytes) -> list[dict[str, str]]:
    head, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(head, (each or "" for each in row), strict=True)) for row in rows]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_each_line_is_what_the_address_of_the_record_answers(client, collection):
    made = MAKERS[collection]()

    lines = export(client, collection).splitlines()

    records = [json.loads(line) for line in lines]
    assert sorted(records, key=lambda each: each["id"]) == sorted(
        walk(client, collection), key=lambda each: each["id"]
    )
    assert str(made.uuid) in [record["id"] for record in records]
    for record, line in zip(records, lines, strict=True):
        assert client.get(f"/api/v1/{collection}/{record['id']}").content == line


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_csv_and_workbook_hold_the_same_rows_in_the_columns_of_the_collection(client, collection):
    MAKERS[collection]()
    columns = [cell.name for cell in cells_of(COLLECTIONS[collection].serializer_class)]

    table, book = (export(client, collection, f"format={kind}") for kind in ("csv", "xlsx"))

    rows = [{key: unguarded(cell) for key, cell in row.items()} for row in csv_rows(table)]
    assert rows == [{key: from_sheet(cell) for key, cell in row.items()} for row in sheet_rows(book)]
    assert list(rows[0]) == columns
    assert len(set(columns)) == len(columns)
    assert [row["id"] for row in rows] == [
        json.loads(line)["id"] for line in export(client, collection).splitlines()
    ]


def test_a_row_names_what_the_record_names(client):
    made = MAKERS["partnerships"]()
    record = client.get(f"/api/v1/partnerships/{made.slug}").json()

    (row,) = [
        row for row in csv_rows(export(client, "partnerships", "format=csv")) if row["id"] == record["id"]
    ]

    assert (row["region.slug"], row["region.name"]) == (record["region"]["slug"], record["region"]["name"])
    assert row["regions.slug"] == record["regions"][0]["slug"]
    assert (row["partners.count"], len(row["partners.name"].split("; "))) == ("2", 2)
    assert row["partners.name"].endswith("bedrijven")
    assert (row["place.name"], row["from"], row["fromPrecision"]) == (
        record["place"]["name"],
        "2019-02",
        "month",
    )
    assert row["place.latitude"] == str(record["place"]["latitude"] or "").replace(".", ",")
    assert (row["sources.count"], row["sources.document"]) == ("1", record["sources"][0]["document"])
    assert row["concepts.sectors.notation"] == record["concepts"]["sectors"][0]["notation"]
    assert (row["isInferred"], row["summary"]) == ("false", record["summary"] or "")


@pytest.fixture
def listed(region, other_region):
    """Three partnerships that everyone sees, one for the network, one of each region that are concepts."""
    made = [
        PartnershipFactory(name="Beta", region=region, status="done", summary="Robots in Twente"),
        PartnershipFactory(name="alfa", region=region, status_note="Ook robots"),
        PartnershipFactory(name="Gamma", region=other_region),
        PartnershipFactory(name="Netwerk", region=other_region, visibility="network"),
        PartnershipFactory(name="Eigen concept", owner=region, region=region, visibility="concept"),
        PartnershipFactory(name="Andermans concept", owner=other_region, visibility="concept"),
    ]
    indexed(*made)
    return made


@pytest.mark.parametrize(
    "query",
    [
        "sort=name",
        "sort=-updatedAt",
        "sort=name&region=twente",
        "sort=name&status=done",
        "sort=name&q=robot",
        "sort=-name&region=limburg&region=twente",
        "sort=name&updatedSince=2150-01-01",
        "sort=name&fields=name,region",
    ],
)
@pytest.mark.parametrize("who", ["visitor", "lead", "neighbour", "curator"])
def test_a_file_holds_what_the_list_holds_in_its_order(client, request, listed, who, query):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))

    records = [json.loads(line) for line in export(client, "partnerships", query).splitlines()]

    assert records == walk(client, "partnerships", query)


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("visitor", ["Beta", "Gamma", "alfa"]),
        ("lead", ["Beta", "Eigen concept", "Gamma", "Netwerk", "alfa"]),
        ("neighbour", ["Andermans concept", "Beta", "Gamma", "Netwerk", "alfa"]),
        ("curator", ["Andermans concept", "Beta", "Eigen concept", "Gamma", "Netwerk", "alfa"]),
    ],
)
@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_everybody_gets_what_they_may_see(client, request, listed, who, names, kind):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))

    content = export(client, "partnerships", f"format={kind}")

    read = {
        "jsonl": lambda: [json.loads(line) for line in content.splitlines()],
        "csv": lambda: csv_rows(content),
        "xlsx": lambda: sheet_rows(content),
    }
    assert sorted(row["name"] for row in read[kind]()) == names


def test_names_that_may_not_be_seen_stay_out(client, listed, other_region):
    listed[0].lead_organisation = OrganisationFactory(
        name="Geheime BV", slug="geheim", owner=other_region, visibility="concept"
    )
    listed[0].save()

    files = [export(client, "partnerships", f"format={kind}") for kind in ("jsonl", "csv")]

    assert [b"eheim" in content for content in files] == [False, False]
    assert "eheim" not in str(sheet_rows(export(client, "partnerships", "format=xlsx")))


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("kleur=rood", ["kleur"]),
        ("limit=10&cursor=x&count=true&expand=region", ["count", "cursor", "expand", "limit"]),
        ("format=xml&fields=naam&sort=prijs", ["fields", "format", "sort"]),
        ("format=csv&format=csv", ["format"]),
        ("region=bestaat-niet", ["region"]),
        ("updatedSince=gisteren", ["updatedSince"]),
    ],
)
def test_what_makes_no_sense_is_refused_with_all_that_is_wrong(client, region, query, wrong):
    answer = client.get(f"/api/v1/exports/partnerships?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert sorted(each["name"] for each in answer.json()["invalidParams"]) == wrong


def test_what_is_no_collection_is_not_there(client):
    answers = [client.get(f"/api/v1/exports/{name}") for name in ("prijzen", "jobs", "partnerships/", "")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}


def test_hostile_texts_come_back_as_they_were_and_work_nowhere(client):
    for number, text in enumerate(HOSTILE):
        PartnershipFactory(slug=f"cel-{number}", name="Cel", summary=text)

    content = export(client, "partnerships", "format=csv")

    first = {cell.lstrip(' "‘’“”')[:1] for row in csv_rows(content) for cell in row.values()}
    assert first & set("=+-@\t\r\n＝＋－＠") == set()
    assert [unguarded(row["summary"]) for row in csv_rows(content)] == list(HOSTILE)
    book = load_workbook(io.BytesIO(export(client, "partnerships", "format=xlsx")))
    assert {cell.data_type for row in book.active for cell in row if cell.value is not None} == {"s"}
    kept = [json.loads(line)["summary"] for line in export(client, "partnerships").splitlines()]
    assert kept == list(HOSTILE)


@pytest.mark.parametrize(
    ("kind", "accept", "media_type"),
    [
        ("jsonl", "*/*", "application/jsonl"),
        ("jsonl", "application/x-ndjson", "application/x-ndjson"),
        ("csv", "text/html", "text/csv; charset=utf-8"),
        ("xlsx", "*/*", viewsets.TYPES["xlsx"]),
    ],
)
def test_a_file_says_what_it_is(client, region, kind, accept, media_type):
    address = f"/api/v1/exports/regions?format={kind}"

    answer, head = client.get(address, headers={"Accept": accept}), client.head(address)

    assert answer["Content-Type"] == media_type
    assert body(answer)
    name = answer["Content-Disposition"].removeprefix('attachment; filename="regions-').removesuffix('"')
    assert len(name.removesuffix(f".{kind}")) == len("2026-11-22")
    assert (answer["API-Version"], answer["Cache-Control"]) == ("1.0.0", "no-cache")
    assert (head.status_code, body(head)) == (200, b"")
    assert head["Content-Disposition"] == answer["Content-Disposition"]


def test_head_also_refuses(client):
    assert client.head("/api/v1/exports/regions?kleur=rood").status_code == 400


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_more_rows_cost_no_more_queries(client, kind):
    counts = []
    for number in (1, 199):
        for _each in range(number):
            PartnershipFactory()
        with CaptureQueriesContext(connection) as queries:
            export(client, "partnerships", f"format={kind}")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_a_visitor_gets_so_many_at_once_and_a_workbook_is_no_longer_than_so_much(
    client, lead, listed, monkeypatch
):
    monkeypatch.setattr(viewsets, "MOST_FOR_VISITORS", 2)
    monkeypatch.setattr(viewsets, "MOST_IN_SHEET", 2)
    asked = [client.get(f"/api/v1/exports/partnerships?format={kind}") for kind in ("jsonl", "xlsx")]
    client.force_login(lead)

    known = [client.get(f"/api/v1/exports/partnerships?format={kind}") for kind in ("jsonl", "xlsx")]

    assert [answer.status_code for answer in asked] == [400, 400]
    assert [answer.json()["invalidParams"][0]["name"] for answer in asked] == ["collection", "format"]
    assert [answer.status_code for answer in known] == [200, 400]
    assert client.get("/api/v1/exports/partnerships?status=done").status_code == 200


def start(client, collection: str, query: str = "", body: str = "", **headers: str):
    address = f"/api/v1/exports/{collection}?{query}"
    return client.post(address, body, content_type="application/json", headers=headers)


def test_a_visitor_has_no_file_made(client, region):
    answer = start(client, "regions")

    assert (answer.status_code, answer["WWW-Authenticate"].partition(" ")[0]) == (401, "Bearer")
    assert ExportRun.objects.count() == 0


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_a_job_makes_the_file_that_would_be_streamed(client, lead, listed, settings, tmp_path, kind):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(lead)
    query = f"format={kind}&region=twente&sort=-name"

    begun = start(client, "partnerships", query)
    waiting = client.get(begun["Location"]).json()
    pick_up_jobs()
    ready = client.get(begun["Location"]).json()
    answer = client.get(ready["file"])

    assert (begun.status_code, begun.json()) == (202, waiting)
    assert (waiting["state"], waiting["total"], waiting["done"], waiting["file"]) == ("waiting", 3, 0, None)
    assert (ready["state"], ready["total"], ready["done"], ready["reason"]) == ("ready", 3, 3, None)
    content, streamed = body(answer), export(client, "partnerships", query)
    if kind == "xlsx":  # the time of making stands in it
        content, streamed = sheet_rows(content), sheet_rows(streamed)
    assert content == streamed
    assert answer["Content-Disposition"].startswith('attachment; filename="partnerships-')
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")


@pytest.fixture
def made(client, lead, listed, settings, tmp_path) -> dict:
    """A job of the lead that is done, as the API describes it."""
    settings.MEDIA_ROOT = tmp_path
    client.force_login(lead)
    job = start(client, "partnerships").json()
    pick_up_jobs()
    return client.get(job["href"]).json()


@pytest.mark.parametrize("who", ["visitor", "neighbour", "admin_user"])
def test_a_job_is_there_for_nobody_else(client, request, made, who):
    client.logout()
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))

    assert [client.get(made[name]).status_code for name in ("href", "file")] == [404, 404]


@pytest.mark.parametrize("key", ["", "?key=", "?key=anders", "?sleutel=x", "{key}&key=x", "{key}&x=1"])
def test_a_file_opens_with_its_own_key_only(client, made, key):
    address, _sign, own = made["file"].partition("?")

    answer = client.get(address + key.replace("{key}", f"?{own}"))

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_file_is_there_for_a_day(client, made, tmp_path):
    files = list((tmp_path / "exchange").iterdir())
    ExportRun.objects.update(created_at=timezone.now() - KEPT_FOR - datetime.timedelta(seconds=1))

    late = client.get(made["file"])
    forget_old_exports()

    assert late.status_code == 404
    assert [path.exists() for path in files] == [False]
    assert client.get(made["href"]).status_code == 404


def test_three_at_a_time(client, lead):
    client.force_login(lead)

    answers = [start(client, "regions") for _each in range(4)]

    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert answers[3]["Retry-After"] == "30"


def test_a_repeated_request_begins_one_job(client, lead, region):
    system, other = PartnerSystem(lead, READ_NETWORK), PartnerSystem(lead, READ_NETWORK)

    first = system.post("exports/regions", None, idempotency_key="een")
    again = [system.post("exports/regions", None, idempotency_key="een") for _each in range(4)]
    other_query = system.post("exports/regions?format=csv", None, idempotency_key="een")
    neighbour = other.post("exports/regions", None, idempotency_key="een")

    assert (first.status_code, "Idempotent-Replayed" in first) == (202, False)
    assert {(each.status_code, each.content, each["Location"]) for each in again} == {
        (202, first.content, first["Location"])
    }
    assert {each["Idempotent-Replayed"] for each in again} == {"true"}
    assert (other_query.status_code, neighbour.status_code) == (422, 202)
    assert [run.token for run in ExportRun.objects.order_by("pk")] == [system.token.uuid, other.token.uuid]


def test_without_a_token_each_request_begins_a_job(client, lead):
    client.force_login(lead)

    answers = [start(client, "regions", **{"idempotency-key": "een"}) for _each in range(2)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert (ExportRun.objects.count(), AnsweredRequest.objects.count()) == (2, 0)


@pytest.mark.parametrize("who", ["person", "system"])
def test_a_job_takes_no_body(client, lead, who):
    client.force_login(lead)
    system = PartnerSystem(lead, READ_NETWORK)

    def ask(body: str):
        if who == "person":
            return start(client, "regions", body=body)
        return system.post("exports/regions", body, idempotency_key="een")

    unknown, text, unread = ask('{"zz": 1, "format": "csv"}'), ask('"zz"'), ask("{")
    begun = ExportRun.objects.count()
    empty = ask("{}")

    assert [each.status_code for each in (unknown, text, unread, empty)] == [400, 400, 400, 202]
    assert [each["name"] for each in unknown.json()["invalidParams"]] == ["zz", "format"]
    assert [each["name"] for each in text.json()["invalidParams"]] == ["body"]
    assert (begun, ExportRun.objects.count()) == (0, 1)


def test_the_document_names_the_key_of_a_request():
    operation = api_document()["paths"]["/exports/{collection}"]["post"]

    assert [each["name"] for each in operation["parameters"] if each["in"] == "header"] == ["Idempotency-Key"]
    assert {"400", "409", "413", "415", "422"} <= set(operation["responses"])


def test_a_job_that_makes_no_sense_is_refused_before_it_begins(client, lead):
    client.force_login(lead)

    answer = start(client, "partnerships", "kleur=rood&limit=5")

    assert [each["name"] for each in answer.json()["invalidParams"]] == ["kleur", "limit"]
    assert (answer.status_code, ExportRun.objects.count()) == (400, 0)


def test_a_file_is_made_in_the_rights_of_that_moment(client, lead, listed, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(lead)
    job = start(client, "partnerships").json()
    lead.memberships.update(until_on="2020-12-31")

    pick_up_jobs()

    names = [
        json.loads(line)["name"]
        for line in body(client.get(client.get(job["href"]).json()["file"])).splitlines()
    ]
    assert (job["total"], names) == (5, ["Beta", "alfa", "Gamma", "Netwerk"])


def test_a_job_ends_with_a_sentence_when_its_rights_or_its_filter_are_gone(client, lead, other_region):
    client.force_login(lead)
    start(client, "partnerships")
    start(client, "partnerships", "region=limburg")
    first, second = ExportRun.objects.order_by("pk")
    type(other_region).objects.filter(pk=other_region.pk).update(visibility="concept")

    work_on(second.pk)
    type(lead).objects.filter(pk=lead.pk).update(is_active=False)
    work_on(first.pk)

    ended = ExportRun.objects.order_by("pk").values_list("state", "reason")
    assert [state for state, _reason in ended] == [ExportState.FAILED] * 2
    assert [reason for _state, reason in ended] == [
        "Wie dit bestand vroeg, mag deze gegevens niet meer lezen.",
        "Een filter klopt niet meer: een waarde is weg, of niet meer te zien voor wie vroeg.",
    ]


def test_a_job_that_breaks_is_tried_three_times(client, lead, region, settings):
    settings.MEDIA_ROOT = "/proc/nergens"
    client.force_login(lead)
    job = start(client, "regions").json()

    for _each in range(4):
        pick_up_jobs()

    ended = client.get(job["href"]).json()
    assert (ended["state"], ended["file"]) == ("failed", None)
    assert ended["reason"].startswith("Het maken van dit bestand is drie keer afgebroken.")


def test_pages_know_nothing_of_the_files_of_the_api(client, made):
    page = client.get(reverse("exchange:overview"))

    assert page.context_data["exports"] == []
    assert client.get(reverse("exchange:export_run", args=[made["id"]])).status_code == 404
    assert client.get(reverse("exchange:export_file", args=[made["id"]])).status_code == 404


def memory_mb() -> float:
    """Return how much memory this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def finished(count: int) -> None:
    """Make so many partnerships that everyone sees, with documents of three kilobytes; history is not asked."""
    one = PartnershipFactory()
    ApiDocument.objects.all().delete()
    names = [field.column for field in Partnership._meta.concrete_fields if not field.primary_key]
    made = {"uuid": "gen_random_uuid()", "slug": "'lang-' || n"}
    values = ", ".join(made.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO partnerships_partnership ({columns}) SELECT {values} FROM partnerships_partnership,"
            " generate_series(2, %s) AS n WHERE id = %s",
            [count, one.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(
            "WITH text AS MATERIALIZED (SELECT string_agg(md5(n::text), '') AS t FROM generate_series(1, 96) AS n)"
            " INSERT INTO api_apidocument"
            " (record, collection, object_id, audience, version, etag, body, mentions, form)"
            " SELECT uuid, 'partnerships', id, 0, version, '', '{\"id\":\"' || uuid || '\",\"t\":\"' || t || '\"}', '{}', %s"
            " FROM partnerships_partnership, text",
            [form()],
        )
        cursor.execute("ANALYZE partnerships_partnership, api_apidocument")


@pytest.mark.parametrize(
    "count", [2_000, pytest.param(100_000, marks=[pytest.mark.release, pytest.mark.timeout(900)])]
)
def test_a_long_file_begins_at_once_and_flows_in_flat_memory(client, count):
    finished(count)
    export(client, "partnerships", "status=done")  # what is loaded once is not counted
    asked = read_export(COLLECTIONS["partnerships"], QueryDict(), AnonymousUser())
    before, size, lines = memory_mb(), 0, 0
    begun = time.perf_counter()

    parts = stream(asked)
    first = next(parts)
    to_first = time.perf_counter() - begun
    most = memory_mb()
    for part in chain([first], parts):
        size, lines, most = size + len(part), lines + part.count(b"\n"), max(most, memory_mb())
    seconds = time.perf_counter() - begun

    print(
        f"\n{lines} records, {size / 1e6:.0f} MB in {seconds:.1f} s: {lines / seconds:.0f} records/s,"
        f" first byte after {to_first * 1000:.0f} ms, {most - before:.1f} MB of memory"
    )
    assert lines == count
    assert most - before <= 8
    assert to_first < 1  # 50 ms on a machine that is free
