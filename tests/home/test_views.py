"""The front page, the own page and what belongs to the site as a whole."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from industriecoalitie.home.front import COALITION, SHORTAGE
from tests.factories.accounts import UserFactory
from tests.factories.knowledgebank import IndicatorFactory, MeasurementFactory, PracticeFactory
from tests.factories.partnerships import PartnerFactory, PartnershipFactory
from tests.factories.regions import (
    FrontrunnerFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    ProvinceFactory,
    RegionFactory,
)
from tests.factories.sources import CitationFactory, SourceDocumentFactory

pytestmark = pytest.mark.django_db

LOGGED_IN = 3


def text_of(response) -> str:
    content = response.content.decode().replace("\u00ad", "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def shortage():
    """Return the measurements of the shortage: the whole and its two parts."""
    whole = IndicatorFactory(slug=SHORTAGE, name="Vacatures")
    parts = [
        IndicatorFactory(name="Vacatures op mbo-niveau", part_of=whole),
        IndicatorFactory(name="Vacatures op hbo-niveau", part_of=whole),
    ]
    return [
        MeasurementFactory(indicator=whole, value=50000, qualifier="over", year=2026),
        MeasurementFactory(indicator=parts[0], value=23000, qualifier="nearly", year=2026),
        MeasurementFactory(indicator=parts[1], value=28000, year=2026),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_home_query_count(client, member, django_assert_num_queries, count):
    shortage()
    coalition = PartnershipFactory(slug=COALITION)
    for _number in range(count):
        region = RegionFactory(province=ProvinceFactory())
        FrontrunnerFactory(region=region)
        partnership = PartnershipFactory(region=region, place=PlaceFactory(latitude=52, longitude=5))
        PracticeFactory(partnership=partnership, region=region)
        PartnerFactory(partnership=coalition)

    with django_assert_num_queries(7):
        for_visitor = client.get("/")
    client.force_login(member)
    with django_assert_num_queries(7 + LOGGED_IN):
        for_member = client.get("/")

    assert for_visitor.status_code == for_member.status_code == 200


def test_home_tells_figures_in_the_words_of_the_source(client):
    whole, *_parts = shortage()
    CitationFactory(subject=whole.uuid, document=SourceDocumentFactory(title="Mbo-propositie"), line=20)
    FrontrunnerFactory(organisation__name="Deltion College")
    coalition = PartnershipFactory(slug=COALITION)
    for until in (None, None, "2020-12-31"):
        PartnerFactory(partnership=coalition, until_on=until)

    page = client.get("/")

    front = page.context["front"]
    assert (front.partnership_count, len(front.koplopers), len(front.members)) == (1, 1, 2)
    assert [(bar["label"], bar["text"]) for bar in page.context["bars"]] == [
        ("op mbo-niveau", "bijna 23.000"),
        ("op hbo-niveau", "28.000"),
    ]
    assert "ruim 50.000" in text_of(page)
    assert "Mbo-propositie, regel 20" in page.content.decode()


def test_home_leaves_out_what_is_not_there(client):
    page = client.get("/")

    assert page.status_code == 200
    assert "niet te vervullen" not in text_of(page)
    assert "Nieuw in de kennisbank" not in text_of(page)
    assert "brancheorganisaties" not in text_of(page)


def test_home_names_nothing_hidden(client):
    secret = {"visibility": "concept"}
    PartnershipFactory(
        name="Geheim Samen", place=PlaceFactory(name="Geheime Plaats", latitude=52, longitude=5), **secret
    )
    PracticeFactory(title="Geheim Voorbeeld", **secret)
    PracticeFactory(title="Geheime Kladversie", state="draft")
    FrontrunnerFactory(region=RegionFactory(name="Geheime Regio", **secret))
    FrontrunnerFactory(
        region=RegionFactory(name="Twente"), organisation=OrganisationFactory(name="Geheim Roc", **secret)
    )
    MeasurementFactory(indicator=IndicatorFactory(slug=SHORTAGE), value=1, **secret)

    page = client.get("/")

    assert "gehei" not in text_of(page).lower()
    assert page.context["front"].partnership_count == 0
    assert page.context["front"].markers == []
    assert page.context["front"].shortage is None


def test_home_puts_the_newest_practice_with_a_figure_first(client):
    kampus = PartnershipFactory(name="Kampus")
    featured = PracticeFactory(title="Kampus", partnership=kampus, published_on="2023-01-01")
    newer = PracticeFactory(title="Nieuwer", published_on="2024-01-01")
    indicator = IndicatorFactory(partnership=kampus, name="Lidbedrijven")
    MeasurementFactory(indicator=indicator, value=70, qualifier="more_than")
    MeasurementFactory(indicator=indicator, value=7)
    MeasurementFactory(indicator=indicator, value=5000)

    front = client.get("/").context["front"]

    assert front.feature == featured
    assert front.feature_figure.value == 70
    assert front.practices == [newer]


def test_home_marks_places_and_provinces(client):
    province = ProvinceFactory(code="PV23", name="Overijssel")
    region = RegionFactory(province=province)
    PartnershipFactory.create_batch(
        2, region=region, place=PlaceFactory(name="Rijssen", latitude=52.3, longitude=6.5)
    )
    PlaceFactory(name="Nergens", latitude=52, longitude=5)

    front = client.get("/").context["front"]

    assert front.markers == [{"lat": 52.3, "lon": 6.5, "label": "Rijssen"}]
    assert front.areas == [{"code": "PV23", "label": "Overijssel", "level": 2, "text": "2 samenwerkingen"}]


def test_home_counts_a_partnership_in_the_province_of_its_place(client):
    ProvinceFactory(code="PV26", name="Utrecht")
    PartnershipFactory(place=PlaceFactory(name="Nieuwegein", latitude=52.03, longitude=5.08))

    front = client.get("/").context["front"]

    assert [(area["label"], area["text"]) for area in front.areas] == [("Utrecht", "1 samenwerking")]


def test_home_searches_everything(client):
    page = client.get("/").content.decode()

    assert page.count(f'action="{reverse("finding:search")}"') == 2  # in the header and beside the map
    assert all(
        reverse(name) in page for name in ("regions:coverage", "regions:agenda_list", "sources:source_list")
    )


# The own page


def test_my_page_needs_a_login(client):
    page = client.get(reverse("my_page"))

    assert page.status_code == 302
    assert page["Location"].startswith(reverse("account_login"))


def test_my_page_counts_what_the_person_keeps(client, lead, region, other_region):
    PartnershipFactory(owner=region, name="Ons concept", visibility="concept")
    PartnershipFactory(owner=region, visibility="public")
    PartnershipFactory(owner=other_region, name="Hun concept", visibility="concept")
    PartnershipFactory(owner=region, name="Weggehaald", visibility="concept", hidden_at=timezone.now())
    client.force_login(lead)

    page = client.get(reverse("my_page"))

    kept = {each.label: (each.concept, each.network, each.public) for each in page.context["kept"]}
    assert kept == {"Samenwerkingen": (1, 0, 1)}
    assert "Ons concept" in text_of(page)
    assert "Hun concept" not in text_of(page)
    assert "Weggehaald" not in text_of(page)
    assert "Kartrekker" in text_of(page)
    assert region.get_absolute_url() in page.content.decode()


def test_my_page_of_someone_without_role(client):
    client.force_login(UserFactory())

    page = client.get(reverse("my_page"))

    assert (page.context["kept"], page.context["sections"], page.context["added"]) == ([], [], [])
    assert "Vraag de kartrekker van je regio om je toe te voegen" in text_of(page)
    assert reverse("regions:region_list") in page.content.decode()


def test_my_page_leaves_out_a_role_that_ended(client, region):
    PartnershipFactory(owner=region)
    ended = MembershipFactory(region=region, until_on="2020-12-31")
    client.force_login(ended.user)

    page = client.get(reverse("my_page"))

    assert (page.context["roles"], page.context["sections"]) == ([], [])


# Texts and files


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_text_page_asks_nothing_of_the_database(client, django_assert_num_queries, name):
    with django_assert_num_queries(0):
        page = client.get(reverse(name))

    assert page.status_code == 200
    assert "mboraad.nl/contact" in page.content.decode()


def test_security_txt_names_a_contact_and_ends_within_a_year(client):
    answer = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    left = expires - timezone.now()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"].endswith("/privacy/#lek-melden")
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    assert datetime.timedelta(days=30) < left < datetime.timedelta(days=365)
    assert 'id="lek-melden"' in client.get(reverse("privacy")).content.decode()


def test_unknown_address_is_404_with_a_way_on(client):
    page = client.get("/bestaat-niet/")

    assert page.status_code == 404
    assert "Deze pagina is er niet" in text_of(page)
