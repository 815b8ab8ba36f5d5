"""Curators see what is searched, and what they add is in force at once."""

import datetime
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import hide_record
from industriecoalitie.notifications.models import Event
from industriecoalitie.search import actions, engine
from industriecoalitie.search.feeds import feed_of
from industriecoalitie.search.models import Promotion, SearchOpening, SearchSlip, Synonym
from knowledgebank.models import Practice
from tests.factories.knowledgebank import PracticeFactory
from tests.factories.search import PromotionFactory, SearchDayFactory, SynonymFactory
from tests.factories.sources import TermFactory
from tests.promises.pages import form_on

pytestmark = pytest.mark.django_db
OVERVIEW = "/redactie/zoeken/"
SYNONYMS = "/redactie/zoeken/synoniemen/"
PROMOTIONS = "/redactie/zoeken/aanbevolen/"
TODAY = timezone.localdate()


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def add(title: str, **values) -> Practice:
    practice = PracticeFactory(title=title, **values)
    actions.index(feed_of(Practice), [practice.pk])
    return practice


def found(text: str) -> list[uuid.UUID]:
    return [hit.record for hit in engine.search(text, AnonymousUser()).hits]


def send(client, address: str, **typed):
    form = form_on(client.get(address).text, "bewerken")
    return client.post(address, form | typed)


@pytest.mark.parametrize("role", ["lead", "member", "national", "former_member", "curator", "admin_user"])
def test_curators_and_administrators_alone_open_the_pages(client, request, role):
    synonym, promotion = SynonymFactory(), PromotionFactory()
    pages = [
        OVERVIEW, SYNONYMS, f"{SYNONYMS}nieuw/", f"{SYNONYMS}{synonym.slug}/", f"{SYNONYMS}{synonym.slug}/bewerken/",
        PROMOTIONS, f"{PROMOTIONS}nieuw/", f"{PROMOTIONS}{promotion.slug}/bewerken/", f"{OVERVIEW}vind/?q=robot",
    ]  # fmt: skip
    client.force_login(request.getfixturevalue(role))
    may = role in ("curator", "admin_user")

    own = {pages[3], pages[4], pages[7], f"{PROMOTIONS}{promotion.slug}/"}

    answers = {address: client.get(address).status_code for address in {*pages, *own}}

    # A synonym and what stands first are known to nobody else: the latter may name what others do not see.
    others = {address: 404 if address in own else 403 for address in answers}
    assert answers == (dict.fromkeys(answers, 200) if may else others)


def test_the_desk_leads_there(signed_in):
    assert f'<li><a href="{OVERVIEW}">' in signed_in.get("/redactie/").text


class TestOverview:
    def test_tells_what_is_asked_found_and_opened(self, signed_in):
        robot = add("Robots leren lassen")
        yesterday = TODAY - datetime.timedelta(days=1)
        day = SearchDayFactory(query="robots", asked=4, opened=3, found=7)
        SearchDayFactory(query="robots", asked=2, found=5, day=yesterday)
        SearchOpening.objects.create(searched=day, record=robot.uuid, opened=3)
        SearchOpening.objects.create(searched=day, record=uuid.uuid4(), opened=9)
        SearchDayFactory(query="cobots", asked=5, found=2)
        SearchDayFactory(query="kwantum", asked=3, found=0, day=yesterday)
        SearchDayFactory(query="nu wel", asked=1, found=1, opened=1)
        SearchDayFactory(query="nu wel", asked=1, found=0, day=yesterday)
        SearchDayFactory(query="lang geleden", asked=9, day=TODAY - datetime.timedelta(days=91))

        shown = signed_in.get(OVERVIEW).context_data["searches"]

        assert [(each.query, each.times, each.found, each.opened) for each in shown.most] == [
            ("robots", 6, 7, 3), ("cobots", 5, 2, 0), ("kwantum", 3, 0, 0), ("nu wel", 2, 1, 1),
        ]  # fmt: skip
        assert [(each.query, each.last) for each in shown.not_found] == [("kwantum", yesterday)]
        assert [each.query for each in shown.unopened] == ["cobots"]
        assert {
            text: [(place.title, times) for place, times in rows] for text, rows in shown.results.items()
        } == {"robots": [("Robots leren lassen", 3)]}

    def test_what_is_not_found_is_helped_from_here(self, signed_in):
        SearchDayFactory(query="kwantum & co", found=0)

        page = signed_in.get(OVERVIEW).text

        assert f'href="{SYNONYMS}nieuw/?woord=kwantum%20%26%20co"' in page
        assert 'href="/zoeken/?q=kwantum%20%26%20co"' in page
        assert "kwantum &amp; co" in signed_in.get(f"{SYNONYMS}nieuw/?woord=kwantum%20%26%20co").text

    def test_names_probable_errors_with_the_records_that_hold_them(self, signed_in):
        wrong = add("Afspraken uit het Techniepact")
        concept = add("Nog een Techniepact", visibility="concept", state="draft", published_on=None)
        SearchSlip.objects.create(
            word="techniepact", meant="techniekpact", records=[wrong.uuid, concept.uuid]
        )
        SearchSlip.objects.create(word="weggehaald", meant="weggehaalt", records=[uuid.uuid4()])

        slips = signed_in.get(OVERVIEW).context_data["searches"].slips

        assert [(slip.word, slip.meant, [place.title for place in slip.places]) for slip in slips] == [
            ("techniepact", "techniekpact", ["Afspraken uit het Techniepact"])
        ]

    def test_proposes_what_the_sources_explain(self, signed_in):
        TermFactory(short="KSF", full="kritische succesfactor")
        TermFactory(short="LLO", full="leven lang ontwikkelen")
        SynonymFactory(terms=["llo", "leven lang ontwikkelen"])

        page = signed_in.get(OVERVIEW)

        assert [term.short for term in page.context_data["proposed"]] == ["KSF"]
        assert "woord=KSF&amp;woord=kritische%20succesfactor" in page.text

    def test_asks_as_much_for_three_as_for_one(self, signed_in):
        def use(number: int):
            practice = add(f"Robots {number}")
            day = SearchDayFactory(query=f"robots {number}")
            SearchOpening.objects.create(searched=day, record=practice.uuid, opened=1)
            SearchDayFactory(query=f"kwantum {number}", found=0)
            SearchSlip.objects.create(word=f"woort{number}", meant="woord", records=[practice.uuid])
            SynonymFactory()
            PromotionFactory(subject=practice.uuid)

        use(1)
        one = {page: queries_of(signed_in, page) for page in (OVERVIEW, SYNONYMS, PROMOTIONS)}
        use(2)
        use(3)
        three = {page: queries_of(signed_in, page) for page in (OVERVIEW, SYNONYMS, PROMOTIONS)}

        assert one == three
        assert max(three.values()) <= 12


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class TestSynonyms:
    def test_one_that_is_added_changes_the_next_search(self, signed_in):
        wanted = add("Een cobot in de werkplaats")
        assert found("meewerkrobot") == []

        answer = send(signed_in, f"{SYNONYMS}nieuw/", terms="meewerkrobot\r\nCobot ", remark="Uit de vraag")

        synonym = Synonym.objects.get()
        assert answer["Location"] == f"{SYNONYMS}meewerkrobot/" == synonym.get_absolute_url()
        assert (synonym.terms, synonym.remark, synonym.visibility) == (
            ["meewerkrobot", "Cobot"],
            "Uit de vraag",
            "public",
        )
        assert found("meewerkrobot") == found("cobot") == [wanted.uuid]
        assert [event.kind for event in Event.objects.filter(record=synonym.uuid)] == ["synonym.added"]

    def test_one_that_is_changed_or_taken_away_works_at_once(self, signed_in, curator):
        add("Een cobot in de werkplaats")
        synonym = SynonymFactory(slug="meewerkrobot", terms=["meewerkrobot", "cobot"])

        send(signed_in, f"{SYNONYMS}meewerkrobot/bewerken/", terms="samenwerkrobot\ncobot")
        changed = (len(found("meewerkrobot")), len(found("samenwerkrobot")))
        synonym.refresh_from_db()
        hidden = hide_record(synonym, by=Actor("page", curator), seen=synonym.version)
        after = len(found("samenwerkrobot"))
        signed_in.post(f"/wijzigingen/{hidden.change_set}/ongedaan/")

        assert (changed, after, len(found("samenwerkrobot"))) == ((0, 1), 0, 1)

    @pytest.mark.parametrize(
        ("terms", "message"),
        [
            ("robot", "Geef minstens twee termen"), ("robot\nrobots", "ziet deze woorden al als hetzelfde"),
            ("robot\n???", "moet uit een tot 6 woorden bestaan"), ("robot\neen twee drie vier vijf zes zeven acht negen", "moet uit een tot 6"),
            ("robot\n" + "a" * 90, "80"), ("", "Vul ‘Woorden die hetzelfde betekenen’ in."),
        ],
    )  # fmt: skip
    def test_what_cannot_work_is_refused(self, signed_in, terms, message):
        answer = send(signed_in, f"{SYNONYMS}nieuw/", terms=terms)

        assert answer.status_code == 422
        assert message in answer.text
        assert not Synonym.objects.exists()

    def test_the_list_is_searched(self, signed_in):
        SynonymFactory(terms=["Cobot", "meewerkrobot"])
        SynonymFactory(terms=["llo", "leven lang ontwikkelen"])

        assert [str(each) for each in signed_in.get(f"{SYNONYMS}?q=LEVEN").context_data["synonyms"]] == [
            "llo = leven lang ontwikkelen"
        ]


class TestPromotions:
    def test_one_that_is_added_stands_first_for_exactly_these_words(self, signed_in):
        add("Lassen met robots")
        wanted = add("Leren in de werkplaats", summary="Ook over lassen.")

        answer = send(
            signed_in, f"{PROMOTIONS}nieuw/", query="  LASSEN ", subject="leren in de Werkplaats", order="0"
        )  # fmt: skip

        promotion = Promotion.objects.get()
        assert answer["Location"] == f"{PROMOTIONS}lassen/"
        assert (promotion.query, promotion.subject, promotion.kind) == (
            "lassen",
            wanted.uuid,
            "praktijkvoorbeeld",
        )
        assert promotion.visibility == "concept"
        hits = engine.search("Lassen", AnonymousUser()).hits
        assert next((hit.record, hit.is_promoted) for hit in hits) == (wanted.uuid, True)
        assert not any(hit.is_promoted for hit in engine.search("lassen robots", AnonymousUser()).hits)
        assert "Leren in de werkplaats" in signed_in.get(PROMOTIONS).text

    @pytest.mark.parametrize("how", ["key", "address", "whole address"])
    def test_the_result_is_picked_or_pasted(self, signed_in, how):
        wanted = add("Leren in de werkplaats")
        add("Leren in de werkplaats")
        address = wanted.get_absolute_url()
        typed = {
            "key": {"subject": wanted.title, "subject_key": str(wanted.uuid)},
            "address": {"subject": address},
            "whole address": {"subject": f"https://portaal.voorbeeld{address}"},
        }[how]

        send(signed_in, f"{PROMOTIONS}nieuw/", query="lassen", order="0", **typed)

        assert Promotion.objects.get().subject == wanted.uuid

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"subject": "Leren in werkplaatsen"}, "Bedoel je ‘Leren in de werkplaats’?"),
            ({"subject": "Kwantumcomputer"}, "We kennen ‘Kwantumcomputer’ niet."),
            ({"subject": "Dubbel"}, "Er zijn er meer die ‘Dubbel’ heten."), ({"subject": ""}, "Vul ‘Welk resultaat?’ in."),
            ({"subject": "Geheim"}, "We kennen ‘Geheim’ niet."), ({"query": "??"}, "Vul woorden in waar iemand op zoekt."),
        ],
    )  # fmt: skip
    def test_what_cannot_work_is_refused(self, signed_in, typed, message):
        add("Leren in de werkplaats")
        add("Dubbel")
        add("Dubbel")

        answer = send(
            signed_in, f"{PROMOTIONS}nieuw/", **{"query": "lassen", "subject": "Dubbel", "order": "0"} | typed
        )

        assert answer.status_code == 422
        assert message in answer.text
        assert not Promotion.objects.exists()

    def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(self, signed_in):
        wanted = add("Leren in de werkplaats")
        promotion = PromotionFactory(subject=wanted.uuid, query="lassen", until_on="2027-01-31")

        send(signed_in, f"{PROMOTIONS}{promotion.slug}/bewerken/")

        assert Promotion.objects.get().version == promotion.version

    def test_the_same_twice_is_refused(self, signed_in):
        wanted = add("Leren in de werkplaats")
        PromotionFactory(subject=wanted.uuid, query="lassen")

        answer = send(signed_in, f"{PROMOTIONS}nieuw/", query="Lassen", subject=wanted.title, order="0")

        assert (answer.status_code, "staat dit resultaat al" in answer.text) == (422, True)

    def test_a_result_that_is_gone_is_marked(self, signed_in):
        PromotionFactory(query="lassen")

        assert "niet meer te vinden" in signed_in.get(PROMOTIONS).text

    def test_every_kind_is_found_while_typing(self, signed_in):
        wanted = add("Leren in de werkplaats")

        page = signed_in.get(f"{OVERVIEW}vind/?q=werkplaats").text

        assert f'data-key="{wanted.uuid}" data-text="Leren in de werkplaats"' in page
