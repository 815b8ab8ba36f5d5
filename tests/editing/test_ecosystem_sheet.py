"""Editing ecosystems and schemes through their pages: the stage with its evidence, facilities, moments."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from industriecoalitie.core.actors import Actor
from industriecoalitie.history.recording import Change, change_record
from industriecoalitie.notifications.models import Event
from partnerships.models import Ecosystem, Instrument
from tests.factories.partnerships import EcosystemFactory, FacilityFactory, InstrumentFactory
from tests.factories.regions import OrganisationFactory, PlaceFactory

from .browser import errors_of, form_on, send

pytestmark = pytest.mark.django_db

NEEDS_EVIDENCE = "Een CIB vraagt bewijs: schrijf waaruit blijkt dat bedrijven er nieuwe technologie invoeren."
EVIDENCE = "Twaalf bedrijven voerden hier in 2024 een cobot in."


def test_an_ecosystem_is_added_with_its_facilities_and_partners(client, lead, region):
    place = PlaceFactory(name="Hengelo")
    partner = OrganisationFactory(name="Metaal BV")
    whole = EcosystemFactory(name="Campus Oost")
    client.force_login(lead)

    answer = send(
        client,
        reverse("partnerships:ecosystem_add"),
        rows={"facilities": [{"name": "Lashal", "place": place.pk, "state": "open"}, {"name": "Robotlab"}]},
        name="CIV Twente",
        kind="civ",
        stage="civ",
        life_phase="development",
        from_on="2021",
        part_of="Campus Oost",
        partners_add="Metaal BV",
    )

    saved = Ecosystem.objects.get(name="CIV Twente")
    assert answer["Location"] == saved.get_absolute_url()
    assert (saved.owner, saved.stage, saved.life_phase, str(saved.starts), saved.part_of, saved.visibility) == (
        region, "civ", "development", "2021", whole, "concept",
    )  # fmt: skip
    assert list(saved.partners.all()) == [partner]
    assert list(saved.facilities.order_by("pk").values_list("name", "place", "state")) == [
        ("Lashal", place.pk, "open"), ("Robotlab", None, "unknown"),
    ]  # fmt: skip
    assert list(Event.objects.values_list("kind", flat=True)) == ["ecosystem.added"]


def test_the_stage_cib_asks_for_evidence(client, lead, region):
    ecosystem = EcosystemFactory(owner=region, stage="civ")
    client.force_login(lead)
    address = reverse("partnerships:ecosystem_edit", args=[ecosystem.slug])

    refused = send(client, address, stage="cib", stage_evidence="  ")
    saved = send(client, address, stage="cib", stage_evidence=EVIDENCE, stage_evidence_on="mei 2024")
    page = client.get(ecosystem.get_absolute_url()).content.decode()

    ecosystem.refresh_from_db()
    assert errors_of(refused) == [NEEDS_EVIDENCE]
    assert refused.context["sheet"].fields["stage_evidence"].errors == [NEEDS_EVIDENCE]
    assert saved.status_code == 302
    assert (ecosystem.stage, ecosystem.stage_evidence, str(ecosystem.stage_evidenced), ecosystem.version) == (
        "cib", EVIDENCE, "2024-05", 2,
    )  # fmt: skip
    assert EVIDENCE in page
    assert "mei 2024" in page


def test_evidence_is_asked_at_every_door(region, lead):
    ecosystem = EcosystemFactory(owner=region, stage="towards_cib")

    with pytest.raises(Exception, match="Een CIB vraagt bewijs"):
        change_record(ecosystem, Change({"stage": "cib"}), by=Actor("api", lead))
    with pytest.raises(IntegrityError, match="cib_has_evidence"), transaction.atomic():
        Ecosystem.objects.filter(pk=ecosystem.pk).update(stage="cib", stage_evidence=" \n")

    ecosystem.refresh_from_db()
    assert ecosystem.stage == "towards_cib"


def test_a_cib_does_not_lose_its_evidence(client, lead, region):
    ecosystem = EcosystemFactory(owner=region, stage="cib", stage_evidence=EVIDENCE)
    client.force_login(lead)

    answer = send(client, reverse("partnerships:ecosystem_edit", args=[ecosystem.slug]), stage_evidence="")

    assert errors_of(answer) == [NEEDS_EVIDENCE]


def test_the_four_life_phases_can_be_chosen(client, lead):
    client.force_login(lead)

    page = client.get(reverse("partnerships:ecosystem_add"))

    field = page.context["sheet"].fields.fields["life_phase"]
    assert [label for _value, label in field.choices] == [
        "Kies", "Start", "Ontwikkeling", "Validatie", "Verduurzaming",
    ]  # fmt: skip


def test_an_ecosystem_is_no_part_of_itself(client, lead, region):
    ecosystem = EcosystemFactory(owner=region, name="Campus")
    EcosystemFactory(name="Lab", part_of=ecosystem)
    client.force_login(lead)

    answer = send(client, reverse("partnerships:ecosystem_edit", args=[ecosystem.slug]), part_of="Lab")

    assert errors_of(answer) == ["Een ecosysteem is geen onderdeel van zichzelf."]


def test_a_facility_without_a_name_is_named_as_wrong(client, lead):
    client.force_login(lead)

    answer = send(
        client,
        reverse("partnerships:ecosystem_add"),
        rows={"facilities": [{"equipment": "Cobots"}]},
        kind="lab",
    )

    assert errors_of(answer) == ["Vul ‘Naam van het ecosysteem’ in.", "Faciliteit 1: Vul ‘Naam’ in."]


def test_partners_hidden_from_the_reader_stay(client, lead, region, other_region):
    secret = OrganisationFactory(owner=other_region, visibility="concept")
    seen = OrganisationFactory()
    ecosystem = EcosystemFactory(owner=region)
    ecosystem.partners.set([secret, seen])
    client.force_login(lead)
    address = reverse("partnerships:ecosystem_edit", args=[ecosystem.slug])
    offered = form_on(client, address)

    send(client, address, partners=[])

    assert offered["partners"] == [str(seen.uuid)]
    assert list(ecosystem.partners.all()) == [secret]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_ecosystem_asks_the_same_for_more_rows(
    client, lead, region, count, django_assert_num_queries
):
    ecosystem = EcosystemFactory(owner=region)
    for _number in range(count):
        FacilityFactory(ecosystem=ecosystem, place=PlaceFactory())
        ecosystem.partners.add(OrganisationFactory())
    client.force_login(lead)
    address = reverse("partnerships:ecosystem_edit", args=[ecosystem.slug])
    client.get(address)

    with django_assert_num_queries(17):
        client.get(address)


def test_a_scheme_is_added_with_its_moments(client, national):
    client.force_login(national)

    answer = send(
        client,
        reverse("partnerships:instrument_add"),
        rows={"milestones": [{"title": "Ronde sluit", "due_on": "1-10-2025", "kind": "deadline"}]},
        name="Regionaal investeringsfonds mbo",
        kind="fund",
        from_on="2024",
        until_on="2026",
        visibility="public",
    )

    saved = Instrument.objects.get()
    assert answer["Location"] == saved.get_absolute_url()
    assert (saved.owner, saved.kind, str(saved.until_on), saved.visibility) == (
        None,
        "fund",
        "2026-12-31",
        "public",
    )
    assert [(row.title, str(row.due), row.kind) for row in saved.milestones.all()] == [
        ("Ronde sluit", "2025-10-01", "deadline")
    ]


def test_a_scheme_ends_after_it_begins(client, lead, region):
    instrument = InstrumentFactory(owner=region)
    client.force_login(lead)

    answer = send(
        client,
        reverse("partnerships:instrument_edit", args=[instrument.slug]),
        from_on="2026",
        until_on="2024",
    )

    assert errors_of(answer) == ["De einddatum ligt voor de begindatum."]
