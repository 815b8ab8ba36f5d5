"""What other sites get to know of practices: the feed, the card, oEmbed, the words in the head, the showcase."""

import datetime
import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from knowledgebank.models import Practice
from tests.factories.concepts import ConceptFactory
from tests.factories.knowledgebank import (
    CollectionFactory,
    CollectionItemFactory,
    LearningResourceFactory,
    PracticeFactory,
    PracticeFigureFactory,
    PracticeImageFactory,
    QuoteFactory,
)
from tests.factories.partnerships import PartnershipFactory
from tests.factories.regions import OrganisationFactory, PlaceFactory, RegionFactory
from tests.factories.sources import CitationFactory

from .states import ELSEWHERE, in_every_state

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
BASE = settings.BASE_URL
FEED, SHOWCASE, OEMBED = "/kennisbank/feed/", "/kennisbank/etalage/", "/kennisbank/oembed/"
ATOM = "{http://www.w3.org/2005/Atom}"


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


def card_of(practice) -> str:
    return f"{practice.get_absolute_url()}kaart/"


def asked_for(practice, **more: str) -> str:
    query = {"url": f"{BASE}{practice.get_absolute_url()}", **more}
    return f"{OEMBED}?" + "&".join(f"{name}={quote(value)}" for name, value in query.items())


def entries(answer) -> list[ET.Element]:
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")


class TestFeed:
    def test_is_atom_with_all_that_an_entry_needs(self, client):
        region = RegionFactory(name="Twente")
        practice = PracticeFactory(
            title="Robots & <mensen>\x0b",
            summary="Een arm\nper <b>groep</b>",
            region=region,
            published_on="2026-11-18",
        )
        practice.concepts.add(
            ConceptFactory(scheme=Scheme.THEME, label="Robotica"),
            ConceptFactory(scheme=Scheme.THEME, label="Stil", visibility="network"),
        )

        answer = client.get(FEED)

        root = ET.fromstring(answer.content)
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert root.tag == f"{ATOM}feed"
        assert root.findtext(f"{ATOM}id").startswith("urn:uuid:")
        assert {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")} == {
            "alternate": f"{BASE}/kennisbank/", "self": f"{BASE}{FEED}",
        }  # fmt: skip
        (entry,) = entries(answer)
        found = {each.tag.removeprefix(ATOM): each.text for each in entry}
        assert {name: found[name] for name in ("id", "title", "summary", "published")} == {
            "id": f"urn:uuid:{practice.uuid}",
            "title": "Robots & <mensen>",
            # Taken for HTML by readers: so it is escaped once more.
            "summary": "Een arm per &lt;b&gt;groep&lt;/b&gt;",
            "published": "2026-11-18T00:00:00+01:00",
        }
        assert found["updated"] == root.findtext(f"{ATOM}updated")
        assert entry.find(f"{ATOM}link").get("href") == f"{BASE}{practice.get_absolute_url()}"
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Twente"
        assert [each.get("term") for each in entry.findall(f"{ATOM}category")] == [
            "Bewezen pps-voorbeeld",
            "Robotica",
        ]

    def test_holds_only_what_everybody_may_read_whoever_asks(self, client, curator, lead):
        in_every_state()
        answers = [client.get(FEED).content]
        for user in (curator, lead):
            client.force_login(user)
            answers.append(client.get(FEED).content)

        assert len(set(answers)) == 1
        assert [each.findtext(f"{ATOM}title") for each in entries(client.get(FEED))] == ["Titel published"]
        assert not any(f"/{name}/".encode() in answers[0] for name in ELSEWHERE)

    def test_newest_fifty(self, client):
        for day in range(1, 29):
            PracticeFactory(title=f"A{day}", published_on=f"2026-02-{day:02}")
            PracticeFactory(title=f"B{day}", published_on=f"2026-01-{day:02}")

        titles = [each.findtext(f"{ATOM}title") for each in entries(client.get(FEED))]

        assert titles == [f"A{day}" for day in range(28, 0, -1)] + [f"B{day}" for day in range(28, 6, -1)]

    def test_leads_from_page_to_page_with_everything_once(self, client):
        made = {PracticeFactory(title=f"A{number}", kind="demand").uuid.urn for number in range(101)}
        PracticeFactory(title="Anders", kind="programme")
        address, seen, selves, names = f"{FEED}?kind=demand", [], [], set()
        while address:
            answer = client.get(address)
            root = ET.fromstring(answer.content)
            links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
            seen += [each.findtext(f"{ATOM}id") for each in entries(answer)]
            selves.append(links["self"].removeprefix(BASE))
            names.add(root.findtext(f"{ATOM}id"))
            address = links.get("next", "").removeprefix(BASE)

        assert (len(seen), set(seen)) == (101, made)
        assert selves == [f"{FEED}?kind=demand{end}" for end in ("", "&page=2", "&page=3")]
        assert len(names) == 1
        assert (links["previous"], links["first"]) == (f"{BASE}{selves[1]}", f"{BASE}{selves[0]}")

    @pytest.mark.parametrize("page", ["0", "-1", "x", "1", "", "²", "99999999999999999999"])
    def test_a_page_that_makes_no_sense_is_the_first(self, client, page):
        PracticeFactory()

        assert client.get(f"{FEED}?page={page}").content == client.get(FEED).content

    def test_beyond_the_end_is_nothing(self, client):
        PracticeFactory()

        assert entries(client.get(f"{FEED}?page=9")) == []

    @pytest.mark.parametrize("address", ["/", "/kennisbank/"])
    def test_pages_name_it(self, client, address):
        practice = PracticeFactory()

        for page in (address, practice.get_absolute_url()):
            assert f'type="application/atom+xml" href="{FEED}"' in client.get(page).content.decode()

    @pytest.mark.parametrize("query", ["kind=demand", "soort=demand", "theme=robotica", "thema=robotica", "region=twente",
                                       "regio=twente", "kind=demand&theme=robotica"])  # fmt: skip
    def test_is_narrowed_as_the_list(self, client, region, query):
        PracticeFactory(title="Anders")
        practice = PracticeFactory(title="Wel", kind="demand", region=region)
        practice.concepts.add(ConceptFactory(scheme=Scheme.THEME, notation="robotica"))

        answer = client.get(f"{FEED}?{query}")

        assert [each.findtext(f"{ATOM}title") for each in entries(answer)] == ["Wel"]
        own = ET.fromstring(answer.content).findtext(f"{ATOM}id")
        assert own != ET.fromstring(client.get(FEED).content).findtext(f"{ATOM}id")

    def test_a_filter_that_makes_no_sense(self, client):
        assert client.get(f"{FEED}?soort=niets").status_code == 400

    def test_is_not_sent_twice(self, client):
        practice = PracticeFactory()
        first = client.get(FEED)
        etag = first["ETag"]

        assert first["Cache-Control"] == "public, no-cache"
        assert client.get(FEED, headers={"if-none-match": etag}).status_code == 304
        Practice.objects.filter(pk=practice.pk).update(hidden_at="2026-01-01T00:00:00Z")
        assert client.get(FEED, headers={"if-none-match": etag}).status_code == 200

    def test_what_was_archived_is_gone_for_who_asks_by_date_too(self, client):
        practice = PracticeFactory(published_on="2026-05-01")
        PracticeFactory(title="Ouder", published_on="2020-01-01")
        client.get(FEED)
        Practice.objects.filter(pk=practice.pk).update(state="retired")

        answer = client.get(FEED, headers={"if-modified-since": "Fri, 20 Nov 2037 10:00:00 GMT"})

        assert (answer.status_code, answer.headers.get("Last-Modified")) == (200, None)
        assert [each.findtext(f"{ATOM}title") for each in entries(answer)] == ["Ouder"]

    def test_a_practice_without_a_day_comes_last_with_the_moment_it_was_stored(self, client):
        without = PracticeFactory(title="Zonder dag", published_on=None)
        PracticeFactory(title="Met dag", published_on="2020-01-01")

        found = entries(client.get(FEED))

        assert [each.findtext(f"{ATOM}title") for each in found] == ["Met dag", "Zonder dag"]
        moment = datetime.datetime.fromisoformat(found[1].findtext(f"{ATOM}published"))
        assert moment == without.created_at

    def test_an_empty_one_stays_the_same(self, client):
        assert client.get(FEED)["ETag"] == client.get(FEED)["ETag"]

    def test_is_named_by_the_list(self, client):
        body = client.get("/kennisbank/").content.decode()

        assert f'<link rel="alternate" type="application/atom+xml" href="{FEED}"' in body

    def test_asks_as_much_for_three_as_for_one(self, client):
        PracticeFactory(region=RegionFactory())
        one = queries_of(client, FEED)
        for _number in range(2):
            PracticeFactory(region=RegionFactory())

        assert queries_of(client, FEED) == one <= MOST_QUERIES


class TestCard:
    def test_is_framed_by_anyone_and_needs_no_session(self, client, curator):
        practice = PracticeFactory(title="Robots <b>", summary="Kort", region=RegionFactory(name="Twente"))
        PracticeFigureFactory(practice=practice, value=60, label="studenten per jaar")

        answer = client.get(card_of(practice))

        body = answer.content.decode()
        policy = dict(each.split(" ", 1) for each in answer["Content-Security-Policy"].split("; "))
        assert (policy["frame-ancestors"], policy["script-src"], policy["default-src"]) == (
            "*",
            "'none'",
            "'none'",
        )
        assert "X-Frame-Options" not in answer
        assert (dict(answer.cookies), "Cookie" in answer.get("Vary", "")) == ({}, False)
        assert "<script" not in body
        assert "Robots &lt;b&gt;" in body
        assert "<b>60</b> studenten per jaar" in body
        assert f'href="{BASE}{practice.get_absolute_url()}"' in body
        client.force_login(curator)
        as_curator = client.get(card_of(practice))
        assert (as_curator.content, as_curator.get("Vary")) == (answer.content, None)

    def test_everywhere_else_framing_is_refused(self, client):
        answer = client.get(PracticeFactory().get_absolute_url())

        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"

    def test_is_not_sent_twice_and_gone_at_once(self, client):
        practice = PracticeFactory()
        etag = client.get(card_of(practice))["ETag"]

        assert client.get(card_of(practice), headers={"if-none-match": etag}).status_code == 304
        Practice.objects.filter(pk=practice.pk).update(visibility="network")
        assert client.get(card_of(practice), headers={"if-none-match": etag}).status_code == 404

    def test_what_is_not_open_is_as_absent_as_what_never_was(self, client, curator):
        practices = in_every_state()
        for user in (None, curator):
            if user:
                client.force_login(user)
            never = client.get("/kennisbank/nergens/kaart/")
            for name in ELSEWHERE:
                found = client.get(card_of(practices[name]))
                assert (found.status_code, masked(found)) == (404, masked(never)), name


class TestOembed:
    def test_tells_how_to_embed(self, client):
        practice = PracticeFactory(title='Robots "nu"', region=RegionFactory(name="Twente", slug="twente"))

        answer = client.get(asked_for(practice, format="json"))

        told = answer.json()
        src = f"{BASE}{card_of(practice)}"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert told == {
            "version": "1.0", "type": "rich", "title": 'Robots "nu"', "author_name": "Twente",
            "author_url": f"{BASE}/regios/twente/", "provider_name": "Industriecoalitie", "provider_url": f"{BASE}/",
            "cache_age": 3600, "width": 480, "height": 320,
            "html": f'<iframe src="{src}" width="480" height="320" title="Robots &quot;nu&quot;" loading="lazy"></iframe>',
            "thumbnail_url": f"{BASE}/static/img/deelkaart.png", "thumbnail_width": 1200, "thumbnail_height": 630,
        }  # fmt: skip
        assert dict(answer.cookies) == {}

    def test_keeps_within_what_there_is_room_for(self, client):
        practice = PracticeFactory()

        told = client.get(asked_for(practice, maxwidth="300", maxheight="9999")).json()

        assert (told["width"], told["height"]) == (300, 320)
        assert 'width="300" height="320"' in told["html"]

    def test_shows_the_picture_of_the_practice(self, client):
        image = PracticeImageFactory(file__width=2000, file__height=1000)

        told = client.get(asked_for(image.practice)).json()

        assert (told["thumbnail_url"], told["thumbnail_width"], told["thumbnail_height"]) == (
            f"{BASE}/bestanden/{image.file.uuid}/960.webp", 960, 480,
        )  # fmt: skip

    @pytest.mark.parametrize("query", ["", "?url=", "?url=https://x.test/&maxwidth=breed", "?url=https://x.test/&maxheight=0",
                                       "?url=https://x.test/&maxwidth=-1"])  # fmt: skip
    def test_a_question_that_makes_no_sense(self, client, query):
        answer = client.get(f"{OEMBED}{query}")

        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (400, "*")

    def test_no_xml(self, client):
        assert client.get(asked_for(PracticeFactory(), format="xml")).status_code == 501

    @pytest.mark.parametrize("address", ["https://elders.test/kennisbank/published/", "javascript:alert(1)", "http://[", "/kennisbank/published/",
                                         "ftp://testserver/kennisbank/published/", "http://testserver/kennisbank/", "http://testserver/regios/x/",
                                         "http://testserver/kennisbank/published/kaart/", "http://testserver/nergens/"])  # fmt: skip
    def test_another_address(self, client, address):
        in_every_state()

        assert client.get(OEMBED, {"url": address}).status_code == 404
        assert client.get(OEMBED, {"url": "http://testserver/kennisbank/published/"}).status_code == 200

    def test_what_is_not_open_is_as_absent_as_what_never_was(self, client, curator):
        practices = in_every_state()
        client.force_login(curator)
        never = client.get(OEMBED, {"url": f"{BASE}/kennisbank/nergens/"})
        answers = [client.get(asked_for(practices[name])) for name in ELSEWHERE]

        assert {(each.status_code, masked(each)) for each in answers} == {(404, masked(never))}

    def test_is_named_by_the_page(self, client):
        practice = PracticeFactory()
        body = client.get(practice.get_absolute_url()).content.decode()

        (address,) = re.findall(r'type="application/json\+oembed" href="([^"]+)"', body)
        assert client.get(address.removeprefix(BASE)).json()["title"] == practice.title


def masked(answer) -> bytes:
    """Return an answer without what differs between any two."""
    body = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]*', rb"\1", answer.content)
    return re.sub(rb'("X-CSRFToken": ")[^"]*', rb"\1", body)


def said_by(client, practice) -> dict:
    body = client.get(practice.get_absolute_url()).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    return json.loads(found)


class TestHead:
    def test_says_what_it_is_in_the_words_of_schema_org(self, client):
        partnership = PartnershipFactory()
        base = PracticeFactory(title="Het eerste")
        practice = PracticeFactory(
            title="Robots", summary="Een arm\nper groep", region=RegionFactory(name="Twente", slug="twente"),
            place=PlaceFactory(name="Rijssen"), partnership=partnership, builds_on=base, published_on="2026-11-18",
        )  # fmt: skip
        term = ConceptFactory(scheme=Scheme.THEME, notation="robotica", label="Robotica")
        practice.concepts.add(term, ConceptFactory(scheme=Scheme.THEME, visibility="network"))
        lesson = LearningResourceFactory(practice=practice, title="Lesbrief")
        practice.refresh_from_db()

        said = said_by(client, practice)

        address = f"{BASE}{practice.get_absolute_url()}"
        assert said == {
            "@context": "https://schema.org", "@type": "Article", "@id": f"urn:uuid:{practice.uuid}",
            "mainEntityOfPage": address, "url": address, "headline": "Robots", "description": "Een arm per groep",
            "articleSection": "Bewezen pps-voorbeeld", "inLanguage": "nl", "isAccessibleForFree": True,
            "datePublished": "2026-11-18", "dateModified": practice.updated_at.isoformat(timespec="seconds"),
            "image": f"{BASE}/static/img/deelkaart.png", "author": {"@type": "Organization", "name": "Twente"},
            "publisher": {"@type": "Organization", "name": "Industriecoalitie", "url": f"{BASE}/"},
            "about": [{"@type": "DefinedTerm", "name": "Robotica", "url": f"{BASE}{term.get_absolute_url()}",
                       "inDefinedTermSet": "Transitiethema"}],
            "spatialCoverage": [{"@type": "Place", "name": "Twente", "url": f"{BASE}/regios/twente/"},
                                {"@type": "Place", "name": "Rijssen"}],
            "isBasedOn": [f"{BASE}{base.get_absolute_url()}", f"{BASE}{partnership.get_absolute_url()}"],
            "hasPart": [{"@type": "LearningResource", "name": "Lesbrief", "url": f"{BASE}{lesson.get_absolute_url()}"}],
            "isPartOf": {"@type": "CreativeWork", "name": "Kennisbank", "url": f"{BASE}/kennisbank/"},
        }  # fmt: skip

    def test_names_nothing_that_a_visitor_may_not_see(self, client, lead):
        practice = PracticeFactory(
            region=RegionFactory(visibility="concept"), partnership=PartnershipFactory(visibility="network"),
            builds_on=PracticeFactory(state="retired"),
        )  # fmt: skip
        client.force_login(lead)

        said = said_by(client, practice)

        assert {"spatialCoverage", "isBasedOn", "about", "hasPart"} & set(said) == set()
        assert said["author"]["name"] == "Industriecoalitie"

    def test_no_word_ends_the_data(self, client):
        evil = '</script><script>alert(1)</script><!-- & "\u2028'
        practice = PracticeFactory(title=evil, summary=evil)

        body = client.get(practice.get_absolute_url()).content.decode()

        assert "<script>alert" not in body
        assert said_by(client, practice)["headline"] == evil

    def test_has_a_preview_with_its_own_picture(self, client):
        image = PracticeImageFactory(practice__title="Robots", practice__summary="Kort", alt="Een arm")

        body = client.get(image.practice.get_absolute_url()).content.decode()

        found = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', body))
        assert found == {
            "og:type": "article", "og:site_name": "Industriecoalitie", "og:locale": "nl_NL", "og:title": "Robots",
            "og:description": "Kort", "og:url": f"{BASE}{image.practice.get_absolute_url()}",
            "og:image": f"{BASE}/bestanden/{image.file.uuid}/960.webp", "og:image:alt": "Een arm",
            "og:image:width": "960", "og:image:height": "640", "twitter:card": "summary_large_image",
        }  # fmt: skip
        assert f'<link rel="canonical" href="{BASE}{image.practice.get_absolute_url()}">' in body

    def test_what_is_not_open_says_nothing_to_machines(self, client, curator):
        client.force_login(curator)
        for name, practice in in_every_state().items():
            if name in ("hidden", "published"):
                continue
            body = client.get(practice.get_absolute_url()).content.decode()
            assert ("ld+json" in body, "og:" in body, "oembed" in body, 'content="noindex"' in body) == (
                False, False, False, True,
            ), name  # fmt: skip

    def test_the_line_to_copy(self, client):
        practice = PracticeFactory()
        body = client.get(practice.get_absolute_url()).content.decode()

        assert f"&lt;iframe src=&quot;{BASE}{card_of(practice)}&quot;" in body


class TestShowcase:
    def test_shows_what_was_picked_out_and_what_is_new(self, client):
        picked = PracticeFactory(title="Uitgelicht", is_featured=True, published_on="2020-01-01")
        image = PracticeImageFactory(practice=picked, alt="Een robotarm")
        new = [PracticeFactory(published_on=f"2026-11-{day:02}") for day in range(10, 18)]
        quote = QuoteFactory(
            practice=picked, function="docent", organisation=OrganisationFactory(name="ROC Oost")
        )
        collection = CollectionFactory(title="Samen")
        CollectionItemFactory(collection=collection, practice=picked)
        CollectionFactory(title="Leeg")

        page = client.get(SHOWCASE)

        body = page.content.decode()
        assert (page.context["featured"], page.context["images"]) == ([picked], {picked.pk: image})
        assert page.context["new"] == new[:1:-1]
        assert page.context["quotes"] == [quote]
        assert page.context["collections"] == [collection]
        assert 'alt="Een robotarm"' in body
        assert "docent" in body
        assert "ROC Oost" in body

    def test_points_to_the_source_only_when_each_quote_has_one(self, client):
        first = QuoteFactory()
        CitationFactory(subject=first.uuid)
        with_source = client.get(SHOWCASE).text
        QuoteFactory()

        assert "de letterlijke tekst staat in de bron" in with_source
        assert "de letterlijke tekst staat in de bron" not in client.get(SHOWCASE).text

    def test_says_when_a_quote_was_cut_off(self, client):
        QuoteFactory(is_cut_off=True)

        assert "Afgebroken in de bron" in client.get(SHOWCASE).content.decode()

    def test_holds_only_what_everybody_may_read_whoever_looks(self, client, curator):
        practices = in_every_state()
        collection = CollectionFactory()
        for practice in practices.values():
            QuoteFactory(practice=practice, text=f"Woorden bij {practice.slug}")
            CollectionItemFactory(collection=collection, practice=practice)
        client.force_login(curator)

        page = client.get(SHOWCASE)

        body = page.content.decode()
        assert page.context["new"] == [practices["published"]]
        assert [each.practice for each in page.context["quotes"]] == [practices["published"]]
        assert [each.practice_count for each in page.context["collections"]] == [1]
        assert not any(f"/{name}/" in body or f"Woorden bij {name}" in body for name in ELSEWHERE)

    def test_asks_as_much_for_three_as_for_one(self, client, lead):
        client.force_login(lead)

        def more() -> None:
            practice = PracticeFactory(
                is_featured=True, region=RegionFactory(), partnership=PartnershipFactory()
            )
            PracticeImageFactory(practice=practice)
            QuoteFactory(practice=practice, organisation=OrganisationFactory())
            PracticeFactory(region=RegionFactory())
            CollectionItemFactory(practice=practice)

        more()
        one = queries_of(client, SHOWCASE)
        more()
        more()

        assert queries_of(client, SHOWCASE) == one <= MOST_QUERIES

    def test_an_empty_one_says_so(self, client):
        assert "Hier staat nog niets" in client.get(SHOWCASE).content.decode()

    def test_is_found_from_the_list(self, client):
        body = client.get(reverse("knowledgebank:practice_list")).content.decode()

        assert f'href="{SHOWCASE}"' in body
        assert 'href="/kennisbank/collecties/"' in body
