"""Every list with a search field asks the one search: what it tells of the answer, and how many queries that takes."""

import pytest
from django.urls import reverse

from industriecoalitie import router
from industriecoalitie.core.tables import Table, all_tables
from industriecoalitie.search.models import SearchDocument
from partnerships.models import Partnership
from tests.api.rows import MAKERS
from tests.factories.partnerships import PartnershipFactory
from tests.indexing import indexed

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
LISTS = [table for table in all_tables() if table.list_url and "q" in table.filterset_class.base_filters]
MAKER_OF = {viewset.queryset.model: MAKERS[viewset.collection] for viewset in router.RECORDS}
ADDRESS = "/samenwerkingen/"


@pytest.mark.parametrize("table", LISTS, ids=lambda table: table.key)
def test_a_list_asks_as_much_for_one_answer_as_for_three(client, django_assert_max_num_queries, table: Table):
    made = MAKER_OF[table.model]()
    indexed(made)
    word = SearchDocument.objects.get(record=made.uuid).title.split()[0]
    address = reverse(table.list_url)
    client.get(address, {"q": word})

    with django_assert_max_num_queries(MOST_QUERIES) as one:
        first = client.get(address, {"q": word})
    indexed(*(MAKER_OF[table.model]() for _number in range(2)))
    with django_assert_max_num_queries(MOST_QUERIES) as three:
        second = client.get(address, {"q": "-onvindbaar"})

    assert made in list(first.context["page"])
    assert second.context["total"] >= 3
    assert len(three) <= len(one)


def test_a_search_of_two_words_stays_within_the_most_queries_when_signed_in(
    client, lead, django_assert_max_num_queries
):
    indexed(PartnershipFactory(name="Robots lassen"), PartnershipFactory(name="Kept", visibility="concept"))
    client.force_login(lead)
    client.get(ADDRESS, {"q": "robots lassen"})

    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(ADDRESS, {"q": "robots lassen"}).context["total"] == 1


def test_the_page_tells_what_was_probably_meant_with_a_link_that_keeps_the_filters(client):
    indexed(PartnershipFactory(name="Warmtepompmonteurs", status="running"))

    page = client.get(ADDRESS, {"q": "warmtepopmmonteurs", "status": "running", "page": "1"})

    assert page.context["total"] == 1
    assert 'Bedoelde je <a href="?q=warmtepompmonteurs&amp;status=running">' in page.content.decode()
    assert "Bedoelde je" not in client.get(ADDRESS, {"q": "warmtepomp"}).content.decode()


def test_the_page_tells_that_nothing_has_all_words(client):
    indexed(PartnershipFactory(name="Robots"), PartnershipFactory(name="Bouwplaats"))
    told = "Niets past precies bij je vraag"

    assert told in client.get(ADDRESS, {"q": "robots bouwplaats"}).content.decode()
    assert told not in client.get(ADDRESS, {"q": "robots"}).content.decode()
    assert told not in client.get(ADDRESS, {"q": "onvindbaar"}).content.decode()


def test_the_best_answers_come_first_unless_the_reader_chooses(client):
    named = PartnershipFactory(name="Zeeuwse robots", summary="Robots")
    mentioned = PartnershipFactory(name="Alles", status_note="Ooit ook robots")
    indexed(named, mentioned)

    def shown(**query) -> tuple[list[Partnership], list[tuple[str, str, bool]]]:
        page = client.get(ADDRESS, {"q": "robots", **query})
        return list(page.context["page"]), [tuple(sort.values()) for sort in page.context["sorts"]]

    rows, sorts = shown()
    assert rows == [named, mentioned]
    assert [(value, str(label), chosen) for value, label, chosen in sorts[:2]] == [
        ("", "Best passend", True), ("name", "Naam", False),
    ]  # fmt: skip
    assert shown(sort="")[0] == [named, mentioned]
    assert shown(sort="name")[0] == [mentioned, named]
    without = client.get(ADDRESS).context["sorts"]
    assert next((sort["value"], sort["selected"]) for sort in without) == ("", True)
    assert "Best passend" not in [str(sort["label"]) for sort in without]


def test_the_words_are_marked_in_what_the_list_tells_and_all_else_is_escaped(client):
    indexed(PartnershipFactory(name="Oost", summary="Lasrobots <b> & co"), PartnershipFactory(name="West"))

    told = client.get(ADDRESS, {"q": "robot"}).content.decode()

    assert '<p class="treffer-samenvatting"><mark>Lasrobots</mark> &lt;b&gt; &amp; co</p>' in told
    assert "<mark>" not in client.get(ADDRESS).content.decode()
