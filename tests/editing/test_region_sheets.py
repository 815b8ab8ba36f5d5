"""Editing a region, organisations and agendas through their pages."""

import pytest
from django.urls import reverse

from industriecoalitie.concepts.choices import Scheme
from industriecoalitie.notifications.models import Event
from regions.models import Agenda, Organisation
from tests.factories.concepts import ConceptFactory
from tests.factories.regions import (
    AgendaFactory,
    AgendaItemFactory,
    LabourMarketRegionFactory,
    OrganisationCodeFactory,
    OrganisationFactory,
    PlaceFactory,
    RegionFactory,
    RegionPartFactory,
)

from .browser import errors_of, form_on, send

pytestmark = pytest.mark.django_db

PROFILE = {
    "business_profile": "Veel maakbedrijven met minder dan 50 mensen.",
    "growth_profile": "De techniek groeit, de bouw krimpt.",
    "demography": "Er komen minder jongeren.",
}


# The profile of a region


def test_a_team_writes_the_profile_of_its_region_with_its_parts(client, member, region):
    part = RegionFactory(name="Achterhoek")
    client.force_login(member)

    answer = send(
        client,
        reverse("regions:region_edit", args=[region.slug]),
        rows={"part_links": [{"part": part.pk, "relation": "overlaps"}]},
        aliases="Regio Twente\nTukkerland",
        **PROFILE,
    )

    region.refresh_from_db()
    assert answer["Location"] == region.get_absolute_url()
    assert {name: getattr(region, name) for name in PROFILE} == PROFILE
    assert region.aliases == ["Regio Twente", "Tukkerland"]
    assert [(link.part, link.relation) for link in region.part_links.all()] == [(part, "overlaps")]
    assert list(Event.objects.values_list("kind", "version")) == [("region.changed", 2)]


def test_what_a_region_covers_and_who_leads_it_is_for_the_national_team(client, lead, national, region):
    area = LabourMarketRegionFactory(name="Twente")
    leader = OrganisationFactory(name="Firda")
    address = reverse("regions:region_edit", args=[region.slug])
    client.force_login(lead)
    offered = {name.split("-")[0] for name in form_on(client, address) if name.endswith("-TOTAL_FORMS")}
    client.post(
        address,
        {
            "part_links-TOTAL_FORMS": "0", "part_links-INITIAL_FORMS": "0",
            "coverages-TOTAL_FORMS": "1", "coverages-INITIAL_FORMS": "0",
            "coverages-0-labour_market_region": str(area.pk),
        },
    )  # fmt: skip
    by_lead = region.coverages.count()
    client.force_login(national)

    send(
        client,
        address,
        rows={
            "coverages": [{"labour_market_region": area.pk, "is_confirmed": "on", "from_on": "2023"}],
            "frontrunners": [{"organisation": "Firda"}],
        },
    )

    assert offered == {"part_links"}
    assert by_lead == 0
    assert [
        (row.labour_market_region, row.is_confirmed, str(row.starts)) for row in region.coverages.all()
    ] == [(area, True, "2023")]
    assert [row.organisation.name for row in region.frontrunners.order_by("pk")] == [
        "ROC van Twente",
        leader.name,
    ]


def test_a_region_is_no_part_of_itself_and_a_part_once(client, member, region):
    part = RegionFactory()
    RegionPartFactory(whole=region, part=part)
    client.force_login(member)
    address = reverse("regions:region_edit", args=[region.slug])

    itself = send(client, address, rows={"part_links": [{"part": region.pk, "relation": "contains"}]})
    twice = send(client, address, rows={"part_links": [{"part": part.pk, "relation": "overlaps"}]})

    assert errors_of(itself) == ["Een regio is geen deel van zichzelf."]
    assert errors_of(twice) == ["Twee regels zijn hetzelfde. Haal er een weg of verander er een."]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_region_asks_the_same_for_more_rows(
    client, national, region, count, django_assert_num_queries
):
    RegionPartFactory.create_batch(count, whole=region)
    client.force_login(national)
    address = reverse("regions:region_edit", args=[region.slug])
    client.get(address)

    with django_assert_num_queries(12):
        client.get(address)


# Organisations


@pytest.fixture
def school(db):
    return ConceptFactory(scheme=Scheme.ORGANISATION_KIND, notation="roc_mbo", label="ROC")


def test_an_organisation_is_added_with_its_codes(client, lead, region, school):
    parent = OrganisationFactory(name="Stichting Techniek", aliases=["ST"])
    client.force_login(lead)

    answer = send(
        client,
        reverse("regions:organisation_add"),
        rows={"codes": [{"code_type": "institution_code", "code": "27PJ", "from_on": "2020"}]},
        name="ROC Zuid",
        kind=str(school.pk),
        aliases="Het Zuiden",
        parent="st",
        website="roczuid.nl",
        visibility="public",
    )

    saved = Organisation.objects.get(name="ROC Zuid")
    assert answer["Location"] == saved.get_absolute_url() == "/organisaties/roc-zuid/"
    assert (saved.owner, saved.kind, saved.aliases, saved.parent, saved.website, saved.visibility) == (
        region, school, ["Het Zuiden"], parent, "https://roczuid.nl", "public",
    )  # fmt: skip
    assert [(code.code, str(code.starts)) for code in saved.codes.all()] == [("27PJ", "2020")]
    assert list(Event.objects.values_list("kind", flat=True)) == ["organisation.added"]


def test_what_is_wrong_with_an_organisation_is_said_at_the_field(client, lead, school):
    client.force_login(lead)

    answer = send(
        client,
        reverse("regions:organisation_add"),
        rows={"codes": [{"code_type": "institution_code"}]},
        parent="Bestaat niet",
        website="geen adres",
    )

    assert errors_of(answer) == [
        "Vul ‘Naam van de organisatie’ in.",
        "Kies bij ‘Soort’ een van de mogelijkheden.",
        "We kennen ‘Bestaat niet’ niet. Kies een naam uit de lijst.",
        "Vul een adres in zoals https://www.voorbeeld.nl.",
        "Code 1: Vul ‘Code’ in.",
    ]
    assert not Organisation.objects.filter(name="").exists()


def test_an_organisation_is_no_part_of_itself_however_far(client, lead, region, school):
    top = OrganisationFactory(owner=region, kind=school, name="Top")
    middle = OrganisationFactory(parent=top, kind=school, name="Midden")
    OrganisationFactory(parent=middle, kind=school, name="Onder")
    client.force_login(lead)

    answer = send(client, reverse("regions:organisation_edit", args=[top.slug]), parent="Onder")

    top.refresh_from_db()
    assert errors_of(answer) == ["Een organisatie is geen onderdeel van zichzelf."]
    assert (top.parent, top.version) == (None, 1)


def test_a_parent_hidden_from_the_reader_is_left_alone(client, lead, region, other_region, school):
    secret = OrganisationFactory(owner=other_region, kind=school, visibility="concept")
    organisation = OrganisationFactory(owner=region, kind=school, parent=secret)
    client.force_login(lead)
    address = reverse("regions:organisation_edit", args=[organisation.slug])
    offered = form_on(client, address)

    send(client, address, summary="Nieuw")

    organisation.refresh_from_db()
    assert "parent" not in offered
    assert (organisation.summary, organisation.parent) == ("Nieuw", secret)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_organisation_asks_the_same_for_more_rows(
    client, lead, region, school, count, django_assert_num_queries
):
    organisation = OrganisationFactory(owner=region, kind=school)
    OrganisationCodeFactory.create_batch(count, organisation=organisation)
    client.force_login(lead)
    address = reverse("regions:organisation_edit", args=[organisation.slug])
    client.get(address)

    with django_assert_num_queries(14):
        client.get(address)


def test_places_are_offered_by_name(client, lead):
    for name in ("Zwolle", "almelo", "Hengelo"):
        PlaceFactory(name=name)
    client.force_login(lead)

    page = client.get(reverse("regions:organisation_add"))

    offered = [label for _value, label in page.context["sheet"].fields.fields["place"].choices]
    assert offered == ["Kies", "almelo", "Hengelo", "Zwolle"]


# Agendas and their lines


def test_a_team_adds_an_agenda_of_its_region(client, lead, region):
    client.force_login(lead)
    commissioner = OrganisationFactory(name="Provincie Overijssel")

    answer = send(
        client,
        reverse("regions:agenda_add"),
        title="Techniekagenda Twente",
        dated_on="mei 2025",
        first_year="2025",
        last_year="2028",
        commissioners_add="Provincie Overijssel",
    )

    saved = Agenda.objects.get()
    assert answer["Location"] == saved.get_absolute_url()
    assert (saved.scope, saved.region, saved.owner, str(saved.dated), saved.last_year, saved.visibility) == (
        "regional", region, region, "2025-05", 2028, "concept",
    )  # fmt: skip
    assert list(saved.commissioners.all()) == [commissioner]


def test_only_the_national_team_makes_a_national_agenda(client, lead, national, region):
    address = reverse("regions:agenda_add")
    client.force_login(lead)
    by_lead = form_on(client, address)
    client.force_login(national)

    send(client, address, title="Landelijke agenda", scope="national")

    saved = Agenda.objects.get()
    assert "scope" not in by_lead
    assert (saved.scope, saved.owner, saved.region) == ("national", None, None)


def test_the_years_of_an_agenda_are_in_order(client, lead):
    client.force_login(lead)

    answer = send(client, reverse("regions:agenda_add"), title="Agenda", first_year="2028", last_year="2025")

    assert errors_of(answer) == ["Het laatste jaar ligt voor het eerste."]


def test_lines_are_added_in_three_layers_and_no_more(client, lead, region):
    agenda = AgendaFactory(owner=region)
    client.force_login(lead)
    address = reverse("regions:agenda_item_add", args=[agenda.slug])
    for level, title in (("pijler", "Instroom"), ("thema", "Vmbo"), ("project", "Techlokaal")):
        above = agenda.items.order_by("-depth").first()
        answer = send(client, address, title=title, level=level, parent=str(above.pk) if above else "")

    lines = list(agenda.items.order_by("position"))
    deep = form_on(client, address)
    refused = client.post(address, deep | {"title": "Te diep", "level": "taak", "parent": str(lines[2].pk)})

    assert [(line.code, line.depth, line.parent, line.position) for line in lines] == [
        ("1", 1, None, 1), ("1.1", 2, lines[0], 2), ("1.1.1", 3, lines[1], 3),
    ]  # fmt: skip
    assert answer["Location"] == lines[2].get_absolute_url()
    assert errors_of(refused) == ["Kies een van de mogelijkheden."]
    assert agenda.items.count() == 3


def test_a_line_moves_with_its_depth_but_not_away_from_what_is_below_it(client, lead, region):
    agenda = AgendaFactory(owner=region)
    top, other = (AgendaItemFactory(agenda=agenda, code=code, position=n) for n, code in enumerate("AB", 1))
    below = AgendaItemFactory(agenda=agenda, code="C", parent=other, depth=2, position=3)
    client.force_login(lead)

    moved = send(
        client,
        reverse("regions:agenda_item_edit", args=[agenda.slug, below.code]),
        parent="",
        is_in_focus="true",
    )
    back = send(
        client, reverse("regions:agenda_item_edit", args=[agenda.slug, below.code]), parent=str(other.pk)
    )
    refused = send(
        client, reverse("regions:agenda_item_edit", args=[agenda.slug, other.code]), parent=str(top.pk)
    )

    below.refresh_from_db()
    assert (moved.status_code, back.status_code) == (302, 302)
    assert (below.parent, below.depth, below.position, below.is_in_focus, below.version) == (
        other,
        2,
        3,
        True,
        3,
    )
    assert errors_of(refused) == ["Verplaats eerst de punten die hieronder vallen."]


def test_a_line_of_another_agenda_is_no_place_to_stand_under(client, lead, region):
    agenda = AgendaFactory(owner=region)
    strange = AgendaItemFactory()
    client.force_login(lead)
    address = reverse("regions:agenda_item_add", args=[agenda.slug])

    answer = send(client, address, title="Punt", level="lijn", parent=str(strange.pk))

    assert errors_of(answer) == ["Kies een van de mogelijkheden."]


def test_only_a_lead_publishes_a_line(client, lead, member, region):
    agenda = AgendaFactory(owner=region)
    line = AgendaItemFactory(agenda=agenda, visibility="concept")
    address = reverse("regions:agenda_item_edit", args=[agenda.slug, line.code])
    client.force_login(member)
    by_member = form_on(client, address)
    client.post(address, by_member | {"visibility": "public"})
    line.refresh_from_db()
    after_member = line.visibility
    client.force_login(lead)

    send(client, address, visibility="public")

    line.refresh_from_db()
    assert "visibility" not in by_member
    assert (after_member, line.visibility) == ("concept", "public")
