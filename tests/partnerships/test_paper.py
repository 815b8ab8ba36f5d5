"""A partnership on paper and in a calendar: with the rights of its page, and nothing more."""

import datetime

import pytest
from icalendar import Calendar

from tests.factories.partnerships import MilestoneFactory, PartnerFactory, PartnershipFactory, TargetFactory
from tests.factories.regions import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db
PATHS = ("afdruk/", "afdruk.pdf", "mijlpalen.ics")


@pytest.fixture
def partnership(region):
    partnership = PartnershipFactory(slug="kampus", name="De Kampus", region=region, owner=region)
    MilestoneFactory(
        partnership=partnership, title="Begin", due_on="2019-05-20", due_precision="day", is_reached=True
    )
    MilestoneFactory(partnership=partnership, title="Nieuw gebouw", due_on="2027-01-01", due_precision="year")
    MilestoneFactory(partnership=partnership, title="Ooit", due_on=None)
    PartnerFactory(partnership=partnership, organisation__name="Demcon")
    TargetFactory(partnership=partnership)
    return partnership


def events(answer) -> dict[str, object]:
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("visibility", "reader", "status"),
    [
        ("public", None, 200),
        ("network", None, 404),
        ("network", "neighbour", 200),
        ("concept", "neighbour", 404),
        ("concept", "member", 200),
    ],
)
def test_paper_and_calendar_have_the_rights_of_the_page(
    client, request, partnership, path, visibility, reader, status
):
    partnership.visibility = visibility
    partnership.save()
    if reader:
        client.force_login(request.getfixturevalue(reader))

    assert client.get(f"/samenwerkingen/kampus/{path}").status_code == status


@pytest.mark.parametrize("path", PATHS)
def test_what_someone_signed_in_sees_is_kept_by_nobody(client, member, partnership, path):
    client.force_login(member)

    answer = client.get(f"/samenwerkingen/kampus/{path}")

    assert {"private", "no-store"} <= {part.strip() for part in answer["Cache-Control"].split(",")}


def test_the_print_shows_what_the_page_shows(client, partnership):
    PartnerFactory(
        partnership=partnership, organisation=OrganisationFactory(name="Geheim BV", visibility="concept")
    )

    page = client.get("/samenwerkingen/kampus/afdruk/").content.decode()

    assert all(text in page for text in ("De Kampus", "Demcon", "Nieuw gebouw", "/samenwerkingen/kampus/"))
    assert "Geheim BV" not in page
    assert "<script" not in page
    assert "menu" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_print_asks_as_much_as_the_page(
    client, partnership, count, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(count):
        PartnerFactory(partnership=partnership)
        MilestoneFactory(partnership=partnership, due_on="2020-01-01")
    client.get("/samenwerkingen/kampus/")
    with django_assert_max_num_queries(12) as page:
        client.get("/samenwerkingen/kampus/")

    # What the page says in its head to search engines takes one; paper has no head.
    with django_assert_num_queries(len(page) - 1):
        client.get("/samenwerkingen/kampus/afdruk/")


def test_the_pdf_is_a_pdf_with_a_name(client, partnership):
    answer = client.get("/samenwerkingen/kampus/afdruk.pdf")

    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="kampus.pdf"',
    )
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) < 300_000


def test_the_page_leads_to_all_three_and_draws_the_milestones(client, partnership):
    page = client.get("/samenwerkingen/kampus/").content.decode()

    assert all(f'href="/samenwerkingen/kampus/{path}"' in page for path in PATHS)
    assert 'class="tijdas"' in page
    assert "1. Begin" in page


def test_the_calendar_holds_whole_days_and_whole_years(client, partnership):
    answer = client.get("/samenwerkingen/kampus/mijlpalen.ics")

    found = events(answer)
    assert set(found) == {"Begin", "Nieuw gebouw"}
    assert (found["Begin"]["DTSTART"].dt, found["Begin"]["DTEND"].dt) == (
        datetime.date(2019, 5, 20),
        datetime.date(2019, 5, 21),
    )
    assert (found["Nieuw gebouw"]["DTSTART"].dt, found["Nieuw gebouw"]["DTEND"].dt) == (
        datetime.date(2027, 1, 1),
        datetime.date(2028, 1, 1),
    )
    assert "Alleen het jaar is bekend." in str(found["Nieuw gebouw"]["DESCRIPTION"])
    assert str(found["Begin"]["URL"]).endswith("/samenwerkingen/kampus/")
    assert str(found["Begin"]["UID"]).startswith(str(partnership.milestones.get(title="Begin").uuid))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"X-WR-CALNAME:De Kampus: mijlpalen" in answer.content.replace(b"\\", b"")


def test_a_month_is_a_whole_month(client, partnership):
    MilestoneFactory(partnership=partnership, title="Februari", due_on="2024-02-01", due_precision="month")

    event = events(client.get("/samenwerkingen/kampus/mijlpalen.ics"))["Februari"]

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (datetime.date(2024, 2, 1), datetime.date(2024, 3, 1))


def test_the_same_calendar_is_sent_once(client, partnership):
    first = client.get("/samenwerkingen/kampus/mijlpalen.ics")

    again = client.get("/samenwerkingen/kampus/mijlpalen.ics", headers={"if-none-match": first["ETag"]})
    MilestoneFactory(partnership=partnership, due_on="2025-01-01")
    later = client.get("/samenwerkingen/kampus/mijlpalen.ics", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, later.status_code) == (304, b"", 200)


def test_calendars_of_a_region_and_of_all_show_what_the_reader_may_see(client, partnership, member):
    hidden = PartnershipFactory(region=partnership.region, owner=partnership.region, visibility="concept")
    MilestoneFactory(partnership=hidden, title="Nog geheim", due_on="2026-01-01")
    elsewhere = PartnershipFactory(region=RegionFactory())
    MilestoneFactory(partnership=elsewhere, title="Elders", due_on="2026-01-01")

    assert set(events(client.get("/regios/twente/mijlpalen.ics"))) == {"Begin", "Nieuw gebouw"}
    assert set(events(client.get("/tijdlijn.ics"))) == {"Begin", "Nieuw gebouw", "Elders"}
    client.force_login(member)
    assert set(events(client.get("/regios/twente/mijlpalen.ics"))) == {"Begin", "Nieuw gebouw", "Nog geheim"}


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_query_count(client, partnership, count, django_assert_num_queries):
    for _ in range(count):
        MilestoneFactory(partnership=partnership, due_on="2020-01-01")

    with django_assert_num_queries(2):
        client.get("/regios/twente/mijlpalen.ics")
