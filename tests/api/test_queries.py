"""What a reader may ask of a list: pages, order, filters, trimming and opening."""

import datetime

import pytest
from django.utils import timezone

from industriecoalitie import router
from regions.models import Region
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import AgendaFactory, OrganisationFactory, RegionFactory
from tests.indexing import indexed

from .rows import MAKERS, partnership

pytestmark = pytest.mark.django_db
COLLECTIONS = {viewset.collection: viewset for viewset in router.RECORDS}


def ask(client, address: str, **query):
    return client.get(f"/api/v1/{address}", query)


def wrong(answer) -> dict[str, str]:
    """Return the reasons of a refusal by parameter."""
    assert answer.status_code == 400, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    return {param["name"]: param["reason"] for param in answer.json()["invalidParams"]}


def ids_by_cursor(client, address: str, limit: int = 2, **query) -> list[str]:
    """Return the keys of all records, page by page along the cursors."""
    names, cursor = [], None
    while True:
        page = ask(client, address, limit=limit, **query, **({"cursor": cursor} if cursor else {})).json()
        names += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return names


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_pages_follow_each_other_in_every_order(client, collection):
    for _ in range(3):
        MAKERS[collection]()
    total = len(ask(client, collection, limit=200).json()["items"])
    kept = {}

    for sort in COLLECTIONS[collection].orders().choices():
        at_once = ask(client, collection, limit=200, sort=sort).json()["items"]
        kept[sort] = [item["id"] for item in at_once]

        assert ids_by_cursor(client, collection, limit=total // 3, sort=sort) == kept[sort], sort

    assert {frozenset(ids) for ids in kept.values()} == {frozenset(kept[sort])}
    assert total >= 3


@pytest.mark.parametrize("sort", ["datedOn", "-datedOn"])
def test_rows_without_a_value_come_last_and_are_not_lost(client, sort):
    days = [None, "2019-05-20", None, "2023-01-24", "2019-05-20", None]
    for day in days:
        AgendaFactory(dated_on=day)

    found = ids_by_cursor(client, "agendas", sort=sort)
    rows = {item["id"]: item["datedOn"] for item in ask(client, "agendas").json()["items"]}

    dated = ["2019-05-20", "2019-05-20", "2023-01-24"]
    expected = dated if sort == "datedOn" else dated[::-1]
    assert [rows[key] for key in found] == [*expected, None, None, None]


def test_a_row_that_is_added_while_paging_moves_nothing(client):
    for name in "BDFH":
        RegionFactory(name=name)
    first = ask(client, "regions", limit=2).json()
    RegionFactory(name="A")

    second = ask(client, "regions", limit=2, cursor=first["next"]).json()

    assert [item["name"] for item in second["items"]] == ["F", "H"]


def test_a_list_says_where_its_pages_are(client):
    RegionFactory.create_batch(3, kind="city")

    answer = ask(client, "regions", limit=2, kind="city")

    cursor = answer.json()["next"]
    base = "http://localhost:8000/api/v1/regions"
    assert answer["Link"] == (
        f'<{base}?limit=2&kind=city>; rel="first", '
        f'<{base}?limit=2&kind=city&cursor={cursor.replace(":", "%3A")}>; rel="next"'
    )


def test_the_last_page_has_no_next(client):
    RegionFactory()

    answer = ask(client, "regions")

    assert answer.json()["next"] is None
    assert 'rel="next"' not in answer["Link"]


def test_total_is_there_only_when_asked_for(client):
    RegionFactory.create_batch(3)

    assert ask(client, "regions", limit=1, count="true").json()["total"] == 3
    assert set(ask(client, "regions", limit=1).json()) == {"items", "next"}


def test_a_page_holds_25_and_at_most_200(client):
    RegionFactory.create_batch(27)

    assert len(ask(client, "regions").json()["items"]) == 25
    assert len(ask(client, "regions", limit=200).json()["items"]) == 27


@pytest.mark.parametrize(
    "limit", ["0", "201", "-1", "1e2", "", "２５", "10000000000000000000000", "NaN", "2.5"]
)
def test_a_limit_outside_its_bounds_is_refused(client, limit):
    assert wrong(ask(client, "regions", limit=limit)) == {"limit": "Geef een getal van 1 tot en met 200."}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: c[:-1] + ("B" if c[-1] == "A" else "A"),
        lambda c: "x",
        lambda c: "",
        lambda c: "é",
        lambda c: c * 99,
    ],
)
def test_a_cursor_that_was_not_made_here_is_refused(client, spoil):
    RegionFactory.create_batch(3)
    cursor = ask(client, "regions", limit=1).json()["next"]

    answer = ask(client, "regions", limit=1, cursor=spoil(cursor))

    assert wrong(answer) == {"cursor": "Deze cursor hoort niet bij deze lijst en volgorde."}


def test_a_cursor_holds_for_its_own_list_and_order_only(client):
    RegionFactory.create_batch(3)
    cursor = ask(client, "regions", limit=1).json()["next"]

    assert "cursor" in wrong(ask(client, "organisations", cursor=cursor))
    assert "cursor" in wrong(ask(client, "regions", cursor=cursor, sort="-name"))


def test_sort_goes_up_and_with_a_minus_down(client):
    first, second = RegionFactory(name="A"), RegionFactory(name="B")
    now = timezone.now()
    Region.objects.filter(pk=first.pk).update(updated_at=now)
    Region.objects.filter(pk=second.pk).update(updated_at=now - datetime.timedelta(days=1))

    def order(sort):
        return [item["name"] for item in ask(client, "regions", sort=sort).json()["items"]]

    assert order("name") == ["A", "B"]
    assert order("-name") == ["B", "A"]
    assert order("updatedAt") == ["B", "A"]
    assert order("-updatedAt") == ["A", "B"]


def test_all_that_is_wrong_is_told_at_once(client):
    answer = ask(
        client,
        "partnerships",
        limit="9999",
        sort="lengte",
        fields="name,naam",
        expand="alles",
        count="ja",
        updatedSince="gisteren",
        validOn="2023-02-30",
        status="bestaat-niet",
        kleur="rood",
        cursor="zelf-gemaakt",
    )

    assert set(wrong(answer)) == {
        "limit",
        "sort",
        "fields",
        "expand",
        "count",
        "updatedSince",
        "validOn",
        "status",
        "kleur",
        "cursor",
    }
    assert answer.json()["status"] == 400


@pytest.mark.parametrize("address", ["regions", "partnerships/{slug}/partners"])
def test_an_unknown_key_is_refused(client, address):
    slug = PartnershipFactory().slug

    answer = ask(client, address.format(slug=slug), regio__naam="x")

    assert wrong(answer) == {"regio__naam": "Deze parameter bestaat hier niet."}


def test_an_item_takes_no_filters(client):
    region = RegionFactory()

    assert set(wrong(ask(client, f"regions/{region.slug}", limit=1, q="a"))) == {"limit", "q"}


@pytest.mark.parametrize("name", ["limit", "sort", "fields", "count", "cursor", "q", "updatedSince"])
def test_a_single_value_is_given_once(client, name):
    answer = client.get(f"/api/v1/regions?{name}=1&{name}=2")

    assert wrong(answer)[name]


def test_fields_trims_the_answer(client):
    partnership()

    item = ask(client, "partnerships", fields="name,partners").json()["items"][0]

    assert list(item) == ["id", "name", "partners"]
    assert [source["line"] for source in item["partners"][0]["sources"]] == [12]


def test_fields_of_an_item_and_of_nested_rows(client):
    row = partnership()

    assert list(ask(client, f"partnerships/{row.slug}", fields="slug").json()) == ["id", "slug"]
    part = ask(client, f"partnerships/{row.slug}/partners", fields="label,role").json()["items"][1]
    assert set(part) == {"id", "label", "role"}


def test_fields_and_expand_are_bounded(client):
    many = ",".join(f"f{number}" for number in range(51))

    assert wrong(ask(client, "regions", fields=many)) == {"fields": "Noem er hooguit 50."}
    assert wrong(ask(client, "partnerships", expand="a,b,c,d,e,f")) == {"expand": "Noem er hooguit 5."}
    assert wrong(ask(client, "partnerships", expand="partners.organisation.region"))["expand"]


def test_expand_puts_the_record_in_place_of_the_reference(client):
    row = partnership()

    opened = ask(client, "partnerships", expand="partners.organisation,region").json()["items"][0]

    organisation = opened["partners"][0]["organisation"]
    assert organisation == ask(client, f"organisations/{organisation['slug']}").json()
    assert opened["region"] == ask(client, f"regions/{row.region.slug}").json()


def test_updated_since_gives_what_changed_after(client):
    old, new = RegionFactory(), RegionFactory()
    Region.objects.filter(pk=old.pk).update(updated_at="2020-01-01T00:00Z")

    items = ask(client, "regions", updatedSince="2021-01-01T00:00:00+01:00").json()["items"]

    assert [item["id"] for item in items] == [str(new.uuid)]


def test_q_and_a_filter_of_the_page_narrow_the_list(client):
    twente = RegionFactory(name="Twente")
    both = PartnershipFactory(name="Metaal in Twente", region=twente)
    other = PartnershipFactory(name="Metaal in Zeeland")
    indexed(both, other, PartnershipFactory(name="Zorg in Twente", region=twente))

    items = ask(client, "partnerships", q="metaal", region=twente.slug).json()["items"]

    assert [item["name"] for item in items] == ["Metaal in Twente"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a " * 11, "Zoek met hooguit 10 woorden."),
        ("a" * 201, "Zoek met hooguit 200 tekens."),
    ],
)
def test_more_words_than_are_read_are_refused(client, text, reason):
    assert wrong(ask(client, "partnerships", q=text)) == {"q": reason}
    assert wrong(ask(client, "organisations", q=text)) == {"q": reason}


def test_pages_by_cursor_keep_the_order_of_the_list_when_words_are_asked(client):
    made = [
        PartnershipFactory(name=f"{letter} robots", summary="robots " * number)
        for number, letter in enumerate("cab")
    ]
    indexed(*made, PartnershipFactory(name="Zorg"))

    first = ask(client, "partnerships", q="robot", limit=2, sort="name").json()
    rest = ask(client, "partnerships", q="robot", limit=2, sort="name", cursor=first["next"]).json()

    assert [item["name"] for item in (*first["items"], *rest["items"])] == [
        "a robots",
        "b robots",
        "c robots",
    ]
    assert rest["next"] is None
    assert "sort" in wrong(ask(client, "partnerships", q="robot", sort="relevance"))


def test_a_filter_takes_at_most_100_keys(client):
    keys = [f"regio-{number}" for number in range(101)]

    assert wrong(client.get("/api/v1/partnerships", {"region": keys})) == {"region": "Kies er hooguit 100."}


def test_a_query_of_thousands_of_characters_is_refused(client):
    answer = client.get("/api/v1/regions?" + "&".join(f"k{number}=x" for number in range(1500)))

    assert answer.status_code == 400
    assert answer.json()["detail"] == "Het adres is te lang: hooguit 8000 tekens."


@pytest.mark.parametrize("part", ["partners", "targets", "milestones"])
def test_nested_rows_are_the_rows_of_the_record(client, part):
    row = partnership()
    PartnerFactory(organisation=OrganisationFactory())
    nested = ask(client, f"partnerships/{row.slug}").json()[part]

    listed = ask(client, f"partnerships/{row.uuid}/{part}").json()

    assert listed == {"items": nested, "next": None}
    assert nested


def test_entries_of_a_report_are_the_rows_of_the_report(client):
    report = MAKERS["progress-reports"]()
    nested = ask(client, f"progress-reports/{report.slug}").json()["entries"]

    assert ask(client, f"progress-reports/{report.slug}/entries").json()["items"] == nested
    assert len(nested) == 1
