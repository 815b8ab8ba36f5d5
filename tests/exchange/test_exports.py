"""Taking a list along: exactly what the page shows, to whom it shows it, and nothing that runs."""

import csv
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from industriecoalitie.core.tables import all_tables, table_of
from industriecoalitie.exchange.actions import exports
from industriecoalitie.exchange.models import ExportRun, ExportState
from industriecoalitie.exchange.views import exports as views
from tests.factories.accounts import UserFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import OrganisationFactory
from tests.indexing import indexed

from .corpus import HOSTILE

pytestmark = pytest.mark.django_db


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def address(key: str, **query) -> str:
    return reverse("exchange:export", args=[key], query=query)


def sheet_rows(content: bytes, title: str) -> list[tuple]:
    return list(load_workbook(io.BytesIO(content))[title].iter_rows(values_only=True))


@pytest.fixture
def listed(region, other_region):
    """Three partnerships that everyone sees, one of the region and one of the other that are concepts."""
    made = [
        PartnershipFactory(name="Beta", region=region, status="done", summary="Robots in Twente"),
        PartnershipFactory(name="alfa", region=region, status_note="Ook robots"),
        PartnershipFactory(name="Gamma", region=other_region),
        PartnershipFactory(name="Eigen concept", owner=region, region=region, visibility="concept"),
        PartnershipFactory(name="Andermans concept", owner=other_region, visibility="concept"),
    ]
    indexed(*made)
    return made


@pytest.mark.parametrize(
    "query",
    [
        "",
        "region=twente",
        "status=done",
        "q=robot",
        "q=robot&sort=name",
        "q=concept",
        "region=limburg&region=twente",
    ],
)
@pytest.mark.parametrize("who", ["visitor", "lead"])
def test_a_file_holds_what_the_page_shows_in_its_order(client, request, listed, who, query):
    if who == "lead":
        client.force_login(request.getfixturevalue("lead"))
    page = client.get(f"{reverse('partnerships:partnership_list')}?{query}")

    content = body(client.get(f"{address('partnerships')}?{query}&format=xlsx"))

    shown = [row.name for row in page.context_data["page"]]
    assert [row[3] for row in sheet_rows(content, "Samenwerkingen")[1:]] == shown
    assert ("Eigen concept" in shown) == (
        who == "lead" and query in ("", "q=concept", "region=twente", "region=limburg&region=twente")
    )
    assert query != "q=robot" or shown == ["Beta", "alfa"]
    assert query != "q=robot&sort=name" or shown == ["alfa", "Beta"]


def test_a_filter_that_makes_no_sense_gives_no_file(client, listed):
    response = client.get(address("partnerships", region="bestaat-niet", format="csv"))

    assert response.status_code == 400
    assert "Onbekende waarde" in response.content.decode()


def test_names_that_may_not_be_seen_stay_out(client, listed, other_region):
    listed[0].lead_organisation = OrganisationFactory(
        name="Geheime BV", owner=other_region, visibility="concept"
    )
    listed[0].save()
    PartnerFactory(partnership=listed[0], organisation=listed[0].lead_organisation)

    files = [body(client.get(address("partnerships", format=kind))) for kind in ("csv", "json", "xlsx")]

    texts = [
        files[0].decode("utf-8-sig"),
        files[1].decode(),
        str([list(sheet.values) for sheet in load_workbook(io.BytesIO(files[2]))]),
    ]
    assert ["Geheime" in text for text in texts] == [False] * 3


def test_csv_opens_in_dutch_excel_and_nothing_in_it_works(client, listed):
    for number, text in enumerate(HOSTILE):
        indexed(PartnershipFactory(slug=f"cel-{number}", name="Cel", summary=text))

    content = body(client.get(address("partnerships", q="Cel", format="csv")))

    assert content.startswith(b'\xef\xbb\xbf"id";"versie";"Sleutel";"Naam"')
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == len(HOSTILE) + 1
    first = {cell.lstrip(' "‘’“”')[:1] for row in rows for cell in row}
    assert first & set("=+-@\t\r\n＝＋－＠") == set()


def test_a_workbook_holds_texts_only_with_its_head_in_sight(client, listed):
    for number, text in enumerate(HOSTILE):
        indexed(PartnershipFactory(slug=f"cel-{number}", name="Cel", summary=text))

    book = load_workbook(io.BytesIO(body(client.get(address("partnerships", q="Cel", format="xlsx")))))

    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None} == {
        "s"
    }
    assert book["Samenwerkingen"].freeze_panes == "D2"
    assert book.sheetnames == ["Samenwerkingen", "Partners", "Mijlpalen", "Doelen", "Inbreng", "Financiering"]


def test_json_holds_the_same_cells_by_key(client, listed):
    document = json.loads(body(client.get(address("partnerships", format="json"))))

    assert [row["name"] for row in document["rows"]] == ["alfa", "Beta", "Gamma"]
    assert (document["table"], document["rows"][0]["region"], document["partners"]) == (
        "partnerships",
        "Twente",
        [],
    )


@pytest.mark.parametrize("table", all_tables(), ids=lambda table: table.key)
def test_every_table_can_be_taken_along(client, admin_user, table):
    client.force_login(admin_user)

    answers = [client.get(address(table.key, format=kind)) for kind in ("xlsx", "csv", "json")]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert all(body(answer) for answer in answers)
    labels = [str(column.label) for column in table.columns]
    assert len(set(labels)) == len(labels)
    assert len({column.key for column in table.columns}) == len(labels)
    assert all(table.model._meta.get_field(column.field) for column in table.columns)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_costs_the_same_number_of_queries(
    client, lead, region, django_assert_max_num_queries, count, kind
):
    client.force_login(lead)
    for _ in range(count):
        partnership = PartnershipFactory(owner=region, region=region)
        PartnerFactory(partnership=partnership)

    with django_assert_max_num_queries(60):
        body(client.get(address("partnerships", format=kind)))


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_made_by_the_worker_for_one_person(
    client, monkeypatch, lead, region, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(views, "INLINE_ROWS", 1)
    PartnershipFactory(name="Een", region=region)
    PartnershipFactory(name="Twee", region=region)
    client.force_login(lead)

    page = client.get(address("partnerships", sort="name", format="xlsx"), follow=True)

    run = ExportRun.objects.get()
    assert (run.state, run.total, run.done, page.status_code) == (ExportState.READY, 2, 2, 200)
    content = body(client.get(reverse("exchange:export_file", args=[run.uuid])))
    assert [row[3] for row in sheet_rows(content, "Samenwerkingen")[1:]] == ["Een", "Twee"]
    client.force_login(UserFactory())
    assert client.get(reverse("exchange:export_file", args=[run.uuid])).status_code == 404
    assert client.get(run.get_absolute_url()).status_code == 404
    ExportRun.objects.update(created_at="2020-01-01T00:00Z")
    assert exports.forget_old_exports() == 1
    assert list(tmp_path.rglob("*.xlsx")) == []


def test_a_visitor_is_asked_to_narrow_a_long_list(client, monkeypatch, listed):
    monkeypatch.setattr(views, "INLINE_ROWS", 1)

    response = client.get(address("partnerships", format="xlsx"))

    assert response.status_code == 400
    assert "te veel regels" in response.content.decode()


def test_a_kept_day_of_files_is_not_read_by_others_while_it_is_made(lead):
    run = ExportRun.objects.create(
        user=lead, table_key="partnerships", file_format="csv", total=1, attempts=3
    )

    exports.work_on(run.pk)

    run.refresh_from_db()
    assert run.state == ExportState.FAILED


def test_an_unknown_list_is_not_there(client):
    assert client.get(address("bestaat-niet")).status_code == 404
    assert table_of("bestaat-niet") is None


def test_a_file_that_cannot_be_made_keeps_no_other_waiting(lead, region):
    gone = ExportRun.objects.create(
        user=lead, table_key="regions", file_format="csv", query="province=bestaat-niet"
    )
    good = ExportRun.objects.create(user=lead, table_key="regions", file_format="csv", query="")

    exports.pick_up_exports()

    gone.refresh_from_db()
    good.refresh_from_db()
    assert (gone.state, good.state) == (ExportState.FAILED, ExportState.READY)
