"""The page that searches everything, as people and browsers ask it."""

import re
from html import unescape

import pytest
from django.core import signing
from django.urls import reverse

from industriecoalitie.finding import views
from industriecoalitie.search.models import Promotion, Synonym
from tests.factories.partnerships import PartnershipFactory
from tests.indexing import indexed

SEARCH = reverse("finding:search")
HTMX = {"HX-Request": "true"}
HOSTILE = [
    "woord " * 2000,
    "x" * 100_000,
    "a\x00b",
    "\x00",
    "👩‍🔧🤖",
    "%",
    "100% _ \\",
    '"',
    '"lassen',
    "“lassen”",
    "''' ' '",
    "lassen & | ! <-> ( :* ) : *",
    "-lassen",
    "- -- ---",
    "<script>alert(1)</script>",
    "'; DROP TABLE search_searchdocument; --",
    "{{ 7|add:7 }}",
    "\u202eabc",
    "ı İ ß ﬁ ½",
    "\t\n\r",
    "e\u0301" * 300,
]


def page(client, address: str, **headers) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return unescape(answer.content.decode().replace("\u00ad", ""))


def titles(html: str) -> list[str]:
    found = re.findall(r'<h3 class="treffer-kop"><a [^>]*>(.*?)</a>', html)
    return [re.sub("<[^>]+>", "", title) for title in found]


def tabs(html: str) -> dict[str, int]:
    links = re.findall(r'<a class="soort".*?</a>', html, re.DOTALL)
    told = [" ".join(re.sub("<[^>]+>", " ", link).split()).rpartition(" ") for link in links]
    return {name: int(number.replace(".", "")) for name, _space, number in told}


def options(html: str, name: str) -> dict[str, tuple[int, bool]]:
    """Return the values of a facet with their counts, and whether each is chosen."""
    labels = re.findall(rf'<label class="vinkje[^>]*for="id_{name}_.*?</label>', html, re.DOTALL)
    return {
        re.search('value="([^"]*)"', label)[1]: (
            int(re.search('vinkje-aantal">([^<]*)<', label)[1].replace(".", "")),
            " checked" in label,
        )
        for label in labels
    }


def chips(html: str) -> dict[str, str]:
    return {
        re.sub("<[^>]+>", "", text).removeprefix("Verwijder filter ").strip(): address
        for address, text in re.findall(r'<a class="chip" href="([^"]*)">(.*?)</a>', html, re.DOTALL)
    }


def test_words_are_found_with_their_kind_and_marked_in_the_text(client, hall):
    html = page(client, f"{SEARCH}?q=lassen")

    assert sorted(titles(html)) == [
        "De lasschool", "Lassen in Almelo", "Lassen op zee", "Samen leren lassen", "Staal en Lassen",
    ]  # fmt: skip
    assert tabs(html) == {"Alles": 5, "Praktijkvoorbeelden": 1, "Samenwerkingen": 3, "Organisaties": 1}
    assert (
        "Leren <mark>lassen</mark> doe je <b>samen</b>."
        not in client.get(f"{SEARCH}?q=lassen").content.decode()
    )
    assert "Leren <mark>lassen</mark> doe je" in html
    assert "5 resultaten voor ‘lassen’" in html
    assert '<meta name="robots" content="noindex">' in html


def test_without_words_everything_stands_there_and_the_proven_first(client, hall):
    html = page(client, SEARCH)

    assert titles(html)[0] == "De lasschool"
    assert tabs(html)["Alles"] == len(titles(html))


def test_values_of_one_facet_widen_and_facets_narrow(client, hall):
    one = page(client, f"{SEARCH}?q=lassen&theme=energie")
    two = page(client, f"{SEARCH}?q=lassen&theme=energie&theme=robots")
    both = page(client, f"{SEARCH}?q=lassen&theme=energie&theme=robots&region=twente")

    assert sorted(titles(one)) == ["Lassen op zee", "Samen leren lassen"]
    assert sorted(titles(two)) == ["Lassen in Almelo", "Lassen op zee", "Samen leren lassen"]
    assert titles(both) == ["Lassen in Almelo"]


def test_other_values_of_a_chosen_facet_keep_their_counts(client, hall):
    html = page(client, f"{SEARCH}?q=lassen&theme=energie")

    assert options(html, "theme") == {"energie": (2, True), "robots": (2, False)}
    assert options(html, "targetGroup") == {"werkenden": (1, False)}
    assert tabs(html) == {"Alles": 2, "Samenwerkingen": 2}


def test_target_groups_stand_as_a_tree_and_the_broader_one_counts_the_narrower(client, hall):
    html = page(client, f"{SEARCH}?q=lassen")

    assert options(html, "targetGroup") == {"werkenden": (2, False), "overstappers": (1, False)}
    assert re.search(r'class="vinkje vinkje--diep-1" for="id_targetGroup_overstappers"', html)
    assert re.search(r'class="vinkje" for="id_targetGroup_werkenden"', html)


def test_tabs_narrow_to_a_kind_and_show_its_categories(client, hall):
    html = page(client, f"{SEARCH}?q=lassen&kind=praktijkvoorbeeld")

    assert titles(html) == ["De lasschool"]
    assert tabs(html) == {"Alles": 5, "Praktijkvoorbeelden": 1, "Samenwerkingen": 3, "Organisaties": 1}
    current = re.search(r'href="([^"]*)" aria-current="page"', html.partition('class="soorten"')[2])[1]
    assert current == f"{SEARCH}?q=lassen&kind=praktijkvoorbeeld"
    assert options(html, "label") == {"is_proven": (1, False)}
    assert options(html, "year") == {"2024": (1, False)}
    assert list(options(html, "category")) == ["praktijkvoorbeeld:partnership"]


def test_a_chip_leads_to_the_results_without_it(client, hall):
    html = page(client, f"{SEARCH}?q=lassen&theme=energie&theme=robots&region=twente&page=3")

    assert chips(html) == {
        "Energietransitie": f"{SEARCH}?q=lassen&theme=robots&region=twente",
        "Robotisering": f"{SEARCH}?q=lassen&theme=energie&region=twente",
        "Twente": f"{SEARCH}?q=lassen&theme=energie&theme=robots",
    }


def test_unknown_keys_are_passed_over_and_unknown_values_find_nothing(client, hall):
    assert len(titles(page(client, f"{SEARCH}?q=lassen&x=1&thema=energie&page=abc&page="))) == 5

    html = page(client, f"{SEARCH}?q=lassen&theme=bestaat-niet&kind=%00&level={'x' * 500}")

    assert titles(html) == []
    assert chips(html) == {"Transitiethema: bestaat-niet": f"{SEARCH}?q=lassen"}
    assert '<input type="hidden" name="theme" value="bestaat-niet">' in html


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("door", ["finding:search", "finding:suggestions"])
def test_no_text_is_an_error(client, hall, door, text):
    answer = client.get(reverse(door), {"q": text, "theme": text, "year": text, "page": text})

    assert answer.status_code == 200
    assert len(answer.content) < 200_000
    assert "<script>alert" not in answer.content.decode()


def test_nothing_found_says_what_is_missing_and_what_each_filter_costs(client, hall):
    html = page(client, f"{SEARCH}?q=lassen&theme=energie&region=twente&kind=organisatie")
    help_ = html.partition("Probeer dit:")[2].partition("</ul>")[0]

    offers = [
        " ".join(re.sub("<[^>]+>", " ", item).split())
        for item in re.findall("<li>(.*?)</li>", help_, re.DOTALL)
    ]
    assert "We vinden niets voor ‘lassen’ met deze filters" in html
    # Two of the three partnerships carry the theme, none of them in Twente: only without all filters there is something.
    assert offers == ["Zonder filters: lassen (5 resultaten)"]

    one = page(client, f"{SEARCH}?q=lassen&theme=energie&kind=organisatie").partition("Probeer dit:")[2]
    assert '‘Organisaties’</a> <span class="zacht-tekst">(2 resultaten)' in one
    assert '‘Energietransitie’</a> <span class="zacht-tekst">(1 resultaat)' in one


def test_nothing_found_offers_a_question_without_signs_and_the_kinds_there_are(client, hall):
    html = page(client, SEARCH + "?q=%22zee+lassen+almelo%22")
    help_ = html.partition('<div class="leegstaat')[2]

    assert titles(html) == []
    assert f'href="{SEARCH}?q=zee+lassen+almelo"' in help_
    assert f'href="{SEARCH}?kind=praktijkvoorbeeld"' in help_


def test_words_that_do_not_occur_are_named(client, hall):
    html = page(client, f"{SEARCH}?q=qqxjkwz")

    assert "Dit komt op de site niet voor: ‘qqxjkwz’." in html


def test_a_typing_error_leads_to_the_question_that_was_meant(client, hall):
    html = page(client, f"{SEARCH}?q=lasscchool")

    assert "De lasschool" in titles(html)
    assert f'Bedoelde je <a href="{SEARCH}?q=lasschool">lasschool</a>?' in html
    assert "We vinden nergens ‘lasscchool’. Je ziet wat erop lijkt." in html


def test_synonyms_that_were_used_are_told_as_curators_write_them(client, hall):
    Synonym.objects.create(slug="solderen", terms=["lassen", "Solderen & smeden"], visibility="public")

    html = page(client, f"{SEARCH}?q=lassen")

    assert "Ook gezocht op ‘Solderen & smeden’." in html


def test_promoted_results_stand_first_and_are_marked(client, hall):
    Promotion.objects.create(
        slug="lassen", query="lassen", kind="samenwerking", subject=hall["third"].uuid, visibility="public"
    )

    html = page(client, f"{SEARCH}?q=lassen")

    assert titles(html)[0] == "Lassen op zee"
    assert html.count("Aanbevolen door de redactie") == 1
    assert titles(html).count("Lassen op zee") == 1


@pytest.mark.parametrize(
    ("who", "sees"), [("visitor", set()), ("neighbour", {"netwerk"}), ("lead", {"netwerk", "concept"})]
)
def test_what_is_kept_is_found_by_who_may_and_nowhere_else(client, request, kept, who, sees):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))

    html = page(client, f"{SEARCH}?q=geheimlassen&kind=samenwerking")
    everything = page(client, SEARCH)
    suggested = page(client, reverse("finding:suggestions") + "?q=geheimlas")

    assert set(titles(html)) - {"Lassen in Almelo", "Samen leren lassen", "Lassen op zee"} == {
        f"Geheimlassen {name}" for name in sees
    }
    assert tabs(everything)["Samenwerkingen"] == 3 + len(sees)
    assert "geheim" not in options(everything, "theme")
    assert "Geheim thema" not in html + everything + suggested
    for name in {"netwerk", "concept", "weg"}:
        for told in (everything, suggested):
            assert (f"Geheimlassen {name}" in told) == (name in sees)


def test_a_hidden_term_in_the_address_answers_as_one_that_is_not_there(client, kept):
    hidden = page(client, f"{SEARCH}?q=lassen&theme=geheim")
    nothing = page(client, f"{SEARCH}?q=lassen&theme=gehexm")

    # The signature in the page tells the second in which it was made.
    told, told_of_nothing = (
        re.sub(r'data-[a-z-]+="[^"]*:[^"]*:[^"]*"', "", html) for html in (hidden, nothing)
    )
    assert told.replace("geheim", "gehexm") == told_of_nothing


def test_htmx_gets_the_part_and_the_history_the_whole_page(client, hall):
    part = client.get(f"{SEARCH}?q=lassen", headers=HTMX)
    whole = client.get(f"{SEARCH}?q=lassen", headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert "HX-Request" in part["Vary"]
    assert (b"<html" in part.content, b'id="lijst"' in part.content) == (False, True)
    assert b"<html" in whole.content


def test_results_stand_on_pages_of_twenty(client, db):
    rows = [PartnershipFactory(name=f"Draaien {n}", visibility="public") for n in range(43)]
    indexed(*rows)

    first, third = page(client, f"{SEARCH}?q=draaien"), page(client, f"{SEARCH}?q=draaien&page=3")
    beyond = page(client, f"{SEARCH}?q=draaien&page=9999")

    assert (len(titles(first)), len(titles(third))) == (20, 3)
    assert titles(beyond) == titles(third)
    assert set(titles(first)).isdisjoint(titles(third))
    assert f'href="{SEARCH}?q=draaien&page=2" rel="next"' in first
    assert 'aria-current="page"><i class="vh">Pagina </i>3<' in beyond


def test_more_than_a_thousand_is_told_as_such(client, hall, monkeypatch):
    monkeypatch.setattr("industriecoalitie.search.engine.MOST_COUNTED", 3)

    assert "Meer dan 1.000 resultaten voor ‘lassen’" in page(client, f"{SEARCH}?q=lassen")


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(
    ("query", "queries"), [("q=draaien", 8), ("q=draaien&theme=robots&kind=samenwerking", 10)]
)
def test_search_query_count(client, terms, django_assert_num_queries, count, query, queries):
    rows = [PartnershipFactory(name=f"Draaien {n}", visibility="public") for n in range(count)]
    for row in rows:
        row.concepts.set([terms["robots"]])
    indexed(*rows)
    client.get(SEARCH)

    with django_assert_num_queries(queries):
        page(client, f"{SEARCH}?{query}")


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("", 12),
        ("q=lasscchool", 12),
        # Hardly anything has all words: each wider reading is a query of the engine, each chosen facet
        # one, and each word that does not occur two, of the ten that are read.
        ("q=staal+lassen", 17),
        ("q=een+vraag+van+tien+woorden+over+lassen+en+staal+samen", 23),
        ("q=lassen+almelo+staal&theme=robots&region=twente", 19),
        ("q=lassen&theme=energie&region=twente", 14),
        ("q=lassen&theme=energie&kind=organisatie&region=twente&level=x&year=1", 17),
        ("q=%22zee+lassen+almelo%22", 12),
        ("q=qqxjkwz", 12),
    ],
)
def test_the_queries_of_a_question_have_a_limit(client, hall, django_assert_max_num_queries, query, most):
    Synonym.objects.create(slug="solderen", terms=["lassen", "solderen"], visibility="public")
    client.get(SEARCH)

    with django_assert_max_num_queries(most):
        page(client, f"{SEARCH}?{query}")


@pytest.mark.parametrize(
    ("who", "explained"), [("curator", True), ("admin_user", True), ("lead", False), ("", False)]
)
def test_curators_are_told_why_a_result_stands_there(client, request, hall, who, explained):
    if who:
        client.force_login(request.getfixturevalue(who))

    html = page(client, f"{SEARCH}?q=lassen+qqxjkwz&uitleg=1")

    assert ("Waarom hier: samen " in html, "Zo is de vraag gelezen" in html) == (explained, explained)
    assert (f'href="{SEARCH}?q=lassen+qqxjkwz"' in html) == explained


def test_a_question_that_was_sent_is_counted_and_one_that_is_being_typed_is_not(client, hall, monkeypatch):
    asked = []
    monkeypatch.setattr(views, "note_asked", asked.append)

    page(client, f"{SEARCH}?q=lassen")
    page(client, f"{SEARCH}?q=las", **HTMX)
    page(client, f"{SEARCH}?q=lasse", **HTMX, **{views.SENT: "1"})
    page(client, f"{SEARCH}?q=lassen&theme=robots")
    page(client, f"{SEARCH}?q=lassen&page=2")
    page(client, SEARCH)

    assert asked == ["lassen", "lasse"]


def test_what_is_opened_is_counted_for_a_question_of_ours(client, hall, monkeypatch):
    opened = []
    monkeypatch.setattr(views, "note_opened", lambda text, record: opened.append((text, record)))
    html = page(client, f"{SEARCH}?q=lassen")
    ticket, record = re.search(r'data-vraag="([^"]*)"', html)[1], str(hall["firm"].uuid)

    good = client.post(reverse("finding:opened"), {"vraag": ticket, "record": record})
    odd = client.post(reverse("finding:opened"), {"vraag": ticket, "record": "geen"})
    forged = client.post(reverse("finding:opened"), {"vraag": signing.dumps("lassen"), "record": record})
    bare = client.post(reverse("finding:opened"))

    assert (good.status_code, odd.status_code, forged.status_code, bare.status_code) == (204, 204, 403, 403)
    assert opened == [("lassen", hall["firm"].uuid)]
    assert f'data-record="{record}"' in html


def test_a_visitor_gets_no_cookie_for_searching(client, hall):
    answer = client.get(f"{SEARCH}?q=lassen")

    assert not answer.cookies


@pytest.mark.parametrize("address", ["/", "/regios/", "/bestaat-niet/"])
def test_the_search_of_everything_is_on_every_page(client, db, address):
    html = client.get(address).content.decode()

    assert f'action="{SEARCH}"' in html


def test_old_addresses_of_the_search_keep_working(client, hall):
    assert client.get("/kennisbank/?q=lassen").status_code == 200
    assert client.get("/samenwerkingen/?q=lassen").status_code == 200
